"""Builds a programme's ``Resources`` from ``ResourceFacts``.

Pure. A part's figures are its own, or the sum of what is in it; nothing else is rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import reduce
from operator import add

from django.urls import reverse
from django.utils.translation import gettext as _

from core.addresses import addresses_of
from core.hours import sum_hours
from core.numbers import ZERO
from economy.queries.budget import period_of
from economy.queries.lines import LineMoney
from economy.rules.amounts import Money, total_money
from indicators.rules.values import a_week
from programs.models import FundingSource, Initiative, MainArea
from programs.rules.fte import Period
from programs.rules.staffing import fte_gap
from resources.models import StaffAllocation
from resources.rules.figures import (
    ActivityFact,
    AllocationUse,
    Fte,
    LineUse,
    Part,
    PartKind,
    ResourceFacts,
    Resources,
    SourceUse,
)
from resources.rules.fte import with_forecast, with_fte
from resources.rules.hours import Hours, straight_line, total_hours
from resources.rules.staffing import (
    AllocationNode,
    AreaTree,
    overallocations_of_tree,
    overlaps_of_tree,
)


def resources_from(facts: ResourceFacts) -> Resources:
    build = _Build(facts)
    areas = tuple(build.area(tree) for tree in facts.trees)
    total = Part(
        kind=PartKind.PROGRAM,
        title=str(facts.program),
        hours=total_hours(area.hours for area in areas),
        money=_total_of([area.money for area in areas]),
        fte=reduce(add, (area.fte for area in areas), Fte()),
        parts=areas,
    )
    gap = fte_gap(facts.program.fte, [tree.area.fte for tree in facts.trees])
    warnings = [
        text
        for tree in facts.trees
        for text in (*overallocations_of_tree(tree), *overlaps_of_tree(tree))
    ]
    return Resources(
        program=facts.program,
        as_of=facts.as_of,
        period=build.period,
        total=total,
        area_by_pk={tree.area.pk: tree.area for tree in facts.trees},
        allocations=tuple(_allocations(facts)),
        sources=tuple(_sources(facts)),
        lines=tuple(facts.lines),
        warnings=tuple([gap, *warnings] if gap else warnings),
        logged=facts.logged,
        trees=facts.trees,
    )


# The parts --------------------------------------------------------------------------------------
@dataclass
class _Plan:
    """Hours that are planned for one part alone: of all, and of the days gone."""

    planned: Decimal
    to_date: Decimal

    def rest_and_overlap(self) -> tuple[_Plan, _Plan | None]:
        """What is left, never less than nothing; and what is allocated beyond it, if anything."""
        rest = _Plan(max(self.planned, ZERO), max(self.to_date, ZERO))
        overlap = _Plan(self.planned - rest.planned, self.to_date - rest.to_date)
        return rest, overlap if overlap.planned or overlap.to_date else None


PartKey = tuple[PartKind, int]


@dataclass
class _Build:
    facts: ResourceFacts
    plans: dict[PartKey, _Plan] = field(default_factory=dict)
    kroner: dict[PartKey, list[Money]] = field(default_factory=dict)
    hours: dict[PartKey, Decimal] = field(default_factory=dict)
    by_place: dict[tuple[int, int | None], list[ActivityFact]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        self.period = period_of(self.facts.program, self.facts.as_of)
        self.address_of = addresses_of("overview:activity")
        for tree in self.facts.trees:
            for _depth, node in tree.walk():
                self._plan(_home(node.allocation), node)
        for row in self.facts.lines:
            line = row.line
            kind = PartKind.ACTIVITY if line.activity_id else PartKind.INITIATIVE
            # A constraint holds that one of the two is there.
            home = (kind, line.activity_id or line.initiative_id or 0)
            self.kroner.setdefault(home, []).append(row.money)
        for logged in self.facts.logged:
            home = (
                (PartKind.ACTIVITY, logged.activity)
                if logged.activity
                else (PartKind.AREA, logged.area)
            )
            self.hours[home] = sum_hours([self.hours.get(home, Decimal(0)), logged.hours])
        for fact in self.facts.activities:
            self.by_place[fact.area, fact.initiative].append(fact)

    def _plan(self, home: PartKey, node: AllocationNode) -> None:
        """What is left of an allocation once its own parts have theirs."""
        to_date = sum((below.planned_to_date for below in node.below), Decimal(0))
        plan = self.plans.setdefault(home, _Plan(Decimal(0), Decimal(0)))
        plan.planned += node.unallocated
        plan.to_date += node.planned_to_date - to_date

    def area(self, tree: AreaTree) -> Part:
        area = tree.area
        own = [one for one in self.facts.initiatives if one.main_area_id == area.pk]
        parts = [self.initiative(initiative) for initiative in own]
        parts += self.activities(area.pk, None)
        parts += self.shared((PartKind.AREA, area.pk), _("Shared by several initiatives"))
        logged = self.hours.get((PartKind.AREA, area.pk))
        if logged is not None:
            parts.append(self.leaf(PartKind.AREA_ITSELF, _("Without an activity"), logged=logged))
        if area.fte is not None and _has_rest(tree):
            plan = _Plan(tree.unallocated, tree.unallocated_to_date)
            parts += self.rest(PartKind.UNALLOCATED, _("Not allocated"), plan)
        whole = self.whole(PartKind.AREA, str(area), parts, pk=area.pk, ref=str(area.number))
        if area.fte is None:
            # Nothing is planned for the area, whatever is for its parts: that is no nought.
            hours = replace(whole.hours, planned=None, planned_to_date=None)
            whole = replace(whole, hours=hours)
        whole = replace(whole, address=reverse("overview:main_area", args=[area.pk]))
        whole = with_forecast(whole, self.period)
        return with_fte(whole, self.facts.program, self.period.days, area.fte)

    def initiative(self, initiative: Initiative) -> Part:
        home = (PartKind.INITIATIVE, initiative.pk)
        parts = self.activities(initiative.main_area_id, initiative.pk)
        parts += self.shared(home, _("Shared by the initiative"))
        return self.whole(
            PartKind.INITIATIVE, initiative.title, parts, pk=initiative.pk, ref=initiative.ref
        )

    def activities(self, area: int, initiative: int | None) -> list[Part]:
        """Those of the programme, then the work on cases as one part, where there is any."""
        here = self.by_place[area, initiative]
        parts = [self.activity(fact) for fact in here if not fact.is_case]
        cases = [self.activity(fact) for fact in here if fact.is_case and self.has_any(fact.pk)]
        if cases:
            parts.append(self.whole(PartKind.CASES, _("Requisitions' work"), cases))
        return parts

    def has_any(self, activity: int) -> bool:
        home = (PartKind.ACTIVITY, activity)
        return home in self.hours or home in self.plans or home in self.kroner

    def activity(self, fact: ActivityFact) -> Part:
        home = (PartKind.ACTIVITY, fact.pk)
        leaf = self.leaf(
            PartKind.CASE if fact.is_case else PartKind.ACTIVITY,
            fact.title,
            plan=self.plans.get(home),
            logged=self.hours.get(home),
            kroner=self.kroner.get(home, ()),
        )
        # A case has its page in the register, and there may be thousands.
        address = "" if fact.is_case else self.address_of(fact.pk)
        return replace(leaf, pk=fact.pk, ref=fact.ref, address=address)

    def shared(self, home: PartKey, title: str) -> list[Part]:
        """What is for several of the activities together, and for none of them alone."""
        plan, kroner = self.plans.get(home), self.kroner.get(home, ())
        if plan is None and not kroner:
            return []
        return self.rest(PartKind.SHARED, title, plan, kroner)

    def rest(
        self, kind: PartKind, title: str, plan: _Plan | None, kroner: Sequence[Money] = ()
    ) -> list[Part]:
        """What its parts leave of the plan, and beside it what they have beyond that."""
        left, overlap = plan.rest_and_overlap() if plan else (None, None)
        parts = [self.leaf(kind, title, plan=left, kroner=kroner)]
        if overlap:
            title = _("Allocated beyond what there is")
            parts.append(self.leaf(PartKind.OVERLAP, title, plan=overlap))
        return parts

    def leaf(
        self,
        kind: PartKind,
        title: str,
        *,
        plan: _Plan | None = None,
        logged: Decimal | None = None,
        kroner: Sequence[Money] = (),
    ) -> Part:
        hours = Hours(
            planned=plan.planned if plan else None,
            planned_to_date=plan.to_date if plan else None,
            logged=logged,
        )
        money = total_money(kroner) if kroner else None
        return Part(kind, title, hours, money)

    def whole(
        self,
        kind: PartKind,
        title: str,
        parts: Sequence[Part],
        pk: int | None = None,
        ref: str = "",
    ) -> Part:
        hours = total_hours(part.hours for part in parts)
        money = _total_of([part.money for part in parts])
        return Part(kind, title, hours, money, parts=tuple(parts), pk=pk, ref=ref)


def _has_rest(tree: AreaTree) -> bool:
    """Also where nothing at all is allocated: what is planned has to stand somewhere."""
    return bool(tree.unallocated or tree.unallocated_to_date or not tree.below)


def _home(allocation: StaffAllocation) -> PartKey:
    """The smallest part of the programme that all of an allocation lies in."""
    if allocation.initiative_id:
        return PartKind.INITIATIVE, allocation.initiative_id
    activities = list(allocation.activities.all())
    if len(activities) == 1:
        return PartKind.ACTIVITY, activities[0].pk
    initiatives = {activity.initiative_id for activity in activities}
    if len(initiatives) == 1 and (only := initiatives.pop()):
        return PartKind.INITIATIVE, only
    return PartKind.AREA, allocation.main_area_id


def _total_of(amounts: Iterable[Money | None]) -> Money | None:
    """Absent only where no part has a line."""
    found = [amount for amount in amounts if amount is not None]
    return total_money(found) if found else None


# Allocations, lines and sources -----------------------------------------------------------------
def _allocations(facts: ResourceFacts) -> Iterator[AllocationUse]:
    known = {fact.pk: fact for fact in facts.activities}
    for tree in facts.trees:
        overallocated = tree.overallocated_allocations()
        for depth, node in tree.walk():
            allocation = node.allocation
            logged = facts.of_allocations.get(allocation.pk)
            own = Period(
                first=allocation.starts_on or facts.program.starts_on,
                last=allocation.ends_on or facts.program.ends_on,
                as_of=facts.as_of,
            )
            last = min(own.last, own.as_of)
            hours = Hours(node.planned, node.planned_to_date, logged, straight_line(logged, own))
            yield AllocationUse(
                allocation=allocation,
                area=tree.area,
                depth=depth,
                activities=tuple(known[one.pk] for one in allocation.activities.all()),
                hours=hours,
                a_week=a_week(logged, own.first, last) if logged is not None and own.gone else None,
                is_overallocated=allocation.pk in overallocated,
            )


def lines_with_subjects(
    lines: Iterable[LineMoney],
    areas: Mapping[int, MainArea],
    initiatives: Iterable[Initiative],
    activities: Iterable[ActivityFact],
    sources: Iterable[FundingSource],
) -> list[LineUse]:
    """The lines with what they are for, out of what has been read already."""
    source_by_pk = {source.pk: source for source in sources}
    initiative_by_pk: dict[int | None, Initiative] = {one.pk: one for one in initiatives}
    activity_by_pk: dict[int | None, ActivityFact] = {one.pk: one for one in activities}
    return [
        LineUse(
            line,
            source_by_pk[line.source_id],
            areas[line.main_area_id],
            initiative_by_pk.get(line.initiative_id),
            activity_by_pk.get(line.activity_id),
        )
        for line in lines
    ]


def _sources(facts: ResourceFacts) -> Iterator[SourceUse]:
    for source in facts.sources:
        lines = tuple(row for row in facts.lines if row.line.source_id == source.pk)
        yield SourceUse(source, lines, total_money(row.money for row in lines))
