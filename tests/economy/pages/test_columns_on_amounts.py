"""Columns of a finance file that are not understood and change what its amounts mean."""

import pytest

from economy.models import ColumnHeading
from tests.economy.money import DAY, HEADINGS, page_of, saved, text_file
from tests.economy.pages.shared import CHOSEN, new_of, sheets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

ROW = "02-09-2011;{};2100;Retur;OP-2;int-dage"


def file_with(heading, said):
    headings = f"Dato;{heading};Beløb;Tekst;Bilag;Linje"
    return text_file(ROW.format(said), headings=headings)


@pytest.mark.parametrize(
    ("heading", "said"), [("+/-", "-"), ("D/K-kode", "K"), ("Deb/Kred", "k"), ("Dr/Cr", "Cr")]
)
def test_a_usual_one_is_read(importing, heading, said):
    assert new_of(importing.look(file_with(heading, said))) == [-2100]


def test_one_that_says_kredit_is_asked_about_once(importing):
    response = importing.look(file_with("Type", "Kredit"))
    assert response.status_code == 422
    assert "may change what the amounts mean: «Type»" in page_of(response)
    assert response.context["form"]["column-1"].value() == "side"

    assert new_of(importing.ask(response)) == [-2100]
    assert new_of(importing.look(file_with("Type", "Kredit"))) == [-2100]


def test_one_that_is_passed_over_is_remembered_as_that(importing):
    response = importing.look(file_with("Kode", "K"))

    assert new_of(importing.ask(response, **{"column-1": ""})) == [2100]
    assert new_of(importing.look(file_with("Kode", "K"))) == [2100]
    assert ColumnHeading.objects.get().heading == "kode"


def test_one_of_currencies_stops_its_rows(importing):
    response = importing.ask(importing.look(file_with("Mønt", "EUR")))

    [row] = response.context["rows"]
    assert "The file says «EUR» beside «2100»" in row.judged.faults["amount"]


def test_a_hidden_one_is_asked_about_too(importing):
    book = sheets(Poster=[[*HEADINGS, "Valuta"], [DAY, 10, "Mad", "B-1", "int-dage", "EUR"]])
    book["Poster"].column_dimensions["F"].hidden = True

    response = importing.look(saved(book), "p.xlsx")

    assert "may change what the amounts mean: «Valuta»" in page_of(response)


def test_without_headings_the_first_row_is_a_row(importing):
    rows = ["02-09-2011;1;a;int-dage;500,00", "03-09-2011;2;b;int-dage;600,00"]

    response = importing.look(text_file(*rows[1:], headings=rows[0]))
    assert response.status_code == 422
    response = importing.ask(response, **CHOSEN)

    assert new_of(response) == [500, 600]
    assert not ColumnHeading.objects.exists()
