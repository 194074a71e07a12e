"""Parses lists of names and matches each line to the directory.

Knows no database: what the directory and the roster hold is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.cpr import contains_cpr
from core.dates import parse_date
from core.names import class_key, is_class, loose_name, normalised_name
from core.text import clean_line
from core.workbook_xml import TRUE_OR_FALSE
from core.workbooks import is_error
from directory.rules.headings import columns_of
from directory.rules.matching import NameIndex

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_LINES = 400
MAX_NAME = 200
MAX_CLASS = 40
HEADINGS_WITHIN = 30  # rows of a sheet: titles and dates of print stand above them
# «3. », «– » and the like before a name, as lists from a letter have them.
_BULLET = re.compile(r"^\s*(?:[-–—*•·]|\d{1,3}[.)])\s+")

# What stands at the end of a list and is no name of it.
_TOTAL = re.compile(r"\W*(?:i ?alt|total|antal|sum)\b[^a-zæøå]*", re.I)
# What a spreadsheet makes of «8.1» where it takes it for a day, and of «1-7» where for a month.
_MONTH = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)\w*"
_DATE = re.compile(rf"\d{{1,2}}[-. ]+{_MONTH}.*|{_MONTH}[-. ]+\d+|[\d:. -]*\d:\d\d[\d:.]*", re.I)


class LineKind(StrEnum):
    """The kinds of a roster's lines."""

    ORGANISATION = "organisation"
    SCHOOL_CLASS = "class"
    CONSULTANT = "consultant"


class LineFault(StrEnum):
    """Why a line cannot be used."""

    CPR = "cpr"
    LONG = "long"
    NO_NAME = "no name"
    NO_CLASS = "no class"
    CONTROL = "control"
    FORMULA = "formula"
    ABOVE = "above"
    HIDDEN = "hidden"
    VALUE = "value"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Line:
    """A name, and what stood beside it: a class of the school, the workplace of the person."""

    number: int
    name: str
    beside: str = ""
    fault: LineFault | None = None

    @property
    def text(self) -> str:
        return f"{self.name}\t{self.beside}" if self.beside else self.name

    @property
    def shown(self) -> str:
        """Name and what stands beside it, in a length to be read."""
        parts = (Truncator(self.name).chars(60), Truncator(self.beside).chars(40))
        return ", ".join(filter(None, parts))

    def key(self, what: LineKind) -> tuple[str, str]:
        """The same where another line means the same."""
        of_class = what == LineKind.SCHOOL_CLASS
        beside = class_key(self.beside) if of_class else normalised_name(self.beside)
        return normalised_name(self.name), beside


def lines_of(text: str, what: LineKind) -> list[Line]:
    """The lines that are not blank, with their numbers in the list."""
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    # One «1. maj-komiteen» is a name; a list in which every line has a mark is a list with marks.
    if len(numbered) > 1 and all(_BULLET.match(line) for _number, line in numbered):
        numbered = [(number, _BULLET.sub("", line)) for number, line in numbered]
    # In a text a mark before the name sets it in; in a sheet the first column is empty.
    return lines_of_rows([(number, _cells(line.strip(), what)) for number, line in numbered], what)


def lines_of_rows(
    rows: Sequence[tuple[int, Sequence[str]]], what: LineKind, *, of_sheet: bool = False
) -> list[Line]:
    """Rows of cells as lines: below their headings where there are any, else all of them.

    What stands above the headings is no name, and said to stand there.
    """
    for place, (_number, cells) in enumerate(rows[:HEADINGS_WITHIN]):
        # Deep in a text a single word is a name, be it «Foreningen».
        columns = columns_of(cells, what) if not place or of_sheet or len(cells) > 1 else None
        if columns:
            above = [line_of(number, [" ".join(cells)], what) for number, cells in rows[:place]]
            above = [replace(line, fault=LineFault.ABOVE) for line in above]
            named = rows[place + 1 :]
            return above + [line_of(number, columns.of(cells), what) for number, cells in named]
    return [line_of(number, cells, what) for number, cells in rows]


def carried(text: str, what: LineKind) -> list[Line]:
    """The lines of a text that ``text_of`` made, each as it was."""
    return [line_of(n, line.split("\t"), what) for n, line in enumerate(text.split("\n"), 1)]


def _cells(line: str, what: LineKind) -> list[str]:
    for separator in ("\t", ";"):
        if separator in line:
            return line.split(separator)
    # Names have commas in them; only where something stands beside the name is it cut off there.
    return [line] if what == LineKind.ORGANISATION else line.rsplit(",", 1)


