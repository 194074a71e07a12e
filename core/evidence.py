"""What is behind a figure, counted: how many, of which kind, by day, and nobody's name."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceCounts:
    """By kind in their order, and by day the newest first; a day may be unknown."""

    number: int
    kinds: Sequence[tuple[str, int]]
    days: Sequence[tuple[datetime.date | None, int]]


def counted(rows: Iterable[tuple[str, datetime.date | None]]) -> EvidenceCounts:
    """The counts of what is given by kind and day."""
    found = list(rows)
    days = Counter(day for _kind, day in found)
    newest_first = sorted(days.items(), key=lambda one: one[0] or datetime.date.min, reverse=True)
    return EvidenceCounts(len(found), list(Counter(k for k, _day in found).items()), newest_first)
