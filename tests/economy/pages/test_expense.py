"""Booking an expense or a commitment on their pages, and putting it right."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.clock import now
from core.records import AlreadyRetracted
from economy.models import Commitment, Expense
from economy.services.posting import retract_posted
from tests.economy.money import (
    A_DAY,
    DAY,
    TODAY,
    form_of,
    page_of,
    typed,
    url,
)
from tests.economy.pages.shared import a_file
from tests.factories.resources import (
    BudgetLineFactory,
    CommitmentFactory,
    ExpenseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestAnExpense:
    def test_is_booked_and_its_receipt_says_what_is_left(self, economy, client):
        address = url("expense_new", "2011")

        response = client.post(
            address, typed(economy.line, **form_of(client, address), voucher="B-1"), follow=True
        )

        page = page_of(response)
        assert "«Internationale dage» has 98.765,50 kr. left." in page
        assert "overspent" not in page

    def test_that_is_too_much_is_booked_with_a_warning(self, economy, client):
        address = url("expense_new", "2011")

        response = client.post(
            address,
            typed(economy.line, **form_of(client, address), amount="112.345,50"),
            follow=True,
        )

        assert "The line is overspent by 12.345,50 kr." in page_of(response)

    def test_comes_with_its_files(self, economy, client):
        address = url("expense_new", "2011")
        file = SimpleUploadedFile("bilag.txt", b"Kvittering")

        client.post(address, typed(economy.line, **form_of(client, address), files=file))

        assert Expense.objects.get().attachments.get().name == "bilag.txt"

    def test_asks_for_the_files_again_after_an_error(self, economy, client):
        file = SimpleUploadedFile("bilag.txt", b"Kvittering")

        response = client.post(
            url("expense_new", "2011"), typed(economy.line, amount="x", files=file)
        )

        assert response.status_code == 422
        assert "Choose these files again:" in page_of(response)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"amount": "0"}, "amount"),
            ({"voucher": "5,1056E+09"}, "voucher"),
            ({"amount": "1234.50"}, "amount"),
            ({"amount": "1,005"}, "amount"),
            ({"on": "02-10-2011"}, "on"),
            ({"on": "31-01-2011"}, "on"),
            ({"line": "99999999999999999999"}, "line"),
            ({"text": ""}, "text"),
            ({"text": "010190-1234"}, "text"),
            ({"voucher": "B-9"}, "voucher"),
        ],
    )
    def test_that_is_wrong_says_where(self, economy, client, changes, field):
        ExpenseFactory(line=economy.line, voucher="B-9")
        address = url("expense_new", "2011")

        response = client.post(address, typed(economy.line, **form_of(client, address)) | changes)

        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert Expense.objects.count() == 1

    def test_of_a_line_of_another_programme_is_refused(self, economy, client):
        address = url("expense_new", "2011")

        response = client.post(address, typed(BudgetLineFactory()))

        assert "line" in response.context["form"].errors

    def test_from_a_lines_page_has_its_line_chosen(self, economy, client):
        response = client.get(url("expense_new", "2011"), {"line": economy.other.pk})

        assert response.context["form"]["line"].value() == economy.other.pk

    def test_that_pays_a_commitment_takes_its_words_and_what_is_left(self, economy, client):
        made = CommitmentFactory(line=economy.other, text="Telt", amount=Decimal(500))
        ExpenseFactory(line=economy.other, settles=made, amount=Decimal(100))
        address = f"{url('expense_new', '2011')}?commitment={made.pk}"
        form = client.get(address).context["form"]
        assert [form[name].value() for name in ("line", "text", "amount")] == [
            economy.other.pk,
            "Telt",
            "400",
        ]

        client.post(address, typed(economy.other, **form_of(client, address)))

        assert Expense.objects.latest("pk").settles == made
        assert "Pays the commitment" in page_of(
            client.get(Expense.objects.latest("pk").get_absolute_url())
        )
        assert "It is paid: book the expense" not in page_of(client.get(made.get_absolute_url()))

    def test_sent_twice_is_booked_once_and_said_so(self, economy, client):
        address = url("expense_new", "2011")
        given = typed(economy.line, **form_of(client, address))

        client.post(address, given)
        page = page_of(client.post(address, given, follow=True))

        assert Expense.objects.count() == 1
        assert "had been saved already" in page

    def test_is_corrected_with_a_reason_and_shows_from_what_to_what(self, economy, client):
        expense = ExpenseFactory(line=economy.line)
        address = url("expense_correct", expense.pk)
        given = typed(economy.other)
        assert client.post(address, given).status_code == 422

        page = page_of(client.post(address, {**given, "reason": "Forkert linje"}, follow=True))

        for words in ("Forkert linje", "Internationale dage", "Religiøs fejring"):
            assert words in page

    def test_is_undone_right_after(self, economy, client, leder):
        expense = ExpenseFactory(line=economy.line, recorded_by=leder)

        for _press in range(2):
            client.post(url("expense_undo", expense.pk))

        expense.refresh_from_db()
        assert expense.retraction_reason == "Undone right after it was saved."

    def test_is_undone_only_by_its_author_and_within_an_hour(self, economy, client, admin, leder):
        others = ExpenseFactory(line=economy.line, recorded_by=admin)
        late = ExpenseFactory(
            line=economy.line,
            recorded_by=leder,
            recorded_at=now() - datetime.timedelta(minutes=61),
        )

        for expense in (others, late):
            assert not client.get(f"{expense.get_absolute_url()}?saved=1").context["saved"]
            response = client.post(url("expense_undo", expense.pk), follow=True)
            assert response.redirect_chain[-1][0] == url("expense_retract", expense.pk)
            assert "Only the one who saved it" in page_of(response)
            expense.refresh_from_db()
            assert not expense.is_retracted

    @pytest.mark.parametrize("made", [ExpenseFactory, CommitmentFactory])
    def test_undone_by_another_press_meanwhile_is_told_calmly(
        self, economy, client, leder, monkeypatch, made
    ):
        posted = made(line=economy.line, recorded_by=leder)

        def first_press_wins(*, by, posted, reason):
            raise AlreadyRetracted(posted)

        monkeypatch.setattr("economy.views.shared.retract_posted", first_press_wins)
        name = "expense_undo" if made is ExpenseFactory else "commitment_undo"

        page = page_of(client.post(url(name, posted.pk), follow=True))
        assert "It has been taken back already." in page

    def test_is_taken_back_with_a_reason(self, economy, client):
        expense = ExpenseFactory(line=economy.line)
        address = url("expense_retract", expense.pk)
        assert client.post(address, {"reason": ""}).status_code == 422

        page = page_of(client.post(address, {"reason": "Forkert bilag"}, follow=True))

        assert "Forkert bilag It counts no more." in page
        assert "Correct, or add files" not in page

    @pytest.mark.parametrize("name", ["expense_correct", "expense_retract"])
    def test_taken_back_already_leads_to_its_page(self, economy, client, leder, name):
        expense = retract_posted(by=leder, posted=ExpenseFactory(line=economy.line), reason="x")

        assert client.get(url(name, expense.pk))["Location"] == expense.get_absolute_url()

    def test_of_a_day_to_come_is_not_there_yet(self, economy, client):
        expense = ExpenseFactory(line=economy.line, on=TODAY + A_DAY)

        assert client.get(expense.get_absolute_url()).status_code == 404

    def test_tells_readers_that_there_is_a_file(self, economy, reader, client, leder):
        expense = ExpenseFactory(line=economy.line)
        attachment = a_file(expense, leder)

        assert "1 file, not shown to readers." in page_of(reader.get(expense.get_absolute_url()))
        assert reader.get(attachment.get_absolute_url()).status_code == 403
        response = client.get(attachment.get_absolute_url())
        assert b"".join(response) == b"%PDF"


class TestACommitment:
    def test_is_made_released_and_taken_back(self, economy, client):
        address = url("commitment_new", "2011")
        client.post(address, typed(economy.line, **form_of(client, address)))
        made = Commitment.objects.get()

        client.post(url("commitment_release", made.pk), {"on": "03-05-2011", "reason": "Afbestilt"})
        page = page_of(
            client.post(url("commitment_retract", made.pk), {"reason": "x"}, follow=True)
        )

        made.refresh_from_db()
        assert (made.released_on, made.is_retracted) == (datetime.date(2011, 5, 3), True)
        assert "Afbestilt" in page

    def test_that_is_released_on_a_day_to_come_is_still_open(self, economy, client):
        made = CommitmentFactory(line=economy.line, released_on=TODAY + A_DAY)

        assert "It is paid: book the expense" in page_of(client.get(made.get_absolute_url()))

    def test_is_undone_right_after(self, economy, client, leder):
        made = CommitmentFactory(line=economy.line, recorded_by=leder)

        client.post(url("commitment_undo", made.pk))

        made.refresh_from_db()
        assert made.is_retracted

    def test_released_before_it_was_made_says_why_at_its_field(self, economy, client):
        made = CommitmentFactory(line=economy.line, on=DAY)

        response = client.post(
            url("commitment_release", made.pk), {"on": "01-05-2011", "reason": "x"}
        )

        assert list(response.context["form"].errors) == ["on"]
