"""The times of a page at a size, in rounds that go through pages and builds in turn."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

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

    def target(self, moment: str) -> float | None:
        """How many times the empty page it may take."""
        return target_of(self.page.name, self.size, moment, self.vendor)

    def longest(self, moment: str) -> float | None:
        """How many milliseconds it may take: a page that is saved, as many as beside it."""
        if moment == SAVED and len(self.builds) > 1:
            beside = self.builds[1].median(moment)
            return CHANCE * beside if beside else None
        return LONGEST.get((self.page.name, self.size, moment))

    def asked_for(self, moment: str) -> str:
        if target := self.target(moment):
            return f"{target:g}×"
        longest = self.longest(moment)
        return f"{longest:.0f} ms" if longest else ""

    def is_over(self, moment: str) -> bool | None:
        """None where nothing was asked for, or nothing measured."""
        ours, ratio = self.builds[0].median(moment), self.builds[0].ratio(moment)
        if ours is None or ratio is None:
            return None
        if target := self.target(moment):
            return ratio > target
        longest = self.longest(moment)
        return ours > longest if longest else None


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


@dataclass(frozen=True, slots=True)
class Growth:
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
