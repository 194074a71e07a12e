"""Hours as typed in a week; those of a log entry stand with the entry."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from activities.models import TimeEntry
from activities.models.log import MOST_HOURS_A_DAY
from core.hours import in_hours, in_minutes, plain_hours, sum_hours
from exchange.rules.confirming import Confirmed
from exchange.rules.faults import THERE, Place, shown
from exchange.rules.shapes import SubjectRow
from exchange.rules.values import DayHours, Filled
from exchange.services.drafts import Draft, built
from exchange.services.section import Made, Rows, Section
from exchange.services.sections.log_entries import (
    REFERS_TO_SUBJECT,
    add_to_day,
    subject_in_file,
    subject_of,
    unconfirmed_end,
)
from exchange.services.written import Names, codes, in_file
from programs.models import Program


class TimeEntryRow(SubjectRow):
    hours: DayHours
    confirmed: Confirmed = ""
    by: Filled


def make(draft: Draft, rows: Rows) -> Made:
    """Their shape holds all that the model's own constraints ask: they are not asked once more."""
    first: dict[tuple[object, ...], Place] = {}
    for row in rows:
        draft.refuse_too_early(row.on, row.at)
        draft.faults += unconfirmed_end(draft, row)
        add_to_day(draft, row, row.by, row.hours)
        key = (row.by, row.on, row.activity, row.requisition, row.main_area)
        if key in first:
            message = _("has its hours of that day already, as %s") % THERE
            draft.refuse(row.at, message, first[key])
        first.setdefault(key, row.at)
        person = draft.get("users", row.by)
        minutes = in_minutes(row.hours)
        yield "", built(TimeEntry, row, **subject_of(draft, row), person=person, minutes=minutes)
    _refuse_long_days(draft)


def _refuse_long_days(draft: Draft) -> None:
    """Nobody has more hours than a day has: those of log entries, and those stored already."""
    stored = _stored_hours(draft)
    for (by, on), (given, at) in draft.days.items():
        before = stored.get((by, on), Decimal(0))
        hours = sum_hours([given, before])
        if hours > MOST_HOURS_A_DAY:
            words = {"who": shown(by), "hours": plain_hours(hours)}
            message = _("«%(who)s» has %(hours)s hours on that day, and a day has 24") % words
            if before:
                message += _("; %s of them are stored already") % plain_hours(before)
            draft.refuse((*at, "hours"), message)


def _stored_hours(draft: Draft) -> dict[tuple[str, date], Decimal]:
    """By user name and day, what those named have logged elsewhere: one query.

    The programme's own hours are left out: they are the file's, or the file takes their place.
    """
    if not draft.days:
        return {}
    people, days = zip(*draft.days, strict=True)
    elsewhere = (
        TimeEntry.objects.active()
        .filter(person__username__in=set(people), on__range=(min(days), max(days)))
        .exclude(
            Q(activity__main_area__program__slug=draft.program.slug)
            | Q(main_area__program__slug=draft.program.slug)
        )
    )
    sums = elsewhere.order_by().values_list("person__username", "on").annotate(Sum("minutes"))
    return {(by, on): in_hours(minutes) for by, on, minutes in sums}


def found(program: Program) -> QuerySet[TimeEntry]:
    """Those typed in a week, without those of cases taken out of the register."""
    rows = TimeEntry.objects.of_program(program).filter(log_entry=None)
    rows = rows.exclude(activity__requisition__retracted_at__isnull=False)
    return rows.select_related("activity").order_by("pk")


def more(entry: TimeEntry, names: Names) -> dict[str, Any]:
    return {
        **subject_in_file(entry, names),
        "hours": in_file(entry.hours),
        "confirmed": codes(entry.confirmed),
        "by": names.of("users", entry.person_id),
    }


SECTION = Section(
    key="time_entries",
    shape=TimeEntryRow,
    refers={**REFERS_TO_SUBJECT, "by": "users"},
    model=TimeEntry,
    found=found,
    prefix="t",
    more=more,
    worked_out=("minutes",),
    make=make,
    counted=("hours",),
    hangs_on={"activity": "activities", "main_area": "main_areas"},
)
