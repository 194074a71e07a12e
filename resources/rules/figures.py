"""Staff, hours and money of a programme as of a date: one dataclass behind pages and data.

Pure: what the database says comes in as ``Facts``. Everything is rounded once, in the smallest
part that it belongs to; every part above is the sum of its parts, so that hours, kroner and FTE
always add up: activity → initiative → main area → programme, and line → source → programme.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from activities.models import Activity
from core.numbers import ZERO, plus
from economy.queries.lines import LineMoney
from economy.rules.amounts import Money
from programs.models import FundingSource, Initiative, MainArea, Program
from programs.rules.fte import Period
from resources.models import StaffAllocation
from resources.rules.hours import Hours
from resources.rules.staffing import AreaTree
from resources.rules.words import amount_words, line_words, of_granted, over_words, so_far_words


class PartKind(StrEnum):
    """What a part is. The last four are what no activity of the area accounts for.

    ``OVERLAP`` takes off again what is allocated beyond what there is, so that a rest is never
    less than nothing and the parts add up all the same.
    """

    PROGRAM = "program"
    AREA = "main_area"
    INITIATIVE = "initiative"
    ACTIVITY = "activity"
    CASES = "cases"
    CASE = "case"
    SHARED = "shared"
    AREA_ITSELF = "main_area_itself"
    UNALLOCATED = "unallocated"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Fte:
    """Hours as full-time equivalents of the period; None where there are no hours."""

    planned: Decimal | None = None
    planned_to_date: Decimal | None = None
    to_date: Decimal | None = None
    forecast: Decimal | None = None

    @property
    def left(self) -> Decimal | None:
        return None if self.planned is None else self.planned - (self.to_date or ZERO)

    def __add__(self, other: Fte) -> Fte:
        return Fte(
            plus(self.planned, other.planned),
            plus(self.planned_to_date, other.planned_to_date),
            plus(self.to_date, other.to_date),
            plus(self.forecast, other.forecast),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the programme. ``money`` is None where no line is for anything in it."""

    kind: PartKind
    title: str
    hours: Hours
    money: Money | None
    fte: Fte = Fte()
    parts: tuple[Part, ...] = ()
    pk: int | None = None
    ref: str = ""
    address: str = ""

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Part]]:
        """The parts inside it with their depth, each before what is inside that; no single case."""
        for part in self.parts:
            yield depth, part
            if part.kind != PartKind.CASES:
                yield from part.walk(depth + 1)

    def find(self, kind: PartKind, pk: int | None) -> Part | None:
        for part in self.parts:
            if part.kind == kind and part.pk == pk:
                return part
            if found := part.find(kind, pk):
                return found
        return None

    @property
    def has_hours(self) -> bool:
        return self.hours.planned is not None or self.hours.logged is not None

    @property
    def is_plan_only(self) -> bool:
        """Nobody can log hours at it: only its parts, or its neighbours, have any."""
        return self.kind in (PartKind.SHARED, PartKind.UNALLOCATED, PartKind.OVERLAP)

    @property
    def is_about_hours(self) -> bool:
        """Whether it has a row among the hours: what is shared may be only money."""
        return self.has_hours or not self.is_plan_only


@dataclass(frozen=True, slots=True)
class AllocationUse:
    """An allocation with what was logged at its activities in its days, also in hours a week."""

    allocation: StaffAllocation
    area: MainArea
    depth: int
    activities: tuple[ActivityFact, ...]
    hours: Hours
    a_week: Decimal | None
    is_overallocated: bool

    def covers(self, activity: Activity) -> bool:
        """Whether the activity has a part in it."""
        if self.allocation.initiative_id:
            return self.allocation.initiative_id == activity.initiative_id
        return activity.pk in [fact.pk for fact in self.activities]

    @property
    def titles(self) -> str:
        """Of the activities that share it."""
        return ", ".join(fact.title for fact in self.activities)

    @property
    def given(self) -> str:
        return amount_words(self.allocation)

    @property
    def words(self) -> str:
        """«22 timer om ugen (Den, Og den) · 9,93 timer om ugen indtil nu: 345 af 763,71 …»."""
        shared = f" ({self.titles})" if len(self.activities) > 1 else ""
        return f"{self.given}{shared} · {so_far_words(self.hours, self.a_week)}"


@dataclass(frozen=True, slots=True)
class OverspentLine:
    """A line that is overspent, or will be once what is committed on it has been paid."""

    line: LineMoney

    @property
    def is_spent(self) -> bool:
        return self.line.money.is_overspent

    @property
    def words(self) -> str:
        return over_words(self.line)


