"""Finding what of a programme does not fit its year: a constant number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity
from core.dates import format_date_words
from directory.models import Organisation, OrganisationName
from economy.models import BudgetLine
from indicators.models import Criterion, PlannedPoint
from overview.queries.year import form_of
from overview.rules.unfit import Misfit, Misfits, former_names_in
from programs.models import FundingSource, Initiative, MainArea, Program
from programs.rules.days_off import day_off
from resources.models import StaffAllocation

# The texts of each kind of piece in which an organisation may be named.
TEXTS: Mapping[type[Model], tuple[str, ...]] = {
    Program: ("title", "purpose", "policy", "method"),
    MainArea: (
        *("title", "resource_title", "policy_strand", "challenge", "purpose"),
        *("target_groups", "method", "anchoring"),
    ),
    Initiative: ("title", "description"),
    Activity: ("title", "heading", "description"),
    Criterion: ("wording", "heading"),
    StaffAllocation: ("title",),
    FundingSource: ("name",),
    BudgetLine: ("title",),
}


@dataclass(frozen=True, slots=True)
class _Pieces:
    program: Program
    activities: list[Activity]
    criteria: list[Criterion]
    allocations: list[StaffAllocation]
    others: list[Any]


def misfits_of(program: Program) -> Misfits:
    pieces = _Pieces(
        program,
        list(Activity.objects.of_program(program).planned().in_order()),
        list(Criterion.objects.of_program(program).in_order()),
        list(StaffAllocation.objects.filter(main_area__program=program)),
        [
            program,
            *program.main_areas.order_by("number"),
            *Initiative.objects.filter(main_area__program=program).select_related("main_area"),
            *FundingSource.objects.filter(program=program),
            *BudgetLine.objects.of_program(program),
        ],
    )
    return Misfits(list(_people(pieces)), list(_days(pieces)), list(_names(pieces)))


def _people(pieces: _Pieces) -> Iterator[Misfit]:
    """Who is set to it and has no access any more."""
    left = dict(User.objects.filter(is_active=False).values_list("pk", "full_name"))
    set_to: list[tuple[Any, int | None]] = [
        *((one, one.responsible_id) for one in pieces.activities),
        *((one, one.responsible_id) for one in pieces.criteria),
        *((one, one.person_id) for one in pieces.allocations),
    ]
    for record, who in set_to:
        if who in left:
            yield _misfit(record, _("%s has no access any more.") % left[who])


def _days(pieces: _Pieces) -> Iterator[Misfit]:
    """What falls on a weekend or holiday, but for the programme's own first and last day."""
    points: dict[int, list[datetime.date]] = {}
    for key, day in PlannedPoint.objects.filter(criterion__in=pieces.criteria).values_list(
        "criterion", "on"
    ):
        points.setdefault(key, []).append(day)
    for activity in pieces.activities:
        yield from _days_off(pieces.program, activity, (activity.starts_on, activity.ends_on))
    for criterion in pieces.criteria:
        days = (*sorted(points.get(criterion.pk, ())), criterion.due_on)
        yield from _days_off(pieces.program, criterion, days)


def _days_off(
    program: Program, record: Model, days: Iterable[datetime.date | None]
) -> Iterator[Misfit]:
    for day in dict.fromkeys(days):
        if day and day not in (program.starts_on, program.ends_on) and (named := day_off(day)):
            words = format_date_words(day)
            # A weekday is in the words already.
            why = words if words.startswith(named) else f"{words} ({named})"
            yield _misfit(record, why)


def _names(pieces: _Pieces) -> Iterator[Misfit]:
    """What names an organisation as it was called before it was renamed or merged."""
    renamed = OrganisationName.objects.filter(until__lt=pieces.program.ends_on)
    merged = Organisation.objects.filter(merged_into__isnull=False)
    now: dict[str, str] = {
        **dict(renamed.values_list("name", "organisation__name")),
        **dict(merged.values_list("name", "merged_into__name")),
    }
    if not now:
        return
    everything = (*pieces.others, *pieces.activities, *pieces.criteria, *pieces.allocations)
    for record in everything:
        texts = [getattr(record, name) for name in TEXTS[type(record)]]
        for former in former_names_in(texts, now):
            words = {"former": former, "now": now[former]}
            yield _misfit(record, _("«%(former)s» is called «%(now)s» now.") % words)


def _misfit(record: Any, why: str) -> Misfit:
    return Misfit(record, why, form_of(record))
