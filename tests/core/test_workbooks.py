"""The first sheet of a spreadsheet, read in bounded memory whatever is in it."""

import datetime
import io
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from core.workbook_xml import MAX_TEXT, Formula, TooMuch
from directory.rules.lists import LineKind
from directory.rules.sheets import read_sheet
from economy.rules.expense_files import read_expenses
from tests.core.sheets import rows_of_workbook
from tests.economy.money import HEADINGS, saved, upload

pytestmark = pytest.mark.usefixtures("english")

MEGABYTE = 1024 * 1024


def packed(rows=b"", *, sheet=b"", strings=None, compression=zipfile.ZIP_DEFLATED):
    """A workbook of the fewest parts, its sheet as it is given."""
    parts = {
        "[Content_Types].xml": (
            b'<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
            b'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            b'<Relationships><Relationship Id="a" Type="x/officeDocument" '
            b'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            b'<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
            b"</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            b'<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/>'
            b'<Relationship Id="r2" Type="x/sharedStrings" Target="/other/texts.xml"/>'
            b"</Relationships>"
        ),
        "xl/worksheets/s.xml": sheet or b"<worksheet><sheetData>%s</sheetData></worksheet>" % rows,
    }
    if strings is not None:
        parts["other/texts.xml"] = strings
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def read(content, columns=3):
    return [(row.number, row.values) for row in rows_of_workbook(content, columns=columns)]


class TestValues:
    def test_are_those_of_python(self):
        book = Workbook()
        for row in (
            ["Leje & telt", 12, 1.5],
            [datetime.date(2011, 5, 2), datetime.datetime(2011, 5, 2, 9, 30), True],
            [None, "=SUM(A1:A2)", "#N/A"],
        ):
            book.active.append(row)

        rows = read(saved(book))

        assert rows == [
            (1, ["Leje & telt", 12, 1.5]),
            (2, [datetime.datetime(2011, 5, 2), datetime.datetime(2011, 5, 2, 9, 30), True]),
            (3, [None, "=SUM(A1:A2)", "#N/A"]),
        ]
        assert isinstance(rows[2][1][1], Formula)

    def test_point_into_the_table_of_texts_wherever_that_lies(self):
        content = packed(
            b'<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>',
            strings=(
                b"<sst><si><t>en</t></si><si><r><t>to</t></r><r><t> dele</t></r>"
                b"<rPh><t>udtale</t></rPh></si></sst>"
            ),
        )

        assert read(content) == [(1, ["to dele", "en"])]

    def test_stand_where_their_references_say_and_rows_keep_their_numbers(self):
        content = packed(
            b'<row r="3"><c r="B3"><v>2</v></c><c r="AA3"><v>9</v></c></row>'
            b"<row><c><v>4</v></c></row>"
            b'<row r="900"><c r="KZ900"><v>1</v></c></row>'
        )

        assert read(content) == [(3, [None, 2]), (4, [4])]

    def test_have_no_more_letters_than_a_cell_can_have(self):
        [(_number, [text])] = read(
            packed(b'<row><c t="str"><v>' + b"x" * MEGABYTE + b"</v></c></row>")
        )

        assert len(text) == MAX_TEXT

    def test_of_a_date_that_is_none_are_an_error_as_in_excel(self):
        book = Workbook()
        book.active.append([datetime.date(2011, 5, 2)])
        content = saved(book)
        source, output = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
        with zipfile.ZipFile(output, "w") as archive:
            for part in source.namelist():
                text = source.read(part)
                archive.writestr(part, text.replace(b"<v>40665</v>", b"<v>99999999999</v>"))

        assert read(output.getvalue()) == [(1, ["#VALUE!"])]


# Each unpacks to megabytes out of kilobytes; read by a common reader some take gigabytes.
GREEDY = {
    "a row of millions of cells": lambda: b"<w><s><row>" + b"<c/>" * 9_900_000 + b"</row></s></w>",
    "elements in elements": lambda: b"<w>" + b"<a>" * 9_000_000,
    "names by the million": lambda: b"<w>" + b"".join(b"<a%x/>" % n for n in range(1_000_000)),
    "attributes by the million": lambda: (
        b"<w " + b"".join(b'a%x="" ' % n for n in range(1_000_000))
    ),
    "a tag without an end": lambda: b'<w a="' + b"x" * (30 * MEGABYTE),
    "a comment without an end": lambda: b"<w><!--" + b"x" * (30 * MEGABYTE),
    "more than the cap": lambda: b"<w>" + b" " * (41 * MEGABYTE) + b"</w>",
}


class TestMemory:
    @pytest.mark.parametrize("name", GREEDY)
    def test_is_bounded(self, name):
        content = packed(sheet=GREEDY[name]())
        tracemalloc.start()
        try:
            with pytest.raises(TooMuch):
                read(content)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 8 * MEGABYTE

    def test_of_a_table_of_texts_is_bounded(self):
        texts = b"<sst>" + b"<si><t>a</t></si>" * 600_000 + b"</sst>"

        with pytest.raises(TooMuch):
            read(packed(b'<row><c t="s"><v>1</v></c></row>', strings=texts))

    def test_a_part_that_unpacks_to_more_than_it_says_is_refused(self):
        content = packed(b"<row><c><v>1</v></c></row>" * 100_000)
        short = zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/worksheets/s.xml").file_size

        with pytest.raises(zipfile.BadZipFile):
            read(content.replace(short.to_bytes(4, "little"), (1000).to_bytes(4, "little")))

    @pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
    def test_what_is_packed_as_no_spreadsheet_is_is_not_unpacked(self, compression):
        with pytest.raises(ValueError, match="packed in a way"):
            read(packed(compression=compression))

    @pytest.mark.parametrize("name", ["a row of millions of cells", "elements in elements"])
    def test_is_bounded_for_every_reader(self, name):
        content = packed(sheet=GREEDY[name]())
        assert len(content) < 64 * 1024
        tracemalloc.start()
        try:
            with pytest.raises(ValidationError, match="40 MB once it is unpacked"):
                read_expenses(upload(content))
            with pytest.raises(ValidationError, match="too large"):
                read_sheet(upload(content), LineKind.ORGANISATION)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 8 * MEGABYTE


def test_a_document_type_is_refused():
    with pytest.raises(ValidationError, match="something other than a sheet"):
        read(packed(sheet=b'<!DOCTYPE w [<!ENTITY a "ha">]><w>&a;</w>'))


def test_headings_and_rows_below_many_blank_ones_are_all_read():
    book = Workbook()
    book.active.append(HEADINGS)
    for row in (2, 6000, 1_048_576):
        for column, value in enumerate(["02-05-2011", 10, "Leje", f"B-{row}", "x"], 1):
            book.active.cell(row, column, value)

    found = read_expenses(upload(saved(book)))

    assert [row.number for row in found.rows] == [2, 6000, 1_048_576]
    assert not found.has_more
