"""Expenses out of the finance system's file (.xlsx, .ods or .csv): rows of text, read with caps.

Nothing in a file is run, and no more of it is read than it takes to answer. What the rows mean is
decided in ``expense_import``.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.cpr import contains_cpr
from core.dates import format_date_short
from core.numbers import format_kroner, format_number
from core.text import clean_line
from core.uploads import CSV, ODS, TXT, XLSX, decoded, prepare
from core.workbook_xml import MAX_MEGABYTES, MAX_ROW_CELLS, TooMuch
from core.workbooks import refusals, rows_of_workbook

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 1_000
MAX_COLUMNS = 40
MAX_CELL = 301  # one more than the longest text that is kept
HEADINGS_WITHIN = 30  # rows: titles and dates of print stand above them
# Stands where a CPR number stood: such a number is neither carried nor shown again.
CPR_PLACEHOLDER = "[CPR]"

# What a row holds, and what its column is called in the files that are met; the first is likeliest.
KNOWN_HEADINGS: dict[str, tuple[str, ...]] = {
    "on": ("dato", "bogføringsdato", "posteringsdato", "bilagsdato", "fakturadato", "date"),
    "amount": ("beløb", "beløb i kr", "beløb kr", "beløb dkk", "kr", "kroner", "debet", "amount"),
    "text": ("tekst", "posteringstekst", "bilagstekst", "beskrivelse", "text", "description"),
    "voucher": ("bilag", "bilagsnr", "bilagsnummer", "bilag nr", "voucher"),
    "line": (
        *("linje", "budgetlinje", "bevilling", "budget line", "line"),
        *("konto", "kontonr", "kontonummer", "formål"),
    ),
}
CELLS = tuple(KNOWN_HEADINGS)
CELL_LABELS = {
    "on": gettext_lazy("Date"),
    "amount": gettext_lazy("Amount (kr.)"),
    "text": gettext_lazy("Text"),
    "voucher": gettext_lazy("Voucher number"),
    "line": gettext_lazy("Budget line"),
}
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row as it is written, every cell as text; ``number`` is the row's in the file."""

    number: int
    on: str = ""
    amount: str = ""
    text: str = ""
    voucher: str = ""
    line: str = ""

    def with_cells(self, cells: Mapping[str, str]) -> ImportRow:
        changed: Mapping[str, Any] = {name: clean_cell(text) for name, text in cells.items()}
        return replace(self, **changed)


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """The rows of a file, at most MAX_ROWS of them; ``has_more`` where it goes on after those."""

    rows: Sequence[ImportRow]
    has_more: bool = False


def clean_cell(text: str) -> str:
    """One line without what is invisible, cut where it is seen to be too long."""
    shown = clean_line(_INVISIBLE.sub(" ", text))[:MAX_CELL]
    return CPR_PLACEHOLDER if contains_cpr(shown) else shown


def read_expenses(upload: UploadedFile, default_line: str = "") -> ImportSheet:
    """The file's rows below its headings; ValidationError says what to do about the file.

    ``default_line`` stands in rows that name no budget line.
    """
    with _refusals():
        found = list(islice(_rows(upload, default_line), MAX_ROWS + 1))
    if not found:
        raise ValidationError(_("There is no row below the headings."), code="empty")
    return ImportSheet(found[:MAX_ROWS], has_more=len(found) > MAX_ROWS)


def every_row(upload: UploadedFile, default_line: str = "") -> Iterator[ImportRow]:
    """All rows, however many, one by one. ValidationError as for ``read_expenses``, on the way."""
    with _refusals():
        yield from _rows(upload, default_line)


def _refusals() -> AbstractContextManager[None]:
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


def _rows(upload: UploadedFile, default_line: str) -> Iterator[ImportRow]:
    if (upload.size or 0) > MAX_BYTES:
        raise TooMuch
    prepared = prepare(upload)
    if prepared.content_type in (XLSX.content_type, ODS.content_type):
        rows = rows_of_workbook(prepared.content, columns=MAX_COLUMNS)
        return _below_headings(((row.number, row.values) for row in rows), default_line)
    if prepared.content_type in (CSV.content_type, TXT.content_type):
        return _rows_of_text(decoded(prepared.content) or "", default_line)
    raise ValidationError(_other_kind(), code="kind")


