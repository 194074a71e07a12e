"""Live figures in a section's text: «[[value]]», or of another criterion «[[visitors.value]]».

What is known is what the facts of the report hold, by the key of each ``Figure``. Inside a
criterion's section a name without a dot is that criterion's own. What is not known stays as it was
typed, brackets and all: no text is ever lost, and nothing else in it means anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reports.rules.document import Figure, Run, Runs, Text

_TOKEN = re.compile(r"\[\[\s*([^\[\]\s]{1,130})\s*\]\]")


@dataclass(frozen=True, slots=True)
class Token:
    """``key`` is as in ``Figure.key``; ``written`` is what stands in the text."""

    key: str
    written: str


def parse(text: str, own: str = "") -> tuple[str | Token, ...]:
    """The text in its order, as words and tokens. ``own`` is the section's own criterion."""
    parts: list[str | Token] = []
    last = 0
    for found in _TOKEN.finditer(text):
        if found.start() > last:
            parts.append(text[last : found.start()])
        parts.append(Token(_key(found[1], own), found[0]))
        last = found.end()
    if last < len(text):
        parts.append(text[last:])
    return tuple(parts)


def _key(name: str, own: str) -> str:
    return name if "." in name or not own else f"{own}.{name}"


def runs_of(text: str, figures: Mapping[str, Figure], own: str = "") -> Runs:
    """The text with its live figures in place."""
    runs: list[Run] = []
    for part in parse(text, own):
        found = figures.get(part.key) if isinstance(part, Token) else None
        written = part.written if isinstance(part, Token) else part
        if found:
            runs.append(found)
        elif runs and isinstance(runs[-1], Text):
            runs[-1] = Text(runs[-1].text + written)
        else:
            runs.append(Text(written))
    return tuple(runs)


def unknown_in(text: str, figures: Mapping[str, Figure], own: str = "") -> list[str]:
    """What looks like a live figure and is none: it will be printed with its brackets."""
    tokens = [part for part in parse(text, own) if isinstance(part, Token)]
    return [token.written for token in tokens if token.key not in figures]


def token_of(key: str, own: str = "") -> str:
    """How a figure is written in the text of a section: short in that of its own criterion."""
    return f"[[{key.removeprefix(f'{own}.') if own else key}]]"
