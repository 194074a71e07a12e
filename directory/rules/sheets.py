"""Lists of names out of a spreadsheet (.xlsx, .ods), read with caps and without running it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.uploads import ODS, XLSX, prepare
from core.workbook_xml import Formula, TooMuch
from core.workbooks import refusals, rows_of_workbook
from directory.rules.lists import MAX_LINES, Line, LineFault, LineKind, line_of, without_heading

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 5 * 1024 * 1024
MAX_COLUMNS = 2


def read_sheet(upload: UploadedFile, what: LineKind) -> list[Line]:
    """The rows of the first sheet, numbered as in the sheet; ValidationError says what to do."""
    with refusals(
        too_large=_("The spreadsheet is too large. Copy the column of names to a new one."),
        damaged=_("The spreadsheet is damaged. Open it, save it anew and choose the new file."),
        other_kind=_other_kind(),
    ):
        rows = list(_rows(_content(upload), what))
    return without_heading(rows)


def _other_kind() -> str:
    return _(
        "Choose an Excel file (.xlsx) or an OpenDocument spreadsheet (.ods), or paste the names "
        "instead. An older Excel file (.xls) is saved as .xlsx first."
    )


def _content(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > MAX_BYTES:
        raise TooMuch
    prepared = prepare(upload)
    if prepared.content_type not in (XLSX.content_type, ODS.content_type):
        raise ValidationError(_other_kind(), code="kind")
    return prepared.content


def _rows(content: bytes, what: LineKind) -> Iterator[Line]:
    found = 0
    for row in rows_of_workbook(content, columns=MAX_COLUMNS):
        line = _line(row.number, row.values, what)
        if line is None:
            continue
        found += 1
        # One more than a list may have, and one that may be a heading.
        if found > MAX_LINES + 2:
            break
        yield line


def _line(number: int, row: list[Any], what: LineKind) -> Line | None:
    if any(isinstance(value, Formula) for value in row):
        return Line(number, "", fault=LineFault.FORMULA)
    cells = ["" if value is None else str(value) for value in row]
    return line_of(number, cells, what) if "".join(cells).strip() else None
