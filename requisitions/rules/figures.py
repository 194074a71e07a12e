"""The register in figures: pure counting over cases that have been read."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.sorting import danish_key
from requisitions.models.choices import OPEN
from requisitions.rules.cases import (
    AGE_LIMITS,
    CaseFacts,
    age_group,
    age_in_days,
    median_and_longest,
    turnaround_days,
)

MONTHS = range(1, 13)
UNKNOWN = 0
# This year and those beside it.
YEARS = 4


@dataclass(frozen=True, slots=True)
class CountedCase:
    """What is counted of a case. ``year`` is its programme's where nobody noted the receipt.

    ``asked_by`` holds for each requester a key and the name of then; of several, each counts.
    """

    facts: CaseFacts
    year: int
    responsible: str
    asked_by: Sequence[tuple[int, str]]

    @property
    def month(self) -> int:
        return self.facts.received_on.month if self.facts.received_on else UNKNOWN


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of a table: what it is of, and a number for each year, this one first."""

    label: str
    month: int
    numbers: Sequence[int]
    note: str = ""

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A bar of a month, in hundredths of the drawing's width."""

    style: str
    top: int
    width: int


@dataclass(frozen=True, slots=True)
class Turnaround:
    """Days from received to completed, of cases completed in a year; None where there are none."""

    year: int
    completed: int
    median: int | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class OpenCasesByAge:
    """A person's open cases by age group; the last number is those of unknown age."""

    responsible: str
    numbers: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class Figures:
    years: Sequence[int]
    by_month: Sequence[FigureRow]
    by_requester: Sequence[FigureRow]
    turnaround: Sequence[Turnaround]
    waiting: Sequence[OpenCasesByAge]

    @property
    def received(self) -> Sequence[int]:
        """In all, for each year."""
        return [
            sum(column) for column in zip(*(line.numbers for line in self.by_month), strict=True)
        ]

    @property
    def most_in_a_month(self) -> int:
        return max((max(line.numbers) for line in self.by_month), default=0)

    @property
    def age_groups(self) -> int:
        return len(self.waiting[0].numbers) if self.waiting else 0

    @property
    def waiting_in_all(self) -> OpenCasesByAge:
        columns = zip(*(line.numbers for line in self.waiting), strict=True)
        return OpenCasesByAge("", [sum(column) for column in columns])


def bars_of(line: FigureRow, figures: Figures) -> list[MonthBar]:
    """This year's bar with last year's below it, against the most of any month."""
    most = figures.most_in_a_month or 1
    styles = (("bar-now", 0), ("bar-before", 6))
    return [
        MonthBar(style, top, 100 * number // most)
        for (style, top), number in zip(styles, line.numbers, strict=False)
    ]


def figures_of(
    cases: Iterable[CountedCase], year: int, day: datetime.date, names: Mapping[int, str]
) -> Figures:
    """As of a day, for a year and those before it of which there are cases.

    ``names`` says, by the keys of those who ask, what each is called at the end of the year.
    """
    counted = list(cases)
    known = {case.year for case in counted if case.year <= year} | {year}
    years = sorted(known, reverse=True)[:YEARS]
    return Figures(
        years=years,
        by_month=_by_month(counted, years),
        by_requester=_by_requester(counted, years, names),
        turnaround=[_turnaround(counted, one) for one in years],
        waiting=_waiting(counted, day),
    )


def _by_month(cases: Sequence[CountedCase], years: Sequence[int]) -> list[FigureRow]:
    """January to December; then, where there are any, those without a day of receipt."""
    counts = Counter((case.year, case.month) for case in cases)
    lines = [FigureRow("", month, [counts[year, month] for year in years]) for month in MONTHS]
    unknown = FigureRow("", UNKNOWN, [counts[year, UNKNOWN] for year in years])
    return [*lines, unknown] if unknown.total else lines


def _by_requester(
    cases: Sequence[CountedCase], years: Sequence[int], names: Mapping[int, str]
) -> list[FigureRow]:
    """By the name at the end of the year, with what cases of then call it beside it."""
    counts: Counter[tuple[int, int]] = Counter()
    called: dict[int, set[str]] = {}
    for case in cases:
        if case.year in years:
            for key, name in case.asked_by:
                counts[case.year, key] += 1
                called.setdefault(key, set()).add(name)
    lines = []
    for key, then in called.items():
        others = ", ".join(sorted(then - {names[key]}, key=danish_key))
        numbers = [counts[year, key] for year in years]
        lines.append((key, FigureRow(names[key], UNKNOWN, numbers, others)))
    return [line for _key, line in sorted(lines, key=_turn)]


def _turn(found: tuple[int, FigureRow]) -> tuple:
    """Administrations, then kinds of organisations, then the unknown; most cases first in each."""
    key, line = found
    group = 2 if key == UNKNOWN else int(key < UNKNOWN)
    return (group, *(-number for number in line.numbers), danish_key(line.label))


def _turnaround(cases: Sequence[CountedCase], year: int) -> Turnaround:
    days = [
        taken
        for case in cases
        if (taken := turnaround_days(case.facts)) is not None
        and case.facts.state_on
        and case.facts.state_on.year == year
    ]
    return Turnaround(year, len(days), *median_and_longest(days))


def _waiting(cases: Sequence[CountedCase], day: datetime.date) -> list[OpenCasesByAge]:
    """By responsible in Danish order, nobody's last; unknown ages where there are any."""
    groups: dict[str, list[int]] = {}
    for case in cases:
        if case.facts.state in OPEN:
            numbers = groups.setdefault(case.responsible, [0] * (len(AGE_LIMITS) + 2))
            place = age_group(age_in_days(case.facts, day))
            numbers[-1 if place is None else place] += 1
    order = sorted(groups, key=lambda name: (not name, danish_key(name)))
    shown = None if any(numbers[-1] for numbers in groups.values()) else -1
    return [OpenCasesByAge(name, groups[name][:shown]) for name in order]
