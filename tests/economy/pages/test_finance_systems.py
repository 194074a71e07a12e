"""Files as finance systems write them, from the upload to what is booked."""

import datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from economy.models import ColumnHeading, Expense
from tests.core.sheets import cell, ods, ods_row, table
from tests.economy.money import DAY, HEADINGS, page_of, saved, text_file, url, workbook
from tests.economy.pages.shared import CHOSEN, OPUS, new_of, sheets
from tests.factories.resources import ExpenseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestColumns:
    def test_are_said_once_and_known_in_the_next_file(self, importing):
        first = "02-09-2011;100;Leje;int-dage;1.000,00"
        response = importing.look(text_file(first, headings=OPUS))
        assert response.status_code == 422
        assert "No column is headed «Dato», «Beløb», «Linje»" in page_of(response)
        assert not ColumnHeading.objects.exists()

        response = importing.ask(response, **CHOSEN)
        assert new_of(response) == [1000]
        importing.confirm(response)
        assert Expense.objects.get().voucher == "100"

        second = "2011/09/03;101;Leje;fejring;2.100,00-"
        again = importing.look(text_file(second, headings=OPUS))
        assert new_of(again) == [-2100]

    def test_that_are_remembered_are_shown_and_forgotten(self, importing, client):
        importing.ask(importing.look(text_file("02-09-2011;1;a;b;1", headings=OPUS)), **CHOSEN)
        page = page_of(client.get(url("expense_import", "2011")))
        assert "«psp element»: Budget line" in page

        known = ColumnHeading.objects.get(heading="psp element")
        client.post(url("expense_import_forget", "2011", known.pk))

        assert "psp element" not in page_of(client.get(url("expense_import", "2011")))
        response = importing.look(text_file("02-09-2011;1;a;b;1", headings=OPUS))
        assert "No column is headed «Linje»" in page_of(response)

    @pytest.mark.parametrize(
        ("changes", "fault"),
        [
            ({"column-0": ""}, "Say which column holds «Date»."),
            ({"column-1": "text"}, "Another column holds that already"),
            ({"column-1": "debit"}, "one column for the amount, or those of debit"),
            ({"column-1": "x"}, "valid choice"),
        ],
    )
    def test_that_do_not_fit_are_refused_with_what_was_chosen(self, importing, changes, fault):
        response = importing.look(text_file("02-09-2011;1;a;b;1", headings=OPUS))

        response = importing.ask(response, **{**CHOSEN, **changes})

        assert response.status_code == 422
        assert fault in page_of(response)
        assert not ColumnHeading.objects.exists()

    def test_of_thousands_are_no_amount(self, importing):
        content = text_file("02-09-2011;1;a;int-dage;1", headings=f"{OPUS[:-10]}Beløb i 1.000 kr.")

        response = importing.ask(importing.look(content), **CHOSEN)

        assert "not in kroner" in page_of(response)

    def test_two_of_them_that_may_be_the_amount_are_asked_about(self, importing):
        headings = "Dato;Bilag;Tekst;Linje;Beløb;Beløb i valuta"
        content = text_file("02-09-2011;1;a;int-dage;745,00;100,00", headings=headings)
        response = importing.look(content)
        assert "Several columns may be the amount: «Beløb», «Beløb i valuta»" in page_of(response)

        assert new_of(importing.ask(response, **{"column-4": "amount"})) == [745]
        assert new_of(importing.look(content)) == [745]

    @pytest.mark.parametrize("packed", ["", "x", "eJw=", "A" * 2_000_000])
    def test_that_did_not_come_through_start_again(self, importing, packed):
        data = {"packed": packed}
        response = importing.client.post(url("expense_import_columns", "2011"), data, follow=True)

        assert "choose the file again" in page_of(response)

    def test_that_are_not_known_are_asked_for_by_the_other_button(self, importing):
        content = text_file("02-09-2011;1;a;b;1", headings=OPUS)

        page = page_of(importing.look(content, verdicts="1"))

        assert "«Look at the rows» asks what its columns hold." in page

    @pytest.mark.parametrize("number", ["010190-1234", 1501901209])
    def test_hold_no_cpr_number_on_their_way(self, importing, number):
        content = workbook([DAY, 1, number, "b", 1], headings=OPUS.split(";"))

        response = importing.look(content, "p.xlsx")

        assert "[CPR]" in page_of(response)
        assert str(number) not in page_of(response)


