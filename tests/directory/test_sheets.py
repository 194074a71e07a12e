"""Lists out of a spreadsheet: read with caps, nothing in it is run."""

import datetime
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

ORGANISATION, CLASS, CONSULTANT = LineKind


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


@pytest.mark.parametrize(
    "heading",
    [
        *("Navn", "FORENINGER", "Foreningens navn", "Foreningsnavn", "Navn på forening"),
        *("Navn (forening)", "Navn/forening"),
    ],
)
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


def found(lines):
    return [(line.number, line.name, line.beside, line.fault) for line in lines]


@pytest.mark.parametrize("name", ["liste.csv", "liste.txt"])
@pytest.mark.parametrize(
    "text",
    [
        "Nr.;Skole;Klasse\n1;Holberg Skole;8.a\n2;Holberg Skole;8.b\n",
        "Klasse\tNavn\n8.a\tHolberg Skole\n8.b\tHolberg Skole\n",
        'Skole,Klasse\n"Holberg Skole",8.a\n"Holberg Skole",8.b\n',
        "Holberg Skole;8.a\nHolberg Skole;8.b\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_text_file_is_read_by_its_headings(text, name, encoding):
    lines = read(text.encode(encoding), CLASS, name=name)

    assert [(line.name, line.beside) for line in lines] == [
        ("Holberg Skole", "8.a"),
        ("Holberg Skole", "8.b"),
    ]


def test_a_stray_quotation_mark_swallows_no_row():
    lines = read(b'Navn;Adresse\n"Broen;Gade 1\nSolen;Gade 2\n', name="liste.csv")

    assert len(lines) == 2
    assert lines[1].name == "Solen"


def test_the_headings_may_stand_anywhere_and_what_is_above_them_is_told():
    content = sheet(
        ["Deltagende foreninger 2011"], [], ["Nr.", "Navn", "Telefon"], [1, "Broen", 33663366]
    )

    assert found(read(content)) == [
        (1, "Deltagende foreninger 2011", "", LineFault.ABOVE),
        (4, "Broen", "", None),
    ]


def test_what_another_heading_names_does_not_stand_beside_a_person():
    content = sheet(["Nr.", "Navn", "Telefon", "Forening"], [1, "Anna Holm", 33663366, "Broen"])
    no_workplace = sheet(["Nr.", "Navn", "Telefon"], [1, "Anna Holm", 33663366])

    assert found(read(content, CONSULTANT)) == [(2, "Anna Holm", "Broen", None)]
    assert found(read(no_workplace, CONSULTANT)) == [(2, "Anna Holm", "", None)]


def test_names_in_two_columns_are_one():
    content = sheet(["Fornavn", "Efternavn", "Arbejdsplads"], ["Anna", "Holm", "Broen"], ["Bo"])

    assert found(read(content, CONSULTANT)) == [
        (2, "Anna Holm", "Broen", None),
        (3, "Bo", "", None),
    ]


def test_the_sheet_with_the_headings_is_read_and_else_the_first():
    workbook = Workbook()
    workbook.active["A1"] = "Udfyld næste ark"
    listed = workbook.create_sheet("Liste")
    for row in (["Nr.", "Navn"], [1, "Broen"]):
        listed.append(row)
    output = io.BytesIO()
    workbook.save(output)

    assert found(read(output.getvalue())) == [(2, "Broen", "", None)]


@pytest.mark.parametrize("text", ["I alt: 12", "Antal 12", "Total", "Sum: 3"])
def test_a_total_is_no_name(text):
    lines = read(sheet(["Navn"], ["Total Musik"], [text]))

    assert [line.fault for line in lines] == [None, LineFault.NO_NAME]


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_a_list_of_dos_and_macintosh_is_read(encoding):
    content = "Nr.;Navn\n1;Åben Ørken\n".encode(encoding)

    assert found(read(content, name="liste.csv")) == [(2, "Åben Ørken", "", None)]


def test_letters_that_nobody_can_read_are_said():
    with pytest.raises(ValidationError, match="CSV UTF-8"):
        read(b"Navn\nx \x81 \x8d\n", name="liste.csv")


@pytest.mark.parametrize("value", ["#N/A", "#I/T", "#REFERENCE!", True, False, "SAND"])
def test_an_error_and_a_truth_are_no_names(value):
    assert [line.fault for line in read(sheet(["Navn"], [value]))] == [LineFault.VALUE]
    in_class = sheet(["Skole", "Klasse"], ["Holberg Skole", value])
    assert [line.fault for line in read(in_class, CLASS)] == [LineFault.VALUE]


@pytest.mark.parametrize(
    "value",
    [
        datetime.datetime(2011, 7, 1),
        *("01-07-2011", "2011-07-01", "01-jul", "1. juli", "jul-11", "08:10:00"),
        40725,
    ],
)
def test_a_day_is_no_class(value):
    content = sheet(["Skole", "Klasse"], ["Holberg Skole", value])

    assert [line.fault for line in read(content, CLASS)] == [LineFault.DATE]


def test_a_hidden_row_is_not_read_unseen_and_a_hidden_column_not_at_all():
    workbook = Workbook()
    for row in (["Internt", "Navn"], ["Anna", "Broen"], ["Bent", "Solen"]):
        workbook.active.append(row)
    workbook.active.row_dimensions[3].hidden = True
    workbook.active.column_dimensions["A"].hidden = True
    output = io.BytesIO()
    workbook.save(output)

    assert found(read(output.getvalue())) == [
        (2, "Broen", "", None),
        (3, "Solen", "", LineFault.HIDDEN),
    ]
