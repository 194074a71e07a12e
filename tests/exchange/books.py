"""Workbooks as somebody has changed them."""

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from exchange.exports import workbook_of
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import load_program
from programs.models import Program

Edit = Callable[[Workbook], Any]


def edited(content: bytes, *edits: Edit) -> bytes:
    """The workbook, opened, changed and saved by a spreadsheet program."""
    book = load_workbook(io.BytesIO(content))
    for edit in edits:
        edit(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def cell_of(book: Workbook, sheet: str, ref: str, heading: str) -> Cell:
    """The cell below a heading, in the row whose first cell says what it is called."""
    rows = list(book[sheet].iter_rows())
    place = [cell.value for cell in rows[0]].index(heading)
    return next(row[place] for row in rows[1:] if str(row[0].value) == ref)


def setting(sheet: str, ref: str, heading: str, value: Any) -> Edit:
    def edit(book: Workbook) -> None:
        cell_of(book, sheet, ref, heading).value = value

    return edit


def adding(sheet: str, **values: Any) -> Edit:
    """A row at the end, by its headings, with «_» for the spaces of a heading."""

    def edit(book: Workbook) -> None:
        headings = [cell.value for cell in book[sheet][1]]
        given = {heading.replace("_", " "): value for heading, value in values.items()}
        assert given.keys() <= set(headings), headings
        book[sheet].append([given.get(heading) for heading in headings])

    return edit


def exported(program: Program) -> bytes:
    return workbook_of(program)


def lines_of(content: bytes) -> list[str]:
    """What is said of a workbook that is loaded; nothing where it is."""
    try:
        load_program(content)
    except ProgramFileError as error:
        return error.lines
    return []
