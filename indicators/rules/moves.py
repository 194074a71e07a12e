"""The moves of a derived count or share: what changed it on which day. Pure, without a database."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from indicators.rules.progress import Reading

Thing = TypeVar("Thing")
# How much one thing adds to each of the figures: of a count one, of a share its numerator and more.
Part = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FigureMove:
    """What a day did to a figure, and through which things (their places in the list)."""

    reading: Reading
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """By how much the things in these places add more than the day before."""

    day: datetime.date
    places: tuple[int, ...]
    by: Part


def steps(
    things: Sequence[Thing],
    days: Callable[[Thing], Iterable[datetime.date]],
    part: Callable[[Thing, datetime.date], Part],
) -> list[Step]:
    """One for each thing and day, in their order.

    ``days`` are those on which anything about a thing may change.
    """
    found = []
    for place, thing in enumerate(things):
        before: Part = ()
        for day in sorted(days(thing)):
            now = part(thing, day)
            before = before or (0,) * len(now)
            if now != before:
                by = tuple(new - old for new, old in zip(now, before, strict=True))
                found.append(Step(day, (place,), by))
            before = now
    return sorted(found, key=lambda step: (step.day, step.places))


def by_day(found: Iterable[Step]) -> list[Step]:
    """One for each day."""
    return [
        Step(day, tuple(step.places[0] for step in of_day), _sum(step.by for step in of_day))
        for day, group in groupby(found, key=lambda step: step.day)
        for of_day in [list(group)]
    ]


def _sum(parts: Iterable[Part]) -> Part:
    return tuple(map(sum, zip(*parts, strict=True)))


def moves_of(
    found: Sequence[Step], reading_of: Callable[[Step, Part, int], Reading | None]
) -> list[FigureMove]:
    """What each step did: its reading, given the sums so far and the step's number.

    A step without a reading is counted and not shown.
    """
    moves, total = [], (0,) * len(found[0].by) if found else ()
    for number, step in enumerate(found):
        total = _sum([total, step.by])
        reading = reading_of(step, total, number)
        if reading:
            moves.append(FigureMove(reading, step.places))
    return moves
