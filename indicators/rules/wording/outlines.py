"""A section of last year's document, pasted, becomes an outline of proposals.

Main area, groups of activities and criteria, each with where it stood. Lines that were not
understood are kept as ``unread``: nothing that was pasted is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.text import clean_text
from indicators.rules.wording.clues import Clue
from indicators.rules.wording.masks import masked
from indicators.rules.wording.pasted import Piece, is_heading, items_of, pieces_of
from indicators.rules.wording.proposals import Proposal, Read
from indicators.rules.wording.quantities import quantities_in
from indicators.rules.wording.reading import read_wording

LONGEST = 100_000

_AREA = re.compile(r"(?P<number>[0-9]{1,2})\.\s*(?P<title>[A-ZÆØÅ][^\t]{2,150}[^.:\s0-9])")
_COLUMNS = re.compile(
    r"aktivitet(?:er)?\s*(?:/\s*)?succeskriteri(?:er|um|erne)\s*:?", re.IGNORECASE
)
_FIRST_COLUMN = re.compile(r"aktivitet(?:er)?:?", re.IGNORECASE)
_SECOND_COLUMN = re.compile(r"succeskriteri(?:er|um|erne):?", re.IGNORECASE)
_GROUP = re.compile(
    r"(?:aktiviteter\s+og\s+)?succeskriterier(?:ne)?\s+(?:for|vedr\.?|vedrørende|til"
    r"|i\s+forhold\s+til)\s+(?:(?:en\s+)?indsats(?:en)?\s+(?:målrettet|for)\s+)?(?P<title>.+)",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r",?\s*(?:herunder|bl\.\s?a\.|blandt andet)?:$", re.IGNORECASE)
_OF_WHICH = re.compile(r",?\s*(?:hvoraf|heraf|deraf):?$", re.IGNORECASE)
_HELD = re.compile(r"(?:afholdelse\s+af\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActivityProposal:
    """An activity with the heading it stands under, and how often it is planned."""

    title: Read[str]
    heading: str = ""
    occurrences: Read[Decimal] | None = None


@dataclass(frozen=True, slots=True)
class CriterionProposal:
    """A criterion's wording with what it proposes, and its sub-criteria («hvoraf:»)."""

    wording: Read[str]
    proposal: Proposal
    heading: str = ""
    parts: tuple[CriterionProposal, ...] = ()


@dataclass(slots=True)
class Group:
    """A table of activities and criteria; its title is that of an initiative, where it has one."""

    title: Read[str] | None = None
    activities: list[ActivityProposal] = field(default_factory=list)
    criteria: list[CriterionProposal] = field(default_factory=list)


@dataclass(slots=True)
class Area:
    """A main area; without number and title where the text begins with a table."""

    number: Read[int] | None = None
    title: Read[str] | None = None
    groups: list[Group] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    areas: list[Area] = field(default_factory=list)
    unread: list[Read[str]] = field(default_factory=list)


def read_section(text: str, clues: Sequence[Clue] = ()) -> Outline:
    """The outline of a pasted section; places are those in ``clean_text(text)``."""
    reader = _Reader(clues)
    for piece in pieces_of(clean_text(text)[:LONGEST]):
        reader.take(piece)
    return reader.finished()


class _Reader:
    """Takes a section line by line; a table is worked out when it ends."""

    def __init__(self, clues: Sequence[Clue]) -> None:
        self.clues = clues
        self.outline = Outline()
        self.before: list[Piece] = []
        self.table: list[Piece] | None = None
        self.group = Group()

    def take(self, piece: Piece) -> None:
        if area := self._area_of(piece):
            self._end_table()
            self._pass_over(self.before)
            self.outline.areas.append(area)
        elif _COLUMNS.fullmatch(piece.text) or _SECOND_COLUMN.fullmatch(piece.text):
            self._begin_table()
        elif _FIRST_COLUMN.fullmatch(piece.text) and not piece.bullet:
            pass
        elif self.table is not None and _GROUP.fullmatch(piece.text):
            self._end_table()
            self.before.append(piece)
        else:
            (self.before if self.table is None else self.table).append(piece)

    def finished(self) -> Outline:
        self._end_table()
        self._pass_over(self.before)
        return self.outline

    def _area_of(self, piece: Piece) -> Area | None:
        found = _AREA.fullmatch(piece.text)
        if not found or piece.bullet or piece.opens_cell or piece.closes_cell:
            return None
        if self.table is not None and read_wording(found["title"]).target:
            return None  # a numbered criterion
        number = Read(int(found["number"]), piece.start, piece.start + found.end("number"))
        return Area(number, Read(found["title"], piece.start + found.start("title"), piece.end))

    def _begin_table(self) -> None:
        """What stood last before the headings of the columns is the title of the group."""
        self._end_table()
        lines: list[Piece] = []
        while self.before and (self.before[-1].text or not lines):
            piece = self.before.pop()
            if piece.text:
                lines.insert(0, piece)
        title, others = _title_among(lines)
        self._pass_over(self.before)
        self._pass_over(others)
        self.group, self.table = Group(title), []

    def _end_table(self) -> None:
        if self.table is None:
            return
        activities, criteria = _columns_of(self.table)
        self.group.activities = list(_activities_of(activities))
        self.group.criteria = list(_criteria_of(criteria, self.clues))
        if not self.outline.areas:
            self.outline.areas.append(Area())
        self.outline.areas[-1].groups.append(self.group)
        self.table = None

    def _pass_over(self, pieces: list[Piece]) -> None:
        self.outline.unread += [
            Read(each.text, each.start, each.end) for each in pieces if each.text
        ]
        pieces.clear()


