"""The sheets of a finance system's file (.xlsx, .ods or .csv), read with caps: their cells as they
are, and which of it is hidden. What the rows mean is decided in ``expense_files``.

Nothing in a file is run, and no more of it is read than it takes to answer.
"""

from __future__ import annotations

import base64
import datetime
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.cpr import contains_cpr
from core.dates import format_date_short
from core.delimited import LINE_BREAK, StrayQuote, rows_of_text
from core.encodings import text_of
from core.numbers import format_number
from core.text import clean_line
from core.uploads import CSV, ODS, TXT, XLSX, prepare
from core.workbook_xml import MAX_MEGABYTES, MAX_ROW_CELLS, TooMuch
from core.workbooks import refusals, sheets_of_workbook
from economy.rules.headings import KNOWN_KEYS, heading_key
from economy.rules.written import looks_like_an_expense

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 1_000
MAX_COLUMNS = 40
MAX_SHEETS = 12
MAX_CELL = 301  # one more than the longest text that is kept
HEADINGS_WITHIN = 30  # rows: titles and dates of print stand above them
MAX_CARRIED = 1_500_000  # letters, packed; of four megabytes unpacked
MAX_CARRIED_UNPACKED = 4 * 1024 * 1024
SEPARATORS = ";\t|,"
# Stands where a CPR number stood: such a number is neither carried nor shown again.
CPR_PLACEHOLDER = "[CPR]"

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_ESCAPED_BREAK = re.compile(r"_x00[01][0-9a-f]_", re.IGNORECASE)

Cell = str | int | float


class TableRow(NamedTuple):
    number: int  # as in the sheet
    cells: Sequence[Cell]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a sheet that hold something; ``goes_on`` where there are more of them.

    Of a text file ``lines`` says how many lines that are not blank make them.
    """

    name: str
    is_hidden: bool
    rows: Sequence[TableRow]
    hidden_columns: frozenset[int] = frozenset()
    goes_on: bool = False
    lines: int = 0


class Source(NamedTuple):
    """A sheet before its rows are read; what of its columns is hidden is known after the first."""

    name: str
    is_hidden: bool
    rows: Iterator[TableRow]
    hidden_columns: set[int]
    lines: int = 0


def clean_cell(text: str) -> str:
    """One line without what is invisible, cut where it is seen to be too long."""
    unescaped = _ESCAPED_BREAK.sub(" ", text) if "_x00" in text else text
    shown = clean_line(_CONTROLS.sub(" ", unescaped))[:MAX_CELL]
    return CPR_PLACEHOLDER if contains_cpr(shown) else shown


def read_tables(upload: UploadedFile) -> list[Table]:
    """The sheets that hold something; ValidationError says what to do about the file."""
    with file_refusals():
        found = (_table(source) for source in sources_of(upload))
        return [table for table in islice(found, MAX_SHEETS) if table.rows]


def _table(source: Source) -> Table:
    most = HEADINGS_WITHIN + MAX_ROWS
    rows = list(islice(source.rows, most + 1))
    hidden = frozenset(place - 1 for place in source.hidden_columns)
    goes_on = len(rows) > most
    return Table(source.name, source.is_hidden, rows[:most], hidden, goes_on, source.lines)


def sources_of(upload: UploadedFile) -> Iterator[Source]:
    """Raises, on the way too, what ``file_refusals`` makes words of."""
    if (upload.size or 0) > MAX_BYTES:
        raise TooMuch
    prepared = prepare(upload)
    if prepared.content_type in (XLSX.content_type, ODS.content_type):
        for sheet, rows in sheets_of_workbook(prepared.content, columns=MAX_COLUMNS):
            cells = (
                TableRow(row.number, [cell_of(value) for value in row.values], row.is_hidden)
                for row in rows
            )
            yield Source(clean_cell(sheet.name), sheet.is_hidden, cells, sheet.hidden_columns)
    elif prepared.content_type in (CSV.content_type, TXT.content_type):
        yield _of_text(text_of(prepared.content))
    else:
        raise ValidationError(_other_kind(), code="kind")


def file_refusals() -> AbstractContextManager[None]:
    too_large = _(
        "The file is too large: at most %(file)s MB, %(unpacked)s MB once it is unpacked, and "
        "%(cells)s cells a row. Split it, by month for instance, and import the parts."
    )
    words = {
        "file": MAX_BYTES // (1024 * 1024),
        "unpacked": MAX_MEGABYTES,
        "cells": format_number(MAX_ROW_CELLS),
    }
    damaged = _("The file is damaged. Open it, save it anew and choose the new file.")
    return refusals(too_large=too_large % words, damaged=damaged, other_kind=_other_kind())


def _other_kind() -> str:
    return _(
        "Choose the finance system's file as Excel (.xlsx), OpenDocument (.ods) or text (.csv). An "
        "older Excel file (.xls) is saved as .xlsx first."
    )


# Text -----------------------------------------------------------------------------------------
def _of_text(text: str) -> Source:
    try:
        rows = rows_of_text(text, _separator(text), looks_like_an_expense)
    except StrayQuote as stray:
        message = _(
            "Row %s holds a quotation mark that is never closed, or closed too late: rows "
            "would be lost in it. Correct it in the file, and choose the file again."
        )
        raise ValidationError(message % format_number(stray.row), code="quote") from stray
    numbered = (
        TableRow(number, [clean_cell(cell) for cell in row[:MAX_COLUMNS]])
        for number, row in enumerate(rows, 1)
    )
    lines = sum(1 for line in LINE_BREAK.split(text) if line.strip(f" {SEPARATORS}"))
    return Source("", is_hidden=False, rows=_filled(numbered), hidden_columns=set(), lines=lines)


def _filled(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    return (row for row in rows if any(row.cells))


def _separator(text: str) -> str:
    """The one that makes the most known headings of a line; else the most cells."""
    lines = [line for line in LINE_BREAK.split(text, HEADINGS_WITHIN) if line.strip()]
    lines = lines[:HEADINGS_WITHIN]

    def fits(separator: str) -> tuple[int, int]:
        known = (len(KNOWN_KEYS & set(map(heading_key, line.split(separator)))) for line in lines)
        widths = [line.count(separator) for line in lines]
        return max(known, default=0), max(widths, key=widths.count, default=0)

    return max(SEPARATORS, key=fits)


# Cells ----------------------------------------------------------------------------------------
def cell_of(value: Any) -> Cell:
    """A number as it is, a day as it is written in Danish, anything else as clean text."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return format_date_short(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return CPR_PLACEHOLDER if contains_cpr(str(value)) else value
    return clean_cell(str(value))


