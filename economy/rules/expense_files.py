"""Expenses out of the finance system's file: its headings found, and the rows below them as text.

What becomes of the rows is decided in ``importing``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from core.numbers import format_kroner
from core.text import quoted
from economy.models.headings import Holds
from economy.rules.finance_tables import (
    HEADINGS_WITHIN,
    MAX_BYTES,
    MAX_ROWS,
    Cell,
    Table,
    TableRow,
    clean_cell,
    file_refusals,
    read_tables,
    sources_of,
)
from economy.rules.headings import (
    AMOUNTS,
    NEEDED,
    OF_AMOUNTS,
    Columns,
    MissingHeadings,
    columns_of,
    heading_key,
    on_the_amount,
)
from economy.rules.written import amount_of, looks_like_an_expense

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CELLS = NEEDED
CELL_LABELS = {name: Holds(name).label for name in CELLS}
# The codes of what a person has to say: which column holds what.
UNKNOWN_COLUMNS = ("headings", "doubtful")
EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number, and makes 0 of the others
_WORDS = re.compile(r"[^\d=#]*\w[^\d=#]*")
_TOTAL = re.compile(
    r"\W*(i ?alt|total\w*|sum|samlet|subtotal|delsum|mellemsum|hovedtotal|saldo|resultat|antal)\b.*"
    r"|.*\b(i ?alt|total)\W*"
)


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

    @property
    def is_total(self) -> bool:
        """«I alt», which is no expense: it has no day and no voucher."""
        return is_total_word(self.on) or (self.may_be_total and not self.on)

    @property
    def may_be_total(self) -> bool:
        """The same with a day, as of a balance: a total where it fits the rows above."""
        is_labelled = any(map(is_total_word, (self.text, self.voucher, self.line)))
        return is_labelled and (not self.voucher or is_total_word(self.voucher))


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """The rows of a file, at most MAX_ROWS of them; ``has_more`` where it goes on after those."""

    rows: Sequence[ImportRow]
    has_more: bool = False


class Reading(NamedTuple):
    """A table as it is read: the place of the row of headings, before the first where there is
    none, and what each column holds.
    """

    table: Table
    at: int
    columns: Columns

    @property
    def headings(self) -> TableRow:
        return self.table.rows[self.at] if self.at >= 0 else TableRow(0, [])

    def named(self, place: int) -> str:
        """The heading of a column, or its letter."""
        cells = self.headings.cells
        heading = str(cells[place]) if place < len(cells) else ""
        return heading or _("Column %s") % get_column_letter(place + 1)

    @property
    def below(self) -> Sequence[TableRow]:
        return self.table.rows[self.at + 1 :]

    @property
    def hidden_rows(self) -> int:
        return sum(row.is_hidden for row in self.below)

    @property
    def more_lines(self) -> int:
        """Of a text file: how many lines continue a cell of the row above."""
        rows = len(self.table.rows)
        return 0 if self.table.goes_on or not self.table.lines else self.table.lines - rows


# Which table, and which row has its headings ---------------------------------------------------
def reading_of(
    table: Table, remembered: Mapping[str, str], *, needs_line: bool, with_hidden: bool = False
) -> Reading:
    """By the row whose headings say most. What is hidden is asked for, or not looked at."""
    hidden = frozenset() if with_hidden else table.hidden_columns
    found = [
        Reading(
            table,
            at,
            columns_of(_keys(row), remembered, needs_line=needs_line, hidden=hidden),
        )
        for at, row in enumerate(table.rows)
        if at == 0 or (row.number <= HEADINGS_WITHIN and (with_hidden or not row.is_hidden))
    ]
    best = max(found, key=_says)
    if not best.columns.places and looks_like_an_expense([*map(str, best.headings.cells)]):
        best = best._replace(at=-1)  # that row is one of the rows
    unclear = _unclear(best, remembered)
    return best._replace(columns=replace(best.columns, unclear=unclear))


def _unclear(reading: Reading, remembered: Mapping[str, str]) -> dict[int, str]:
    """The columns, hidden ones too, that are not read and may change what the amounts mean."""
    keys, used = _keys(reading.headings), {*reading.columns.places.values()}
    known = reading.columns.places.keys() & {*OF_AMOUNTS}
    found = dict[int, str]()
    for place in range(max((len(row.cells) for row in reading.below), default=0)):
        key = keys[place] if place < len(keys) else ""
        if place not in used and key not in remembered:
            cells = {str(row.cells[place]) for row in reading.below if place < len(row.cells)}
            kind = on_the_amount(key, cells - {""})
            if kind and kind not in known:
                found[place] = kind
    return found


def best_reading(
    tables: Sequence[Table], remembered: Mapping[str, str], *, needs_line: bool
) -> Reading:
    """Of the sheets that are shown, the one whose headings say most."""
    shown = [table for table in tables if not table.is_hidden]
    if not shown:
        message = _("All of its sheets are hidden: show the one to be read, and save the file.")
        raise ValidationError(message if tables else _no_rows(), code="empty")
    readings = [reading_of(table, remembered, needs_line=needs_line) for table in shown]
    return max(readings, key=_says)


def _says(reading: Reading) -> tuple[bool, int, int]:
    words = [cell for cell in reading.headings.cells if _WORDS.fullmatch(str(cell))]
    return not reading.columns.missing, len(reading.columns.places), len(words)


def _keys(row: TableRow) -> list[str]:
    return [heading_key(cell) if isinstance(cell, str) else "" for cell in row.cells]


def _no_rows() -> str:
    return _("There is no row below the headings.")


# Rows -----------------------------------------------------------------------------------------
def read_expenses(
    upload: UploadedFile, default_line: str = "", remembered: Mapping[str, str] | None = None
) -> ImportSheet:
    """The file's rows below its headings; ValidationError says what to do about the file.

    ``default_line`` stands in rows that name no budget line.
    """
    needs_line = not default_line
    reading = best_reading(read_tables(upload), remembered or {}, needs_line=needs_line)
    refuse_unknown(reading)
    return rows_of(reading, default_line)


def refuse_unknown(reading: Reading) -> None:
    """Raise a ValidationError where it cannot be known which columns hold what."""
    if reading.columns.missing:
        raise MissingHeadings(reading.columns.missing)
    if reading.columns.doubtful:
        cells = reading.headings.cells
        names = ", ".join(quoted(cells[place]) for place in reading.columns.doubtful)
        message = _("Several columns may be the amount: %s.")
        raise ValidationError(message % names, code="doubtful")
    if reading.columns.unclear:
        names = ", ".join(quoted(reading.named(place)) for place in reading.columns.unclear)
        message = _("What these columns hold may change what the amounts mean: %s. Choose below.")
        raise ValidationError(message % names, code="doubtful")


def rows_of(reading: Reading, default_line: str = "", *, with_hidden: bool = False) -> ImportSheet:
    """The rows below the headings, without those hidden unless they are asked for."""
    rows = [row for row in reading.below if with_hidden or not row.is_hidden]
    found = list(_import_rows(rows, reading.columns.places, default_line))
    if not found:
        raise ValidationError(_no_rows(), code="empty")
    has_more = reading.table.goes_on or len(found) > MAX_ROWS
    return ImportSheet(found[:MAX_ROWS], has_more=has_more)


def every_row(
    upload: UploadedFile, default_line: str = "", remembered: Mapping[str, str] | None = None
) -> Iterator[ImportRow]:
    """All rows, however many, one by one. ValidationError as for ``read_expenses``, on the way."""
    tables = read_tables(upload)
    reading = best_reading(tables, remembered or {}, needs_line=not default_line)
    refuse_unknown(reading)
    with file_refusals():
        for source in sources_of(upload):
            if source.name == reading.table.name:
                first = reading.headings.number
                below = (row for row in source.rows if row.number > first and not row.is_hidden)
                yield from _import_rows(below, reading.columns.places, default_line)
                return


def _import_rows(
    rows: Iterable[TableRow], places: Mapping[str, int], default_line: str
) -> Iterator[ImportRow]:
    for number, cells, _is_hidden in rows:
        said = {
            kind: _text_of(cells[place], kind) if place < len(cells) else ""
            for kind, place in places.items()
        }
        if any(said.values()):
            said["amount"] = amount_of(said)
            kept = {name: clean_cell(said.get(name, "")) for name in CELLS}
            label = next((str(cell) for cell in cells if is_total_word(str(cell))), "")
            kept["text"] = kept["text"] or label
            kept["line"] = kept["line"] or default_line
            yield ImportRow(number, **kept)


def is_total_word(text: str) -> bool:
    return bool(_TOTAL.fullmatch(text.casefold()))


def _text_of(value: Cell, kind: str) -> str:
    if isinstance(value, str):
        return value
    number = _exact(value)
    if kind == "voucher" and abs(number) >= EXACT and _is_rounded(value):
        return f"{number:.5E}".replace(".", ",")
    return format_kroner(number) if kind in AMOUNTS else format(number, "f")


def _is_rounded(value: int | float) -> bool:
    """Whether the spreadsheet has lost the last digits of a long number."""
    number = int(value)
    return isinstance(value, float) or number % 10 ** (len(str(number)) - 15) == 0


def _exact(value: int | float) -> Decimal:
    """What a spreadsheet means: 0.30000000000000004 is 0.3; what has more decimals keeps them."""
    number = Decimal(str(value))
    rounded = number.quantize(Decimal("0.01")) if abs(number) < EXACT else number
    number = rounded if abs(number - rounded) < Decimal("0.000001") else number
    return number.to_integral_value() if number == number.to_integral_value() else number


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
