"""Exports: numbers stay numbers, text never becomes a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.spreadsheets import Column, write_csv, write_xlsx

COLUMNS = [
    Column("Kriterium"),
    Column("Værdi", "number"),
    Column("Andel", "percent"),
    Column("Målt", "date"),
]
DANGEROUS = ["=1+1", "+45 33663366", "-5", "@SUM(A1)", "=cmd|'/c calc'!A1"]


def sheet_of(columns, rows, title="Status"):
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(title, columns, rows))).active


def csv_rows(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_numbers_percentages_and_dates_are_real_ones():
    sheet = sheet_of(COLUMNS, [["60 foreninger", 30000, Decimal("38.3"), date(2011, 6, 30)]])
    text, value, share, day = sheet[2]
    assert (text.value, text.data_type) == ("60 foreninger", "s")
    assert (value.value, value.number_format) == (30000, "#,##0")
    assert (share.value, share.number_format) == (0.383, "0.0%")
    assert (day.value, day.number_format) == (datetime(2011, 6, 30), "dd-mm-yyyy")


@pytest.mark.parametrize(
    ("kind", "value", "number_format"),
    [
        ("number", Decimal("30000.0000"), "#,##0"),
        ("number", Decimal("1.5"), "#,##0.0###"),
        ("number", -5, "#,##0"),
        ("amount", Decimal("30000.5"), "#,##0.00"),
        ("amount", 0, "#,##0.00"),
        ("percent", 70, "0%"),
        ("percent", Decimal("69.96"), "0.00%"),  # one decimal would show it as 70,0 %
    ],
)
def test_the_number_format_shows_what_the_value_has(kind, value, number_format):
    cell = sheet_of([Column("x", kind)], [[value]])["A2"]
    assert cell.data_type == "n"
    assert cell.number_format == number_format


@pytest.mark.parametrize("text", [*DANGEROUS, "#N/A", "TRUE", "30000", "http://example.org"])
def test_text_stays_text_in_excel(text):
    cell = sheet_of([Column("x")], [[text]])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_text_stays_text_when_somebody_edits_the_cell(text):
    assert sheet_of([Column("x", "number")], [[text]])["A2"].quotePrefix


def test_headings_are_bold_stay_in_sight_and_filter():
    sheet = sheet_of(COLUMNS, [["a", 1, 1, None], ["b", 2, 2, None]])
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D3"


def test_it_prints_on_landscape_pages_with_its_headings_repeated():
    sheet = sheet_of(COLUMNS, [["a", 1, 1, None]])
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", None)
    assert "&P" in sheet.oddFooter.right.text


def test_a_wide_one_has_several_pages_across_and_repeats_its_first_column():
    sheet = sheet_of([Column(str(number)) for number in range(8)], [["x" * 60] * 8])
    assert sheet.page_setup.fitToWidth == 3
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")


def test_a_heading_cannot_be_a_formula_either():
    assert sheet_of([Column("=1+1")], [])["A1"].data_type == "s"


def test_columns_are_as_wide_as_their_text_within_reason():
    sheet = sheet_of([Column("a"), Column("b")], [["x" * 30, "y" * 500]])
    assert sheet.column_dimensions["A"].width == 30
    assert sheet.column_dimensions["B"].width == 60


def test_nothing_is_an_empty_cell():
    sheet = sheet_of(COLUMNS, [[None, None, None, None]])
    assert [cell.value for cell in sheet[2]] == [None] * 4


def test_text_in_a_number_column_is_text():
    assert sheet_of([Column("x", "number")], [["ikke målt"]])["A2"].data_type == "s"


@pytest.mark.parametrize(
    ("kind", "value"), [("number", 1.5), ("number", True), ("percent", 0.5), ("date", 2011)]
)
def test_wrong_kinds_of_value_are_an_error(kind, value):
    with pytest.raises(TypeError):
        write_xlsx("x", [Column("x", kind)], [[value]])
    with pytest.raises(TypeError):
        write_csv([Column("x", kind)], [[value]])


def test_a_row_of_another_length_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        write_xlsx("x", COLUMNS, [["too short"]])


def test_overlong_text_is_cut_visibly():
    assert sheet_of([Column("x")], [["a" * 40_000]])["A2"].value == "a" * 32_766 + "…"


@pytest.mark.parametrize(
    ("title", "legal"),
    [
        ("Status 2011", "Status 2011"),
        ("Status: 1/2 [a]*?\\", "Status  1 2  a"),
        ("x" * 40, "x" * 31),
        ("'quoted'", "quoted"),
        ("History", "History 1"),
        ("", "1"),
    ],
)
def test_sheet_titles_are_made_legal(title, legal):
    assert sheet_of([Column("x")], [], title=title).title == legal


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_no_text_makes_a_file_that_does_not_open(title, text):
    cell = sheet_of([Column("x")], [[text]], title=title)["A2"]
    assert cell.value is None or cell.data_type == "s"
    write_csv([Column("x")], [[text]]).encode()


def test_csv_is_what_a_danish_excel_opens():
    text = write_csv(
        COLUMNS, [["Mjølner; parken", Decimal("1234.50"), Decimal("38.3"), date(2011, 6, 30)]]
    )
    assert text == (
        '\ufeffKriterium;Værdi;Andel;Målt\r\n"Mjølner; parken";1234,5;38,3%;30-06-2011\r\n'
    )


@pytest.mark.parametrize("text", [*DANGEROUS, "\t=1+1", "\r=1+1", "\n=1+1"])
def test_csv_neutralises_formulas(text):
    assert csv_rows(write_csv([Column("x")], [[text]]))[1][0].startswith("'")


def test_csv_finds_the_formula_behind_a_control_character():
    assert csv_rows(write_csv([Column("x")], [["\x00=1+1"]]))[1] == ["'=1+1"]


def test_csv_keeps_negative_numbers_as_numbers():
    assert csv_rows(write_csv([Column("x", "number")], [[-5]]))[1] == ["-5"]


def test_csv_has_empty_cells_and_the_danish_day_of_a_moment():
    moment = datetime(2011, 6, 30, 22, 30, tzinfo=UTC)
    rows = csv_rows(write_csv(COLUMNS, [[None, None, None, moment]]))
    assert rows[1] == ["", "", "", "01-07-2011"]