def line_of(number: int, cells: Sequence[str], what: LineKind) -> Line:
    """A line from its cells: the name, and for a class or a person what stands beside it."""
    name, beside = [*map(clean_line, cells), "", ""][:2]
    if what == LineKind.ORGANISATION:
        beside = ""
    if what == LineKind.SCHOOL_CLASS and is_class(name) and not is_class(beside):
        name, beside = beside, name
    fault = _fault(name, beside, what)
    # A number that must not be stored is not shown again either, and a formula says nothing.
    if fault in (LineFault.CPR, LineFault.FORMULA):
        return Line(number, "", "", fault)
    return Line(number, name, beside, fault)


def _fault(name: str, beside: str, what: LineKind) -> LineFault | None:
    if contains_cpr(name) or contains_cpr(beside):
        return LineFault.CPR
    if any(ord(character) < 32 for character in name + beside):
        return LineFault.CONTROL
    longest = MAX_CLASS if what == LineKind.SCHOOL_CLASS else MAX_NAME
    if len(name) > MAX_NAME or len(beside) > longest:
        return LineFault.LONG
    if what == LineKind.SCHOOL_CLASS and not (name and beside):
        return LineFault.NO_CLASS
    if name.startswith("=") or beside.startswith("="):
        return LineFault.FORMULA
    if any(is_error(text) or text in TRUE_OR_FALSE for text in (name, beside)):
        return LineFault.VALUE
    if what == LineKind.SCHOOL_CLASS and _is_date(beside):
        return LineFault.DATE
    # A number, a day, a total or an empty first column is nobody's name.
    is_named = any(character.isalpha() for character in name) and not _TOTAL.fullmatch(name)
    return None if is_named else LineFault.NO_NAME


def _is_date(text: str) -> bool:
    """Whether it is what a spreadsheet makes of a class: a day, also as the number that it is."""
    return bool(parse_date(text) or _DATE.fullmatch(text) or re.fullmatch(r"\d{3,}", text))


# What a line may mean --------------------------------------------------------------------------
class LineMatch(StrEnum):
    FAULTY = "faulty"
    DOUBLE = "double"
    PRESENT = "present"
    NAMESAKE = "namesake"  # a person of that name is on the roster; this may be another
    KNOWN = "known"
    SEVERAL = "several"
    WORKPLACES = "workplaces"  # a person who is new, at one of several of that name
    NEAR = "near"
    ALIKE = "alike"  # a new name that differs from a new one above in «A/S» or the like
    NEW = "new"


WORDS: dict[LineFault | LineMatch, StrOrPromise] = {
    LineFault.CPR: _("holds a CPR number, which must not be stored."),
    LineFault.LONG: _("is too long for a name."),
    LineFault.NO_NAME: _("has no name in its first column."),
    LineFault.NO_CLASS: _("needs both a school and a class: Nørrebro Skole; 8.b"),
    LineFault.CONTROL: _("holds characters that cannot be read."),
    LineFault.FORMULA: _("holds a formula: write the name itself, or paste it as a value."),
    LineFault.ABOVE: _("stands above the headings."),
    LineFault.HIDDEN: _("is hidden in the sheet: show the row if it belongs to the list."),
    LineFault.VALUE: _("holds an error or TRUE or FALSE: write the name itself."),
    LineFault.DATE: _(
        "has a date where the class stands: the spreadsheet has made one of it. Write the class."
    ),
    LineMatch.DOUBLE: _("stands in the list before."),
    LineMatch.PRESENT: _("is on the roster already."),
    LineMatch.NAMESAKE: _("Somebody of that name is on the roster already"),
    LineMatch.KNOWN: _("In the directory"),
    LineMatch.SEVERAL: _("Several go by that name"),
    LineMatch.WORKPLACES: _("Not in the directory; several workplaces go by that name"),
    LineMatch.NEAR: _("Not in the directory, but something like it"),
    LineMatch.ALIKE: _("Not in the directory; like a new name further up in the list"),
    LineMatch.NEW: _("Not in the directory"),
}
UNASKED = (LineMatch.FAULTY, LineMatch.DOUBLE, LineMatch.PRESENT)


