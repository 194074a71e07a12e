"""What is committed, paid and released."""

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from economy.models import Commitment
from economy.queries.lines import line_with_money, remaining_of
from economy.services.posting import (
    correct_expense,
    create_commitment,
    release_commitment,
    retract_posted,
)
from tests.economy.money import A_DAY, DAY, TODAY, undo_posted
from tests.economy.services.shared import refused
from tests.factories.resources import (
    CommitmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestCommitments:
    @pytest.fixture
    def made(self, economy, leder):
        return create_commitment(by=leder, posting=economy.posting())

    def test_bind_until_they_are_released(self, economy, made, leder):
        release_commitment(by=leder, commitment=made, on=DAY + A_DAY, reason="Afbestilt")

        committed = [
            line_with_money(economy.line, day).money.committed
            for day in (DAY - A_DAY, DAY, DAY + A_DAY)
        ]
        assert committed == [0, Decimal("1234.50"), 0]

    @pytest.mark.parametrize(
        ("on", "message"), [(DAY - A_DAY, "cannot be released before"), (TODAY + A_DAY, "ahead")]
    )
    def test_are_released_from_their_day_to_today(self, made, leder, on, message):
        with pytest.raises(ValidationError) as error:
            release_commitment(by=leder, commitment=made, on=on, reason="x")

        assert message in refused(error)

    def test_are_released_once(self, made, leder):
        release_commitment(by=leder, commitment=made, on=DAY, reason="Afbestilt")

        with pytest.raises(ValidationError, match="released already"):
            release_commitment(by=leder, commitment=made, on=DAY, reason="Afbestilt")

    def test_taken_back_bind_nothing(self, economy, made, leder):
        retract_posted(by=leder, posted=made, reason="Forkert")

        assert line_with_money(economy.line, TODAY).money.committed == 0

    def test_of_a_form_sent_twice_are_made_once(self, economy, leder):
        submission = uuid.uuid4()
        for _press in range(2):
            create_commitment(by=leder, posting=economy.posting(), submission=submission)

        assert Commitment.objects.count() == 1

    def test_are_not_for_consultants(self, economy, made, konsulent):
        with pytest.raises(PermissionDenied):
            create_commitment(by=konsulent, posting=economy.posting())
        with pytest.raises(PermissionDenied):
            release_commitment(by=konsulent, commitment=made, on=DAY, reason="x")


class TestPayingACommitment:
    """What is left of it is what was not paid by an expense that stands."""

    @pytest.fixture
    def made(self, economy):
        return CommitmentFactory(line=economy.line, on=DAY, amount=Decimal(5000))

    @pytest.fixture
    def left(self, economy, made):
        def on(day=TODAY):
            found = remaining_of(Commitment.objects.filter(pk=made.pk), day)
            money = line_with_money(economy.line, day).money
            assert money.committed == found.get(made.pk, 0)
            return found.get(made.pk)

        return on

    def test_in_part_leaves_the_rest_bound(self, book, made, left):
        book(settles=made, amount=Decimal(2000), on=DAY + A_DAY)

        assert [left(day) for day in (DAY - A_DAY, DAY, DAY + A_DAY)] == [None, 5000, 3000]

    def test_in_full_or_more_leaves_nothing(self, book, made, left):
        book(settles=made, amount=Decimal(2000))
        book(settles=made, amount=Decimal(3000))
        assert left() == 0

        book(settles=made, amount=Decimal(1))
        assert left() == 0

    def test_taken_back_binds_it_again(self, book, made, left, leder):
        expense = book(settles=made, amount=Decimal(2000))
        undo_posted(by=leder, posted=expense)

        assert left() == 5000

    def test_corrected_to_less_binds_the_difference(self, book, economy, made, left, leder):
        expense = book(settles=made, amount=Decimal(5000))
        posting = economy.posting(amount=Decimal(4000))
        correct_expense(by=leder, expense=expense, posting=posting, reason="x")

        assert left() == 1000

    def test_then_released_leaves_nothing_of_the_rest(self, book, made, left, leder):
        book(settles=made, amount=Decimal(2000))
        release_commitment(by=leder, commitment=made, on=DAY + A_DAY, reason="Resten er aflyst")

        assert [left(DAY), left()] == [3000, None]

    def test_that_was_taken_back_is_refused(self, book, made, leder):
        retract_posted(by=leder, posted=made, reason="Forkert")

        with pytest.raises(ValidationError, match="taken back already"):
            book(settles=made)

    def test_of_another_programme_is_refused(self, book):
        with pytest.raises(ValidationError, match="another programme"):
            book(settles=CommitmentFactory())

    def test_from_another_line_is_refused(self, book, economy, made, left):
        with pytest.raises(ValidationError, match="budget line «Internationale dage»") as error:
            book(settles=made, line=economy.other, amount=Decimal(2000))

        assert list(error.value.message_dict) == ["line"]
        assert left() == 5000

    def test_is_not_paid_by_what_was_paid_back(self, book, economy, made, left, leder):
        with pytest.raises(ValidationError, match="pays no commitment"):
            book(settles=made, amount=Decimal(-2000))

        expense = book(settles=made, amount=Decimal(2000))
        posting = economy.posting(amount=Decimal(-2000))
        with pytest.raises(ValidationError, match="pays no commitment"):
            correct_expense(by=leder, expense=expense, posting=posting, reason="x")
        assert left() == 3000

    def test_is_not_moved_to_another_line(self, book, economy, made, leder):
        expense = book(settles=made, amount=Decimal(2000))
        posting = economy.posting(line=economy.other)

        with pytest.raises(ValidationError, match="budget line «Internationale dage»") as error:
            correct_expense(by=leder, expense=expense, posting=posting, reason="x")

        assert list(error.value.message_dict) == ["line"]

    def test_keeps_it_from_being_taken_back(self, economy, book, leder):
        made = create_commitment(by=leder, posting=economy.posting(text="Telt"))
        paid = book(settles=made, text="Faktura")
        retract_posted(by=leder, posted=book(settles=made, text="Forkert"), reason="x")

        for take_back in (undo_posted, lambda **given: retract_posted(**given, reason="x")):
            with pytest.raises(ValidationError) as error:
                take_back(by=leder, posted=made)
            assert refused(error).replace("\u00a0", " ") == (
                "It is paid. Take back first what pays it: «Faktura» (02-05-2011, 1.234,50 kr.)"
            )

        retract_posted(by=leder, posted=paid, reason="x")
        assert retract_posted(by=leder, posted=made, reason="x").is_retracted
