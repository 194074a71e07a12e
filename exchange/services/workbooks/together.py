"""The sheets of a workbook put together: rows in their order, with their names and their lists."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from exchange.rules.faults import THERE, FileFault, Place, shown
from exchange.rules.reading import ProgramFile
from exchange.rules.shapes import Head
from exchange.services.sections import SECTIONS
from exchange.services.workbooks.found import CELL, LAST, ReadSheet, ReadWorkbook, SheetRow
from exchange.services.workbooks.plans import HEAD, OF, ORDER, PLACE, SheetPlan, plans
from programs.rules.references import short_reference


def put_together(read: ReadWorkbook) -> None:
    """What was read becomes what a programme file with that content would be."""
    _miss(read)
    for sheet in read.sheets.values():
        if sheet.plan.section and not sheet.plan.inside:
            _order(sheet)
            _name(read, sheet)
    for sheet in read.sheets.values():
        if sheet.plan.inside:
            _put_inside(read, sheet)
    read.file = _as_file(read)


def _miss(read: ReadWorkbook) -> None:
    for plan in plans():
        is_needed = plan.section is None or (plan.section.required and not plan.inside)
        if is_needed and plan.key not in read.sheets:
            message = _("The sheet «%s» is missing. Has it another name?") % plan.title
            read.faults.append(FileFault((), message))
    heads = read.rows(HEAD)
    if HEAD in read.sheets and len(heads) != 1:
        message = _("One row describes the programme, and here are %s") % len(heads)
        read.faults.append(FileFault((CELL, read.sheets[HEAD].plan.title), message))


def _order(sheet: ReadSheet) -> None:
    """As the rows say themselves, however they were sorted: by order, or by what numbers them."""
    plan, section = sheet.plan, sheet.plan.section
    if any(column.key == ORDER for column in plan.columns):
        sheet.rows.sort(key=lambda row: row.turn(ORDER))
    elif section and section.prefix:
        sheet.rows.sort(key=lambda row: _number_in(_own_name(plan, row), section.prefix))


def _number_in(name: str | None, prefix: str) -> float:
    digits = (name or "").removeprefix(prefix)
    return int(digits) if digits.isdigit() and len(digits) < 12 else LAST


def _own_name(plan: SheetPlan, row: SheetRow) -> str | None:
    name = row.values.get(plan.name_key) or row.beside.get(plan.name_key)
    return str(name) if name is not None else None


def _name(read: ReadWorkbook, sheet: ReadSheet) -> None:
    """A row without a reference gets one where others may refer to it."""
    plan, section = sheet.plan, sheet.plan.section
    if section is None:
        return
    taken: dict[str, int] = {}
    for position, row in enumerate(sheet.rows):
        row.name = name = _own_name(plan, row)
        if name and name in taken and not section.word:
            words = {"name": shown(name), "place": THERE}
            message = _("«%(name)s» is the name of %(place)s already") % words
            first = (CELL, read.where((section.key, taken[name], plan.name_key)))
            row.faults.append(((plan.name_key,), message.replace(THERE, str(first[1]))))
        if name:
            taken.setdefault(name, position)
    if section.word and section.named_by == "ref":
        for row in sheet.rows:
            if not row.name:
                row.values["ref"] = _free(row.values, section.prefix, taken)


def _free(values: Mapping[str, Any], prefix: str, taken: dict[str, int]) -> str:
    words = next((values[key] for key in ("title", "wording", "subject") if key in values), "")
    wanted = short_reference(words) if isinstance(words, str) and not prefix else ""
    wanted = wanted or _("new")
    names = (wanted if number == 1 and not prefix else f"{wanted}-{number}" for number in count(1))
    name = next(name for name in names if name not in taken)
    taken[name] = -1
    return name


def _put_inside(read: ReadWorkbook, sheet: ReadSheet) -> None:
    """The rows of lists, in the order that they give themselves."""
    plan = sheet.plan
    parents = {}
    for row in read.rows(plan.section.key if plan.section else ""):
        if name := row.values.get("ref"):
            parents.setdefault(name, row)
    for row in sorted(sheet.rows, key=lambda row: row.turn(PLACE)):
        of = str(row.beside.get(OF, ""))
        parent = parents.get(of)
        if parent is None:
            at = (CELL, read.cell(plan.key, row, (OF,)))
            missing = _("is missing: to which row does it belong?")
            words = {"kind": _(plan.section.word) if plan.section else "", "name": shown(of)}
            message = _("no %(kind)s «%(name)s»") % words
            read.faults.append(FileFault(at, message if of else missing))
            continue
        parent.inside.setdefault(plan.inside, []).append(row)


def _as_file(read: ReadWorkbook) -> ProgramFile:
    """The content as a JSON file would have it."""
    heads = read.rows(HEAD)
    data: dict[str, Any] = {}
    named: set[Place] = set()
    stood: set[Place] = set()
    if heads:
        data.update(heads[0].values)
        _take_faults(read, heads[0], (), named)
    else:
        # That there is none is told already.
        named |= {(key,) for key in Head.model_fields}
    for section in SECTIONS:
        listed = []
        for position, row in enumerate(read.rows(section.key)):
            at = (section.key, position)
            values = _complete(read, row, at, named)
            if read.base and row.name and read.base.stood(section.key, row.name, values):
                stood.add(at)
            listed.append({**values, **section.filled_in(values)})
        data[section.key] = listed
    file = ProgramFile(data, read.faults, named=named)
    file.where, file.stood, file.notices = read.where, stood, read.notices
    file.unread = _keys_by_row(named)
    file.read_head(SECTIONS)
    return file


def _keys_by_row(named: set[Place]) -> dict[Place, set[str]]:
    found: dict[Place, set[str]] = {}
    known = {section.key for section in SECTIONS}
    for place in named:
        # Of the programme itself the place is a key alone.
        at, keys = (place[:2], place[2:3]) if place[0] in known else ((), place[:1])
        found.setdefault(at, set()).update(map(str, keys))
    return found


def _complete(read: ReadWorkbook, row: SheetRow, at: Place, named: set[Place]) -> dict[str, Any]:
    """The row with its lists, and its faults told."""
    for key, inner in row.inside.items():
        row.values[key] = [one.values for one in inner]
        for place, one in enumerate(inner):
            _take_faults(read, one, (*at, key, place), named)
    base = row.values.get("denominator")
    if isinstance(base, dict):
        base["mode"] = "linked" if "criteria" in base else "fixed"
        if "value" in base and "criteria" in base:
            del base["value"]
            message = _("give either a fixed denominator or a linked one")
            row.faults.append((("denominator", "value"), message))
    _take_faults(read, row, at, named)
    return row.values


def _take_faults(read: ReadWorkbook, row: SheetRow, at: Place, named: set[Place]) -> None:
    for way, message in row.faults:
        place = (*at, *way)
        read.faults.append(FileFault(place, message))
        named.add(place)
        # Of an object with a value that cannot be read, nothing else is told.
        named.add(place[: len(at) + 1])
