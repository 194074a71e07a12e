"""Figures that were typed into a text by hand and differ from the field they seem to mean. Pure.

Nothing is refused, as a sentence may well speak of another figure. A number is held against the
report's where the criterion's unit follows it, or a per cent sign where its value is a percentage;
one that Danes do not write so, as 12,500, is none of the report's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import NotANumber, parse_number
from reports.rules.document import Figure
from reports.rules.tokens import Token, parse, token_of

NEAR = 2  # words between a number and its unit
LEAST_STEM = 4
SEEN = 200  # letters before and after a number that may say what it is
MOST = 20  # that are pointed out at once
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.\u00a0 ]\d{3})*(?:,\d+)?(?!\w|[.,]\d)")
_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.;:!?\n](?:\s|$)")
_PER_CENT = re.compile(r"[\s\u00a0]?(?:%|procent|pct\b\.?)")
# How a sentence says that it speaks of the target.
_TARGET_WORDS = ("mål", "target")


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as it was typed, with its unit, and the live figure that it seems to mean."""

    written: str
    figure: Figure
    token: str


def differing(
    text: str, figures: Collection[Figure], own: str, unit: str, also: Collection[Decimal] = ()
) -> list[Typed]:
    """``figures`` are those of the criterion ``own``; ``also`` are numbers of its evidence."""
    known = {figure.key.removeprefix(f"{own}."): figure for figure in figures}
    right = {*also, *(number for figure in figures for number in _read(figure.text))}
    found = []
    for number, written, before in _candidates(text, own, unit, known):
        figure = _meant(known, before)
        if figure and number not in right:
            found.append(Typed(written, figure, token_of(figure.key, own)))
        if len(found) == MOST:
            break
    return found


def _candidates(
    text: str, own: str, unit: str, known: Mapping[str, Figure]
) -> Iterator[tuple[Decimal | None, str, str]]:
    """Each number that seems to be the criterion's, with its unit, and what stands before it."""
    value = known.get("value") or known.get("target")
    is_share = value is not None and value.text.endswith("%")
    for part in parse(text, own):
        for match in _NUMBER.finditer("" if isinstance(part, Token) else str(part)):
            after = match.string[match.end() : match.end() + SEEN]
            per_cent = _PER_CENT.match(after) if is_share else None
            beside = per_cent[0] if per_cent else _as_far_as_unit(after, unit)
            if beside:
                start = max(0, match.start() - SEEN)
                written = f"{match[0]}{beside}"
                yield _number(match[0]), written, match.string[start : match.start()]


def _as_far_as_unit(after: str, unit: str) -> str:
    """What follows a number up to its unit, in any of the unit's forms; empty without one."""
    words = _WORD.findall(unit)
    if not words:
        return ""
    stem = words[-1].casefold()[: max(LEAST_STEM, len(words[-1]) - 3)]
    sentence = _END.split(after, maxsplit=1)[0]
    for place, match in enumerate(_WORD.finditer(sentence)):
        if match[0].casefold().startswith(stem):
            return sentence[: match.end()]
        if place == NEAR:
            break
    return ""


def _meant(known: Mapping[str, Figure], before: str) -> Figure | None:
    """The target where its sentence speaks of one, else the value."""
    words = _WORD.findall(_END.split(before)[-1].casefold())
    of_target = any(word.startswith(_TARGET_WORDS) for word in words)
    return known.get("target") if of_target else known.get("value")


def _read(text: str) -> list[Decimal]:
    """The numbers in a text, as Danes write them."""
    numbers = (_number(match[0]) for match in _NUMBER.finditer(text))
    return [number for number in numbers if number is not None]


def _number(written: str) -> Decimal | None:
    try:
        return parse_number(written.replace("\u00a0", " ")).value
    except NotANumber:
        return None