class TestAmounts:
    @pytest.mark.parametrize(
        ("written", "amount"),
        [
            ("1.234,50-", "-1234.50"),
            ("(1.234,50)", "-1234.50"),
            ("+1.234,50", "1234.50"),
            ("\u22121.234,50", "-1234.50"),
        ],
    )
    def test_have_their_sign_wherever_it_stands(self, importing, written, amount):
        response = importing.look(text_file(f"02-05-2011;{written};Scene;B-1;int-dage"))

        assert new_of(response) == [Decimal(amount)]
        importing.confirm(response)
        assert Expense.objects.get().amount == Decimal(amount)

    def test_of_the_credit_side_are_paid_back(self, importing):
        headings = "Dato;Bilagsnr.;Debet/kredit;Beløb;Tekst;Budgetlinje"
        rows = [
            "02-09-2011;OP-1;Debet;5000;Køb;int-dage",
            "02-09-2011;OP-2;Kredit;2100;Retur;int-dage",
        ]

        assert new_of(importing.look(text_file(*rows, headings=headings))) == [5000, -2100]

    def test_of_two_columns_are_one(self, importing):
        headings = "Bogføringsdato;Bilagsnr.;Beskrivelse;Debetbeløb;Kreditbeløb;Formål"
        rows = ["02-09-2011;1;Køb;5000,00;;int-dage", "02-09-2011;2;Retur;0,00;2100,00;int-dage"]

        assert new_of(importing.look(text_file(*rows, headings=headings))) == [5000, -2100]

    def test_in_another_currency_are_not_booked(self, importing):
        headings = "Dato;Bilag;Beløb;Valuta;Tekst;Linje"
        rows = ["02-09-2011;1;1000;EUR;Leje;int-dage", "02-09-2011;2;500;DKK;Leje;int-dage"]

        response = importing.look(text_file(*rows, headings=headings))

        assert new_of(response) == [500]
        [row] = response.context["rows"]
        assert "The file says «EUR» beside «1000»" in row.judged.faults["amount"]

    def test_shown_in_another_currency_are_not_booked_either(self, importing):
        book = Workbook()
        for values in (HEADINGS, [DAY, 1000, "Leje", "B-1", "int-dage"]):
            book.active.append(values)
        book.active["B2"].number_format = "#,##0.00 [$€-1]"

        [row] = importing.look(saved(book), "p.xlsx").context["rows"]

        assert "The file says «€»" in row.judged.faults["amount"]


class TestVouchers:
    @pytest.mark.parametrize(("one", "other"), [("0077123", "77123"), ("4711", "0000004711")])
    def test_are_known_whatever_their_zeros(self, importing, one, other):
        importing.confirm(importing.look(text_file(f"02-05-2011;10;Leje;{one};int-dage")))

        again = importing.look(text_file(f"02-05-2011;10;Leje;{other};int-dage"))

        assert new_of(again) == []
        assert len(again.context["review"].unchanged) == 1

    def test_that_a_spreadsheet_mangled_say_so_in_every_month(self, importing):
        for month in ("05", "06"):
            response = importing.look(text_file(f"02-{month}-2011;10;Leje;5,1056E+09;int-dage"))
            [row] = response.context["rows"]
            assert "its digits are lost" in row.judged.faults["voucher"]

    def test_of_more_digits_than_a_spreadsheet_keeps_say_so_too(self, importing):
        rows = ([DAY, 10, "Leje", number, "int-dage"] for number in (5105612345678901000, 12.0))

        response = importing.look(workbook(*rows), "p.xlsx")

        [row] = response.context["rows"]
        assert list(row.judged.faults) == ["voucher"]

    def test_paid_back_are_taken_off_what_they_were(self, importing, economy):
        ExpenseFactory(line=economy.line, voucher="B-1", amount=Decimal(500))

        response = importing.look(text_file("02-05-2011;200,00-;Retur;B-1;int-dage"))

        assert "It is paid back of the voucher: 500 kr." in page_of(response)
        importing.confirm(response)
        assert economy.line.expenses.active().total() == 300


