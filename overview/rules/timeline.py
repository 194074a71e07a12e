"""The year as a line: what happens on which days, and where that stands in a drawing. Pure."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import TextChoices
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext_lazy as _

WEEKS_AHEAD = 8
# In units of the drawing, which is as wide as its page whatever they are.
WIDTH, LABELS, MARGIN, ROW, HEAD = 1000, 290, 10, 22, 30
LEAST = 5  # the width of a bar of one day, which has less on its axis
MOST_MONTHS = 14  # so many have room for their names


class Kind(TextChoices):
    ACTIVITY = "activity", _("Activity")
    DUE = "due", _("Due date")
    POINT = "point", _("Planned point")
    FOLLOW_UP = "follow_up", _("Follow-up")


# How the marks of one kind in a main area are called together.
OF_AREA = {
    Kind.DUE: _("Due dates"),
    Kind.POINT: _("Planned points"),
    Kind.FOLLOW_UP: _("Follow-ups"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """What happens on a day, or from a first to a last one; of an activity neither is known."""

    kind: Kind
    text: str
    address: str
    area: int
    first: datetime.date | None
    last: datetime.date | None
    note: str = ""

    @property
    def is_span(self) -> bool:
        return self.first != self.last


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar, or of one day a sign; ``number`` of several things on that day."""

    x: float
    width: float
    number: int = 1

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def bar_width(self) -> float:
        return max(self.width, LEAST)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the drawing."""

    label: str
    y: int
    kind: str
    marks: Sequence[Mark]

    @property
    def text_y(self) -> int:
        return self.y + 15

    @property
    def mark_y(self) -> int:
        return self.y + 5

    @property
    def middle(self) -> int:
        return self.y + ROW // 2


@dataclass(frozen=True, slots=True)
class Month:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A main area's part of the line: all have one axis, and a page may end between two."""

    label: str
    rows: Sequence[Row]
    months: Sequence[Month]
    today: float | None
    width: int = WIDTH
    labels: int = LABELS

    @property
    def height(self) -> int:
        return HEAD + ROW * len(self.rows) + 6


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from left to right; each has its width."""

    first: datetime.date
    last: datetime.date

    @property
    def _unit(self) -> float:
        return (WIDTH - LABELS - MARGIN) / ((self.last - self.first).days + 1)

    def x(self, day: datetime.date) -> float:
        """The left edge of a day."""
        return round(LABELS + (day - self.first).days * self._unit, 2)

    def mark(self, first: datetime.date, last: datetime.date, number: int = 1) -> Mark:
        width = ((last - first).days + 1) * self._unit
        return Mark(self.x(first), round(width, 2), number)

    def months(self) -> list[Month]:
        """The first of each month, or of every second, third … where they are many.

        The first of a year says which.
        """
        days = list(_firsts_of_months(self.first, self.last))
        shown = days[:: -(-len(days) // MOST_MONTHS) or 1]
        found, year = [], 0
        for day in shown:
            of = "" if day.year == year else f" {day.year}"
            found.append(Month(self.x(day), f"{MONTHS_3[day.month]}{of}"))
            year = day.year
        return found


def _firsts_of_months(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day + datetime.timedelta(days=31)).replace(day=1)


def in_order(items: Sequence[Item]) -> list[Item]:
    """By the day on which each begins; what has no day comes last."""
    return sorted(items, key=lambda one: (one.first is None, one.first or datetime.date.min))


def drawings_of(
    areas: Sequence[tuple[int, str]],
    items: Sequence[Item],
    period: tuple[datetime.date, datetime.date],
    today: datetime.date,
) -> list[Drawing]:
    """Of each main area a line for each activity that has a day, and one for each other kind."""
    dated = [one for one in in_order(items) if one.first and one.last]
    days = [day for one in dated for day in (one.first, one.last) if day]
    axis = Axis(min([period[0], *days]), max([period[1], *days]))
    of_area: dict[int, list[Item]] = defaultdict(list)
    for one in dated:
        of_area[one.area].append(one)
    is_inside = axis.first <= today <= axis.last
    at = axis.mark(today, today).middle if is_inside else None
    return [
        Drawing(name, list(_rows_of(of_area[key], axis)), axis.months(), at)
        for key, name in areas
        if of_area[key]
    ]


def _rows_of(items: Sequence[Item], axis: Axis) -> Iterator[Row]:
    for place, (label, kind, marks) in enumerate(_lines_of(items, axis)):
        yield Row(label, HEAD + ROW * place, kind, marks)


def _lines_of(items: Sequence[Item], axis: Axis) -> Iterator[tuple[str, str, Sequence[Mark]]]:
    for one in items:
        if one.kind == Kind.ACTIVITY and one.first and one.last:
            yield one.text, str(one.kind), [axis.mark(one.first, one.last)]
    for kind, label in OF_AREA.items():
        of_kind = [one for one in items if one.kind == kind]
        by_day = groupby(of_kind, attrgetter("first"))
        marks = [axis.mark(day, day, len(list(same))) for day, same in by_day if day]
        if marks:
            yield str(label), str(kind), marks


def coming(items: Sequence[Item], today: datetime.date) -> list[Item]:
    """What begins or ends in the weeks ahead, today among them, the first first."""
    last = today + datetime.timedelta(weeks=WEEKS_AHEAD)
    found: list[tuple[datetime.date, Item]] = []
    for one in items:
        ahead = [day for day in (one.first, one.last) if day and today <= day <= last]
        if ahead:
            found.append((ahead[0], one))
    return [one for _day, one in sorted(found, key=lambda pair: pair[0])]
