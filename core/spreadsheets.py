"""Tables as .xlsx and .csv: numbers stay numbers, and no text becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Literal

from django.http import HttpResponse
from django.utils.functional import Promise

from core.dates import format_date_short, local_date
from core.numbers import plain_number
from core.xlsx import Offer, Workbook

Value = str | Promise | int | Decimal | date | None
ColumnKind = Literal["text", "number", "amount", "date", "percent"]

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX_TYPE,
}
MAX_CELL_LENGTH = 32_767  # Excel's own limit
MIN_WIDTH, MAX_WIDTH = 10, 60
MEASURED = 1000  # rows that decide how wide the columns are
FORMULA_STARTS = ("=", "+", "-", "@")

# XML 1.0 cannot hold these, so an .xlsx with one of them does not open.
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands under it.

    `amount` is a number that is shown with two decimals throughout: kroner, hours.
    `percent` values are in per cent (70 is 70 %) and rounded by the caller, see
    numbers.rounded_percent. In any column text stays text, and None leaves the cell empty.
    A workbook shows a grey column on grey, and below its heading what is offered.
    """

    heading: str | Promise
    kind: ColumnKind = "text"
    is_grey: bool = False
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name; ``rows`` are read once."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    is_hidden: bool = False


def write_xlsx(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet."""
    return write_sheets(title, [Sheet(title, columns, rows)])


def write_sheets(title: str, sheets: Iterable[Sheet]) -> bytes:
    """Each with bold headings that stay in sight, a filter, and widths that fit its first rows.

    Written row by row, so that many rows are never held at once.
    """
    workbook = Workbook(_clean(title))
    for sheet in sheets:
        _fill(workbook, sheet)
    return workbook.close()


def _fill(workbook: Workbook, sheet: Sheet) -> None:
    headings = [cell_text(column.heading) for column in sheet.columns]
    widths = [_width(heading) + 3 for heading in headings]  # 3: the filter's button
    rest = (_cells(workbook, sheet.columns, row, widths) for row in sheet.rows)
    first = list(islice(rest, MEASURED))
    fitting = [min(max(width, MIN_WIDTH), MAX_WIDTH) for width in widths]
    bold = [
        _text_cell(workbook, heading, is_bold=True, is_grey=column.is_grey)
        for heading, column in zip(headings, sheet.columns, strict=True)
    ]
    columns = list(enumerate(sheet.columns))
    workbook.add(
        sheet_title(sheet.title),
        fitting,
        chain([bold], first, rest),
        grey=[place for place, column in columns if column.is_grey],
        offers={place: column.offer for place, column in columns if column.offer},
        is_hidden=sheet.is_hidden,
    )


def _cells(
    workbook: Workbook, columns: Sequence[Column], row: Sequence[Value], widths: list[int]
) -> list[str]:
    """The row's cells; ``widths`` become what they need."""
    cells = []
    for position, (column, value) in enumerate(zip(columns, row, strict=True)):
        shown, cell = _cell(workbook, column, value)
        width = _width(shown) if "\n" in shown else len(shown)
        if width > widths[position]:
            widths[position] = width
        cells.append(cell)
    return cells


def _cell(workbook: Workbook, column: Column, value: Value) -> tuple[str, str]:
    """About what the cell will show, for the width, and the cell."""
    if value is None:
        return "", ""
    if column.kind == "text" or isinstance(value, str | Promise):
        text = cell_text(value)
        return text, _text_cell(workbook, text, is_grey=column.is_grey)
    if column.kind == "date":
        return "dd-mm-yyyy", workbook.number(_date(value), "dd-mm-yyyy")
    number = _number(value)
    if column.kind == "amount":
        return f"{number:,.2f} ", workbook.number(number, "#,##0.00")
    decimals = len(plain_number(number).partition(".")[2])
    # Excel would show 30000 as «30.000,» under #,##0.##, so the format follows the value.
    if column.kind == "percent":
        places = f"0.{'0' * decimals}%" if decimals else "0%"
        return f"{number:,} ", workbook.number(number.scaleb(-2), places)
    return f"{number:,} ", workbook.number(number, "#,##0.0###" if decimals else "#,##0")


def _text_cell(
    workbook: Workbook, text: str, *, is_bold: bool = False, is_grey: bool = False
) -> str:
    is_marked = text.startswith(FORMULA_STARTS)
    return workbook.text(text, is_bold=is_bold, is_marked=is_marked, is_grey=is_grey)


def cell_text(value: Value) -> str:
    """A text as a cell keeps it."""
    text = _clean(value)
    if len(text) > MAX_CELL_LENGTH:
        text = f"{text[: MAX_CELL_LENGTH - 1]}…"
    return text


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> str:
    """For a Danish Excel: semicolons, decimal commas, and a byte order mark for the letters."""
    return "".join(csv_lines(columns, rows))


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The same line by line, for more rows than should be held at once."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    output.write("\ufeff")
    writer.writerow([_csv_text(column.heading) for column in columns])
    yield output.getvalue()
    for row in rows:
        output.seek(0)
        output.truncate()
        writer.writerow(
            [_csv_value(column, value) for column, value in zip(columns, row, strict=True)]
        )
        yield output.getvalue()


def _csv_value(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if column.kind == "text" or isinstance(value, str | Promise):
        return _csv_text(value)
    if column.kind == "date":
        return format_date_short(_date(value))
    plain = plain_number(_number(value)).replace(".", ",")
    return f"{plain}%" if column.kind == "percent" else plain


def _csv_text(value: Value) -> str:
    """A leading apostrophe makes a spreadsheet read text, where it would run a formula."""
    raw = str(value)
    text = _clean(raw)
    # Some programs skip a leading tab or line break, and then meet the formula.
    starts_one = text.startswith(FORMULA_STARTS) or raw.startswith(("\t", "\r", "\n"))
    return f"'{text}" if starts_one else text


def _clean(value: Value) -> str:
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL_CHARACTERS.sub("", text)


def _date(value: Value) -> date:
    if not isinstance(value, date):
        raise TypeError(f"a date column holds dates or text, not {type(value).__name__}")
    return local_date(value)


def _number(value: Value) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"a number column holds int, Decimal or text, not {type(value).__name__}")
    return Decimal(value)


def sheet_title(title: str) -> str:
    """Excel refuses some characters, more than 31 of them, quotes at the ends, and «History»."""
    text = _NOT_IN_SHEET_TITLES.sub(" ", _clean(title).replace("\n", " "))
    text = text.strip("' ")[:31].rstrip("' ")
    return text if text and text.casefold() not in ("history", "historik") else f"{text} 1".strip()


def _width(text: str) -> int:
    return max(len(line) for line in text.split("\n"))


def data_response(content: str | bytes, kind: str, name: str) -> HttpResponse:
    """What an address of data answers: .json in the browser, the others as a file of the name."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    if kind != "json":
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
