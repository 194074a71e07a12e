"""Reading a programme's workbook: every sheet, row by row and in bounded memory.

What is wrong is named by its cell and read on, so that one run names it all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.numbers import format_number
from core.workbook_xml import MAX_MEGABYTES, Sheet
from core.workbooks import Row, refusals, sheets_of_workbook
from core.xlsx import column_letters
from exchange.rules.base import Base
from exchange.rules.cells import CellFault, from_cell
from exchange.rules.faults import FileFault, ProgramFileError, shown
from exchange.services.workbooks.found import CELL, ReadSheet, ReadWorkbook, SheetRow
from exchange.services.workbooks.plans import (
    BASE,
    EXPLANATION,
    LISTS,
    ORDER,
    PLACE,
    SheetColumn,
    SheetPlan,
    plans,
)
from exchange.services.workbooks.together import put_together

MAX_BYTES = 20 * 1024 * 1024
MAX_COLUMNS = 60
PACKED = b"PK\x03\x04"
MAX_ROWS = 60_000
MAX_MERGED = 5  # so many are named
WRONG = "wrong"
Columns = dict[int, SheetColumn | str]


def is_workbook(content: bytes) -> bool:
    """Whether it is packed as workbooks are, and no text: JSON never begins so."""
    return content.startswith(PACKED)


def read_workbook(content: bytes) -> ReadWorkbook:
    """ProgramFileError where it is no workbook at all, or too much of one."""
    read = ReadWorkbook()
    try:
        with _refusals():
            _look_inside(content)
            known = {plan.title.casefold(): plan for plan in plans()}
            for sheet, rows in sheets_of_workbook(content, columns=MAX_COLUMNS):
                _read_sheet(read, known, sheet, rows)
    except ValidationError as error:
        raise ProgramFileError([FileFault((), " ".join(error.messages))]) from error
    put_together(read)
    return read


def _refusals() -> Any:
    words = {"unpacked": MAX_MEGABYTES, "rows": format_number(MAX_ROWS)}
    too_large = _(
        "The workbook is too large: at most %(unpacked)s MB unpacked and %(rows)s rows a sheet "
        "are read. A larger programme is loaded as a JSON file."
    )
    return refusals(
        too_large=too_large % words,
        damaged=_(
            "The workbook is damaged. Open it, save it anew as .xlsx and choose the new file."
        ),
        other_kind=_not_xlsx(),
    )


def _not_xlsx() -> str:
    return _("This is no .xlsx workbook: open it and save it as .xlsx.")


def _look_inside(content: bytes) -> None:
    if not is_workbook(content):
        raise ValidationError(_not_xlsx())
    with ZipFile(BytesIO(content)) as archive:
        names = {name.casefold() for name in archive.NameToInfo}
    if "content.xml" in names or any(name.startswith(("word/", "ppt/")) for name in names):
        raise ValidationError(_not_xlsx())
    if any(name.endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("The workbook holds macros: save it as .xlsx, without them."))


# A sheet ----------------------------------------------------------------------------------------
def _read_sheet(
    read: ReadWorkbook, known: Mapping[str, SheetPlan], sheet: Sheet, rows: Iterator[Row]
) -> None:
    title = " ".join(sheet.name.split()).casefold()
    if title in (EXPLANATION.casefold(), LISTS.casefold()):
        return
    if title == BASE.casefold():
        # A base that does not come through is none.
        with suppress(ValueError, TypeError, RecursionError):
            read.base = Base.unpacked(str(row.values[0]) for row in rows if row.number > 1)
        return
    plan = known.get(title)
    if plan is None or plan.key in read.sheets:
        _refuse_sheet(read, known, sheet, is_double=plan is not None)
        return
    read.sheets[plan.key] = found = ReadSheet(plan)
    heading = next(rows, None)
    columns = _columns(read, found, heading) if heading else {}
    hidden = 0
    for row in rows:
        hidden += row.is_hidden
        if len(found.rows) >= MAX_ROWS:
            words = {"sheet": plan.title, "most": format_number(MAX_ROWS)}
            message = _(
                "The sheet «%(sheet)s» has more than %(most)s rows, and no more are read. A larger "
                "programme is loaded as a JSON file."
            )
            raise ValidationError(message % words)
        _read_row(read, found, columns, row)
    _tell_of_hidden(read, plan, hidden)
    for area in sheet.merged[:MAX_MERGED]:
        message = _("is one cell made of several: take them apart, as only the first has a value")
        read.faults.append(FileFault((CELL, f"{plan.title}!{area}"), message))


def _refuse_sheet(
    read: ReadWorkbook, known: Mapping[str, SheetPlan], sheet: Sheet, *, is_double: bool
) -> None:
    at = (CELL, shown(sheet.name))
    if is_double:
        read.faults.append(FileFault(at, _("is there twice")))
        return
    near = get_close_matches(sheet.name.casefold(), known, 1, 0.7)
    message = _("is none of the workbook's sheets: take it out, or give it its name back.")
    if near:
        message += " " + _("Did you mean %s?") % known[near[0]].title
    read.faults.append(FileFault(at, message))


def _tell_of_hidden(read: ReadWorkbook, plan: SheetPlan, hidden: int) -> None:
    if hidden:
        message = ngettext(
            "%(sheet)s: %(count)s hidden row was read too.",
            "%(sheet)s: %(count)s hidden rows were read too.",
            hidden,
        )
        read.notices.append(message % {"sheet": plan.title, "count": format_number(hidden)})


def _columns(read: ReadWorkbook, sheet: ReadSheet, heading: Row) -> Columns:
    """What each place holds; ``WRONG`` where the heading is: what is below it is not told of."""
    known = {column.heading.casefold(): column for column in sheet.plan.columns}
    found: Columns = {}
    for place, cell in enumerate(heading.values):
        text = " ".join(str(cell if cell is not None else "").split())
        column = known.get(text.casefold())
        at = (CELL, f"{sheet.plan.title}!{column_letters(place + 1)}{heading.number}")
        if not text:
            continue
        found[place] = column or WRONG
        if column is None:
            read.faults.append(FileFault(at, _unknown_heading(text, known)))
        elif column.key in sheet.letters:
            read.faults.append(FileFault(at, _("«%s» is there twice") % column.heading))
            found[place] = WRONG
        else:
            sheet.letters[column.key] = column_letters(place + 1)
    for column in sheet.plan.columns:
        if column.required and column.key not in sheet.letters:
            words = {"sheet": sheet.plan.title, "heading": column.heading}
            message = _("The column «%(heading)s» of the sheet «%(sheet)s» is missing.") % words
            read.faults.append(FileFault((CELL, sheet.plan.title), message))
    return found


def _unknown_heading(text: str, known: Mapping[str, SheetColumn]) -> str:
    message = _("«%s» is none of the sheet's headings: take the column out, or mend its heading.")
    message %= shown(text)
    near = get_close_matches(text.casefold(), known, 1, 0.6)
    return f"{message} " + _("Did you mean %s?") % known[near[0]].heading if near else message


def _read_row(read: ReadWorkbook, sheet: ReadSheet, columns: Columns, row: Row) -> None:
    made = SheetRow(row.number, {}, [], {})
    for place, cell in enumerate(row.values):
        column = columns.get(place)
        if cell is None or column == WRONG:
            continue
        if not isinstance(column, SheetColumn):
            at = (CELL, f"{sheet.plan.title}!{column_letters(place + 1)}{row.number}")
            read.faults.append(FileFault(at, _("stands in a column without a heading")))
            continue
        try:
            value = from_cell(column, cell)
        except CellFault as error:
            made.faults.append((column.way, str(error)))
            continue
        if value is None or (value is False and column.is_flag):
            continue
        if column.key.startswith("@"):
            made.beside[column.key] = value
        else:
            _put(made.values, column.way, value)
    if made.values or made.beside.keys() - {PLACE, ORDER} or made.faults:
        sheet.rows.append(made)


def _put(values: dict[str, Any], way: tuple[str, ...], value: Any) -> None:
    *through, last = way
    for step in through:
        values = values.setdefault(step, {})
    values[last] = value
