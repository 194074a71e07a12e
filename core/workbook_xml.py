"""The XML of .xlsx and .ods files, read piece by piece with caps: what the cells of each row say.

A spreadsheet is a zip of XML, and few bytes may become gigabytes on the way: as parts that unpack
to more, as one row of millions of cells, as elements in elements, as names by the million. So no
part is ever held whole, nothing is kept but the cells that are asked for, and every count that a
file decides has a cap. Nothing is run: a formula is the text that it is.
"""

import datetime
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from operator import itemgetter
from typing import Any, NamedTuple
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

# A sheet of 100.000 rows and six columns is about 30 MB; one of 5.000 rows less than 5.
MAX_MEGABYTES = 40
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
# The texts of all cells stand in a part of their own, which is held, at a few times its size.
MAX_STRINGS_BYTES = 8 * 1024 * 1024
MAX_ROW_CELLS = 16_384  # Excel's own number of columns
MAX_ELEMENTS = 3_000_000
MAX_DEPTH = 60
MAX_NAMES = 2_000  # of elements and attributes: the parser remembers each
MAX_LISTED = 70_000  # styles of cells, of which Excel can hold 65.490; sheets
MAX_TEXT = 32_767  # letters of a cell; Excel's own
MAX_REFERENCE = 30  # letters of «XFD1048575:XFD1048576»
PIECE = 4 * 1024
MAX_TAG = 128 * 1024  # a single tag or comment: what the parser must hold until it ends

START, END, TEXT = "start", "end", "text"
YES = ("1", "true")
TRUE_OR_FALSE = ("TRUE", "FALSE", "SAND", "FALSK")  # as they are shown
# «0000000000» and «"OP-"0000»: what is shown in front is a part of the number.
SHOWN_IN_FRONT = re.compile(r'(?:"([^"]*)")?(0+)')
OTHER_CURRENCY = re.compile(r"€|£|EUR|USD|SEK|NOK|GBP|(?<=\[\$)\$")
EXACT = 10**15  # from here on a float may stand for several whole numbers
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# What hangs on a cell beside what it holds: how it is pronounced, notes and drawings.
ASIDE = ("rPh", "annotation", "frame", "custom-shape", "g")
SPACES = ("s", "tab", "line-break")
HOLDS = {"v": "text", "t": "text", "p": "text", "f": "formula"}

Attributes = Mapping[str, str]
Event = tuple[str, str, Attributes]  # START or END with a name without its prefix, or TEXT

NOTHING: Attributes = {}


class Formula(str):
    """What a cell holds whose formula was never worked out: «=SUM(B1:B9)»."""

    __slots__ = ()


class Line(NamedTuple):
    number: int
    cells: Mapping[int, Any]  # by column; the first is 1
    is_hidden: bool


class Sheet(NamedTuple):
    name: str
    is_hidden: bool
    hidden_columns: set[int]  # the first is 1; known once a row has been read
    merged: list[str]  # «A3:B4», in .xlsx alone; known once all rows have been read


CellOf = Callable[[Attributes, str, str], Any]


class TooMuch(Exception):
    """More of something than a spreadsheet that people make has."""


