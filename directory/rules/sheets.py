"""Lists of names out of a file (.xlsx, .ods, .csv), read with caps and without running it."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.dates import format_date_short
from core.encodings import text_of
from core.uploads import CSV, ODS, TXT, XLSX, Prepared, prepare
from core.workbook_xml import TooMuch
from core.workbooks import Row, refusals, sheets_of_workbook
from directory.rules.headings import columns_of
from directory.rules.lists import (
    HEADINGS_WITHIN,
    MAX_LINES,
    Line,
    LineFault,
    LineKind,
    lines_of_rows,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 5 * 1024 * 1024
MAX_COLUMNS = 20
TEXTS, TEXT_SUFFIXES = (CSV.content_type, TXT.content_type), (".csv", ".txt")
# What stands above the headings, they themselves, and one more than a list may have.
MOST_READ = MAX_LINES + HEADINGS_WITHIN + 1


def read_sheet(upload: UploadedFile, what: LineKind) -> list[Line]:
    """The rows of the sheet with headings, else of the first, numbered as in the file;
    ValidationError says what to do.
    """
    with refusals(
        too_large=_("The file is too large. Copy the column of names to a new one."),
        damaged=_("The file is damaged. Open it, save it anew and choose the new file."),
        other_kind=_other_kind(),
    ):
        prepared = _prepared(upload)
        if prepared.content_type in TEXTS:
            rows = _rows_of_text(text_of(prepared.content), what)
            return lines_of_rows(rows, what, of_sheet=True)[: MAX_LINES + 1]
        return _lines_of_workbook(prepared.content, what)


def _other_kind() -> str:
    return _(
        "Choose an Excel file (.xlsx), an OpenDocument spreadsheet (.ods) or a text file (.csv), "
        "or paste the names instead. An older Excel file (.xls) is saved as .xlsx first."
    )


def _prepared(upload: UploadedFile) -> Prepared:
    if (upload.size or 0) > MAX_BYTES:
        raise TooMuch
    prepared = prepare(upload)
    is_text = prepared.content_type in TEXTS and (upload.name or "").lower().endswith(TEXT_SUFFIXES)
    if not is_text and prepared.content_type not in (XLSX.content_type, ODS.content_type):
        raise ValidationError(_other_kind(), code="kind")
    return prepared


def _rows_of_text(text: str, what: LineKind) -> list[tuple[int, list[str]]]:
    """With the separator under which the headings are found, else the first that stands in it.

    Each line by itself: a stray quotation mark swallows no row.
    """
    lines = [one for one in enumerate(text.splitlines(), 1) if one[1].strip()][:MOST_READ]
    found = []
    for separator in ";\t,":
        rows = [(n, next(csv.reader([line], delimiter=separator))) for n, line in lines]
        if any(columns_of(cells, what) for _number, cells in rows[:HEADINGS_WITHIN]):
            return rows
        found.append(rows)
    return next((rows for rows in found if any(len(cells) > 1 for _n, cells in rows)), found[0])


def _lines_of_workbook(content: bytes, what: LineKind) -> list[Line]:
    """Of the first sheet that has headings, as a cover may lie before it; else of the first."""
    first = None
    for sheet, found in sheets_of_workbook(content, columns=MAX_COLUMNS):
        rows, hidden = ([], set()) if sheet.is_hidden else _cells_of(found)
        if any(columns_of(cells, what) for _number, cells in rows[:HEADINGS_WITHIN]):
            return _lines(rows, hidden, what)
        first = first or (rows and (rows, hidden))
    return _lines(*first, what) if first else []


def _cells_of(found: Iterator[Row]) -> tuple[list[tuple[int, list[str]]], set[int]]:
    """The rows that are shown something in, and the numbers of those that are hidden."""
    rows, hidden = list[tuple[int, list[str]]](), set[int]()
    for row in found:
        unseen = row.sheet.hidden_columns
        cells = [
            "" if place in unseen else _text(value) for place, value in enumerate(row.values, 1)
        ]
        if "".join(cells).strip():
            rows.append((row.number, cells))
        if row.is_hidden:
            hidden.add(row.number)
        if len(rows) > MOST_READ:
            break
    return rows, hidden


def _lines(
    rows: Sequence[tuple[int, Sequence[str]]], hidden: Collection[int], what: LineKind
) -> list[Line]:
    lines = lines_of_rows(rows, what, of_sheet=True)[: MAX_LINES + 1]
    return [
        replace(line, fault=line.fault or LineFault.HIDDEN) if line.number in hidden else line
        for line in lines
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime):
        return format_date_short(value)
    return "" if value is None else str(value)
