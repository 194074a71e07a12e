"""What stands in the cells of a person's week: one for each thing worked on, and each day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.formats import date_format

from accounts.models import User
from activities.models import Activity, TimeEntry
from core.hours import in_hours
from programs.models import MainArea

if TYPE_CHECKING:
    from activities.models.querysets import TimeEntryQuerySet

WEEK = datetime.timedelta(days=6)  # from its first day to its last

# What hours are logged at, as a row of the week is called: «a12» an activity, «m3» a main area.
Key = str


def key_of(subject: Activity | MainArea) -> Key:
    return f"{'a' if isinstance(subject, Activity) else 'm'}{subject.pk}"


def key_of_row(row: TimeEntry) -> Key:
    return f"a{row.activity_id}" if row.activity_id else f"m{row.main_area_id}"


class CellKey(NamedTuple):
    """Which cell of the week: what the hours are logged at, and the day."""

    key: Key
    day: datetime.date

    @property
    def name(self) -> str:
        """As the box is called in the form: «a12-2011-09-27»."""
        return f"{self.key}-{self.day.isoformat()}"

    @property
    def day_name(self) -> str:
        """As a message names the day: «tirsdag 27/9»."""
        return date_format(self.day, "l j/n")


def hours_of(person: User, first: datetime.date, last: datetime.date) -> TimeEntryQuerySet:
    """A person's standing hours of some days, with what they were logged at. One query."""
    rows = TimeEntry.objects.active().filter(person=person, on__range=(first, last))
    return rows.select_related(
        "log_entry", "activity__main_area__program", "main_area__program"
    ).order_by("on", "pk")


def cells_of(rows: Iterable[TimeEntry]) -> dict[CellKey, list[TimeEntry]]:
    found: dict[CellKey, list[TimeEntry]] = {}
    for row in rows:
        found.setdefault(CellKey(key_of_row(row), row.on), []).append(row)
    return found


def sum_of(rows: Sequence[TimeEntry]) -> Decimal | None:
    """None for no rows: nobody has logged anything, which is not zero."""
    return in_hours(sum(row.minutes for row in rows)) if rows else None


def subjects_of(keys: Iterable[Key]) -> dict[Key, Activity | MainArea]:
    """The activities and main areas of the keys: one query for each kind there is."""
    wanted: dict[str, set[int]] = {"a": set(), "m": set()}
    for key in keys:
        wanted[key[0]].add(int(key[1:]))
    found: list[Activity | MainArea] = []
    if wanted["a"]:
        found += Activity.objects.select_related("main_area__program").filter(pk__in=wanted["a"])
    if wanted["m"]:
        found += MainArea.objects.select_related("program").filter(pk__in=wanted["m"])
    return {key_of(subject): subject for subject in found}
