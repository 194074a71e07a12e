"""The times of a page at a size, in rounds that go through pages and builds in turn."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from demo.rules import CHANCE, EMPTY, GROWTH, LONGEST, MOMENTS, SAVED, Page, target_of
from demo.services.benchmark.sites import Site

WARM_UP = 3


@dataclass
class Figures:
    """Of one build: milliseconds of each round by moment, those of the empty page among them."""

    rounds: list[dict[str, float]] = field(default_factory=list)
    bytes: int = 0

    def median(self, moment: str) -> float | None:
        times = [taken[moment] for taken in self.rounds if moment in taken]
        return statistics.median(times) if times else None

    def ratio(self, moment: str) -> float | None:
        median, empty = self.median(moment), self.median(EMPTY)
        return median / empty if median and empty else None


@dataclass
class Measured:
    """A page at a size; ``builds`` has this one and, where one was given, the one beside it."""

    page: Page
    size: str
    vendor: str
    builds: list[Figures]

    @property
    def moments(self) -> list[str]:
        return [name for name in MOMENTS if any(one.median(name) for one in self.builds)]

    def limit(self, moment: str) -> tuple[float | None, str]:
        """How many times the empty page it may take («×»), or how many milliseconds («ms»)."""
        target = target_of(self.page.name, self.size, moment, self.vendor)
        if target or moment != SAVED or len(self.builds) < 2:
            longest = LONGEST.get((self.page.name, self.size, moment))
            return (target, "×") if target else (longest, " ms")
        # A page that is saved, as many as it takes beside.
        beside = self.builds[1].median(moment)
        return (CHANCE * beside if beside else None), " ms"

    def asked_for(self, moment: str) -> str:
        limit, unit = self.limit(moment)
        return f"{round(limit, 1):g}{unit}" if limit else ""

    def is_over(self, moment: str) -> bool | None:
        """None where nothing was asked for, or nothing measured."""
        limit, unit = self.limit(moment)
        taken = self.builds[0].ratio(moment) if unit == "×" else self.builds[0].median(moment)
        return taken > limit if taken and limit else None


def measure(
    sites: Sequence[Site], pages: Iterable[Page], size: str, vendor: str, rounds: int
) -> list[Measured]:
    """What is saved makes the programme larger, so everything is read before."""
    pages = list(pages)
    reading = [Measured(one, size, vendor, [Figures() for _ in sites]) for one in pages]
    for is_saved, take in ((False, Site.read), (True, Site.save)):
        chosen = [one for one in reading if bool(one.page.fields) is is_saved]
        _take(sites, chosen, take, rounds)
    return reading


def _take(
    sites: Sequence[Site],
    chosen: Sequence[Measured],
    take: Callable[[Site, Page], tuple[dict[str, float], int]],
    rounds: int,
) -> None:
    for turn in range(WARM_UP + rounds):
        for one in chosen:
            pairs = list(zip(sites, one.builds, strict=True))
            # In turn, so that a busy moment of the machine falls on both alike.
            for site, figures in pairs if turn % 2 else reversed(pairs):
                taken, figures.bytes = take(site, one.page)
                if turn >= WARM_UP:
                    figures.rounds.append(taken)


class Growth(NamedTuple):
    """How many times as long a page takes at the larger size, and at most may."""

    name: str
    smaller: str
    larger: str
    times: float
    budget: float

    @property
    def is_over(self) -> bool:
        return self.times > self.budget


def growths(measured: Iterable[Measured]) -> list[Growth]:
    """How pages grow with the programme, as far as the sizes were measured."""
    found = {
        (one.page.name, one.size): one.builds[0].median(one.moments[0])
        for one in measured
        if one.moments
    }
    return [
        Growth(name, smaller, larger, after / before, budget)
        for (name, smaller, larger), budget in GROWTH.items()
        if (before := found.get((name, smaller))) and (after := found.get((name, larger)))
    ]