def overspent_lines(lines: Sequence[LineMoney]) -> list[OverspentLine]:
    """Those that are overspent, then those that will be."""
    found = [
        OverspentLine(line) for line in lines if line.money.left < 0 or line.money.is_overspent
    ]
    return sorted(found, key=lambda one: not one.is_spent)


@dataclass(frozen=True, slots=True)
class LineUse:
    """A budget line as of the date with what it is for: an initiative, or else an activity."""

    line: LineMoney
    source: FundingSource
    area: MainArea
    initiative: Initiative | None
    activity: ActivityFact | None

    @property
    def money(self) -> Money:
        return self.line.money

    @property
    def subject(self) -> str:
        """The title of what it is for."""
        of = self.initiative or self.activity
        return of.title if of else ""

    @property
    def over(self) -> OverspentLine | None:
        return next(iter(overspent_lines([self.line])), None)

    @property
    def words(self) -> str:
        return line_words(self.line)


@dataclass(frozen=True, slots=True)
class SourceUse:
    source: FundingSource
    lines: tuple[LineUse, ...]
    money: Money


@dataclass(frozen=True, slots=True)
class PartResources:
    """What one part of the programme has: its figures, its allocations and its lines."""

    part: Part
    allocations: tuple[AllocationUse, ...]
    lines: tuple[LineUse, ...]

    def __bool__(self) -> bool:
        return bool(self.part.has_hours or self.allocations or self.lines)

    @property
    def money_words(self) -> str:
        return of_granted(self.part.money) if self.part.money else ""


@dataclass(frozen=True)
class Resources:
    """A programme's staff, hours and money as of a date."""

    program: Program
    as_of: datetime.date
    period: Period
    total: Part
    area_by_pk: Mapping[int, MainArea]
    allocations: tuple[AllocationUse, ...]
    sources: tuple[SourceUse, ...]
    lines: tuple[LineUse, ...]
    warnings: tuple[str, ...]
    logged: Sequence[LoggedHours]
    trees: Sequence[AreaTree]

    @property
    def areas(self) -> tuple[Part, ...]:
        return self.total.parts

    @property
    def hours_groups(self) -> Iterator[list[tuple[int, Part]]]:
        """The rows of hours with their depth: each main area with what is in it, then all."""
        for area in self.areas:
            yield [(0, area), *(placed for placed in area.walk() if placed[1].is_about_hours)]
        yield [(0, self.total)]

    @property
    def overspent(self) -> list[OverspentLine]:
        return overspent_lines([row.line for row in self.lines])

    def of_area(self, area: MainArea) -> PartResources:
        part = self.total.find(PartKind.AREA, area.pk)
        assert part  # noqa: S101 - every main area is a part of the programme
        return PartResources(
            part,
            tuple(row for row in self.allocations if row.area.pk == area.pk),
            tuple(row for row in self.lines if row.area.pk == area.pk),
        )

    def of_activity(self, activity: Activity) -> PartResources:
        """The lines are those for itself, not those for its whole initiative."""
        part = self.total.find(PartKind.ACTIVITY, activity.pk)
        assert part  # noqa: S101 - every planned activity is a part of its main area
        return PartResources(
            part,
            tuple(row for row in self.allocations if row.covers(activity)),
            tuple(row for row in self.lines if row.line.activity_id == activity.pk),
        )

    @property
    def granted_now(self) -> Decimal | None:
        money = self.total.money
        return money.revised if money else None

    @property
    def has_staff(self) -> bool:
        return self.total.has_hours or bool(self.allocations)


# What the database says -------------------------------------------------------------------------
class ActivityFact(NamedTuple):
    pk: int
    ref: str
    title: str
    is_case: bool
    area: int
    initiative: int | None


class LoggedHours(NamedTuple):
    """What a person has logged at an activity, or with None at the main area as a whole."""

    activity: int | None
    area: int
    person: int
    hours: Decimal


@dataclass(frozen=True)
class ResourceFacts:
    """Of a whole programme, or of what ``trees`` and the rest are cut down to."""

    program: Program
    as_of: datetime.date
    trees: Sequence[AreaTree]
    initiatives: Sequence[Initiative]
    activities: Sequence[ActivityFact]
    logged: Sequence[LoggedHours]
    of_allocations: Mapping[int, Decimal]
    sources: Sequence[FundingSource]
    lines: Sequence[LineUse]
