"""A programme as a workbook: what stands in it, and what is left out."""

import io

import pytest
from openpyxl import load_workbook

from exchange.exports import workbook_of
from exchange.services.loading import load_program
from exchange.services.workbooks.plans import plans
from tests.exchange.files import raw, with_registers

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(ann):
    return load_program(raw(with_registers())).program


@pytest.fixture
def book(program):
    return load_workbook(io.BytesIO(workbook_of(program)))


def cells(sheet):
    """The rows, each by its headings."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_there_is_a_sheet_for_each_kind_of_row_and_one_that_explains_them(book):
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown == ["Forklaring", *(plan.title for plan in plans())]
    assert {"Succeskriterier", "Delmål", "Sagsstatusser", "Udgifter"} <= set(shown)


def test_no_heading_stands_twice_in_a_sheet():
    for plan in plans():
        headings = [column.heading.casefold() for column in plan.columns]
        assert len(set(headings)) == len(headings), plan.title


def test_values_are_written_as_people_read_them(book):
    shares = {row["Reference"]: row for row in cells(book["Succeskriterier"])}
    assert shares["of-guests"]["Koblet nævner"] == "guests"
    assert shares["guests"]["Type"] == "Antal"
    assert shares["guests"]["Måltal"] == 100
    assert f"{shares['guests']['Frist']:%d-%m-%Y}" == "31-12-2011"
    assert shares["cases"]["Rekvireringer, det tæller: sagsstatusser, der tæller"] == (
        "I gang; Gennemført"
    )
    assert cells(book["Program"])[0]["Kort navn"] == "p"


def test_what_may_be_chosen_is_offered(book):
    offered = {
        str(offer.sqref): (offer.formula1, offer.showErrorMessage)
        for offer in book["Succeskriterier"].data_validations.dataValidation
    }
    heads = [cell.value for cell in book["Succeskriterier"][1]]
    letter = chr(ord("A") + heads.index("Type"))
    area, refuses = next(of for cells, of in offered.items() if cells.startswith(f"{letter}2"))
    assert refuses
    sheet, _mark, place = area.partition("!")
    assert sheet == "'Lister'"
    words = [cell.value for (cell,) in book["Lister"][place.replace("$", "")]]
    assert words == ["Antal", "Andel", "Milepæl", "Alle underkriterier", "Beskrivende"]


def test_references_stand_on_grey_as_text(book):
    cell = book["Succeskriterier"]["A2"]
    assert (cell.fill.fill_type, cell.number_format) == ("solid", "@")
    assert book["Succeskriterier"]["E2"].fill.fill_type is None


def test_it_names_no_person_but_users(program, book):
    told = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    assert not any("Eve" in text for text in told)
    assert "ann" in told


def test_it_says_from_which_revision_it_was_taken(program, book):
    about = next(row["Betyder"] for row in cells(book["Forklaring"]))
    assert "A programme" in about
    assert "Revision: " in about
    assert all(row["Ark"] for row in cells(book["Forklaring"])[7:])
