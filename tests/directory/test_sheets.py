"""Lists out of a spreadsheet: read with caps, nothing in it is run."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from directory.rules.lists import MAX_LINES, LineFault, LineKind
from directory.rules.sheets import read_sheet
from tests.core.sheets import cell, ods, ods_row, table

pytestmark = pytest.mark.usefixtures("english")

ORGANISATION, CLASS, _CONSULTANT = LineKind


def sheet(*rows):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def read(content, what=ORGANISATION, name="liste.xlsx"):
    return read_sheet(SimpleUploadedFile(name, content), what)


def with_part(name, content, original):
    """The workbook with one of its parts replaced or added."""
    output = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(original))
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            if part != name:
                archive.writestr(part, source.read(part))
        archive.writestr(name, content)
    return output.getvalue()


def test_the_first_column_holds_the_names_and_the_rows_keep_their_numbers():
    lines = read(sheet(["Åbne Døre", "uden for"], [], ["Broen"]))

    assert [(line.number, line.name) for line in lines] == [(1, "Åbne Døre"), (3, "Broen")]


@pytest.mark.parametrize("heading", ["Navn", "FORENINGER", "Foreningens navn"])
def test_a_heading_is_no_name(heading):
    assert [line.name for line in read(sheet([heading], ["Broen"]))] == ["Broen"]


def test_a_class_stands_in_the_second_column_also_as_a_number():
    lines = read(sheet(["Holberg Skole", "8.A"], ["Holberg Skole", 9]), CLASS)

    assert [(line.name, line.beside) for line in lines] == [
        ("Holberg Skole", "8.A"),
        ("Holberg Skole", "9"),
    ]


def test_an_opendocument_spreadsheet_is_read_too():
    content = ods(
        table(
            ods_row(cell("Navn"), cell("Klasse")),
            ods_row(cell("Holberg Skole"), cell(9, "9")),
            ods_row("<table:table-cell/>", extra=' table:number-rows-repeated="1048574"'),
        )
    )

    [line] = read(content, CLASS, name="liste.ods")

    assert (line.number, line.name, line.beside) == (2, "Holberg Skole", "9")


def test_names_that_a_formula_has_put_together_are_read():
    content = with_part(
        "xl/worksheets/sheet1.xml",
        b'<worksheet><sheetData><row><c t="str"><f>"Bro"&amp;"en"</f><v>Broen</v></c></row>'
        b"</sheetData></worksheet>",
        sheet(["x"]),
    )

    assert [(line.name, line.fault) for line in read(content)] == [("Broen", None)]


def test_a_formula_is_named_by_its_row_and_not_read():
    lines = read(sheet(["Broen"], ['=HYPERLINK("https://evil.example","x")'], ["=1+1"]))

    assert [(line.number, line.fault) for line in lines] == [
        (1, None),
        (2, LineFault.FORMULA),
        (3, LineFault.FORMULA),
    ]


def test_a_row_with_a_cpr_number_is_named_without_the_number():
    [line] = read(sheet(["Kaj 010190-1234"]))

    assert (line.number, line.name, line.fault) == (1, "", LineFault.CPR)


def test_of_a_long_sheet_no_more_is_read_than_it_takes_to_refuse_it():
    lines = read(sheet(["Navn"], *([f"Forening {n}"] for n in range(4000))))

    assert len(lines) == MAX_LINES + 1


def test_a_row_far_below_is_not_waited_for():
    workbook = Workbook()
    workbook.active.cell(1, 1, "Broen")
    workbook.active.cell(1_048_576, 16_384, "Langt nede")
    output = io.BytesIO()
    workbook.save(output)

    assert [line.name for line in read(output.getvalue())] == ["Broen"]


def test_a_sheet_that_unpacks_to_gigabytes_is_refused_unopened():
    bomb = with_part("xl/sharedStrings.xml", b"a" * (60 * 1024 * 1024), sheet(["Broen"]))
    assert len(bomb) < 1024 * 1024

    with pytest.raises(ValidationError, match="too large"):
        read(bomb)


def test_entities_are_refused():
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    )

    with pytest.raises(ValidationError, match="something other than a sheet"):
        read(with_part("xl/sharedStrings.xml", laughs, sheet(["Broen"])))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Broen;Solen",
        b"PK\x03\x04 and then nothing",
        b"%PDF-1.4 %%EOF",
        sheet(["Broen"])[:-300],
        with_part("xl/workbook.xml", b"<not><closed>", sheet(["Broen"])),
        with_part("xl/vbaProject.bin", b"macro", sheet(["Broen"])),
    ],
)
def test_what_is_no_sound_spreadsheet_is_refused_with_a_word(content):
    with pytest.raises(ValidationError) as refusal:
        read(content)

    assert refusal.value.messages[0]


def test_a_file_of_many_bytes_is_refused_before_it_is_read():
    upload = SimpleUploadedFile("stor.xlsx", b"PK")
    upload.size = 6 * 1024 * 1024

    with pytest.raises(ValidationError, match="too large"):
        read_sheet(upload, ORGANISATION)