# XML, element by element ------------------------------------------------------------------------
class Parts:
    """The parts of a spreadsheet, each a stream of events."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(BytesIO(content))
        self.unpacked: dict[str, int] = {}

    def __contains__(self, part: str) -> bool:
        return part in self.archive.NameToInfo

    def events(self, part: str, most: int = MAX_BYTES) -> Iterator[Event]:
        info, found, names = self.archive.getinfo(part), list[Event](), set[str]()
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError("packed in a way that no spreadsheet is")
        if info.file_size > most:
            raise TooMuch
        parser = _parser(found, names)
        elements = depth = self.unpacked[part] = 0
        with self.archive.open(info) as opened:
            while piece := opened.read(PIECE):
                self.unpacked[part] += len(piece)
                parser.Parse(piece)
                kinds = Counter(map(itemgetter(0), found))
                elements += kinds[START]
                depth += kinds[START] - kinds[END]
                held = self.unpacked[part] - parser.CurrentByteIndex
                if elements > MAX_ELEMENTS or depth > MAX_DEPTH or len(names) > MAX_NAMES:
                    raise TooMuch
                if held > MAX_TAG or sum(self.unpacked.values()) > MAX_BYTES:
                    raise TooMuch
                yield from found
                found.clear()
        parser.Parse(b"", True)
        yield from found


def _parser(found: list[Event], names: set[str]) -> expat.XMLParserType:
    """A parser that adds what it meets to ``found``, and every name to ``names``."""

    def start(name: str, attributes: Attributes) -> None:
        names.add(name)
        names.update(attributes)
        found.append((START, local(name), attributes))

    def local(name: str) -> str:
        return name.rpartition(":")[2] if ":" in name else name

    def refuse(*_declared: object) -> None:
        # No program writes one into a sheet; it is how a few bytes become gigabytes.
        raise ValidationError(
            _("The spreadsheet holds something other than a sheet: save it anew."), code="doctype"
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: found.append((END, local(name), NOTHING))
    parser.CharacterDataHandler = lambda text: found.append((TEXT, text, NOTHING))
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _inside(
    events: Iterator[Event], until: str, *names: str, most: int = MAX_LISTED
) -> Iterator[tuple[str, Attributes]]:
    """The elements of these names before the end of the one that they stand in."""
    for kind, name, attributes in events:
        if kind == END and name == until:
            return
        if kind == START and name in names:
            most -= 1
            if most < 0:
                raise TooMuch
            yield name, attributes


def _content(events: Iterator[Event], until: str) -> tuple[str, str]:
    """The text of a cell, or of one in the table of texts, and its formula; each may be cut."""
    said, into = {"text": "", "formula": ""}, ""
    for kind, name, _attributes in events:
        if kind == TEXT:
            if into and len(said[into]) < MAX_TEXT:
                said[into] += name
        elif kind == END and name == until:
            break
        elif name in HOLDS:
            into = HOLDS[name] if kind == START else ""
            if kind == START and (name == "f" or (name == "p" and said["text"])):
                said[into] += "=" if name == "f" else "\n"
        elif kind == START and name in ASIDE:
            for _aside in _inside(events, name):
                pass
        elif kind == START and name in SPACES:
            said["text"] += " "
    return said["text"][:MAX_TEXT], said["formula"]


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


# Rows and cells, whose elements and attributes have other names in each of the two formats ------
def lines_of(
    events: Iterator[Event], sheet: Sheet, columns: int, cell_of: CellOf
) -> Iterator[Line]:
    """The lines that hold something in the first columns of the sheet."""
    row = column = copies = 0
    names = ("row", "table-row", "col", "table-column", "mergeCell")
    for name, given in _inside(events, "table", *names, most=MAX_ELEMENTS):
        if name == "mergeCell":
            sheet.merged.append(given.get("ref", "")[:MAX_REFERENCE])
            continue
        shown = given.get("table:visibility", "visible")
        no_size = "0" in (given.get("ht"), given.get("width"))
        is_hidden = shown != "visible" or given.get("hidden") in YES or no_size
        if name in ("col", "table-column"):
            first = _int(given.get("min")) or column + 1
            column = _int(given.get("max")) or column + _repeats(given, "columns")
            if is_hidden:
                sheet.hidden_columns.update(range(first, min(column, columns) + 1))
            continue
        first = max(row + 1, _int(given.get("r")))
        row = first + _repeats(given, "rows") - 1
        cells = _cells(events, name, columns, cell_of)
        copies += (row - first) * len(cells)
        if copies > MAX_ELEMENTS:
            raise TooMuch
        yield from (Line(number, cells, is_hidden) for number in range(first, row + 1) if cells)


def _cells(events: Iterator[Event], row: str, columns: int, cell_of: CellOf) -> dict[int, Any]:
    cells, place = dict[int, Any](), 0
    names = ("c", "table-cell", "covered-table-cell")
    for name, given in _inside(events, row, *names, most=MAX_ROW_CELLS):
        first = _column(given.get("r", "")) or place + 1
        place = first + _repeats(given, "columns") - 1
        text, formula = _content(events, name)
        cell = cell_of(given, text, formula) if first <= columns else None
        if cell is not None and cell != "":
            cells.update(dict.fromkeys(range(first, min(place, columns) + 1), cell))
    return cells


def _repeats(given: Attributes, what: str) -> int:
    """How many columns or rows an .ods says the same of at once."""
    return _int(given.get(f"table:number-{what}-repeated")) or 1


def _column(reference: str) -> int:
    """«B7» is in the second one; 0 where it does not say so."""
    found = 0
    for letter in reference[:4].upper():
        if not "A" <= letter <= "Z":
            break
        found = found * 26 + ord(letter) - 64
    return found


def _number(text: str, code: str, epoch: datetime.datetime = WINDOWS_EPOCH) -> Any:
    """A number, a day, or a text: what is shown with something in front, what is in another
    currency, or what is no number.
    """
    front = SHOWN_IN_FRONT.fullmatch(code) if text.isdigit() else None
    if front and code != "0":
        return (front[1] or "") + text.zfill(len(front[2]))
    if currency := OTHER_CURRENCY.search(code):
        return f"{text} {currency[0]}"
    try:
        number = int(text) if text.isdigit() and len(text) < 20 else float(text)
    except ValueError:
        return text
    if not is_date_format(code):
        is_whole = isinstance(number, float) and number.is_integer() and abs(number) < EXACT
        return int(number) if is_whole else number
    with suppress(ValueError, OverflowError):
        return from_excel(number, epoch) if number >= 0 else "#VALUE!"
    return "#VALUE!"


def _iso(text: str) -> Any:
    with suppress(ValueError):
        return datetime.datetime.fromisoformat(text)
    return text


def _unescaped(text: str) -> str:
    """Without the signs that Excel writes for letters that XML has no place for."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


