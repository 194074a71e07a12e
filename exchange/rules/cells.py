"""Values of a programme file as the cells of a workbook, and cells as values of a file.

A cell is read as it is meant in Denmark, or refused with what may have been meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, Protocol

from django.utils.translation import gettext as _

from core.dates import format_date_short, parse_date
from core.numbers import NotANumber, format_number, parse_number, plain_number
from core.spreadsheets import Value, cell_text
from core.workbook_xml import Formula
from core.workbooks import is_error
from exchange.rules.columns import CHOICE, DATE, LIST, NUMBER
from exchange.rules.faults import shown

BETWEEN = "; "
SOME = 8  # so many words are told, where another is written
_LINES = re.compile(r"\s*\n\s*")
_PARTS = re.compile(r"\s*;\s*")


class CellFault(ValueError):
    """A cell that cannot be read; the text says what to do."""


class ColumnWords(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def choices(self) -> Mapping[str, Any]: ...

    @property
    def code_of(self) -> Mapping[str, Any]: ...

    @property
    def label_of(self) -> Mapping[Any, str]: ...


# Into a cell ------------------------------------------------------------------------------------
def to_cell(column: ColumnWords, value: Any) -> Value:
    """The value of a file as it stands in a cell; None leaves it empty."""
    if value is None:
        return None
    if column.kind == LIST:
        listed = value if isinstance(value, list) else [value]
        return _joined([str(column.label_of.get(each, each)) for each in listed])
    if column.kind == CHOICE:
        return column.label_of.get(value, str(value))
    if column.kind == NUMBER:
        return Decimal(value)
    return date.fromisoformat(value) if column.kind == DATE else str(value)


def _joined(parts: list[str]) -> str:
    """On lines of their own where one of them holds what stands between others."""
    if any(";" in part for part in parts):
        return "\n".join(parts) + "\n" * (len(parts) == 1)
    return BETWEEN.join(parts)


def in_cell(value: Any) -> Any:
    """A value as it comes back out of a cell: texts are cut where a cell ends."""
    if isinstance(value, str):
        return cell_text(value)
    if isinstance(value, list):
        return [in_cell(each) for each in value]
    if isinstance(value, dict):
        return {key: in_cell(each) for key, each in value.items()}
    return value


def words_of(column: ColumnWords, value: Any) -> str:
    """The value as people read it beside another."""
    cell = to_cell(column, value)
    if isinstance(cell, Decimal):
        return format_number(cell)
    if isinstance(cell, date):
        return format_date_short(cell)
    return "" if cell is None else str(cell).strip()


# Out of a cell ----------------------------------------------------------------------------------
def from_cell(column: ColumnWords, cell: Any) -> Any:
    """The cell as a file writes its value; None for an empty one. Raises CellFault."""
    if isinstance(cell, str) and not isinstance(cell, Formula) and not cell.strip():
        return None
    if cell is None:
        return None
    if isinstance(cell, Formula):
        raise CellFault(_("is a formula that was never worked out: write what it comes to"))
    if isinstance(cell, str) and is_error(cell):
        raise CellFault(_("says «%s»: the formula in it failed") % shown(cell))
    return _READ.get(column.kind, _text)(column, cell)


def _number(column: ColumnWords, cell: Any) -> str:
    if isinstance(cell, str):
        try:
            return plain_number(parse_number(cell).value)
        except NotANumber as error:
            raise CellFault(_no_number(cell, error)) from error
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise CellFault(_("is a date or a time, and a number is asked for") + _of_day(cell))
    if not isfinite(cell):
        raise CellFault(_("is no number"))
    return plain_number(Decimal(repr(cell)))


def _no_number(text: str, error: NotANumber) -> str:
    said = _("«%s» is no Danish number.") % shown(text)
    if error.suggestion:
        return f"{said} " + _("Did you mean %s?") % error.suggestion
    return f"{said} {error.message}"


def _of_day(cell: Any) -> str:
    return f": {format_date_short(cell)}" if isinstance(cell, date) else ""


def _date(column: ColumnWords, cell: Any) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    day = parse_date(cell) if isinstance(cell, str) else None
    if day is None:
        words = {"cell": shown(_plain(cell))}
        raise CellFault(_("«%(cell)s» is no date: write it as 20-11-2011") % words)
    return day.isoformat()


def _choice(column: ColumnWords, cell: Any) -> Any:
    if isinstance(cell, bool):
        cell = _("yes") if cell else _("no")
    text = _plain(cell).strip()
    if text.casefold() in column.code_of:
        return column.code_of[text.casefold()]
    if text in column.label_of:
        return text
    listed = [str(label) for label in column.choices]
    more = ", …" if len(listed) > SOME else ""
    words = {"text": shown(text), "choices": ", ".join(listed[:SOME]) + more}
    raise CellFault(_("«%(text)s» is none of those to choose from: %(choices)s") % words)


def _list(column: ColumnWords, cell: Any) -> list[Any]:
    text = _plain(cell)
    parts = (_LINES if "\n" in text.strip(" ") else _PARTS).split(text.strip(" "))
    listed = [part for part in parts if part.strip()]
    return [_choice(column, part) for part in listed] if column.choices else listed


def _text(column: ColumnWords, cell: Any) -> str:
    if isinstance(cell, datetime | date | time):
        words = {"cell": shown(_plain(cell))}
        raise CellFault(
            _("was made a date (%(cell)s): give the cell the format «Text» and write it anew")
            % words
        )
    return _plain(cell)


def _plain(cell: Any) -> str:
    match cell:
        case bool():
            return _("yes") if cell else _("no")
        case int() | float():
            return plain_number(Decimal(repr(cell))) if isfinite(cell) else str(cell)
        case datetime() if cell.time() != time():
            return f"{cell:%d-%m-%Y %H:%M}"
        case date():
            return format_date_short(cell)
        case _:
            return str(cell)


_READ: Mapping[str, Callable[[ColumnWords, Any], Any]] = {
    NUMBER: _number,
    DATE: _date,
    CHOICE: _choice,
    LIST: _list,
}
