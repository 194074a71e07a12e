"""The register in figures: pure, from how many cases there are of each kind."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.sorting import danish_key
from requisitions.rules.cases import AGE_LIMITS, age_group, median_and_longest

MONTHS = range(1, 13)
UNKNOWN = 0
# This year and those beside it.
YEARS = 4


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases there are, by what the figures tell apart.

    A case's year is that of its receipt, or its programme's where nobody noted it; its month is
    then unknown. Of several requesters each counts; ``called`` are the names that the cases of a
    year call them by. ``taken`` are days from received to completed, by the year of completion,
    ``waiting`` the days that open cases are old, by responsible.
    """

    received: Mapping[tuple[int, int], int]
    requesters: Mapping[tuple[int, int], int]
    called: Mapping[tuple[int, int], Collection[str]]
    taken: Mapping[tuple[int, int], int]
    waiting: Mapping[tuple[str, int | None], int]


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


def years_of(received: Iterable[tuple[int, int]], year: int) -> list[int]:
    """The year and those before it of which there are cases."""
    known = {one for one, _month in received if one <= year} | {year}
    return sorted(known, reverse=True)[:YEARS]


def figures_of(counts: CaseCounts, year: int, names: Mapping[int, str]) -> Figures:
    """``names`` says, by the keys of those who ask, what each is called at the end of the year."""
    years = years_of(counts.received, year)
    return Figures(
        years=years,
        by_month=_by_month(counts.received, years),
        by_requester=_by_requester(counts, years, names),
        turnaround=[_turnaround(counts.taken, one) for one in years],
        waiting=_waiting(counts.waiting),
    )


def _by_month(received: Mapping[tuple[int, int], int], years: Sequence[int]) -> list[FigureRow]:
    """January to December; then, where there are any, those without a day of receipt."""
    lines = [
        FigureRow("", month, [received.get((year, month), 0) for year in years])
        for month in (*MONTHS, UNKNOWN)
    ]
    return lines if lines[-1].total else lines[:-1]


def _by_requester(
    counts: CaseCounts, years: Sequence[int], names: Mapping[int, str]
) -> list[FigureRow]:
    """By the name at the end of the year, with what cases of then call it beside it."""
    called: dict[int, set[str]] = {}
    for (year, key), then in counts.called.items():
        if year in years:
            called.setdefault(key, set()).update(then)
    lines = []
    for key, then in called.items():
        others = ", ".join(sorted(then - {names[key]}, key=danish_key))
        numbers = [counts.requesters.get((year, key), 0) for year in years]
        lines.append((key, FigureRow(names[key], UNKNOWN, numbers, others)))
    return [line for _key, line in sorted(lines, key=_turn)]


def _turn(found: tuple[int, FigureRow]) -> tuple:
    """Administrations, then kinds of organisations, then the unknown; most cases first in each."""
    key, line = found
    group = 2 if key == UNKNOWN else int(key < UNKNOWN)
    return (group, *(-number for number in line.numbers), danish_key(line.label))


def _turnaround(taken: Mapping[tuple[int, int], int], year: int) -> Turnaround:
    numbers = Counter({days: number for (one, days), number in taken.items() if one == year})
    days = list(numbers.elements())
    return Turnaround(year, len(days), *median_and_longest(days))


def _waiting(ages: Mapping[tuple[str, int | None], int]) -> list[OpenCasesByAge]:
    """By responsible in Danish order, nobody's last; unknown ages where there are any."""
    groups: dict[str, list[int]] = {}
    for (responsible, age), number in ages.items():
        numbers = groups.setdefault(responsible, [0] * (len(AGE_LIMITS) + 2))
        place = age_group(age)
        numbers[-1 if place is None else place] += number
    order = sorted(groups, key=lambda name: (not name, danish_key(name)))
    shown = None if any(numbers[-1] for numbers in groups.values()) else -1
    return [OpenCasesByAge(name, groups[name][:shown]) for name in order]
