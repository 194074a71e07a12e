"""The pages of money: who reads what, what a form answers, and the way of an import."""

import datetime
import re
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.rules.corrections import AlreadyRetracted
from core.clock import now
from economy.models import Commitment, Expense, ExpenseAttachment
from economy.services.posting import retract_posted
from tests.core.test_workbooks import packed
from tests.economy.money import (
    A_DAY,
    DAY,
    TODAY,
    form_of,
    page_of,
    text_file,
    typed,
    upload,
    url,
    workbook,
)
from tests.factories.resources import (
    BudgetLineFactory,
    BudgetRevisionFactory,
    CommitmentFactory,
    ExpenseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def client(client_of, leder):
    return client_of(leder)


@pytest.fixture
def reader(client_of, laeser):
    return client_of(laeser)


class TestTheEconomy:
    def test_shows_each_line_and_what_they_come_to(self, economy, reader):
        ExpenseFactory(line=economy.line, amount=Decimal("112345.50"))

        page = page_of(reader.get(url("economy", "2011")))

        assert "Overspent by 12.345,50 kr." in page
        assert "Book an expense" not in page
        assert page.count("112.345,50") >= 3

    def test_filters_by_line_source_area_and_month(self, economy, client):
        mine = ExpenseFactory(line=economy.line, on=datetime.date(2011, 5, 31))
        ExpenseFactory(line=economy.other, on=datetime.date(2011, 6, 1))

        for name, value in {
            "line": economy.line.pk,
            "source": economy.line.source_id,
            "month": "2011-05-01",
        }.items():
            context = client.get(url("economy", "2011"), {name: value}).context
            assert [row.record for row in context["table"].page] == [mine], name
            assert context["total"] == mine.amount
        everything = client.get(url("economy", "2011"), {"area": economy.area.pk}).context
        assert len(everything["table"].page) == 2

    def test_says_that_a_part_of_the_address_was_left_out(self, economy, client):
        page = page_of(client.get(url("economy", "2011"), {"line": "nonsense"}))

        assert "could not be read" in page

    def test_counts_nothing_taken_back_but_shows_it(self, economy, client, leder):
        retract_posted(by=leder, posted=ExpenseFactory(line=economy.line), reason="Forkert")

        response = client.get(url("economy", "2011"))
        assert response.context["total"] == 0
        assert "(taken back)" in page_of(response)

    def test_is_that_of_the_day_asked_for(self, economy, client):
        ExpenseFactory(line=economy.line, on=DAY)
        ExpenseFactory(line=economy.line, on=TODAY + A_DAY)

        shown = [
            len(client.get(url("economy", "2011"), query).context["table"].page)
            for query in ({}, {"as_of": "2011-05-01"}, {"as_of": "2012-01-01"})
        ]
        assert shown == [1, 0, 2]

    def test_lists_the_commitments_instead(self, economy, client):
        made = CommitmentFactory(line=economy.line)
        released = CommitmentFactory(line=economy.line, on=DAY - A_DAY, released_on=DAY)

        context = client.get(url("economy", "2011"), {"show": "commitments"}).context
        assert [row.record for row in context["table"].page] == [made, released]
        assert context["total"] == made.amount

    @pytest.mark.parametrize("sort", ["on", "-amount", "line", "voucher", "released_on", "text"])
    @pytest.mark.parametrize("show", ["", "commitments"])
    def test_sorts(self, economy, client, sort, show):
        ExpenseFactory(line=economy.line)
        CommitmentFactory(line=economy.line)

        response = client.get(url("economy", "2011"), {"sort": sort, "show": show})
        assert response.status_code == 200

    def test_without_lines_says_what_will_be_there(self, economy, client, client_of, admin):
        for line in (economy.line, economy.other):
            line.delete()

        assert "An administrator adds them" in page_of(client.get(url("economy", "2011")))
        page = page_of(client_of(admin).get(url("economy", "2011")))
        assert reverse("admin:economy_budgetline_add") in page


class TestTheDay:
    """One day is one day: every page shows the same money as of it."""

    @pytest.fixture
    def year(self, economy, leder):
        BudgetRevisionFactory(line=economy.line, on=DAY, amount=Decimal(80_000))
        BudgetRevisionFactory(line=economy.line, on=TODAY + A_DAY, amount=Decimal(70_000))
        made = CommitmentFactory(line=economy.line, on=DAY, amount=Decimal(500))
        for on, settles in ((DAY, None), (DAY + A_DAY, made), (TODAY + 2 * A_DAY, None)):
            ExpenseFactory(line=economy.line, on=on, settles=settles, amount=Decimal(300))
        return economy

    @pytest.mark.parametrize(
        ("query", "left"),
        [
            ({"as_of": "2011-05-01"}, "100000.00"),
            ({"as_of": "2011-05-02"}, "79200.00"),
            ({"as_of": "2011-05-03"}, "79200.00"),
            ({}, "79200.00"),
            ({"as_of": "2011-10-01"}, "79200.00"),
            ({"as_of": "2011-10-02"}, "69200.00"),
            ({"as_of": "2011-10-03"}, "68900.00"),
            ({"as_of": "2012-06-01"}, "68900.00"),
            ({"as_of": "nonsense"}, "79200.00"),
        ],
    )
    def test_is_that_of_every_page(self, year, client, query, left):
        found = {
            client.get(year.line.get_absolute_url(), query).context["row"].money.left,
            client.get(url("economy", "2011"), query).context["budget"].rows[0].money.left,
            client.get(reverse("resources:resources", args=["2011"]), query)
            .context["resources"]
            .lines[0]
            .money.left,
        }
        assert found == {Decimal(left)}

    def test_after_a_finished_programme_is_the_same_one_and_says_what_came_later(
        self, year, client, clock
    ):
        late = ExpenseFactory(line=year.line, on=datetime.date(2012, 1, 10), amount=Decimal(50))
        clock(datetime.date(2012, 3, 1))
        addresses = [
            year.line.get_absolute_url(),
            url("economy", "2011"),
            reverse("resources:resources", args=["2011"]),
        ]
        line, economy, resources = (client.get(address) for address in addresses)

        day = datetime.date(2012, 1, 1)
        assert line.context["day"] == economy.context["budget"].as_of == day
        assert resources.context["as_of"] == day
        for response in (line, economy):
            assert "?as_of=2012-01-10" in page_of(response)
        # The receipt of a late invoice counts it all the same.
        assert client.get(late.get_absolute_url()).context["row"].money.used == 950

    @pytest.mark.parametrize("where", ["line", "economy"])
    def test_that_cannot_be_read_is_current_text(self, economy, client, where):
        address = economy.line.get_absolute_url() if where == "line" else url("economy", "2011")

        assert "could not be read" in page_of(client.get(address, {"as_of": "31-02-2011"}))

    def test_what_lies_ahead_has_no_page_to_lead_to(self, year, client):
        ahead = year.line.expenses.get(on=TODAY + 2 * A_DAY)

        for address in (year.line.get_absolute_url(), url("economy", "2011")):
            page = page_of(client.get(address, {"as_of": "2011-12-01"}))
            assert ahead.voucher in page
            assert f'"{ahead.get_absolute_url()}"' not in page


class TestALine:
    def test_shows_what_was_granted_when_it_was_revised_and_why(self, economy, reader):
        BudgetRevisionFactory(
            line=economy.line, amount=Decimal(80_000), decision_reference="BIU 1. juni"
        )

        page = page_of(reader.get(economy.line.get_absolute_url()))

        for words in ("100.000,00", "80.000,00", "Udvalget flyttede midler.", "BIU 1. juni"):
            assert words in page

    def test_shows_each_voucher_with_its_files_to_those_who_may_see_them(
        self, economy, client, reader, leder
    ):
        expense = ExpenseFactory(line=economy.line, voucher="B-77")
        attachment = a_file(expense, leder)

        assert attachment.get_absolute_url() in page_of(client.get(economy.line.get_absolute_url()))
        page = page_of(reader.get(economy.line.get_absolute_url()))
        assert "B-77" in page
        assert attachment.get_absolute_url() not in page

    def test_is_revised_with_a_reason(self, economy, client):
        address = url("budget_line_revise", economy.line.pk)
        given = {"amount": "1,5 mio.", "on": "01-06-2011"}
        assert client.post(address, given).status_code == 422

        client.post(address, {**given, "reason": "Tillægsbevilling"})

        assert economy.line.revisions.get().amount == Decimal(1_500_000)

    def test_a_refused_revision_says_why_at_its_field(self, economy, client):
        response = client.post(
            url("budget_line_revise", economy.line.pk),
            {"amount": "1", "on": "01-01-2011", "reason": "x"},
        )

        assert response.status_code == 422
        assert "on" in response.context["form"].errors


def a_file(expense, by):
    attachment = ExpenseAttachment(
        expense=expense,
        name="bilag.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        uploaded_by=by,
    )
    attachment.file.save("bilag.pdf", ContentFile(b"%PDF"))
    return attachment


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
            ({"amount": "-5"}, "amount"),
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


TEN = [
    "02-05-2011;1.234,50;Scene;B-1;int-dage",
    "03-05-2011;500,00;Telt;B-2;int-dage",
    "4. maj;10,00;Plakater;B-3;int-dage",
    "05-05-2011;#N/A;Mad;B-4;fejring",
    "06-05-2011;-25,00;Retur;B-5;fejring",
    *(f"{n:02d}-05-2011;100,00;Kaffe;B-{n};fejring" for n in range(6, 11)),
]


class TestAnImport:
    @pytest.fixture
    def look(self, client, economy):
        def looked(content, name="poster.csv", **given):
            file = upload(content, name)
            return client.post(url("expense_import", "2011"), {"file": file, **given})

        return looked

    @pytest.fixture
    def confirm(self, client):
        def confirmed(response, **changes):
            """The preview sent back as a browser would, with changes."""
            fields = {
                cell.html_name: cell.value()
                for row in response.context["rows"]
                for cell in row.cells
            }
            sent = {"rows": response.context["carried"], "shown": response.context["shown"]}
            data = {**sent, **fields, **changes}
            return client.post(url("expense_import_confirm", "2011"), data, follow=True)

        return confirmed

    def test_is_looked_at_mended_confirmed_and_again_adds_nothing(self, look, confirm):
        response = look(text_file(*TEN))
        assert [row.judged.row.number for row in response.context["rows"]] == [4, 5, 6]
        assert not Expense.objects.exists()

        mended = {"row-4-on": "04-05-2011", "row-5-amount": "75,00", "out": ["6"]}
        response = confirm(response, **mended)
        assert "Nothing is booked yet. Look the rows over" in page_of(response)
        assert len(response.context["review"].new) == 9
        assert not Expense.objects.exists()

        page = page_of(confirm(response, out=["6"]))
        assert "9 expenses were booked: 2.319,50 kr. in all." in page
        assert "1 row added nothing" in page

        again = look(text_file(*TEN))
        assert len(again.context["review"].unchanged) == 9
        page = page_of(confirm(again, **mended))
        assert "10 rows added nothing" in page
        assert Expense.objects.count() == 9

    def test_a_mended_row_that_overspends_its_line_says_so_before_it_is_booked(self, look, confirm):
        response = look(text_file("02-05-2011;x;Mad;B-1;fejring"))
        assert "is overspent" not in page_of(response)

        response = confirm(response, **{"row-2-amount": "50.000,01"})

        page = page_of(response)
        assert "With these rows «Religiøs fejring» is overspent by 0,01 kr." in page
        assert not Expense.objects.exists()

    def test_a_row_that_is_left_out_after_all_is_shown_with_its_line(self, look, confirm, economy):
        response = look(text_file("02-05-2011;x;Mad;B-1;4711", "x;10,00;Mad;B-2;fejring"))

        response = confirm(response, **{"row-2-line": f"@{economy.other.pk}"}, out=["2"])

        [left_out] = response.context["review"].of("left out")
        assert left_out.line == economy.other
        assert f"@{economy.other.pk}</td>" not in page_of(response)

    def test_a_row_that_is_taken_in_again_is_looked_at_first(self, look, confirm):
        response = look(text_file(TEN[0], "x;10,00;Mad;B-2;fejring"))
        response = confirm(response, **{"row-3-on": "03-05-2011"}, out=["2"])
        assert [judged.row.number for judged in response.context["review"].new] == [3]

        response = confirm(response)

        assert [judged.row.number for judged in response.context["review"].new] == [2, 3]
        assert not Expense.objects.exists()
        confirm(response)
        assert Expense.objects.count() == 2

    def test_confirmed_with_a_row_still_wrong_saves_nothing_and_keeps_what_was_typed(
        self, look, confirm
    ):
        response = confirm(look(text_file(*TEN)), **{"row-4-on": "04-05-2011", "row-5-amount": "x"})

        assert response.status_code == 422
        assert not Expense.objects.exists()
        assert [row.judged.row.number for row in response.context["rows"]] == [5, 6]
        assert response.context["rows"][0].judged.row.amount == "x"

        response = confirm(response, out=["5", "6"])
        assert len(response.context["review"].new) == len(TEN) - 2
        assert not Expense.objects.exists()

        assert confirm(response, out=["5", "6"]).status_code == 200
        assert Expense.objects.get(voucher="B-3").on == datetime.date(2011, 5, 4)

    def test_a_row_that_is_right_can_be_left_out_too(self, look, confirm):
        confirm(look(text_file(TEN[0], TEN[1])), out=["2"])

        assert Expense.objects.get().voucher == "B-2"

    def test_a_line_is_chosen_for_a_row_that_names_none(self, look, confirm, economy):
        response = look(text_file("02-05-2011;10,00;Mad;B-1;4711"))

        confirm(confirm(response, **{"row-2-line": f"@{economy.other.pk}"}))

        assert Expense.objects.get().line == economy.other

    def test_a_line_is_chosen_for_all_rows_of_a_file_that_names_none(self, look, confirm, economy):
        content = text_file("02-05-2011;10,00;Mad;B-1", headings="Dato;Beløb;Tekst;Bilag")
        assert look(content).status_code == 422

        confirm(look(content, line=economy.other.pk))

        assert Expense.objects.get().line == economy.other

    def test_says_which_line_becomes_overspent_and_by_how_much(self, look):
        page = page_of(look(text_file("02-05-2011;50.000,01;Mad;B-1;fejring")))

        assert "With these rows «Religiøs fejring» is overspent by 0,01 kr." in page

    def test_from_excel(self, look, confirm):
        confirm(look(workbook([DAY, 1234.5, "Scene", 10023, "int-dage"]), "poster.xlsx"))

        expense = Expense.objects.get()
        assert (expense.amount, expense.voucher) == (Decimal("1234.50"), "10023")

    def test_of_too_many_rows_is_refused_with_the_first_faults(self, look):
        lines = (f"02-05-2011;{n};Kaffe;B-{n};fejring" for n in range(2000))

        response = look(text_file("maj;x;;;", *lines))

        assert response.status_code == 422
        page = page_of(response)
        assert "more than 1.000 rows" in page
        assert "Row 2:" in page
        assert len(response.context["faulty"]) == 2  # and the one of 0 kroner

    def test_with_too_many_faults_is_mended_in_the_file(self, look):
        response = look(text_file(*(f"maj;{n};Kaffe;B-{n};fejring" for n in range(1, 102))))

        assert response.status_code == 422
        assert "More than 100" in page_of(response)
        assert len(response.context["faulty"]) == 20

    def test_says_of_every_row_what_becomes_of_it_in_a_file(self, look, economy):
        ExpenseFactory(line=economy.other, voucher="B-3", amount=Decimal(3))
        lines = (f"02-05-2011;{n};Kaffe;B-{n};fejring" for n in range(3, 1203))

        response = look(text_file("maj;x;=1+1;;", *lines), verdicts="1")

        assert response["Content-Disposition"] == 'attachment; filename="verdicts-2011.csv"'
        rows = b"".join(response).decode("utf-8-sig").splitlines()
        assert len(rows) == 1202
        number, becomes, wrong = rows[1].split(";")[:3]
        assert (number, becomes) == ("2", "Wrong")
        assert "Date: It is no date" in wrong
        assert "'=1+1" in rows[1]
        assert [row.split(";")[1] for row in rows[2:4]] == ["Booked already", "Is booked"]
        assert Expense.objects.count() == 1

    @pytest.mark.parametrize("content", [b"", b"\x00", b"Dato;Tekst\r\nx;y"])
    def test_of_a_file_that_cannot_be_read_has_no_verdicts(self, look, content):
        response = look(content, verdicts="1")

        assert response.status_code == 422
        assert response.context["form"].errors["file"]

    def test_of_a_file_that_is_too_large_further_down_says_where_it_ended(self, look):
        rows = b"".join(
            b'<row><c t="str"><v>%s</v></c></row>' % word for word in (b"Dato", *[b"maj"] * 10_000)
        )
        names = ("Dato", "Beløb", "Tekst", "Bilag", "Linje")
        heads = "".join(f'<c t="str"><v>{name}</v></c>' for name in names).encode()
        sheet = b"<w><row>%s</row>%s<row>%s</row></w>" % (heads, rows, b"<c/>" * 20_000)

        response = look(packed(sheet=sheet), "p.xlsx", verdicts="1")

        last = b"".join(response).decode("utf-8-sig").splitlines()[-1]
        assert "Not read any further" in last
        assert "16.384 cells a row" in last

    def test_of_a_thousand_rows_comes_through_the_preview(self, look, confirm):
        text = "æ" * 290
        response = look(
            text_file(*(f"02-05-2011;{n};{text};B-{n};fejring" for n in range(1, 1001)))
        )
        assert response.status_code == 200

        confirm(response)

        assert Expense.objects.count() == 1000

    @pytest.mark.parametrize("rows", ["", "x", "[[2]]", "[" * 5000, None])
    def test_whose_rows_did_not_come_through_starts_again(self, client, economy, rows):
        data = {} if rows is None else {"rows": rows}

        page = page_of(client.post(url("expense_import_confirm", "2011"), data, follow=True))

        assert "choose the file again" in page
        assert not Expense.objects.exists()

    def test_markup_in_a_file_is_shown_as_text(self, look):
        page = page_of(look(text_file('02-05-2011;10;"<b>x</b>\'";B-1;<script>alert(1)</script>')))

        assert "<script>alert" not in page
        assert "<b>x</b>" not in page

    def test_holds_each_row_only_in_its_own_programme(self, look, confirm):
        other = BudgetLineFactory()
        response = look(text_file("02-05-2011;10,00;Mad;B-1;x"))

        assert confirm(response, **{"row-2-line": f"@{other.pk}"}).status_code == 422


class TestCosts:
    """A page costs the same number of queries for one row as for three."""

    @pytest.fixture(params=[1, 3])
    def line(self, request, economy, leder):
        for _row in range(request.param):
            for line in (economy.line, BudgetLineFactory(source=economy.line.source)):
                a_file(ExpenseFactory(line=line), leder)
                CommitmentFactory(line=line)
                BudgetRevisionFactory(line=line)
        return economy.line

    @pytest.mark.parametrize(
        ("name", "queries"),
        [
            ("economy", 9),
            ("commitments", 10),
            ("budget_line", 11),
            ("expense", 7),
            ("commitment", 8),
            ("expense_new", 4),
            ("expense_import", 4),
        ],
    )
    def test_of_each_page(self, line, client, django_assert_num_queries, name, queries):
        address = {
            "economy": url("economy", "2011"),
            "commitments": f"{url('economy', '2011')}?show=commitments",
            "budget_line": line.get_absolute_url(),
            "expense": line.expenses.first().get_absolute_url(),
            "commitment": line.commitments.first().get_absolute_url(),
            "expense_new": url("expense_new", "2011"),
            "expense_import": url("expense_import", "2011"),
        }[name]

        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200

    @pytest.mark.parametrize("rows", [1, 30])
    def test_of_the_preview(self, economy, client, django_assert_num_queries, rows):
        content = text_file(*(f"maj;10,00;Kaffe;B-{n};fejring" for n in range(rows)))

        with django_assert_num_queries(8):
            client.post(url("expense_import", "2011"), {"file": upload(content, "p.csv")})


def test_amounts_stand_with_thousands_points_and_two_decimals(economy, client):
    ExpenseFactory(line=economy.line, amount=Decimal("98765.4"))

    cells = re.findall(
        r'<td class="num"[^>]*>([^<]+)</td>', page_of(client.get(url("economy", "2011")))
    )
    assert "98.765,40" in cells