def _title_among(lines: list[Piece]) -> tuple[Read[str] | None, list[Piece]]:
    """The title, be it broken over lines, and the lines before it."""
    for index in range(len(lines) - 1, -1, -1):
        found = _GROUP.fullmatch(" ".join(line.text for line in lines[index:]))
        if found:
            return _titled(found["title"], lines[index:]), lines[:index]
    *others, last = lines or [Piece("", 0, 0)]
    stands_alone = not others or others[-1].text.endswith((".", ":"))
    if last.text and stands_alone and len(last.text) <= 150 and last.text[-1] not in ".:":
        return _titled(last.text, [last]), others
    return None, lines


def _titled(title: str, lines: list[Piece]) -> Read[str]:
    return Read(title[:1].upper() + title[1:], lines[0].start, lines[-1].end)


def _columns_of(table: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the two columns."""
    if any(piece.opens_cell for piece in table):
        return _columns_by_tabs(table)
    return _columns_by_gaps(table)


def _columns_by_tabs(table: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """A tab opens the second column. The next row's first cell begins at its heading."""
    columns: tuple[list[Piece], list[Piece]] = ([], [])
    second = False
    for piece in table:
        if piece.opens_cell:
            second = True
        elif piece.closes_cell:
            if second:
                columns[0].extend(_taken_back(columns[1]))
            second = False
        columns[second].append(piece)
    return columns


def _taken_back(criteria: list[Piece]) -> list[Piece]:
    """The lines since the last heading belong to the row that comes; none where its cell opened."""
    for index in range(len(criteria) - 1, -1, -1):
        if criteria[index].opens_cell:
            return []
        if criteria[index].is_heading:
            taken = criteria[index:]
            del criteria[index:]
            return taken
    return []


def _columns_by_gaps(table: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Without tabs an empty line parts them; a heading seen before is that of the criteria."""
    columns: tuple[list[Piece], list[Piece]] = ([], [])
    headings: set[str] = set()
    for index, block in enumerate(_blocks_of(table)):
        heading = block[0].text if block[0].is_heading else ""
        second = heading in headings if heading else index > 0
        if heading and not second:
            headings.add(heading)
        columns[second].extend(block)
    return columns


def _blocks_of(table: list[Piece]) -> Iterator[list[Piece]]:
    block: list[Piece] = []
    for piece in table:
        if piece.text:
            block.append(piece)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _under_headings(pieces: list[Piece]) -> Iterator[tuple[str, str, Read[str]]]:
    """Heading, bullet and text of each item of a column; a heading of nothing is an item."""
    heading, unused = "", None
    for bullet, item in items_of(pieces):
        if bullet or not is_heading(item.value):
            unused = None
            yield heading, bullet, item
            continue
        if unused:
            yield "", "", unused
        heading, unused = item.value[:-1].strip(), item
    if unused:
        yield "", "", unused


def _activities_of(pieces: list[Piece]) -> Iterator[ActivityProposal]:
    for heading, _bullet, item in _under_headings(pieces):
        title = _INCLUDING.sub("", item.value).rstrip(".") or item.value
        yield ActivityProposal(Read(title, item.start, item.end), heading, _occurrences_of(title))


def _occurrences_of(title: str) -> Read[Decimal] | None:
    """«2 internationale dage» are held twice; where there are two figures nobody knows."""
    quantities = quantities_in(masked(title))
    if len(quantities) != 1 or quantities[0].is_strong or not quantities[0].unit:
        return None
    found = quantities[0]
    begins = _HELD.match(title[: found.start]) is not None
    return found.target if begins and not found.doubts else None


def _criteria_of(pieces: list[Piece], clues: Sequence[Clue]) -> Iterator[CriterionProposal]:
    items = list(_under_headings(pieces))
    while items:
        heading, bullet, item = items.pop(0)
        parts: list[CriterionProposal] = []
        if _OF_WHICH.search(item.value) and items:
            below = items[0][1]
            while items and items[0][:2] == (heading, below):
                parts.append(_criterion(items.pop(0), clues))
        criterion = _criterion((heading, bullet, item), clues)
        yield CriterionProposal(criterion.wording, criterion.proposal, heading, tuple(parts))


def _criterion(item: tuple[str, str, Read[str]], clues: Iterable[Clue]) -> CriterionProposal:
    heading, _bullet, text = item
    return CriterionProposal(text, read_wording(text.value, tuple(clues)), heading)
