"""A document's figures and tables as .xlsx, so that nobody has to type them again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from core.numbers import NBSP, format_number
from core.spreadsheets import Column, Sheet, Value, write_sheets
from reports.exports.words import words_of_all
from reports.rules.document import (
    Cell,
    Document,
    Figure,
    Paragraph,
    Table,
)
from reports.rules.letters import printable


def render(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """The document's head, all of its figures, and each of its tables."""
    sheets = [_head(document), _figures(document)]
    blocks = (block for _level, part in document.all_parts() for block in part.blocks)
    tables = (block for block in blocks if isinstance(block, Table))
    # The number tells apart what Excel cuts after 31 letters.
    sheets += [_table(f"{place} {table.caption}", table) for place, table in enumerate(tables, 1)]
    return write_sheets(printable(document.title), sheets)


def _head(document: Document) -> Sheet:
    rows = [(_("Title"), document.title)]
    if document.subtitle:
        rows.append(("", document.subtitle))
    rows += [(fact.label, fact.value) for fact in document.facts]
    return Sheet(_("Document"), [Column(_("What")), Column(_("Value"))], rows)


def _figures(document: Document) -> Sheet:
    columns = [
        Column(_("Part")),
        Column(_("Figure")),
        Column(_("As it reads")),
        Column(_("Exact value"), "number"),
        Column(_("Date"), "date"),
        Column(_("Forecast")),
        Column(_("Evidence")),
    ]
    return Sheet(_("Figures"), columns, _figure_rows(document))


def _figure_rows(document: Document) -> Iterable[Sequence[Value]]:
    for part, figure in document.figures_by_part():
        forecast = _("forecast") if figure.is_forecast else ""
        exact = _exact(figure.value)
        held = (None, exact) if isinstance(exact, datetime.date) else (exact, None)
        yield part.title, figure.key, figure.text, *held, forecast, figure.address


def _table(title: str, table: Table) -> Sheet:
    columns = [
        Column(printable(column.heading), "number" if column.is_number else "text")
        for column in table.columns
    ]
    rows = ([_value(cell) for cell in row.cells] for row in table.rows)
    return Sheet(printable(title), columns, rows)


def _value(cell: Cell) -> Value:
    """A number where that says no less than the text does, else the text."""
    text = "\n".join(_texts(cell))
    figure = _only_figure(cell)
    if figure and not figure.is_forecast:
        exact = _exact(figure.value)
        if isinstance(exact, Decimal) and format_number(exact) == figure.text.replace(NBSP, " "):
            return exact
    return printable(text)


def _only_figure(cell: Cell) -> Figure | None:
    if len(cell) == 1 and isinstance(cell[0], Paragraph) and len(cell[0].runs) == 1:
        run = cell[0].runs[0]
        return run if isinstance(run, Figure) else None
    return None


def _texts(cell: Cell) -> Iterable[str]:
    for inner in cell:
        if isinstance(inner, Paragraph):
            yield words_of_all(inner.runs)
        else:
            for place, point in enumerate(inner.points, 1):
                sign = f"{place}." if inner.numbered else "•"
                yield f"{sign} {words_of_all(point)}"


def _exact(value: str) -> Value:
    """A number or a day where it is one, the word where it is none, nothing where there is none."""
    if not value:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return _day(value) or printable(value)
    # Excel holds fifteen digits of a number; one with more stays a text.
    few = number.is_finite() and len(number.as_tuple().digits) <= 15 and abs(number.adjusted()) < 15
    return number if few else printable(value)


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None
