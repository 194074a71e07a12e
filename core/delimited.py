"""Rows of text files whose cells are separated by a sign (.csv). A quotation mark that is never
closed swallows no rows: they are read as they are written, or the file is stopped where it stands.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator

LINE_BREAK = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"(?:[^"]|"")*"', re.DOTALL)


class StrayQuote(Exception):
    """A quotation mark in a ``row`` (the first is 1) that does not belong there."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def rows_of_text(
    text: str, separator: str, is_row: Callable[[list[str]], bool]
) -> Iterator[list[str]]:
    """The rows, blank ones too. What ``is_row`` takes for a row is not inside another one's cell.

    Raises StrayQuote at once.
    """
    try:
        for number, row in enumerate(_as_quoted(text, separator), 1):
            for cell in row:
                further = LINE_BREAK.split(cell)[1:]
                if any(is_row(line.split(separator)) for line in further):
                    raise StrayQuote(number)
    except StrayQuote:
        if not _is_even(text, separator):
            raise
        return _as_written(text, separator)
    return _as_quoted(text, separator)


def _as_quoted(text: str, separator: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    read = 0
    try:
        for row in rows:
            yield row
            read += 1
    except csv.Error as error:
        raise StrayQuote(read + 1) from error


def _is_even(text: str, separator: str) -> bool:
    """Whether each line from the headings on has as many cells, whatever is quoted."""
    widths = [line.count(separator) for line in LINE_BREAK.split(text) if line.strip()]
    [(usual, _count)] = Counter(widths).most_common(1)
    return usual > 0 and set(widths[widths.index(usual) :]) == {usual}


def _as_written(text: str, separator: str) -> Iterator[list[str]]:
    for line in LINE_BREAK.split(text):
        yield [_unquoted(cell) for cell in line.split(separator)]


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if _QUOTED.fullmatch(cell) else cell
