"""What a text cites: the log entries and measurements whose live figures stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.rules.tokens import Token, parse

_CITED = re.compile(r"(entry|measurement)-([0-9]{1,18})\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class Cited:
    """Primary keys, of which some may be of nothing that there is."""

    entries: frozenset[int] = frozenset()
    measurements: frozenset[int] = frozenset()


def cited_in(text: str) -> Cited:
    found: dict[str, set[int]] = {"entry": set(), "measurement": set()}
    for part in parse(text):
        match = _CITED.fullmatch(part.key) if isinstance(part, Token) else None
        if match:
            found[match[1]].add(int(match[2]))
    return Cited(frozenset(found["entry"]), frozenset(found["measurement"]))


def with_sentence(text: str, sentence: str) -> str:
    """The sentence at the text's end, as one of its last paragraph; once, however often it is
    asked for.
    """
    if sentence in text:
        return text
    return f"{text.rstrip()} {sentence}".strip()