class TestLines:
    def test_one_is_chosen_for_any_number_of_rows(self, importing, economy):
        rows = (f"02-05-2011;B-{n};4711;10,00;Mad" for n in range(101))
        content = text_file(*rows, headings="Dato;Bilag;Konto;Beløb;Tekst")

        response = importing.look(content, line=economy.other.pk)

        assert new_of(response) == [10] * 101
        assert {judged.line for judged in response.context["review"].new} == {economy.other}

    def test_a_row_that_names_one_keeps_it(self, importing, economy):
        rows = ["02-05-2011;10;Mad;B-1;int-dage", "02-05-2011;10;Mad;B-2;4711"]

        response = importing.look(text_file(*rows), line=economy.other.pk)

        lines = [judged.line for judged in response.context["review"].new]
        assert lines == [economy.line, economy.other]


class TestQuotationMarks:
    E1 = (
        '02-09-2011;A1;1.000,00;"Taste the Wor;int-dage',
        "03-09-2011;A2;1.000,00;Leje;int-dage",
        '04-09-2011;A3;1.000,00;"Salen" til møde;int-dage',
        "05-09-2011;A4;1.000,00;Lyd;int-dage",
    )

    def test_that_are_never_closed_swallow_no_rows(self, importing):
        response = importing.look(text_file(*self.E1, headings="Dato;Bilag;Beløb;Tekst;Linje"))

        texts = [judged.row.text for judged in response.context["review"].new]
        assert texts == ['"Taste the Wor', "Leje", '"Salen" til møde', "Lyd"]
        assert "It has 4 rows below its headings, and all of them are here." in page_of(response)

    def test_else_stop_the_file_where_they_stand(self, importing):
        rows = [*self.E1, '06-09-2011;A5;1.000,00;"Lys; lyd";int-dage']

        response = importing.look(text_file(*rows, headings="Dato;Bilag;Beløb;Tekst;Linje"))

        assert response.status_code == 422
        assert "Row 2 holds a quotation mark" in page_of(response)

    def test_around_a_line_break_are_told(self, importing):
        response = importing.look(text_file('02-09-2011;10;"Kaffe\nog kage";A1;int-dage'))

        assert "1 line of the file continues a cell of the row above." in page_of(response)
        assert response.context["review"].new[0].row.text == "Kaffe og kage"


class TestSheets:
    ROWS = ([DAY, 10, "Mad", "B-1", "int-dage"], [DAY, 20, "Mad", "B-2", "int-dage"])

    def test_the_one_with_the_headings_is_read_and_named(self, importing):
        book = sheets(Forside=[["Udskrift"], ["af poster"]], Poster=[HEADINGS, *self.ROWS])

        response = importing.look(saved(book), "p.xlsx")

        assert new_of(response) == [10, 20]
        assert "Sheet «Poster» is read." in page_of(response)

    def test_a_hidden_one_is_told_and_read_only_when_it_is_chosen(self, importing):
        book = sheets(Gammel=[HEADINGS, self.ROWS[0]], Poster=[HEADINGS, self.ROWS[1]])
        book["Gammel"].sheet_state = "hidden"

        response = importing.look(saved(book), "p.xlsx")
        assert new_of(response) == [20]
        assert "Hidden sheets are not read: «Gammel»" in page_of(response)

        other = importing.ask(response, sheet="0")
        assert new_of(other) == [10]
        assert "Sheet «Gammel» is read." in page_of(other)

    def test_hidden_rows_are_counted_and_asked_for(self, importing):
        book = sheets(Poster=[HEADINGS, *self.ROWS])
        book["Poster"].row_dimensions[3].hidden = True

        response = importing.look(saved(book), "p.xlsx")
        assert new_of(response) == [10]
        page = page_of(response)
        assert "1 row is hidden in the sheet, and is not read." in page
        assert "It has 2 rows below its headings, of which 1 are not here." in page

        assert new_of(importing.ask(response, with_hidden="on")) == [10, 20]

    def test_a_hidden_column_is_asked_for(self, importing):
        book = sheets(Poster=[HEADINGS, *self.ROWS])
        book["Poster"].column_dimensions["D"].hidden = True

        response = importing.look(saved(book), "p.xlsx")
        assert "No column is headed «Bilag»" in page_of(response)
        assert "Bilag (hidden)" in page_of(response)

        assert new_of(importing.ask(response, **{"column-3": "voucher"})) == [10, 20]

    def test_a_file_of_hidden_ones_alone_is_refused(self, importing):
        hidden = table(ods_row(*map(cell, HEADINGS)), style="th", name="Skjult")
        content = ods(hidden, table(name="Tom"))

        response = importing.look(content, "p.ods")

        assert "All of its sheets are hidden" in page_of(response)


