"""Tables as .xlsx and .csv: numbers stay numbers, and no text becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Literal

from django.http import HttpResponse
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from core.dates import format_date_short, local_date
from core.numbers import plain_number

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
BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")

# XML 1.0 cannot hold these, so an .xlsx with one of them does not open.
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands under it.

    `amount` is a number that is shown with two decimals throughout: kroner, hours.
    `percent` values are in per cent (70 is 70 %) and rounded by the caller, see
    numbers.rounded_percent. In any column text stays text, and None leaves the cell empty.
    """

    heading: str | Promise
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name; ``rows`` are read once."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def write_xlsx(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet."""
    return write_sheets(title, [Sheet(title, columns, rows)])


def write_sheets(title: str, sheets: Iterable[Sheet]) -> bytes:
    """Each with bold headings that stay in sight, a filter, and widths that fit its first rows.

    Written row by row, so that many rows are never held at once.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.title = _clean(title)
    workbook.properties.language = "da-DK"
    workbook.properties.creator = ""
    for sheet in sheets:
        _fill(workbook.create_sheet(_sheet_title(sheet.title)), sheet.columns, sheet.rows)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def _fill(
    sheet: WriteOnlyWorksheet, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> None:
    widths = [_width(str(column.heading)) + 3 for column in columns]  # 3: the filter's button
    headings = [WriteOnlyCell(sheet) for _column in columns]
    for heading, column in zip(headings, columns, strict=True):
        _write_text(heading, column.heading)
        heading.font = BOLD
    rest = iter(rows)
    first = [_cells(sheet, columns, row, widths) for row in islice(rest, MEASURED)]
    _lay_out(sheet, widths)
    for written in (headings, *first):
        sheet.append(written)
    last_row = 1 + len(first)
    for row in rest:
        sheet.append(_cells(sheet, columns, row, widths))
        last_row += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{last_row}"


def _cells(
    sheet: WriteOnlyWorksheet, columns: Sequence[Column], row: Sequence[Value], widths: list[int]
) -> list[Cell]:
    """The row's cells; ``widths`` become what they need."""
    cells = []
    for position, (column, value) in enumerate(zip(columns, row, strict=True)):
        cell = WriteOnlyCell(sheet)
        widths[position] = max(widths[position], _width(_write_cell(cell, column, value)))
        cells.append(cell)
    return cells


def _lay_out(sheet: WriteOnlyWorksheet, widths: list[int]) -> None:
    """Stands before the rows in the file."""
    for position, width in enumerate(widths, 1):
        column = sheet.column_dimensions[get_column_letter(position)]
        column.width = min(max(width, MIN_WIDTH), MAX_WIDTH)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _write_cell(cell: Cell, column: Column, value: Value) -> str:
    """Fill the cell; returns about what it will show, for the width."""
    if value is None:
        return ""
    if column.kind == "text" or isinstance(value, str | Promise):
        return _write_text(cell, value)
    if column.kind == "date":
        cell.value = _date(value)
        cell.number_format = "dd-mm-yyyy"
        return "dd-mm-yyyy"
    number = _number(value)
    if column.kind == "amount":
        cell.value, cell.number_format = number, "#,##0.00"
        return f"{number:,.2f} "
    decimals = len(plain_number(number).partition(".")[2])
    # Excel would show 30000 as «30.000,» under #,##0.##, so the format follows the value.
    whole, places = ("0", "0" * decimals) if column.kind == "percent" else ("#,##0", "0###")
    cell.number_format = (f"{whole}.{places}" if decimals else whole) + (
        "%" if column.kind == "percent" else ""
    )
    cell.value = number.scaleb(-2) if column.kind == "percent" else number
    return f"{number:,} "


def _write_text(cell: Cell, value: Value) -> str:
    text = _clean(value)
    if len(text) > MAX_CELL_LENGTH:
        text = f"{text[: MAX_CELL_LENGTH - 1]}…"
    cell.value = text
    cell.data_type = "s"  # openpyxl guesses a formula from «=» and an error from «#N/A»
    # Without this mark Excel makes a formula of it when somebody edits the cell.
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
    cell.alignment = WRAPPED
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


def _sheet_title(title: str) -> str:
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
