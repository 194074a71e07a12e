"""The small pieces that the tables of a report are put together of."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.models.choices import Status
from reports.rules.document import Figure, Listing, Paragraph, Run, StatusMark, Text

Cell = tuple[Paragraph | Listing, ...]
NOTHING = "–"


def words(text: str) -> Cell:
    return (Paragraph((Text(text or NOTHING),)),)


def run(one: Run | None) -> Cell:
    return (Paragraph((one or Text(NOTHING),)),)


def figure(figures: Mapping[str, Figure], key: str) -> Cell:
    return run(figures.get(key))


def mark(code: str) -> StatusMark:
    """A code that is known no more is its own word."""
    known = code in Status.values
    return StatusMark(code, str(Status(code).label) if known else code)


def labelled(label: str, text: str) -> Paragraph:
    """«Label: text», with the label set off."""
    return Paragraph((Text(f"{label}: ", strong=True), Text(text)))
