"""The import of expenses, from the file to what is booked."""

import datetime
from decimal import Decimal

import pytest

from economy.models import Expense
from tests.core.test_workbooks import packed
from tests.economy.money import (
    DAY,
    page_of,
    text_file,
    upload,
    url,
    workbook,
)
from tests.factories.resources import (
    BudgetLineFactory,
    ExpenseFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TEN = [
    "02-05-2011;1.234,50;Scene;B-1;int-dage",
    "03-05-2011;500,00;Telt;B-2;int-dage",
    "4. maj;10,00;Plakater;B-3;int-dage",
    "05-05-2011;#N/A;Mad;B-4;fejring",
    "06-05-2011;0,00;Retur;B-5;fejring",
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
