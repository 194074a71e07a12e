"""What was logged at an activity, week by week: whose it is for those who may see it, else sums."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.models import User
from accounts.models.roles import May
from activities.models import TimeEntry
from core.clock import last_monday
from core.dates import format_week
from core.hours import in_hours, sum_hours
from core.sorting import danish_key

if TYPE_CHECKING:
    from activities.models import Activity


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The hours of a week: one person's, or of everybody with the reader's ``own`` among them.

    ``address`` is the week sheet that they stand in, where the reader may open it.
    """

    monday: datetime.date
    hours: Decimal
    name: str = ""
    own: Decimal | None = None
    address: str = ""

    @property
    def label(self) -> str:
        """«uge 38, 2011»."""
        return format_week(self.monday)


def weeks_of(activity: Activity, as_of: datetime.date, user: User) -> list[WeekHours]:
    """The newest week first, in it by name. Two queries, one for those who see sums."""
    entries = TimeEntry.objects.active().until(as_of).filter(activity=activity)
    minutes: dict[datetime.date, dict[int, int]] = {}
    for on, person, some in entries.values_list("on", "person_id", "minutes"):
        week = minutes.setdefault(last_monday(on), {})
        week[person] = week.get(person, 0) + some
    by_week = {
        monday: {person: in_hours(some) for person, some in week.items()}
        for monday, week in minutes.items()
    }
    newest_first = sorted(by_week.items(), reverse=True)
    if not user.may(May.SEE_ALL_HOURS):
        return [_of_all(monday, week, user) for monday, week in newest_first]
    people = {person for week in by_week.values() for person in week}
    names = {one.pk: str(one) for one in User.objects.filter(pk__in=people)}
    return [row for monday, week in newest_first for row in _of_each(monday, week, names)]


def total_of(weeks: Sequence[WeekHours]) -> Decimal:
    return sum_hours(week.hours for week in weeks)


def _of_all(monday: datetime.date, week: dict[int, Decimal], user: User) -> WeekHours:
    own = week.get(user.pk)
    opens = own is not None and user.may(May.LOG)
    address = reverse("activities:week", args=[monday]) if opens else ""
    return WeekHours(monday, sum_hours(week.values()), own=own, address=address)


def _of_each(
    monday: datetime.date, week: dict[int, Decimal], names: dict[int, str]
) -> list[WeekHours]:
    sheet = reverse("activities:week", args=[monday])
    found = [
        WeekHours(monday, hours, name=names[person], address=f"{sheet}?person={person}")
        for person, hours in week.items()
    ]
    return sorted(found, key=lambda row: danish_key(row.name))
