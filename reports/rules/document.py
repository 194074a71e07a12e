"""A document as every renderer takes it: parts of blocks, and figures that lead to their evidence.

The page, Word, the PDF, the spreadsheet, the slides and the data are drawn of one and the same
``Document``, so that no two of them can show different figures. Nothing here knows a format, a
database or a language; every dataclass goes to JSON and back without loss (``frozen.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they stand: no mark-up of any kind is read out of them."""

    text: str
    strong: bool = False
    emphasis: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence or a cell.

    ``key`` names it for good within its document: «taste-visitors.value». ``value`` is the exact
    figure as a decimal string, an ISO date or a word, for spreadsheets and data; ``text`` is what
    people read. ``address`` is the page of its evidence, without a host; empty where there is none.
    """

    key: str
    text: str
    value: str = ""
    address: str = ""
    is_forecast: bool = False
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class StatusMark:
    """A status by its word; renderers add icon and colour by ``status``, the code of the word."""

    status: str
    label: str
    kind: Literal["status"] = "status"


Run = Text | Figure | StatusMark
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of points, numbered where the numbers are meant."""

    points: tuple[Runs, ...]
    numbered: bool = False
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` is its part of the table's width, in hundredths: all columns have one, or none."""

    heading: str
    is_number: bool = False
    share: int = 0


Cell = tuple[Paragraph | Listing, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A cell is one or several paragraphs or lists. ``is_total`` is set off from those above."""

    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row, which a renderer repeats on each page.

    ``caption`` says what it shows, also to those who hear it. ``has_row_heads``: the first cell of
    each row is the row's heading.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    has_row_heads: bool = False
    kind: Literal["table"] = "table"

    def rows_with_columns(self) -> Iterator[tuple[Row, list[tuple[Column, Cell]]]]:
        """Each row with its cells, each beside its column: what the page's table is drawn of."""
        for row in self.rows:
            yield row, list(zip(self.columns, row.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by the SHA-256 of its bytes, which the renderers are handed beside the document."""

    sha256: str
    content_type: str
    width: int
    height: int
    alternative_text: str
    caption: str = ""
    kind: Literal["picture"] = "picture"


Block = Paragraph | Listing | Table | Picture


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it. A part's parts are one level down; none is skipped."""

    title: str
    anchor: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the document's head: «Sagsnr.», «2007-50025»."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """``dated`` is ISO: what the files say they were made on, so that their bytes are the same
    each time."""

    title: str
    dated: str
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    subtitle: str = ""
    language: str = "da-DK"

    def all_parts(self) -> Iterator[tuple[int, Part]]:
        """Every part in reading order with its level: 1 stands directly under the title."""
        yield from _walk(self.parts, 1)

    def figures(self) -> Iterator[Figure]:
        """Every figure in reading order, those of sentences, lists and cells alike."""
        yield from (figure for _part, figure in self.figures_by_part())

    def figures_by_part(self) -> Iterator[tuple[Part, Figure]]:
        """The same, each with the part in which it stands."""
        for _level, part in self.all_parts():
            yield from ((part, run) for run in runs_of_part(part) if isinstance(run, Figure))


def runs_of_part(part: Part) -> Iterator[Run]:
    """Every run of the part's own blocks in reading order, without those of its parts."""
    for block in part.blocks:
        for runs in _runs_of(block):
            yield from runs


def parts_below(part: Part) -> Iterator[Part]:
    """The part's own parts and theirs, in reading order."""
    yield from (below for _level, below in _walk(part.parts, 1))


def _walk(parts: tuple[Part, ...], level: int) -> Iterator[tuple[int, Part]]:
    for part in parts:
        yield level, part
        yield from _walk(part.parts, level + 1)


def _runs_of(block: Block) -> Iterator[Runs]:
    if isinstance(block, Paragraph):
        yield block.runs
    elif isinstance(block, Listing):
        yield from block.points
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                for inner in cell:
                    yield from _runs_of(inner)
