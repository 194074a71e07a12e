"""Booking, committing and revising: what is refused, what is only said, and what it comes to."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.rules.corrections import AlreadyRetracted
from activities.models import Attachment
from core.uploads import Prepared
from economy.models import BudgetRevision, Commitment, Expense, ExpenseAttachment
from economy.queries.budget import budget_of
from economy.queries.lines import money_of_lines, overspent_by, remaining_of
from economy.services.posting import (
    book_expense,
    check_period,
    correct_expense,
    create_commitment,
    release_commitment,
    retract_posted,
    revise_line,
)
from tests.economy.money import A_DAY, DAY, TODAY, undo_posted
from tests.factories.resources import (
    BudgetLineFactory,
    BudgetRevisionFactory,
    CommitmentFactory,
    ExpenseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def book(economy, leder):
    def booked(by=leder, submission=None, settles=None, **changes):
        posting = economy.posting(**changes)
        return book_expense(by=by, posting=posting, submission=submission, settles=settles)

    return booked


def refused(error):
    return " ".join(error.value.messages)


class TestBooking:
    def test_keeps_who_when_and_what(self, book, leder, economy):
        expense = book(voucher=" B-  7 ")

        assert (expense.line, expense.amount, expense.voucher) == (
            economy.line,
            Decimal("1234.50"),
            "B- 7",
        )
        assert expense.recorded_by == leder
        assert expense.history.get().history_user == leder

    @pytest.mark.parametrize("who", ["konsulent", "laeser"])
    def test_is_for_managers_and_administrators(self, who, request, book):
        with pytest.raises(PermissionDenied):
            book(by=request.getfixturevalue(who))

    def test_an_administrator_books(self, book, admin):
        assert book(by=admin).pk

    @pytest.mark.parametrize("on", [TODAY, datetime.date(2011, 2, 1)])
    def test_takes_the_days_from_the_programmes_first_to_today(self, book, on):
        assert book(on=on).on == on

    @pytest.mark.parametrize(
        ("on", "message"),
        [(TODAY + A_DAY, "lies ahead"), (datetime.date(2011, 1, 31), "programme starts on")],
    )
    def test_refuses_other_days(self, book, on, message):
        with pytest.raises(ValidationError) as error:
            book(on=on)

        assert message in refused(error)

    def test_takes_a_day_after_the_programmes_end(self, book, clock):
        clock(datetime.date(2012, 1, 20))

        assert book(on=datetime.date(2012, 1, 10)).pk

    @pytest.mark.parametrize("voucher", ["B-1", " b-1 "])
    def test_refuses_a_voucher_that_stands_on_the_line(self, book, voucher):
        book(voucher="B-1")

        with pytest.raises(ValidationError) as error:
            book(voucher=voucher)

        assert "booked already on this line: 1.234,50 kr." in refused(error).replace("\u00a0", " ")
        assert Expense.objects.count() == 1

    def test_takes_a_bill_that_two_lines_share(self, book, economy):
        book(voucher="B-1")

        assert book(line=economy.other, voucher="b-1").pk

    @pytest.mark.parametrize("voucher", ["b-1", "B-1 "])
    def test_of_a_voucher_twice_on_a_line_is_refused_by_the_database_too(self, economy, voucher):
        ExpenseFactory(line=economy.line, voucher="B-1")

        with transaction.atomic(), pytest.raises(IntegrityError):
            ExpenseFactory(line=economy.line, voucher=voucher)

    @pytest.mark.parametrize("others", [0, 20])
    def test_looks_up_its_own_voucher_only(self, book, economy, others, django_assert_num_queries):
        Expense.objects.bulk_create(
            ExpenseFactory.build(line=economy.line, voucher=f"C-{n}") for n in range(others)
        )

        with django_assert_num_queries(7) as asked:
            book(voucher="B-1")
        assert not [q for q in asked.captured_queries if "C-1" in q["sql"]]

    def test_takes_a_voucher_again_once_it_is_taken_back(self, book, leder):
        retract_posted(by=leder, posted=book(voucher="B-1"), reason="Forkert")

        assert book(voucher="B-1").pk

    def test_takes_another_programmes_voucher(self, book):
        ExpenseFactory(voucher="B-1")

        assert book(voucher="B-1").pk

    def test_takes_several_without_a_voucher(self, book):
        book()
        book()

        assert Expense.objects.count() == 2

    def test_of_a_form_sent_twice_is_done_once(self, book):
        submission = uuid.uuid4()
        first, second = book(submission=submission), book(submission=submission)

        assert (second.pk, second.was_saved_before) == (first.pk, True)
        assert not first.was_saved_before

    def test_more_than_there_is_is_booked_and_seen(self, book, economy):
        book(amount=Decimal("112345.50"))

        money = money_of_lines([economy.line.pk], TODAY)[economy.line.pk]
        assert overspent_by(money).replace("\u00a0", " ") == "12.345,50 kr."

    def test_keeps_files_beside_the_expense(self, book):
        file = Prepared("bilag.pdf", "application/pdf", b"%PDF", 4, "a" * 64)

        expense = book(files=[file])

        assert expense.attachments.get().name == "bilag.pdf"


class TestCorrecting:
    def test_moves_it_and_keeps_the_old_with_the_reason(self, book, economy, leder):
        expense = book(voucher="B-1")
        posting = economy.posting(line=economy.other, amount=Decimal(99), voucher="B-1")

        correct_expense(by=leder, expense=expense, posting=posting, reason="Forkert linje")

        new, old = expense.history.all()
        assert (new.line, new.amount, new.history_change_reason) == (
            economy.other,
            Decimal(99),
            "Forkert linje",
        )
        assert (old.line, old.amount) == (economy.line, Decimal("1234.50"))

    def test_refuses_what_booking_refuses(self, book, economy, leder):
        book(voucher="B-1")
        expense = book(voucher="B-2")
        for changes in ({"voucher": "B-1"}, {"on": TODAY + A_DAY}):
            with pytest.raises(ValidationError):
                correct_expense(
                    by=leder, expense=expense, posting=economy.posting(**changes), reason="x"
                )

    def test_refuses_another_programmes_line(self, book, economy, leder):
        posting = economy.posting(line=BudgetLineFactory())

        with pytest.raises(ValidationError, match="another programme"):
            correct_expense(by=leder, expense=book(), posting=posting, reason="x")

    def test_is_over_once_it_is_taken_back(self, book, economy, leder):
        expense = retract_posted(by=leder, posted=book(), reason="Forkert")

        with pytest.raises(ValidationError, match="taken back already"):
            correct_expense(by=leder, expense=expense, posting=economy.posting(), reason="x")

    def test_is_not_for_consultants(self, book, economy, konsulent):
        with pytest.raises(PermissionDenied):
            correct_expense(by=konsulent, expense=book(), posting=economy.posting(), reason="x")


class TestTakingBack:
    def test_leaves_it_to_be_read_and_counts_it_no_more(self, book, economy, leder):
        expense = retract_posted(by=leder, posted=book(), reason="Forkert bilag")

        assert Expense.objects.get() == expense
        assert money_of_lines([economy.line.pk], TODAY)[economy.line.pk].used == 0
        assert expense.history.first().history_change_reason == "Forkert bilag"

    def test_twice_is_refused(self, book, leder):
        expense = retract_posted(by=leder, posted=book(), reason="Forkert")

        with pytest.raises(ValidationError, match="taken back already"):
            retract_posted(by=leder, posted=expense, reason="Igen")

    def test_is_not_for_consultants(self, book, konsulent):
        with pytest.raises(PermissionDenied):
            retract_posted(by=konsulent, posted=book(), reason="x")


class TestCommitments:
    @pytest.fixture
    def made(self, economy, leder):
        return create_commitment(by=leder, posting=economy.posting())

    def test_bind_until_they_are_released(self, economy, made, leder):
        release_commitment(by=leder, commitment=made, on=DAY + A_DAY, reason="Afbestilt")

        committed = [
            money_of_lines([economy.line.pk], day)[economy.line.pk].committed
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

        assert money_of_lines([economy.line.pk], TODAY)[economy.line.pk].committed == 0

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
            money = money_of_lines([economy.line.pk], day)[economy.line.pk]
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


class TestUndoing:
    """One's own, right after it was saved; later a reason is owed."""

    def test_is_for_the_one_who_saved_it(self, book, admin):
        with pytest.raises(ValidationError, match="Only the one who saved it"):
            undo_posted(by=admin, posted=book())

    def test_is_over_after_an_hour(self, book, leder):
        expense = book()
        expense.recorded_at -= datetime.timedelta(minutes=61)
        expense.save()

        with pytest.raises(ValidationError, match="within an hour"):
            undo_posted(by=leder, posted=expense)
        assert not expense.is_retracted

    def test_twice_says_that_it_was_taken_back(self, book, leder):
        expense = undo_posted(by=leder, posted=book())

        with pytest.raises(AlreadyRetracted):
            undo_posted(by=leder, posted=expense)


