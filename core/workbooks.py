"""The rows of a spreadsheet's first sheet (.xlsx), read piece by piece in bounded memory.

A spreadsheet is a zip of XML, and few bytes may become gigabytes on the way: as parts that unpack
to more, as one row of millions of cells, as elements in elements, as names by the million. So no
part is ever held whole, nothing is kept but the cells that are asked for, and every count that a
file decides has a cap. Nothing in a workbook is run: a formula is the text that it is.
"""

from __future__ import annotations

import datetime
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from core.uploads import UNKNOWN, UNPACKS_TOO_LARGE

# A sheet of 100.000 rows and six columns is about 30 MB; one of 5.000 rows less than 5.
MAX_MEGABYTES = 40
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
# The texts of all cells stand in a part of their own, which is held, at a few times its size.
MAX_STRINGS_BYTES = 8 * 1024 * 1024
MAX_ROW_CELLS = 16_384  # Excel's own number of columns
MAX_ELEMENTS = 3_000_000
MAX_DEPTH = 60
MAX_NAMES = 2_000  # of elements and attributes: the parser remembers each
MAX_STYLES = 70_000  # Excel's own is 65.490
MAX_TEXT = 32_767  # letters of a cell; Excel's own
PIECE = 64 * 1024
MAX_TAG = 2 * PIECE  # a single tag or comment: what the parser must hold until it ends

Attributes = Mapping[str, str]


class TooMuch(Exception):
    """More of something than a spreadsheet that people make has."""


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


class Formula(str):
    """What a cell with a formula holds: «=SUM(B1:B9)»."""

    __slots__ = ()


