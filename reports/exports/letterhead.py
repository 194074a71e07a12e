"""Whose documents they are: the municipality's name, logo and colour, and how a status looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from indicators.models.choices import Meaning, Status

# As in static/css/tfi.css, dark enough on white paper.
COLOURS = {
    "green": "#17693a",
    "olive": "#5b5410",
    "teal": "#0b5f73",
    "amber": "#7d4a00",
    "red": "#a5260f",
    "crimson": "#8a1020",
    "violet": "#5b3a86",
    "grey": "#4c5a68",
    "slate": "#4c5a68",
}
# A letter for each symbol of static/img/status.svg: files have no style sheet to draw them.
SIGNS = {
    "check": "✔",
    "half": "◐",
    "forward": "▶",
    "warning": "▲",
    "down": "▼",
    "clock": "◷",
    "cross": "✘",
    "question": "?",
    "barred": "⊘",
    "circle": "○",
}
LOGO_KINDS = (".png", ".jpg", ".jpeg")
PLAIN = "#1f3a5f"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """``author`` is whom the files name as their author; ``logo`` is a picture, or nothing."""

    name: str
    author: str
    colour: str
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Mark:
    colour: str
    sign: str


def letterhead() -> Letterhead:
    """As the settings say. What of them cannot be used is left out: it stops no report."""
    given = settings.REPORT_LOGO
    try:
        logo = Path(given).read_bytes() if given else b""
    except OSError:
        logo = b""
    colour = settings.REPORT_COLOUR if _COLOUR.fullmatch(settings.REPORT_COLOUR) else PLAIN
    return Letterhead(settings.MUNICIPALITY, settings.REPORT_AUTHOR, colour, logo)


def mark_of(status: str) -> Mark:
    """A status that nobody knows any more is drawn as one without a meaning."""
    known = status in Status.values
    meaning = Status(status).meaning if known else Meaning()
    return Mark(COLOURS[meaning.colour], SIGNS[meaning.icon])


def faults_of_settings() -> list[str]:
    """What to set otherwise, in words for the operator."""
    faults = []
    if not _COLOUR.fullmatch(settings.REPORT_COLOUR):
        faults.append("REPORT_COLOUR is a colour such as #1f3a5f.")
    logo = Path(settings.REPORT_LOGO) if settings.REPORT_LOGO else None
    if logo and not (logo.is_file() and logo.suffix.lower() in LOGO_KINDS):
        faults.append("REPORT_LOGO is the path of a .png or .jpg that can be read.")
    return faults