class TestRevising:
    @pytest.fixture
    def revise(self, economy, leder):
        def revised(by=leder, on=DAY, amount=80_000, **given):
            words = {"reason": "Flyttet", "decision_reference": "BIU 4. maj", **given}
            return revise_line(by=by, line=economy.line, on=on, amount=Decimal(amount), **words)

        return revised

    def test_adds_a_row_and_leaves_what_was_granted(self, revise, economy, leder):
        row = revise()

        assert (row.recorded_by, row.reason, row.decision_reference) == (
            leder,
            "Flyttet",
            "BIU 4. maj",
        )
        assert economy.line.amount == Decimal(100_000)

    def test_the_newest_holds_from_its_day_on(self, revise, economy):
        revise(on=DAY, amount=80_000)
        revise(on=DAY, amount=70_000)
        revise(on=DAY - A_DAY, amount=90_000)

        revised = [
            money_of_lines([economy.line.pk], day)[economy.line.pk].revised
            for day in (DAY - 2 * A_DAY, DAY - A_DAY, DAY)
        ]
        assert revised == [100_000, 90_000, 70_000]

    def test_may_hold_from_a_day_to_come(self, revise):
        assert revise(on=TODAY + A_DAY).pk

    @pytest.mark.parametrize("on", [datetime.date(2011, 1, 31), datetime.date(2012, 1, 1)])
    def test_lies_within_the_programme(self, revise, on):
        with pytest.raises(ValidationError, match="the programme's own"):
            revise(on=on)

    def test_pressed_twice_adds_one(self, revise):
        assert revise() == revise()
        assert BudgetRevision.objects.count() == 1

    def test_is_not_for_consultants(self, revise, konsulent):
        with pytest.raises(PermissionDenied):
            revise(by=konsulent)


