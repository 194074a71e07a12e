"""A whole programme as a workbook: a sheet for each kind of row, and one that explains them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.clock import now
from core.spreadsheets import Column, Sheet, Value, write_sheets
from core.xlsx import Offer, column_letters, quoted_title
from exchange.rules.base import Base, digest_of
from exchange.rules.cells import in_cell, to_cell
from exchange.rules.columns import CHOICE, DATE, LIST, NUMBER
from exchange.services.sections import SECTIONS
from exchange.services.workbooks.plans import (
    BASE,
    EXPLANATION,
    LISTS,
    OF,
    ORDER,
    PLACE,
    REF,
    SheetColumn,
    SheetPlan,
    plans,
)
from exchange.services.workbooks.revision import revision_of
from exchange.services.written import Names, Written, head_of, rows_of
from programs.models import Program

Listed = Mapping[str, list[tuple[str, Written]]]


def workbook_of(program: Program) -> bytes:
    """The programme as an .xlsx to be read again, with the revision that it was taken from."""
    revision, names = revision_of(program), Names(program, SECTIONS)
    head = head_of(program)
    rows = {section.key: list(rows_of(section, names)) for section in SECTIONS}
    sheets, lists = plans(), _Lists()
    tables = [
        Sheet(plan.title, lists.columns(plan, sheets), _cells(plan, head, rows)) for plan in sheets
    ]
    base = base_of(program, revision, head, rows)
    return write_sheets(
        program.title,
        [
            Sheet(EXPLANATION, _explanation_columns(), _explanation(program, base, sheets)),
            *tables,
            lists.sheet(),
            Sheet(BASE, [Column(BASE)], ([text] for text in base.packed()), is_hidden=True),
        ],
    )


def base_of(program: Program, revision: str, head: Written, rows: Listed) -> Base:
    """What the workbook that comes back is held against."""
    config = {section.key for section in SECTIONS if section.is_configured}
    return Base(
        slug=program.slug,
        revision=revision,
        taken_at=localtime(now()).isoformat(timespec="minutes"),
        head=in_cell(head),
        rows={key: {name: in_cell(row) for name, row in rows[key]} for key in config},
        digests={
            key: {name: digest_of(in_cell(row)) for name, row in listed}
            for key, listed in rows.items()
            if key not in config
        },
    )


# The rows of the sheets -------------------------------------------------------------------------
def _cells(plan: SheetPlan, head: Written, rows: Listed) -> Iterator[list[Value]]:
    if plan.section is None:
        yield [to_cell(column, _value(head, column)) for column in plan.columns]
        return
    for order, (name, row) in enumerate(rows[plan.section.key], 1):
        beside = {REF: name, ORDER: str(order)}
        inside = row.get(plan.inside, []) if plan.inside else [row]
        for place, one in enumerate(inside, 1):
            if plan.inside:
                beside = {OF: name, PLACE: str(place)}
            yield [
                to_cell(column, beside.get(column.key) or _value(one, column))
                for column in plan.columns
            ]


def _value(row: Mapping[str, Any], column: SheetColumn) -> Any:
    value: Any = row
    for step in column.way:
        value = value.get(step) if isinstance(value, dict) else None
    return value


class _Lists:
    """The hidden sheet whose columns hold what may be chosen."""

    def __init__(self) -> None:
        self._known: list[tuple[str, ...]] = []

    def columns(self, plan: SheetPlan, sheets: Iterable[SheetPlan]) -> list[Column]:
        title_of = {sheet.key: sheet.title for sheet in sheets}
        return [
            Column(
                column.heading,
                "date" if column.kind == DATE else "number" if column.kind == NUMBER else "text",
                column.is_grey,
                self._offer(column, title_of),
            )
            for column in plan.columns
        ]

    def _offer(self, column: SheetColumn, title_of: Mapping[str, str]) -> Offer | None:
        if column.kind == LIST:
            return None  # a cell offers one thing only
        if column.kind == CHOICE:
            words = tuple(column.choices)
            if words not in self._known:
                self._known.append(words)
            letters = column_letters(self._known.index(words) + 1)
            return Offer(f"{quoted_title(LISTS)}!${letters}$2:${letters}${len(words) + 1}")
        if column.refers in title_of:
            return Offer(f"{quoted_title(title_of[column.refers])}!$A$2:$A$5000", is_all=False)
        return None

    def sheet(self) -> Sheet:
        longest = max(map(len, self._known))
        rows = [
            [words[row] if row < len(words) else None for words in self._known]
            for row in range(longest)
        ]
        headings = [Column(f"{LISTS} {number}") for number, _words in enumerate(self._known, 1)]
        return Sheet(LISTS, headings, rows, is_hidden=True)


# What explains them -----------------------------------------------------------------------------
def _explanation_columns() -> list[Column]:
    headings = (_("Sheet"), _("Column"), _("Must be filled in"), _("How it is written"), _("Means"))
    return [Column(heading) for heading in headings]


def _explanation(
    program: Program, base: Base, sheets: Iterable[SheetPlan]
) -> Iterator[list[Value]]:
    words = {
        "program": str(program),
        "at": date_format(localtime(now()), "d-m-Y H:i"),
        "revision": base.revision,
    }
    yield [
        _("About this workbook"),
        "",
        "",
        "",
        _("«%(program)s», taken %(at)s. Revision: %(revision)s") % words,
    ]
    for text in _how_to():
        yield ["", "", "", "", text]
    for plan in sheets:
        for column in plan.columns:
            must = _("yes") if column.required and column.key != plan.name_key else ""
            yield [plan.title, column.heading, must, _how(column), _about(plan, column)]


def _how_to() -> Iterator[str]:
    yield _(
        "Change, add, sort and paste rows as you like; keep sheets, headings and what is grey. "
        "When the file is read, everything is shown before it is saved, cell by cell."
    )
    yield _(
        "The grey column is a row's reference: others find the row by it. Leave it empty in a new "
        "row, or write a reference of your own if other rows name the new one."
    )
    yield _("A row that you delete here is not deleted in the system: it stays as it is.")
    yield _(
        "In a programme that is in the system, what is configured is changed here, from the "
        "programme to the success criteria. What happened (rosters, cases, log entries, "
        "measurements, hours, money spent) is here to be read, and is corrected where it was "
        "logged."
    )
    yield _(
        "Nobody's name is here: dialogue consultants have numbers, contacts are left out, and "
        "users have their user names. Files, actions, reports, older judgements, and what was "
        "taken back without being a measurement or an amount are left out too."
    )
    yield _("A formula is read as what it shows. Hidden rows are read as the others are.")


def _about(plan: SheetPlan, column: SheetColumn) -> str:
    if column.key == plan.name_key:
        return _("What others call the row by. It cannot be changed for a row that is there.")
    if column.key == OF:
        return _("The reference of the row that this one belongs to.")
    if column.key == ORDER:
        return _("Where the row stands among the others. Left empty it comes last.")
    return column.about


def _how(column: SheetColumn) -> str:
    if column.kind == CHOICE:
        return _("one of: %s") % ", ".join(column.choices)
    if column.kind == LIST:
        listed = _("one or several, with a semicolon between")
        return f"{listed}: {', '.join(column.choices)}" if column.choices else listed
    if column.kind == NUMBER:
        return _("a number, such as 30.000 or 1,5")
    if column.kind == DATE:
        return _("a date, such as 20-11-2011")
    if column.refers == "users":
        return _("a user name")
    return _("the reference of another row") if column.refers else _("text")
