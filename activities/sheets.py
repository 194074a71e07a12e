"""Lists of names out of a spreadsheet (.xlsx), read with caps and without running anything."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from activities.lists import MAX_LINES, Fault, Line, What, line_of, without_heading
from activities.uploads import XLSX, prepare

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
MAX_ROWS = 5_000  # blank ones among them
MAX_COLUMNS = 2


def read_sheet(upload: UploadedFile, what: What) -> list[Line]:
    """The rows of the first sheet, numbered as in the sheet; ValidationError says what to do."""
    try:
        rows = list(_rows(_checked(upload), what))
    except ValidationError:
        raise
    except Exception as error:
        # Readers of foreign formats raise nearly anything; to the person all of it means one thing.
        message = _("The spreadsheet is damaged. Open it, save it anew and choose the new file.")
        raise ValidationError(message, code="damaged") from error
    return without_heading(rows)


def _checked(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > MAX_BYTES:
        raise _too_large()
    prepared = prepare(upload)
    if prepared.content_type != XLSX.content_type:
        message = _("Choose an Excel file (.xlsx), or paste the names instead.")
        raise ValidationError(message, code="not_xlsx")
    with zipfile.ZipFile(BytesIO(prepared.content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise _too_large()
        for part in parts:
            with archive.open(part) as opened:
                # No program writes one into a sheet; it is how a few bytes become gigabytes.
                if b"<!doctype" in opened.read(2048).lower():
                    raise ValidationError(
                        _("The spreadsheet holds something other than a sheet: save it anew."),
                        code="doctype",
                    )
    return prepared.content


def _too_large() -> ValidationError:
    message = _("The spreadsheet is too large. Copy the column of names to a new one.")
    return ValidationError(message, code="too_large")


def _rows(content: bytes, what: What) -> Iterator[Line]:
    workbook = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    found = 0
    try:
        sheet = workbook.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS), 1):
            line = _line(number, row, what)
            if line is None:
                continue
            found += 1
            # One more than a list may have, and one that may be a heading.
            if found > MAX_LINES + 2:
                break
            yield line
    finally:
        workbook.close()


def _line(number: int, row: tuple[Any, ...], what: What) -> Line | None:
    if any(cell.data_type == "f" for cell in row):
        return Line(number, "", fault=Fault.FORMULA)
    cells = ["" if cell.value is None else str(cell.value) for cell in row]
    return line_of(number, cells, what) if "".join(cells).strip() else None
