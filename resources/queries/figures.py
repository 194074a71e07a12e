"""A programme's staff, hours and money, or those of a part of it. A constant number of queries."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from activities.models import Activity, ActivityKind
from activities.services.log import may_see_hours
from core.hours import sum_hours
from core.numbers import ZERO
from core.sorting import danish_key
from economy.queries.budget import period_of
from economy.queries.lines import (
    LineMoney,
    money_of_activity,
    money_of_area,
    money_of_program,
    used_by_month,
)
from indicators.queries.standings import standings
from programs.models import FundingSource, Initiative, MainArea, Program
from resources.models import StaffAllocation
from resources.queries.staffing import trees_of
from resources.queries.statements import (
    hours_at_activity,
    hours_by_allocation,
    hours_by_area,
    hours_by_month,
    hours_by_subject_and_person,
    hours_in_area,
)
from resources.rules.build import lines_with_subjects, resources_from
from resources.rules.figures import (
    ActivityFact,
    LoggedHours,
    PartResources,
    ResourceFacts,
    Resources,
)
from resources.rules.hours import Hours, straight_line
from resources.rules.months import Month, months_of
from resources.rules.staffing import AreaTree, PersonPlan, planned_of_area, planned_of_people
from resources.rules.use import AreaUse, CriteriaCount, use_of


def resources_of(program: Program, as_of: datetime.date) -> Resources:
    """Everything but what is drawn over time. Nine queries, however much there is."""
    trees = trees_of(program, as_of)
    areas = [tree.area.pk for tree in trees]
    facts = _facts(
        program,
        as_of,
        trees,
        activities=_activities(areas),
        initiatives=_initiatives(areas),
        logged=hours_by_subject_and_person(areas, as_of),
        lines=money_of_program(program, as_of),
    )
    return resources_from(facts)


def resources_of_area(area: MainArea, as_of: datetime.date) -> PartResources:
    """What ``resources_of`` says of the area, and nothing else is read. Eight queries."""
    program = area.program
    facts = _facts(
        program,
        as_of,
        trees_of(program, as_of, [area]),
        activities=_activities([area.pk]),
        initiatives=_initiatives([area.pk]),
        logged=hours_in_area(area.pk, as_of),
        lines=money_of_area(area, as_of),
    )
    return resources_from(facts).of_area(area)


def resources_of_activity(activity: Activity, as_of: datetime.date) -> PartResources:
    """What ``resources_of`` says of the activity, and little else is read. Seven queries.

    The area's allocations are few, and all are read, as what lies below one is no more its own.
    """
    area = activity.main_area
    trees = trees_of(area.program, as_of, [area])
    sharing = {activity.pk}.union(*(_activities_of(one) for one in _allocations(trees)))
    facts = _facts(
        area.program,
        as_of,
        trees,
        activities=_facts_of(Activity.objects.filter(pk__in=sharing)),
        initiatives=[activity.initiative] if activity.initiative else [],
        logged=hours_at_activity(activity.pk, as_of),
        lines=money_of_activity(activity, as_of),
        allocations=[one.pk for one in _allocations(trees) if _covers(one, activity)],
    )
    return resources_from(facts).of_activity(activity)


def _facts(
    program: Program,
    as_of: datetime.date,
    trees: Sequence[AreaTree],
    *,
    activities: Sequence[ActivityFact],
    initiatives: Sequence[Initiative],
    logged: Sequence[LoggedHours],
    lines: Iterable[LineMoney],
    allocations: Sequence[int] | None = None,
) -> ResourceFacts:
    """With the sources, and with what was logged at the allocations. Two queries."""
    if allocations is None:
        allocations = [one.pk for one in _allocations(trees)]
    sources = list(FundingSource.objects.filter(program=program))
    areas = {tree.area.pk: tree.area for tree in trees}
    return ResourceFacts(
        program=program,
        as_of=as_of,
        trees=trees,
        initiatives=initiatives,
        activities=activities,
        logged=logged,
        of_allocations=hours_by_allocation(allocations, program, as_of),
        sources=sources,
        lines=lines_with_subjects(lines, areas, initiatives, activities, sources),
    )


def _allocations(trees: Iterable[AreaTree]) -> list[StaffAllocation]:
    return [node.allocation for tree in trees for _depth, node in tree.walk()]


def _activities_of(allocation: StaffAllocation) -> set[int]:
    return {activity.pk for activity in allocation.activities.all()}


def _covers(allocation: StaffAllocation, activity: Activity) -> bool:
    if allocation.initiative_id:
        return allocation.initiative_id == activity.initiative_id
    return activity.pk in _activities_of(allocation)


def _initiatives(areas: Sequence[int]) -> list[Initiative]:
    rows = Initiative.objects.filter(main_area__in=areas)
    return list(rows.order_by("main_area__number", "position", "pk"))


def _activities(areas: Sequence[int]) -> list[ActivityFact]:
    return _facts_of(Activity.objects.filter(main_area__in=areas).in_order())


def _facts_of(activities: QuerySet[Activity]) -> list[ActivityFact]:
    fields = ("pk", "ref", "title", "kind", "main_area_id", "initiative_id")
    return [
        ActivityFact(pk, ref, title, kind == ActivityKind.CASE, area, initiative)
        for pk, ref, title, kind, area, initiative in activities.values_list(*fields)
    ]


def area_uses(program: Program, areas: Sequence[MainArea], as_of: datetime.date) -> list[AreaUse]:
    """What each main area has used, to stand beside its criteria. Two queries.

    The very figures of ``resources_of``, of which nothing below the main areas is read.
    """
    logged = hours_by_area([area.pk for area in areas], as_of)
    lines: dict[int, list[LineMoney]] = {}
    for line in money_of_program(program, as_of):
        lines.setdefault(line.main_area_id, []).append(line)
    return [
        use_of(
            program,
            period_of(program, as_of),
            area,
            hours=_hours_of(program, as_of, area, logged.get(area.pk)),
            lines=lines.get(area.pk, ()),
        )
        for area in areas
    ]


def criteria_counts(program: Program, as_of: datetime.date) -> dict[int, CriteriaCount]:
    """By main area that has any: how many of its criteria are met."""
    found: dict[int, CriteriaCount] = {}
    for one in standings(program, as_of):
        area = one.criterion.main_area_id
        found[area] = found.get(area, CriteriaCount()) + CriteriaCount(int(one.is_met), 1)
    return found


def _hours_of(
    program: Program, as_of: datetime.date, area: MainArea, logged: Decimal | None
) -> Hours:
    if area.fte is None:
        return Hours(logged=logged)
    planned, to_date = planned_of_area(area, program), planned_of_area(area, program, as_of)
    return Hours(planned, to_date, logged)


# Over time, and by person -----------------------------------------------------------------------
def months(resources: Resources) -> list[Month]:
    """Two queries."""
    areas = [area for area in resources.area_by_pk.values() if area.fte is not None]

    def planned_until(day: datetime.date) -> Decimal | None:
        found = (planned_of_area(area, resources.program, day) for area in areas)
        return sum(found, ZERO) if areas else None

    hours = hours_by_month(list(resources.area_by_pk), resources.as_of)
    kroner = used_by_month(resources.program, resources.as_of)
    return months_of(resources, hours, kroner, planned_until)


@dataclass(frozen=True, slots=True)
class Person:
    """One person's hours, in all and logged in each main area; None where there are none."""

    name: str
    hours: Hours
    by_area: tuple[Decimal | None, ...]
    areas: tuple[str, ...]

    @property
    def in_areas(self) -> list[tuple[str, Decimal | None]]:
        return list(zip(self.areas, self.by_area, strict=True))


