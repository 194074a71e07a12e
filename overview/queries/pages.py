"""Reading across the rooms."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language

from accounts.models import User
from activities.models import Activity
from core.addresses import addresses_of
from core.clock import today
from core.held import held
from core.versions import version_of
from indicators.models import Criterion
from indicators.models.choices import REPORTED, Status
from indicators.queries.standings import Standing, standings, standings_of
from overview.rules.status import (
    Person,
    RowLookups,
    StatusRow,
    StatusTable,
    earlier_days,
    row_of,
)
from programs.models import Initiative, MainArea, Program

SOON = 14  # so many days
# About what a row of the status table takes in memory, its model rows included.
ROW_BYTES = 6_000


def status_table(
    program: Program, as_of: datetime.date, version: str = "", *, as_revised: bool = False
) -> StatusTable:
    """Every criterion of the programme as of the date: a constant number of queries.

    It is held for as long as the programme's version, which is read where it is not given.
    ``as_revised`` holds an earlier day's figures against what is demanded now.
    """
    version = version or version_of(program.pk)
    key = "status", program.pk, as_of, as_revised, today(), version, get_language()
    return held.get(key, lambda: _status_table(program, as_of, as_revised), weigh=_weight)


def _weight(table: StatusTable) -> int:
    return ROW_BYTES * (1 + len(table.all_rows))


def _status_table(program: Program, as_of: datetime.date, as_revised: bool) -> StatusTable:
    areas = list(MainArea.objects.filter(program=program).order_by("number"))
    found = standings(program, as_of, earlier_days(as_of), as_revised=as_revised)
    rows = _rows(found, areas)
    return StatusTable(program=program, as_of=as_of, areas=areas, all_rows=rows, rows=rows)


def _rows(found: Sequence[Standing], areas: Sequence[MainArea]) -> list[StatusRow]:
    """In the document's order, each sub-criterion under the criterion that it is a part of."""
    lookups = RowLookups(
        address_of=addresses_of("indicators:criterion"),
        areas={area.pk: area for area in areas},
        refs={standing.criterion.pk: standing.criterion.ref for standing in found},
        people={
            pk: Person(name, email if is_active else "")
            for pk, name, email, is_active in User.objects.values_list(
                "pk", "full_name", "email", "is_active"
            )
        },
    )
    children: dict[int | None, list[Standing]] = {}
    for standing in found:
        children.setdefault(standing.criterion.parent_id, []).append(standing)
    rows: list[StatusRow] = []

    def add(standing: Standing, depth: int) -> None:
        rows.append(row_of(standing, lookups, depth))
        for child in children.get(standing.criterion.pk, ()):
            add(child, depth + 1)

    for standing in children.get(None, ()):
        add(standing, 0)
    return rows


def own_standings(user: User, program: Program) -> list[Standing]:
    """The criteria that the user answers for, as they stand today."""
    own = (
        Criterion.objects.of_program(program)
        .in_order()
        .with_answerable()
        .filter(answerable_id=user.pk)
        .prefetch_related("activities")
    )
    found = standings_of(program, own, today())
    return [found[criterion.pk] for criterion in own]


def due_for_measurement(own: Sequence[Standing]) -> list[Standing]:
    """Those that lack a measurement, are behind, or are soon due and not yet met."""
    day = today()
    soon = day + datetime.timedelta(days=SOON)
    return [
        standing
        for standing in own
        if standing.rule.measure in REPORTED
        and (
            standing.status in (Status.UNMEASURED, Status.BEHIND)
            or (
                standing.status in (Status.NOT_DUE, Status.AT_RISK, Status.ON_TRACK)
                and day <= standing.rule.due_on <= soon
            )
        )
    ]


def criteria_fed_only_by(activity: Activity) -> set[int]:
    """The criteria that the activity feeds and no other does."""
    feeds = Criterion.activities.through.objects
    fed = feeds.filter(activity=activity).values("criterion")
    feeding = feeds.filter(criterion__in=fed).order_by().values_list("criterion")
    return {pk for pk, number in feeding.annotate(number=Count("pk")) if number == 1}


@dataclass(frozen=True, slots=True)
class AreaOutline:
    main_area: MainArea
    initiatives: Sequence[tuple[Initiative | None, Sequence[Activity], Sequence[Criterion]]]


def outline_of(program: Program) -> list[AreaOutline]:
    """The whole programme under its headings: a constant number of queries."""
    activities = list(
        Activity.objects.of_program(program)
        .planned()
        .in_order()
        .select_related("place", "responsible")
    )
    criteria = list(Criterion.objects.of_program(program).in_order())
    found = []
    for area in program.main_areas.prefetch_related("initiatives"):
        parts = []
        for initiative in [*area.initiatives.all(), None]:
            key = (area.pk, initiative.pk if initiative else None)
            own = [a for a in activities if (a.main_area_id, a.initiative_id) == key]
            demanded = [c for c in criteria if (c.main_area_id, c.initiative_id) == key]
            if initiative or own or demanded:
                parts.append((initiative, own, demanded))
        found.append(AreaOutline(area, parts))
    return found