# XML, element by element ------------------------------------------------------------------------
class _Reading:
    """A part of the workbook on its way through the parser. Sub-classes keep what they need."""

    most = MAX_BYTES

    def __init__(self) -> None:
        self.depth = self.elements = 0
        self.names: set[str] = set()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, piece: str) -> None:
        """A piece of text in it."""

    def pieces(self, archive: zipfile.ZipFile, part: str) -> Iterator[None]:
        """Read the part; after each piece the caller may take what has been found."""
        info, fed = archive.getinfo(part), 0
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError("packed in a way that no spreadsheet is")
        if info.file_size > self.most:
            raise TooMuch
        with archive.open(info) as opened:
            while piece := opened.read(PIECE):
                fed += len(piece)
                self.parser.Parse(piece)
                if fed > self.most or fed - self.parser.CurrentByteIndex > MAX_TAG:
                    raise TooMuch
                yield
        self.parser.Parse(b"", True)
        yield

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        for _piece in self.pieces(archive, part):
            pass

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if not self.names.issuperset(attributes) or name not in self.names:
            self.names.add(name)
            self.names.update(attributes)
        if self.elements > MAX_ELEMENTS or self.depth > MAX_DEPTH or len(self.names) > MAX_NAMES:
            raise TooMuch
        self.start(_local(name), attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.end(_local(name))

    def _doctype(self, *_declared: object) -> None:
        # No program writes one into a sheet; it is how a few bytes become gigabytes.
        raise ValidationError(
            _("The spreadsheet holds something other than a sheet: save it anew."), code="doctype"
        )


def _local(name: str) -> str:
    """Without the prefix of its namespace, which each program chooses."""
    return name.rpartition(":")[2] if ":" in name else name


class _Elements(_Reading):
    """The attributes of a part's elements: of the few kinds that are asked for."""

    def __init__(self, keep: Callable[[str, Attributes], None]) -> None:
        super().__init__()
        self.keep = keep

    def start(self, name: str, attributes: Attributes) -> None:
        self.keep(name, attributes)


class _Text:
    """The text of a cell, cut where it is longer than a cell can be."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.room = MAX_TEXT

    def add(self, piece: str) -> None:
        if self.room > 0:
            self.pieces.append(piece[: self.room])
            self.room -= len(piece)

    def taken(self) -> str:
        found = "".join(self.pieces)
        self.pieces, self.room = [], MAX_TEXT
        return found


class _Strings(_Reading):
    """The table of texts that cells point into."""

    most = MAX_STRINGS_BYTES

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.held = _Text()
        self.in_text = self.is_aside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self.in_text = not self.is_aside
        elif name == "rPh":  # how it is pronounced
            self.is_aside = True

    def end(self, name: str) -> None:
        if name == "t":
            self.in_text = False
        elif name == "rPh":
            self.is_aside = False
        elif name == "si":
            self.found.append(self.held.taken())

    def text(self, piece: str) -> None:
        if self.in_text:
            self.held.add(piece)


# The sheet --------------------------------------------------------------------------------------
class _Sheet(_Reading):
    """Rows of values, the first ``columns`` of each."""

    def __init__(self, columns: int, value_of: Callable[[str, str, int], Any]) -> None:
        super().__init__()
        self.columns, self.value_of = columns, value_of
        self.ready: list[tuple[int, list[Any]]] = []
        self.number = self.place = self.cells = 0
        self.values: list[Any] = []
        self.kind, self.style = "n", 0
        self.value, self.formula = _Text(), _Text()
        self.has_formula = False
        self.into: _Text | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self.number = max(self.number + 1, _number(attributes.get("r", "")))
            self.values, self.place, self.cells = [], 0, 0
        elif name == "c":
            self.cells += 1
            if self.cells > MAX_ROW_CELLS:
                raise TooMuch
            self.place = _column(attributes.get("r", "")) or self.place + 1
            self.kind = attributes.get("t", "n")
            self.style = _number(attributes.get("s", ""))
            self.has_formula = False
        elif name == "f":
            self.has_formula, self.into = True, self.formula
        elif name in ("v", "t"):
            self.into = self.value

    def end(self, name: str) -> None:
        if name in ("v", "t", "f"):
            self.into = None
        elif name == "c":
            self._keep(self.value.taken(), self.formula.taken())
        elif name == "row" and any(value is not None for value in self.values):
            self.ready.append((self.number, self.values))
            self.values = []

    def text(self, piece: str) -> None:
        if self.into is not None and self.place <= self.columns:
            self.into.add(piece)

    def _keep(self, value: str, formula: str) -> None:
        if not 0 < self.place <= self.columns:
            return
        self.values += [None] * (self.place - len(self.values))
        if self.has_formula:
            self.values[self.place - 1] = Formula(f"={formula}")
        else:
            self.values[self.place - 1] = self.value_of(self.kind, value, self.style)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _column(reference: str) -> int:
    """«B7» is in the second one; 0 where it does not say so."""
    found = 0
    for letter in reference[:4].upper():
        if not "A" <= letter <= "Z":
            break
        found = found * 26 + ord(letter) - 64
    return found


# The workbook -----------------------------------------------------------------------------------
def rows_of_workbook(content: bytes, *, columns: int) -> Iterator[tuple[int, list[Any]]]:
    """The first sheet's rows that hold something, numbered as in the sheet.

    Raises TooMuch; ValidationError for a document type; anything else for a damaged file.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = _Parts(archive)
        sheet = _Sheet(columns, parts.value_of)
        for _piece in sheet.pieces(archive, parts.sheet):
            ready, sheet.ready = sheet.ready, []
            yield from ready


class _Parts:
    """Where the parts of the workbook lie, its table of texts, and which styles are dates."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        _types, roots = self._relations("")
        [book] = [part for kind, part in roots.values() if kind == "officeDocument"][:1]
        self.epoch = WINDOWS_EPOCH
        by_kind, relations = self._relations(book)
        self.sheet = self._first_sheet(book, relations)
        # Where it is not said, it lies where every program puts it.
        usual = posixpath.join(posixpath.dirname(book), "sharedStrings.xml")
        self.strings = self._strings(by_kind.get("sharedStrings", usual))
        self.dates = self._dates(by_kind.get("styles", ""))

    def _relations(self, part: str) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
        """What a part refers to: by kind, and by name with its kind."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def keep(element: str, attributes: Attributes) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
                found[attributes["Id"]] = kind, target.lstrip("/")
                if len(found) > MAX_NAMES:
                    raise TooMuch

        _Elements(keep).read(self.archive, posixpath.join(folder, "_rels", f"{name}.rels"))
        return dict(found.values()), found

    def _first_sheet(self, book: str, relations: Mapping[str, tuple[str, str]]) -> str:
        sheets: list[str] = []

        def keep(element: str, attributes: Attributes) -> None:
            if element == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.epoch = MAC_EPOCH
            elif element == "sheet" and not sheets:
                named = {_local(name): value for name, value in attributes.items() if ":" in name}
                kind, part = relations.get(named.get("id", ""), ("", ""))
                sheets.extend([part] if kind == "worksheet" else [])

        _Elements(keep).read(self.archive, book)
        return sheets[0]

    def _strings(self, part: str) -> list[str]:
        strings = _Strings()
        if part in self.archive.NameToInfo:
            strings.read(self.archive, part)
        return strings.found

    def _dates(self, part: str) -> list[bool]:
        """Of each style of cells: whether its number is shown as a date."""
        formats, styles = dict(BUILTIN_FORMATS), list[int]()
        inside: list[str] = []

        def keep(element: str, attributes: Attributes) -> None:
            if element in ("cellStyleXfs", "cellXfs", "dxfs"):
                inside[:] = [element]
            elif element == "numFmt" and not inside:
                formats[_number(attributes["numFmtId"])] = attributes["formatCode"][:255]
            elif element == "xf" and inside == ["cellXfs"]:
                styles.append(_number(attributes.get("numFmtId", "")))
            if max(len(styles), len(formats)) > MAX_STYLES:
                raise TooMuch

        if part in self.archive.NameToInfo:
            _Elements(keep).read(self.archive, part)
        return [is_date_format(formats.get(number, "General")) for number in styles]

    def value_of(self, kind: str, text: str, style: int) -> Any:
        """A cell's value as Python has it; None for an empty one."""
        if not text:
            return None
        if kind == "s":
            return self.strings[_number(text)] or None
        if kind == "b":
            return text.strip() == "1"
        if kind == "d":
            with suppress(ValueError):
                return datetime.datetime.fromisoformat(text)
        if kind != "n":
            return text
        return self._number(text, is_date=style < len(self.dates) and self.dates[style])

    def _number(self, text: str, *, is_date: bool) -> Any:
        try:
            number = int(text) if text.isdigit() and len(text) < 20 else float(text[:400])
        except ValueError:
            return text
        if not is_date:
            return number
        try:
            return from_excel(number, self.epoch)
        except (ValueError, OverflowError):
            return "#VALUE!"