def people(resources: Resources, user: User) -> list[Person]:
    """Those whose hours the user may see, in Danish order. One query.

    Planned are the hours of the allocations that name somebody.
    """
    logged: dict[int, dict[int, Decimal]] = {}
    for row in resources.logged:
        own = logged.setdefault(row.person, {})
        own[row.area] = sum_hours([own.get(row.area, ZERO), row.hours])
    planned = planned_of_people(resources.trees)
    seen = [pk for pk in {*logged, *planned} if may_see_hours(user, pk)]
    names = {person.pk: str(person) for person in User.objects.filter(pk__in=seen)}
    found = [
        _person(resources, name, logged.get(pk, {}), planned.get(pk)) for pk, name in names.items()
    ]
    return sorted(found, key=lambda person: danish_key(person.name))


def _person(
    resources: Resources, name: str, own: dict[int, Decimal], planned: PersonPlan | None
) -> Person:
    total = sum_hours(own.values()) if own else None
    hours = Hours(
        planned=planned.planned if planned else None,
        planned_to_date=planned.to_date if planned else None,
        logged=total,
        forecast=straight_line(total, resources.period),
    )
    by_area = tuple(own.get(area) for area in resources.area_by_pk)
    return Person(name, hours, by_area, tuple(area.title for area in resources.areas))
