"""Files of expenses made to fill the memory, or to keep the site busy: each gets its answer."""

import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from itertools import repeat

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import Workbook

from directory.rules.lists import LineKind
from directory.rules.sheets import read_sheet
from economy.models import Expense
from economy.rules.expense_files import MAX_ROWS, read_expenses
from tests.economy.money import HEADINGS, Economy, text_file, upload, workbook

pytestmark = pytest.mark.usefixtures("english")

MB = 1024 * 1024
GIGABYTES = 3 * 1024 * MB
# Of which the upload itself, and its copy while it is read, are the larger part.
MOST_MEMORY = 48 * MB
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def bounded():
    """Whatever is done inside holds no more memory than it may."""
    tracemalloc.start()
    yield
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MOST_MEMORY, f"{most // MB} MB"


def gigabytes_of_nothing() -> bytes:
    """A deflated stream that unpacks to so many spaces, written without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * MB) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (GIGABYTES // MB) + packer.flush()


def bomb(part: str, declared: int) -> bytes:
    """A workbook one part of which is those gigabytes, and says of itself that it is less."""
    stream = gigabytes_of_nothing()
    output = BytesIO()
    original = zipfile.ZipFile(BytesIO(workbook()))
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for name in original.namelist():
            if name != part:
                archive.writestr(name, original.read(name))
        archive.writestr(part, stream)
        at = archive.getinfo(part).header_offset
    return said_to_be(output.getvalue(), part, at, declared)


def said_to_be(content: bytes, part: str, at: int, declared: int) -> bytes:
    """The stored part made a deflated one of a declared size, in both of its headers."""
    changed = bytearray(content)
    central = content.rindex(b"PK\x01\x02", 0, content.rindex(part.encode()))
    for header, method, size in ((at, 8, 22), (central, 10, 24)):
        struct.pack_into("<H", changed, header + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<I", changed, header + size, declared)
    return bytes(changed)


PARTS = [SHEET, "xl/sharedStrings.xml", "xl/media/picture.png"]


@pytest.mark.parametrize("part", PARTS)
def test_a_workbook_that_unpacks_to_gigabytes_is_refused(part, bounded):
    content = bomb(part, GIGABYTES)
    assert len(content) < 10 * MB

    with pytest.raises(ValidationError, match="too large"):
        read_expenses(upload(content))


@pytest.mark.parametrize("part", PARTS)
def test_nor_is_it_unpacked_when_it_lies_about_its_size(part, bounded):
    # A picture is never looked at: of that one it is said that there are no rows.
    with pytest.raises(ValidationError, match="no row" if part == PARTS[2] else "damaged"):
        read_expenses(upload(bomb(part, 20_000)))


def test_nor_is_a_list_of_names(bounded):
    with pytest.raises(ValidationError, match="too large"):
        read_sheet(upload(bomb(SHEET, GIGABYTES)), LineKind.ORGANISATION)


def many_rows(number: int) -> bytes:
    """Written as text: a library that makes workbooks takes half a minute for so many rows."""

    def cell(column: str, row: int, text: object) -> str:
        return f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'

    def line(row: int, cells: Iterable[object]) -> str:
        return f'<row r="{row}">{"".join(map(cell, "ABCDE", repeat(row), cells))}</row>'

    lines = [line(1, HEADINGS)]
    lines += [line(n + 2, ["maj", "#N/A", "Kaffe", n, "int-dage"]) for n in range(number)]
    output = BytesIO()
    original = zipfile.ZipFile(BytesIO(workbook()))
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in original.namelist():
            part = original.read(name)
            if name == SHEET:
                start, end = part.index(b"<sheetData"), part.index(b"</sheetData>")
                part = part[:start] + b"<sheetData>" + "".join(lines).encode() + part[end:]
            archive.writestr(name, part)
    return output.getvalue()


@pytest.fixture(scope="module")
def hundred_thousand() -> bytes:
    return many_rows(100_000)


def test_of_a_workbook_of_100000_rows_no_more_is_held_than_may_be_imported(
    hundred_thousand, bounded
):
    found = read_expenses(upload(hundred_thousand))

    assert (len(found.rows), found.has_more) == (MAX_ROWS, True)


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture
    def look(self, client_of, leder, clock):
        address = reverse("economy:expense_import", args=[Economy().program.slug])
        client = client_of(leder)
        return lambda content, name="p.xlsx": client.post(address, {"file": upload(content, name)})

    def test_answers_100000_rows_with_what_to_do_and_the_first_that_are_wrong(
        self, look, hundred_thousand
    ):
        response = look(hundred_thousand)

        assert response.status_code == 422
        page = response.content.decode()
        assert "more than 1.000 rows" in page
        assert page.count("<b>Row ") == 20
        assert not Expense.objects.exists()

    def test_answers_gigabytes_with_what_to_do(self, look):
        response = look(bomb(SHEET, GIGABYTES))

        assert response.status_code == 422
        assert "too large" in response.content.decode()

    @pytest.mark.parametrize("separator", ["\n", ";", ",", '"', "\x00"])
    def test_answers_a_text_of_a_single_sign(self, look, separator):
        text = text_file().decode() + separator * (2 * MB)

        assert look(text.encode(), "p.csv").status_code == 422

    def test_answers_merged_cells_row_by_row(self, look):
        book = Workbook()
        for row in (HEADINGS, *(["02-05-2011", n, "Te", f"B-{n}", "int-dage"] for n in (1, 2, 3))):
            book.active.append(row)
        book.active.merge_cells("A2:A4")
        output = BytesIO()
        book.save(output)

        rows = look(output.getvalue()).context["rows"]

        faults = [(row.judged.row.number, list(row.judged.faults)) for row in rows]
        assert faults == [(3, ["on"]), (4, ["on"])]