@dataclass(frozen=True, slots=True)
class LineProposal:
    """What a line was found to be. ``known`` are those that it may be, the likeliest first.

    ``workplaces`` are the organisations that what stands beside a person's name may mean.
    ``alike`` is the line above whose new name may mean the same.
    """

    line: Line
    finding: LineMatch
    known: tuple[int, ...] = ()
    workplaces: tuple[int, ...] = ()
    alike: Line | None = None

    @property
    def is_asked(self) -> bool:
        """Whether anything can be done with the line at all."""
        return self.finding not in UNASKED

    @property
    def reason(self) -> StrOrPromise:
        """What was found, in words."""
        return WORDS[self.line.fault or self.finding]


def proposals(
    lines: Iterable[Line],
    index: NameIndex,
    *,
    what: LineKind,
    kind: str,
    present: Collection[RosterKey],
    workplaces: NameIndex | None = None,
) -> Iterator[LineProposal]:
    """Each line against the directory's names and the roster. ``kind`` comes before others.

    People stand in an index of their own; ``workplaces`` is the directory's then.
    """
    seen: set[tuple[str, str]] = set()
    new: dict[str, Line] = {}
    taken: set[RosterKey] = set()
    for line in lines:
        proposal = _proposal(line, index, what, kind)
        if workplaces and line.beside:
            proposal = _at_a_workplace(proposal, workplaces)
        key = line.key(what)
        if key in seen and proposal.finding != LineMatch.FAULTY:
            proposal = LineProposal(line, LineMatch.DOUBLE)
        seen.add(key)
        proposal = _beside_new_ones(proposal, new)
        if proposal.finding == LineMatch.KNOWN:
            standing = roster_key_of(proposal.known[0], line.beside, what)
            if standing in taken:
                proposal = LineProposal(line, LineMatch.DOUBLE, proposal.known)
            elif standing in present:
                person = what == LineKind.CONSULTANT
                finding = LineMatch.NAMESAKE if person else LineMatch.PRESENT
                proposal = replace(proposal, finding=finding)
            taken.add(standing)
        yield proposal


# The organisation, person or school on a roster, and of a school which class.
RosterKey = tuple[int, str]


def roster_key_of(pk: int, beside: str, what: LineKind) -> RosterKey:
    return pk, class_key(beside) if what == LineKind.SCHOOL_CLASS else ""


def _proposal(line: Line, index: NameIndex, what: LineKind, kind: str) -> LineProposal:
    if line.fault:
        return LineProposal(line, LineMatch.FAULTY)
    exact = index.exact(line.name, kind)
    if what == LineKind.ORGANISATION:
        exact = exact or index.exact(line.name)
    if exact:
        return LineProposal(
            line, LineMatch.SEVERAL if len(exact) > 1 else LineMatch.KNOWN, tuple(exact)
        )
    near = index.near(line.name, None if what == LineKind.ORGANISATION else kind)
    return LineProposal(line, LineMatch.NEAR if near else LineMatch.NEW, tuple(near))


def _at_a_workplace(proposal: LineProposal, workplaces: NameIndex) -> LineProposal:
    places = tuple(workplaces.exact(proposal.line.beside))
    asked = proposal.finding == LineMatch.NEW and len(places) > 1
    finding = LineMatch.WORKPLACES if asked else proposal.finding
    return replace(proposal, finding=finding, workplaces=places)


def _beside_new_ones(proposal: LineProposal, new: dict[str, Line]) -> LineProposal:
    """With the new name above it that may be the same; ``new`` are those, by their loose name."""
    if proposal.finding not in (LineMatch.NEW, LineMatch.NEAR):
        return proposal
    first = new.setdefault(loose_name(proposal.line.name), proposal.line)
    if normalised_name(first.name) == normalised_name(proposal.line.name):
        return proposal
    is_new = proposal.finding == LineMatch.NEW
    return replace(proposal, finding=LineMatch.ALIKE if is_new else LineMatch.NEAR, alike=first)


def text_of(proposed: Iterable[LineProposal]) -> str:
    """The lines that are asked about, one a line: what ``carried`` reads."""
    return "\n".join(proposal.line.text for proposal in proposed if proposal.is_asked)


def numbered(proposed: Iterable[LineProposal]) -> list[LineProposal]:
    """Those that are asked about, numbered as in their own text."""
    asked = [proposal for proposal in proposed if proposal.is_asked]
    lines = {p.line: replace(p.line, number=number) for number, p in enumerate(asked, 1)}
    return [
        replace(p, line=lines[p.line], alike=lines[p.alike] if p.alike else None) for p in asked
    ]
