"""What happens in a programme, read for its timeline: a constant number of queries."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity
from core.clock import today
from core.numbers import format_number
from indicators.models import Criterion, PlannedPoint
from indicators.queries.rosters import rosters_of
from indicators.queries.standings import Standing
from overview.rules.timeline import Item, Kind
from programs.models import Program
from requisitions.queries.follow_ups import FollowUpDue, unanswered
from requisitions.queries.register import register_of


def items_of(program: Program) -> list[Item]:
    """Activities, due dates, planned points, and follow-ups that are still to be made."""
    activities = Activity.objects.of_program(program).planned().in_order()
    criteria = list(Criterion.objects.of_program(program).in_order())
    cases = unanswered(register_of(today()).of_program(program))
    return [
        *map(item_of_activity, activities),
        *map(item_of_due_date, criteria),
        *_points(criteria),
        *_follow_ups_of_rosters(program),
        *items_of_cases(cases),
    ]


def own_items(
    activities: Iterable[Activity], own: Iterable[Standing], cases: Iterable[FollowUpDue]
) -> list[Item]:
    """The same of somebody's own, which have been read already."""
    points = [(one.criterion, point) for one in own for point in one.rule.planned]
    return [
        *map(item_of_activity, activities),
        *(item_of_due_date(one.criterion) for one in own),
        *(item_of_point(criterion, on, value) for criterion, (on, value) in points),
        *items_of_cases(cases),
    ]


def item_of_activity(activity: Activity) -> Item:
    first, last = activity.starts_on or activity.ends_on, activity.ends_on or activity.starts_on
    address = activity.get_absolute_url()
    return Item(Kind.ACTIVITY, activity.title, address, activity.main_area_id, first, last)


def item_of_due_date(criterion: Criterion) -> Item:
    return _of_criterion(criterion, Kind.DUE, criterion.due_on)


def item_of_point(criterion: Criterion, on: datetime.date, value: Decimal) -> Item:
    note = f"{format_number(value)} {criterion.unit}".strip()
    return _of_criterion(criterion, Kind.POINT, on, note)


def _of_criterion(criterion: Criterion, kind: Kind, on: datetime.date, note: str = "") -> Item:
    address, area = criterion.get_absolute_url(), criterion.main_area_id
    return Item(kind, str(criterion), address, area, on, on, note)


def _points(criteria: Sequence[Criterion]) -> Iterator[Item]:
    by_key = {one.pk: one for one in criteria}
    for point in PlannedPoint.objects.filter(criterion__in=by_key):
        yield item_of_point(by_key[point.criterion_id], point.on, point.value)


def _follow_ups_of_rosters(program: Program) -> Iterator[Item]:
    """How many of a roster are to be asked from a day on, and have not been."""
    criteria = Criterion.objects.of_program(program).in_order()
    asked = list(criteria.filter(roster_rule__follow_up_months__isnull=False))
    rosters = rosters_of(asked) if asked else {}
    for criterion in asked:
        roster = rosters[criterion.pk]
        days = Counter(
            member.due_on(roster.wanted)
            for member in roster.members
            if member.periods and member.tick(today()) is None
        )
        for day in sorted(day for day in days if day):
            words = ngettext("%(count)s to ask", "%(count)s to ask", days[day])
            yield _of_criterion(criterion, Kind.FOLLOW_UP, day, words % {"count": days[day]})


def items_of_cases(cases: Iterable[FollowUpDue]) -> list[Item]:
    return [
        Item(
            Kind.FOLLOW_UP,
            str(one.case),
            one.case.get_absolute_url(),
            one.case.activity.main_area_id,
            one.due_on,
            one.due_on,
            _("Requisition"),
        )
        for one in cases
    ]