# The two formats --------------------------------------------------------------------------------
class Xlsx:
    """An Excel workbook, also a strict one."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.epoch = parts, WINDOWS_EPOCH
        book = next(part for kind, part in self._related("").values() if kind == "officeDocument")
        related = self._related(book)
        self.listed: list[tuple[Sheet, str]] = []
        for name, given in _inside(parts.events(book), "", "workbookPr", "sheet"):
            if name == "workbookPr":
                self.epoch = MAC_EPOCH if given.get("date1904") in YES else WINDOWS_EPOCH
                continue
            kind, part = related[next(given[key] for key in given if key.endswith(":id"))]
            if kind == "worksheet":
                is_hidden = given.get("state", "visible") != "visible"
                self.listed.append((Sheet(given.get("name", ""), is_hidden, set(), []), part))
        part_of = dict(related.values())
        # Where it is not said, they lie where every program puts them.
        usual = posixpath.join(posixpath.dirname(book), "sharedStrings.xml")
        self.texts = self._texts(part_of.get("sharedStrings", usual))
        self.formats = self._formats(part_of.get("styles", ""))

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """The kind and the place of each part that this one refers to, by its key."""
        folder, name = posixpath.split(part)
        events = self.parts.events(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            given["Id"]: (
                given["Type"].rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/"),
            )
            for _name, given in _inside(events, "", "Relationship")
            if given.get("TargetMode") != "External"
        }

    def _texts(self, part: str) -> list[str]:
        """The table of texts that cells point into."""
        events = self.parts.events(part, MAX_STRINGS_BYTES) if part in self.parts else iter(())
        found = _inside(events, "", "si", most=MAX_ELEMENTS)
        return [_unescaped(_content(events, name)[0]) for name, _given in found]

    def _formats(self, part: str) -> list[str]:
        """The code of the number format of each style of cells."""
        events = self.parts.events(part) if part in self.parts else iter(())
        codes = dict(BUILTIN_FORMATS)
        for name, given in _inside(events, "", "numFmt", "cellXfs"):
            if name == "cellXfs":
                styles = _inside(events, name, "xf")
                return [codes.get(_int(style.get("numFmtId")), "") for _xf, style in styles]
            codes[_int(given["numFmtId"])] = given["formatCode"][:255]
        return []

    def sheets(self) -> Iterator[tuple[Sheet, Iterator[Event]]]:
        """The sheets, each with the events of its lines."""
        return ((sheet, self.parts.events(part)) for sheet, part in self.listed)

    def cell(self, given: Attributes, text: str, formula: str) -> Any:
        kind, style = given.get("t", "n"), _int(given.get("s"))
        if not text:
            # A text that was worked out may be an empty one.
            return Formula(formula) if formula and kind != "str" else None
        if kind == "s":
            return self.texts[_int(text)]
        if kind == "n":
            code = self.formats[style] if style < len(self.formats) else ""
            return _number(text.strip(), code, self.epoch)
        if kind == "b":
            return text.strip() in YES
        return _iso(text) if kind == "d" else _unescaped(text)


class Ods:
    """An OpenDocument spreadsheet: all of it stands in one part."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def sheets(self) -> Iterator[tuple[Sheet, Iterator[Event]]]:
        """The sheets, each with the events of its lines, to be read before the next."""
        events, hidden, style = self.parts.events("content.xml"), set[str](), ""
        for name, given in _inside(events, "", "style", "table-properties", "table"):
            if name == "style":
                style = given.get("style:name", "")
            elif name == "table":
                is_hidden = given.get("table:style-name") in hidden
                yield Sheet(given.get("table:name", ""), is_hidden, set(), []), events
            elif given.get("table:display") == "false":
                hidden.add(style)

    def cell(self, given: Attributes, text: str, _formula: str) -> Any:
        if number := given.get("office:value"):
            currency = given.get("office:currency", "DKK")
            if currency != "DKK":
                return f"{number} {currency}"
            if text in TRUE_OR_FALSE:
                return number != "0"
            # How it is shown tells of zeros in front, as the code of a format does.
            is_padded = text.startswith("0") and text.isdigit()
            return _number(number, "0" * len(text) if is_padded else "")
        if date := given.get("office:date-value"):
            return _iso(date)
        if yes_no := given.get("office:boolean-value"):
            return yes_no in YES
        if "table:formula" in given and not text:
            return Formula("=" + given["table:formula"].partition("=")[2])
        return text


def book_of(content: bytes) -> Xlsx | Ods:
    parts = Parts(content)
    return Ods(parts) if "content.xml" in parts else Xlsx(parts)
