"""What people typed into a box, as the blocks of a document.

An empty line ends a paragraph. Lines that all begin with a dash or a dot are the points of a list,
those with 1., 2., … of a numbered one. Nothing else in a text means anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reports.rules.document import Listing, Paragraph, Run, Runs, Text

_POINT = re.compile(r"[ \t]*[-–•*▪][ \t]+(?=\S)")
_FIELD = re.compile(r"\{([a-z_]+)\}")
_NUMBER = re.compile(r"[ \t]*[0-9]{1,3}[.)][ \t]+(?=\S)")


def plain_runs(text: str) -> Runs:
    return (Text(text),)


def filled(sentence: str, **runs: Run) -> Runs:
    """«The programme has {fte} full-time equivalents.» with the run of each name in its place."""
    pieces = _FIELD.split(sentence)
    found: list[Run] = []
    for place, piece in enumerate(pieces):
        if place % 2:
            found.append(runs[piece])
        elif piece:
            found.append(Text(piece))
    return tuple(found)


def blocks_of_text(
    text: str, runs_of: Callable[[str], Runs] = plain_runs
) -> tuple[Paragraph | Listing, ...]:
    """``runs_of`` makes runs of a paragraph's or a point's words, live figures among them."""
    return tuple(_blocks(text.replace("\r\n", "\n"), runs_of))


def _blocks(text: str, runs_of: Callable[[str], Runs]) -> Iterator[Paragraph | Listing]:
    for lines in _groups(text):
        if all(map(_POINT.match, lines)):
            yield Listing(tuple(runs_of(_POINT.sub("", line, count=1).strip()) for line in lines))
        elif len(lines) > 1 and all(map(_NUMBER.match, lines)):
            points = (runs_of(_NUMBER.sub("", line, count=1).strip()) for line in lines)
            yield Listing(tuple(points), numbered=True)
        else:
            yield Paragraph(runs_of("\n".join(lines).strip()))


def _groups(text: str) -> Iterator[list[str]]:
    """Lines that belong together: of one paragraph, or of one list."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and (not line.strip() or _kind(line) != _kind(lines[-1])):
            yield lines
            lines = []
        if line.strip():
            lines.append(line)
    if lines:
        yield lines


def _kind(line: str) -> str:
    if _POINT.match(line):
        return "point"
    return "number" if _NUMBER.match(line) else "line"