# On their way through the page where somebody says how they are read ---------------------------
def to_packed_text(tables: Sequence[Table]) -> str:
    """The tables as one text, for a hidden field; empty where that would be too long."""
    listed = [
        [
            *(table.name, table.is_hidden, sorted(table.hidden_columns)),
            *(table.goes_on, table.lines, table.rows),
        ]
        for table in tables
    ]
    plain = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()
    packed = base64.b64encode(zlib.compress(plain)).decode()
    fits = len(plain) <= MAX_CARRIED_UNPACKED and len(packed) <= MAX_CARRIED
    return packed if fits else ""


def from_packed_text(text: str) -> list[Table]:
    """The tables of a text that ``to_packed_text`` made; ValueError for any other text."""
    if len(text) > MAX_CARRIED:
        raise ValueError("too long")
    try:
        unpacking = zlib.decompressobj()
        packed = base64.b64decode(text, validate=True)
        plain = unpacking.decompress(packed, MAX_CARRIED_UNPACKED)
        if not unpacking.eof:
            raise ValueError("too long, or cut")
        tables = [_table_of(given) for given in json.loads(plain)[:MAX_SHEETS]]
    except (zlib.error, RecursionError, TypeError, KeyError) as error:
        raise ValueError("no tables") from error
    if not any(table.rows for table in tables):
        raise ValueError("no rows")
    return tables


def _table_of(given: Any) -> Table:
    name, is_hidden, columns, goes_on, lines, rows = given
    if not all(isinstance(place, int) for place in (lines, *columns)):
        raise ValueError("no table's figures")
    found = [_row_of(row) for row in rows[: HEADINGS_WITHIN + MAX_ROWS]]
    numbers = {row.number for row in found}
    if len(numbers) < len(found):
        raise ValueError("a row twice")
    hidden = frozenset(columns)
    return Table(clean_cell(str(name)), bool(is_hidden), found, hidden, bool(goes_on), lines)


def _row_of(given: Any) -> TableRow:
    number, cells, is_hidden = given
    if type(number) is not int or not 0 < number <= MAX_BYTES:
        raise ValueError("no row's number")
    if not isinstance(cells, list) or any(isinstance(cell, list | dict) for cell in cells):
        raise ValueError("no row's cells")
    return TableRow(number, [cell_of(cell) for cell in cells[:MAX_COLUMNS]], bool(is_hidden))
