"""Spreadsheets that come from elsewhere (.xlsx, .ods): the rows of a sheet, in bounded memory.

No library reads them: docs/decisions/026-who-reads-the-workbooks-of-others.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from core.uploads import UNKNOWN, UNPACKS_TOO_LARGE
from core.workbook_xml import Line, Sheet, TooMuch, book_of, lines_of

# What a spreadsheet, English or Danish, shows where it could not work a cell out.
ERRORS = (
    *("#n/a", "#value!", "#ref!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!"),
    *("#i/t", "#værdi!", "#reference!", "#division/0!", "#navn?", "#nul!", "#overløb!"),
)


def is_error(text: str) -> bool:
    """Whether a cell's text says that it could not be worked out."""
    return text.casefold().startswith(ERRORS)


class Row(NamedTuple):
    number: int  # as in the sheet
    values: list[Any]  # from the first column to the last that holds something
    is_hidden: bool
    sheet: Sheet


def sheets_of_workbook(content: bytes, *, columns: int) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """Every sheet, hidden ones too, with those of its rows that hold something in the first
    ``columns``, to be read before the next.

    Hidden rows say that they are. A value is a str, int, float, bool, datetime or time, and None
    where nothing stands. An error is its text («#N/A»), and so is a number that is shown with zeros
    in front. A formula is what it last came to, else a Formula.

    Raises, on the way too, TooMuch; ValidationError for a document type; anything else for a
    damaged file. ``refusals`` makes words of them.
    """
    book = book_of(content)
    for sheet, events in book.sheets():
        yield sheet, _rows(lines_of(events, sheet, columns, book.cell), sheet)


def _rows(lines: Iterator[Line], sheet: Sheet) -> Iterator[Row]:
    for line in lines:
        values = [line.cells.get(place) for place in range(1, max(line.cells) + 1)]
        yield Row(line.number, values, line.is_hidden, sheet)


@contextmanager
def refusals(*, too_large: str, damaged: str, other_kind: str) -> Iterator[None]:
    """Whatever reading a foreign format raises, as a word on what to do about the file."""
    try:
        yield
    except ValidationError as refusal:
        # The advice there is for a file to be kept: a picture or a PDF, which nobody could import.
        code = getattr(refusal, "code", "")
        if code == UNPACKS_TOO_LARGE:
            raise ValidationError(too_large, code="too_large") from refusal
        if code == UNKNOWN:
            raise ValidationError(other_kind, code="kind") from refusal
        raise
    except TooMuch as error:
        raise ValidationError(too_large, code="too_large") from error
    except Exception as error:
        # Readers of foreign formats raise nearly anything; to the person all of it means one thing.
        raise ValidationError(damaged, code="damaged") from error