class TestTotals:
    ROWS = ("02-05-2011;10;Mad;B-1;int-dage", "02-05-2011;20;Mad;B-2;int-dage")

    @pytest.mark.parametrize(
        "total",
        [
            *(";30,00;I alt;;", ";30,00;;;I alt", "Total;30,00;;;", ";30,00;;;", ";;Sum;;"),
            *("31-05-2011;30,00;I alt;;", "31-05-2011;30,00;Saldo;;", "Udgifter i alt;30,00;;;"),
            *("Sum;30,00;;2 poster;", "Antal rækker: 2;30,00;;;", ";30,00;Grand total;;"),
        ],
    )
    def test_are_recognised_and_not_booked(self, importing, total):
        response = importing.look(text_file(*self.ROWS, total))

        assert new_of(response) == [10, 20]
        assert not response.context["review"].faulty
        assert "A total, which is not booked." in page_of(response)
        assert "2 expenses were booked" in page_of(importing.confirm(response))

    def test_that_are_of_other_rows_are_said(self, importing):
        response = importing.look(text_file(*self.ROWS, ";130,00;I alt;;"))

        page = page_of(response)
        assert "A total of 130 kr., but the rows above come to 30 kr. Are rows missing?" in page

    def test_of_groups_are_of_the_rows_since_the_last(self, importing):
        rows = [self.ROWS[0], ";10;Sum;;", self.ROWS[1], ";20;Sum;;", ";30;I alt;;"]

        review = importing.look(text_file(*rows)).context["review"]

        assert [judged.outcome for judged in review.unchanged] == ["total"] * 3

    def test_what_has_a_day_and_a_voucher_is_no_total(self, importing):
        response = importing.look(text_file("02-05-2011;10;Total rengøring;B-1;int-dage"))

        assert new_of(response) == [10]

    def test_what_has_a_day_and_another_amount_lacks_its_voucher(self, importing):
        response = importing.look(text_file(*self.ROWS, "03-05-2011;7;Total rengøring;;int-dage"))

        [row] = response.context["review"].faulty
        assert list(row.faults) == ["voucher"]


@pytest.mark.parametrize(
    "on", ["2011/09/02", "20110902", "02-09-11", "02-09-2011 00:00", "2. september 2011"]
)
def test_days_are_read_as_finance_systems_write_them(importing, on):
    response = importing.look(text_file(f"{on};10;Leje;B-1;int-dage"))

    assert response.context["review"].new[0].on == datetime.date(2011, 9, 2)


@pytest.mark.parametrize("encoding", ["cp850", "cp865", "mac_roman"])
def test_files_of_dos_and_macintosh_are_read(importing, encoding):
    response = importing.look(text_file("02-05-2011;10;Sæt på ø;B-1;int-dage", encoding=encoding))

    assert response.context["review"].new[0].row.text == "Sæt på ø"


def test_a_text_of_excel_in_another_file_is_without_its_signs(importing):
    response = importing.look(text_file("02-05-2011;10;Kaffe_x000D_ og kage;B-1;int-dage"))

    assert response.context["review"].new[0].row.text == "Kaffe og kage"