# Cells to text --------------------------------------------------------------------------------
def _rows_of_text(text: str, default_line: str) -> Iterator[ImportRow]:
    """With the separator under which the headings are found: semicolon, comma or tab."""
    refusals = []
    for separator in ";,\t":
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            return _below_headings(enumerate((row[:MAX_COLUMNS] for row in lines), 1), default_line)
        except MissingHeadings as error:
            refusals.append(error)
    # Under the separator that is the file's, the fewest are missing.
    raise min(refusals, key=lambda error: len(error.missing))


def _text_of(value: Any, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return format_date_short(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        number = _exact(value)
        return format_kroner(number) if name == "amount" else format(number, "f")
    return clean_cell(str(value))


def _exact(value: int | float) -> Decimal:
    """What a spreadsheet means: 0.30000000000000004 is 0.3; what has more decimals keeps them."""
    number = Decimal(str(value))
    rounded = number.quantize(Decimal("0.01")) if abs(number) < 10**15 else number
    number = rounded if abs(number - rounded) < Decimal("0.000001") else number
    return number.to_integral_value() if number == number.to_integral_value() else number


# Rows below their headings --------------------------------------------------------------------
def _below_headings(
    numbered: Iterator[tuple[int, list[Any]]], default_line: str
) -> Iterator[ImportRow]:
    """Raises MissingHeadings at once, before the first row is asked for."""
    columns = _columns(numbered, needs_line=not default_line)
    return _rows_below(numbered, columns, default_line)


def _rows_below(
    numbered: Iterator[tuple[int, list[Any]]], columns: Mapping[str, int], default_line: str
) -> Iterator[ImportRow]:
    for number, values in numbered:
        cells = {name: _text_of(_at(values, place), name) for name, place in columns.items()}
        if any(cells.values()):
            yield ImportRow(number, **{**cells, "line": cells.get("line") or default_line})


def _at(values: Sequence[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _columns(rows: Iterator[tuple[int, list[Any]]], *, needs_line: bool) -> dict[str, int]:
    """Where each kind of cell stands, by the first row that names them all."""
    needed = [name for name in CELLS if name != "line" or needs_line]
    best: dict[str, int] = {}
    for number, values in rows:
        if number > HEADINGS_WITHIN:
            break
        columns = _named(values)
        if columns.keys() >= set(needed):
            return columns
        best = max(best, columns, key=len)
    raise MissingHeadings([name for name in needed if name not in best])


class MissingHeadings(ValidationError):
    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = missing
        message = _(
            "No column is headed %(missing)s. Give the columns these headings in the file: %(all)s."
        )
        words = {"missing": _headings(missing), "all": _headings(CELLS)}
        super().__init__(message, code="headings", params=words)


def _headings(names: Iterable[str]) -> str:
    return ", ".join(f"«{KNOWN_HEADINGS[name][0].capitalize()}»" for name in names)


def _named(values: Sequence[Any]) -> dict[str, int]:
    places = {}
    for place, value in enumerate(values):
        heading = re.sub(r"[^\w ]+", " ", str(value or "")[:60].casefold())
        places.setdefault(" ".join(heading.split()), place)
    return {
        name: next(places[heading] for heading in headings if heading in places)
        for name, headings in KNOWN_HEADINGS.items()
        if any(heading in places for heading in headings)
    }


# On their way through the preview -------------------------------------------------------------
def to_hidden_text(rows: Sequence[ImportRow]) -> str:
    """The rows as one text, for a hidden field."""
    cells = [[row.number, *(getattr(row, name) for name in CELLS)] for row in rows]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def from_hidden_text(text: str) -> list[ImportRow]:
    """The rows of a text that ``carried`` made; ValueError for any other text."""
    cells = json.loads(text)
    if not isinstance(cells, list) or not 0 < len(cells) <= MAX_ROWS:
        raise ValueError("not so many rows")
    rows = [_row_of(given) for given in cells]
    if len({row.number for row in rows}) < len(rows):
        raise ValueError("a row twice")
    return rows


def _row_of(given: Any) -> ImportRow:
    number, *cells = given
    if type(number) is not int or not 0 < number <= MAX_BYTES:
        raise ValueError("no row's number")
    if len(cells) != len(CELLS) or not all(isinstance(cell, str) for cell in cells):
        raise ValueError("no row's cells")
    return ImportRow(number).with_cells(dict(zip(CELLS, cells, strict=True)))
