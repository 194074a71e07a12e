"""What was logged at an activity: week by week and whose for those who may see it, else months."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.models import User
from accounts.models.roles import May
from activities.models import TimeEntry
from core.clock import first_of_month, last_monday
from core.dates import format_month, format_week
from core.hours import in_hours, sum_hours
from core.sorting import danish_key

if TYPE_CHECKING:
    from activities.models import Activity


@dataclass(frozen=True, slots=True)
class LoggedHours:
    """The hours of a person in a week, or of everybody in a month, the reader's ``own`` among them.

    ``last`` is the newest day on which anybody logged any then. ``address`` is a week sheet that
    they stand in, where the reader may open it: of a month the last.
    """

    first: datetime.date
    label: str
    hours: Decimal
    name: str = ""
    own: Decimal | None = None
    address: str = ""
    last: datetime.date = datetime.date.min


def logged_hours(activity: Activity, as_of: datetime.date, user: User) -> list[LoggedHours]:
    """The newest first, in a week by name. Two queries, one for those who see sums."""
    rows = TimeEntry.objects.active().until(as_of).filter(activity=activity).order_by("on")
    sees_all = user.may(May.SEE_ALL_HOURS)
    first_of = last_monday if sees_all else first_of_month
    minutes: dict[datetime.date, dict[int, int]] = {}
    last_own: dict[datetime.date, datetime.date] = {}
    last: dict[datetime.date, datetime.date] = {}
    for on, person, some in rows.values_list("on", "person_id", "minutes"):
        first = first_of(on)
        last[first] = on
        by_person = minutes.setdefault(first, {})
        by_person[person] = by_person.get(person, 0) + some
        if person == user.pk and user.may(May.LOG):
            last_own[first] = on
    found = {
        first: {person: in_hours(some) for person, some in by_person.items()}
        for first, by_person in minutes.items()
    }
    newest_first = sorted(found.items(), reverse=True)
    if not sees_all:
        rows_shown = [_of_all(day, one, user, last_own.get(day)) for day, one in newest_first]
    else:
        people = {person for week in found.values() for person in week}
        names = {one.pk: str(one) for one in User.objects.filter(pk__in=people)}
        weeks = (_of_each(monday, week, names) for monday, week in newest_first)
        rows_shown = [row for week in weeks for row in week]
    return [replace(row, last=last[row.first]) for row in rows_shown]


def total_of(rows: Sequence[LoggedHours]) -> Decimal:
    return sum_hours(row.hours for row in rows)


def _of_all(
    first: datetime.date, month: dict[int, Decimal], user: User, last_own: datetime.date | None
) -> LoggedHours:
    address = reverse("activities:week", args=[last_own]) if last_own else ""
    hours, own = sum_hours(month.values()), month.get(user.pk)
    return LoggedHours(first, format_month(first), hours, own=own, address=address)


def _of_each(
    monday: datetime.date, week: dict[int, Decimal], names: dict[int, str]
) -> list[LoggedHours]:
    sheet, label = reverse("activities:week", args=[monday]), format_week(monday)
    found = [
        LoggedHours(monday, label, hours, name=names[person], address=f"{sheet}?person={person}")
        for person, hours in week.items()
    ]
    return sorted(found, key=lambda row: danish_key(row.name))