class TestABudget:
    def test_adds_up_to_the_ore_what_floats_would_not(self, economy):
        for amount in ("0.10", "0.20", "999999999999.99"):
            ExpenseFactory(line=economy.line, amount=Decimal(amount))

        money = money_of_lines([economy.line.pk], TODAY)[economy.line.pk]
        assert money.used == Decimal("1000000000000.29")

    def test_is_the_sum_of_its_lines_as_of_the_day(self, economy):
        BudgetRevisionFactory(line=economy.line, on=DAY, amount=Decimal(80_000))
        ExpenseFactory(line=economy.line, on=DAY, amount=Decimal(30_000))
        ExpenseFactory(line=economy.line, on=TODAY + A_DAY, amount=Decimal(1))
        CommitmentFactory(line=economy.other, on=DAY, amount=Decimal(60_000))

        total = budget_of(economy.program, TODAY).total
        assert (total.granted, total.revised, total.used, total.committed, total.left) == (
            150_000,
            130_000,
            30_000,
            60_000,
            40_000,
        )
        assert total.forecast == 80_000 + 60_000

    def test_costs_two_queries(self, economy, django_assert_num_queries):
        with django_assert_num_queries(2):
            budget_of(economy.program, TODAY)


@pytest.mark.parametrize("made", [ExpenseFactory, CommitmentFactory])
def test_a_programmes_start_is_not_moved_past_what_is_booked(made, economy, leder):
    posted = made(line=economy.line, on=DAY)
    check_period(economy.program, DAY, economy.program.ends_on)
    with pytest.raises(ValidationError, match="before the new start"):
        check_period(economy.program, DAY + A_DAY, economy.program.ends_on)

    retract_posted(by=leder, posted=posted, reason="Forkert")
    check_period(economy.program, DAY + A_DAY, economy.program.ends_on)


@pytest.mark.parametrize("model", [Attachment, ExpenseAttachment])
def test_a_file_belongs_to_an_entry_or_to_an_expense(model, leder):
    file = {"name": "a", "content_type": "text/plain", "size": 1, "sha256": "0" * 64}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(uploaded_by=leder, **file)
