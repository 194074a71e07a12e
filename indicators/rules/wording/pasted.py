"""The lines and cells of a section as Word and PDF readers paste them: plain text, tabs, newlines.

Word writes a row of a table as its cells with a tab between; a cell of several paragraphs goes on
in the next line, so that only the tab tells where the second column begins. A PDF has no tabs: an
empty line parts the columns, lines are broken anywhere, and a list's dash may stand at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indicators.rules.wording.proposals import Read

_BULLET = re.compile(r"[ \u00a0]*(?P<bullet>[-–—•▪◦·*]|o(?=[\t ]))[\t \u00a0]+(?=\S)")
_DASH_AT_END = re.compile(r"(?:\s[-–]|(?<=\S)-)\s*$")


_LEADS_ON = re.compile(r"(?:herunder|hvoraf|heraf|deraf):$", re.IGNORECASE)


def is_heading(text: str) -> bool:
    """«Religiøs fejring:», but neither «Fem møder, heraf:» nor the end of a sentence."""
    return text.endswith(":") and not text[0].islower() and not _LEADS_ON.search(text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a cell; ``opens_cell`` where a tab stands before, ``closes_cell`` where behind.

    ``bullet`` is the mark of a list. An empty line has no text.
    """

    text: str
    start: int
    end: int
    bullet: str = ""
    opens_cell: bool = False
    closes_cell: bool = False

    @property
    def is_heading(self) -> bool:
        return not self.bullet and len(self.text) < 100 and is_heading(self.text)


def pieces_of(text: str) -> Iterator[Piece]:
    """The text's lines, cell by cell, with where they stand."""
    position = 0
    for line in text.split("\n"):
        yield from _pieces_of_line(line, position)
        position += len(line) + 1


def _pieces_of_line(line: str, offset: int) -> Iterator[Piece]:
    at, opens = 0, False
    while True:
        bullet = _BULLET.match(line, at)
        begins = bullet.end() if bullet else at
        tab = line.find("\t", begins)
        ends = len(line) if tab < 0 else tab
        if line[begins:ends].strip() or opens or tab < 0:
            piece = _piece(line, begins, ends, bullet["bullet"] if bullet else "")
            start, end = offset + piece.start, offset + piece.end
            yield replace(piece, start=start, end=end, opens_cell=opens, closes_cell=tab >= 0)
        if tab < 0:
            return
        at, opens = tab + 1, True


def _piece(line: str, begins: int, ends: int, bullet: str) -> Piece:
    raw = line[begins:ends]
    if not bullet and (dash := _DASH_AT_END.search(raw)) and raw[: dash.start()].strip():
        # «Taste the -» is how a PDF's list begins; «Taste-» is a word, broken.
        if dash.group().startswith("-"):
            return _trimmed(line, begins, ends, "")
        bullet, ends = "-", begins + dash.start()
    return _trimmed(line, begins, ends, bullet)


def _trimmed(line: str, begins: int, ends: int, bullet: str) -> Piece:
    raw = line[begins:ends]
    start = begins + len(raw) - len(raw.lstrip())
    return Piece(raw.strip(), start, start + len(raw.strip()), bullet)


def items_of(pieces: list[Piece]) -> Iterator[tuple[str, Read[str]]]:
    """The items of a column with their bullets; lines that go on belong to the item before.

    Where there are bullets, a line without one goes on; else one that begins with a small letter.
    """
    pieces = _with_loose_dashes([piece for piece in pieces if piece.text])
    bulleted = any(piece.bullet for piece in pieces)
    open_item: tuple[str, Read[str]] | None = None
    for piece in pieces:
        if open_item and _goes_on(piece, open_item[1], bulleted):
            before = open_item[1]
            joined = Read(f"{before.value} {piece.text}", before.start, piece.end)
            open_item = (open_item[0], joined)
            continue
        if open_item:
            yield open_item
        open_item = (piece.bullet, Read(piece.text, piece.start, piece.end))
    if open_item:
        yield open_item


def _goes_on(piece: Piece, before: Read[str], bulleted: bool) -> bool:
    if piece.bullet or piece.opens_cell or piece.is_heading or before.value.endswith(":"):
        return False
    if piece.text[0].islower():
        return True
    return bulleted and not before.value.endswith(".")


def _with_loose_dashes(pieces: list[Piece]) -> list[Piece]:
    """«Parkens plan-» before a capital letter is an item whose dash stands at its end."""
    found = []
    for index, piece in enumerate(pieces):
        after = pieces[index + 1].text[0] if index + 1 < len(pieces) else ""
        is_loose = piece.text[1:].endswith("-") and after.isupper() and not piece.bullet
        found.append(_without_its_dash(piece) if is_loose else piece)
    return found


def _without_its_dash(piece: Piece) -> Piece:
    return replace(piece, text=piece.text[:-1], end=piece.end - 1, bullet="-")
