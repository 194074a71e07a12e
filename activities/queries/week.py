"""A person's week of hours as the screen shows it: rows of what one works on, columns of days."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.roles import ALLOWED, May
from activities.models import Activity, ActivityKind, LogEntry, TimeEntry
from activities.models.querysets import ActivityQuerySet
from activities.queries.week_cells import (
    WEEK,
    CellKey,
    Key,
    cells_of,
    hours_of,
    key_of,
    key_of_row,
    subjects_of,
    sum_of,
)
from core.clock import today
from core.dates import format_week
from core.hours import format_hours, plain_hours, sum_hours
from core.registry import Registry
from programs.models import MainArea

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Called with activities and the first and the last of some days.
OpenActivityFilter = Callable[[ActivityQuerySet, datetime.date, datetime.date], ActivityQuerySet]
open_activity_filters: Registry[OpenActivityFilter] = Registry(
    "open_activity_filters", "Which activities has somebody worked at on these days, as not over?"
)

ONE_DAY = datetime.timedelta(days=1)
MOST_CASES = 200  # so many are offered, the newest
MOST_OWN_CASES = 20  # so many stand in the week by themselves, the newest

Subject = Activity | MainArea


@dataclass(frozen=True, slots=True)
class Cell:
    """The hours of one day at one thing. ``typed`` is what could not be saved yet."""

    slot: CellKey
    hours: Decimal | None = None
    log_entries: tuple[LogEntry, ...] = ()
    is_ahead: bool = False
    typed: str | None = None
    before: Decimal | None = None
    is_wrong: bool = False

    @property
    def day(self) -> datetime.date:
        return self.slot.day

    @property
    def name(self) -> str:
        return self.slot.name

    @property
    def shown(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.hours is None else format_hours(self.hours)


@dataclass(frozen=True, slots=True)
class WeekRow:
    key: Key
    title: str
    area: str
    address: str
    cells: tuple[Cell, ...]
    is_from_last_week: bool = False

    @property
    def total(self) -> Decimal | None:
        return _sum(cell.hours for cell in self.cells)

    @property
    def opened(self) -> str:
        """What each cell held when the form was opened: «7.5||||||»."""
        return "|".join(plain_hours(cell.before) or "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RowChoice:
    """Something that can be made a row."""

    key: Key
    title: str


@dataclass(frozen=True, slots=True)
class Week:
    """The rows with their sums. Absent hours are None, and never zero."""

    person: User
    monday: datetime.date
    rows: tuple[WeekRow, ...]
    choices: tuple[tuple[str, tuple[RowChoice, ...]], ...] = ()
    # How many open cases one has, of which the newest stand here; 0 where all do.
    own_cases: int = 0

    @property
    def label(self) -> str:
        return format_week(self.monday)

    @property
    def days(self) -> list[datetime.date]:
        return days_of(self.monday)

    @property
    def last_day(self) -> datetime.date:
        return self.monday + WEEK

    @property
    def previous(self) -> datetime.date:
        return self.monday - 7 * ONE_DAY

    @property
    def next(self) -> datetime.date | None:
        """None for weeks that lie ahead altogether."""
        following = self.monday + 7 * ONE_DAY
        return following if following <= today() else None

    @property
    def totals(self) -> list[tuple[datetime.date, Decimal | None]]:
        """The sum of each day."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        sums = [_sum(cell.hours for cell in column) for column in columns]
        return list(zip(self.days, sums or [None] * 7, strict=True))

    @property
    def total(self) -> Decimal | None:
        return _sum(row.total for row in self.rows)


@dataclass(frozen=True, slots=True)
class TypedWeek:
    """What a form that could not be saved holds, by the names of the cells.

    ``before`` is what stood in them when it was opened; ``wrong`` are the cells to be mended, those
    among them in which nothing was typed.
    """

    texts: Mapping[str, str]
    before: Mapping[str, Decimal | None]
    wrong: Collection[str] = ()


def days_of(monday: datetime.date) -> list[datetime.date]:
    return [monday + n * ONE_DAY for n in range(7)]


def own_week(
    person: User, monday: datetime.date, added: Iterable[Key] = (), typed: TypedWeek | None = None
) -> Week:
    """The week to be filled in: what one has worked on this week, is responsible for or worked on
    last week, and what was added; with all that can be added. A constant number of queries.
    """
    there = list(hours_of(person, monday - 7 * ONE_DAY, monday + WEEK).until(today()))
    subjects = {key_of_row(row): _subject_of(row) for row in there}
    this_week = {key_of_row(row) for row in there if row.on >= monday}
    own_cases = _own_cases(person, monday)
    newest = list(own_cases.order_by("-pk")[: MOST_OWN_CASES + 1])
    in_all = own_cases.count() if len(newest) > MOST_OWN_CASES else 0
    own = [*_own_planned(person, monday), *newest[:MOST_OWN_CASES]]
    mine = {key_of(activity): activity for activity in own}
    asked = {key: subject for key, subject in subjects_of(added).items() if key not in subjects}
    first = _in_order({key: subjects[key] for key in this_week} | mine | asked)
    last = _in_order({key: subjects[key] for key in subjects.keys() - first.keys()})
    cells = cells_of(row for row in there if row.on >= monday)
    rows = [_row(subject, monday, cells) for subject in first.values()]
    rows += [
        replace(_row(subject, monday, cells), is_from_last_week=True) for subject in last.values()
    ]
    if typed:
        rows = [_with_typed(row, typed) for row in rows]
    shown = {row.key for row in rows}
    return Week(person, monday, tuple(rows), tuple(_choices(monday, shown)), in_all)


def week_of(person: User, monday: datetime.date) -> Week:
    """What somebody has logged in a week, to be read. One query."""
    there = list(hours_of(person, monday, monday + WEEK).until(today()))
    subjects = _in_order({key_of_row(row): _subject_of(row) for row in there})
    cells = cells_of(there)
    return Week(person, monday, tuple(_row(one, monday, cells) for one in subjects.values()))


def people_with_hours() -> QuerySet[User]:
    """Those who have a week of their own, and those who had one."""
    loggers = [role for role, rights in ALLOWED.items() if May.LOG in rights]
    return User.objects.filter(Q(role__in=loggers) | Q(time_entries__isnull=False)).distinct()


def _own_planned(person: User, monday: datetime.date) -> ActivityQuerySet:
    """One's own of the programmes that run in the week."""
    own = Activity.objects.planned().of_responsible(person).select_related("main_area__program")
    return own.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=monday),
        main_area__program__starts_on__lte=monday + WEEK,
        main_area__program__ends_on__gte=monday,
    )


def _own_cases(person: User, monday: datetime.date) -> ActivityQuerySet:
    own = Activity.objects.of_responsible(person).filter(kind=ActivityKind.CASE)
    return _open_in(own, monday).select_related("main_area__program")


def _open_in(activities: ActivityQuerySet, monday: datetime.date) -> ActivityQuerySet:
    for narrow in open_activity_filters:
        activities = narrow(activities, monday, min(monday + WEEK, today()))
    return activities


def _choices(
    monday: datetime.date, shown: Collection[Key]
) -> Iterable[tuple[str, tuple[RowChoice, ...]]]:
    """What else can be made a row, under its main area; cases last. Three queries."""
    sunday = monday + WEEK
    areas = MainArea.objects.filter(
        program__starts_on__lte=sunday, program__ends_on__gte=monday
    ).order_by("program__starts_on", "program", "number")
    planned = Activity.objects.planned().in_order().filter(main_area__in=areas.values("pk"))
    cases = _open_in(Activity.objects.filter(kind=ActivityKind.CASE), monday)
    by_area: dict[int, list[Subject]] = {}
    for activity in planned:
        by_area.setdefault(activity.main_area_id, []).append(activity)
    of_no_activity = _("The main area as a whole")
    groups = []
    for area in areas:
        whole = RowChoice(key_of(area), f"{area.number}. {of_no_activity}")
        offered = [RowChoice(key_of(one), str(one)) for one in by_area.get(area.pk, ())]
        groups.append((str(area), [whole, *offered]))
    newest = cases.order_by("-pk")[:MOST_CASES]
    groups.append((_("Requisitions"), [RowChoice(key_of(case), str(case)) for case in newest]))
    for label, offered in groups:
        left = tuple(choice for choice in offered if choice.key not in shown)
        if left:
            yield label, left


def _subject_of(row: TimeEntry) -> Subject:
    subject = row.activity or row.main_area
    assert subject  # noqa: S101 - a constraint holds that one of the two is there
    return subject


def _in_order(subjects: Mapping[Key, Subject]) -> dict[Key, Subject]:
    """As the programme document has them: a main area before its activities, cases last."""

    def place(item: tuple[Key, Subject]) -> tuple:
        subject = item[1]
        if isinstance(subject, MainArea):
            return (0, subject.program.starts_on, subject.number, 0, 0, subject.pk)
        area, is_case = subject.main_area, subject.kind == ActivityKind.CASE
        return (is_case, area.program.starts_on, area.number, 1, subject.position, subject.pk)

    return dict(sorted(subjects.items(), key=place))


def _row(
    subject: Subject, monday: datetime.date, cells: Mapping[CellKey, Sequence[TimeEntry]]
) -> WeekRow:
    key, day = key_of(subject), today()
    area = ""
    if isinstance(subject, Activity):
        area = _("Requisition") if subject.kind == ActivityKind.CASE else str(subject.main_area)
    return WeekRow(
        key=key,
        title=str(subject),
        area=area,
        address=subject.get_absolute_url(),
        cells=tuple(
            _cell(CellKey(key, on), cells.get(CellKey(key, on), ()), is_ahead=on > day)
            for on in days_of(monday)
        ),
    )


def _cell(slot: CellKey, rows: Sequence[TimeEntry], *, is_ahead: bool) -> Cell:
    hours = sum_of(rows)
    entries = tuple(row.log_entry for row in rows if row.log_entry)
    return Cell(slot, hours=hours, log_entries=entries, is_ahead=is_ahead, before=hours)


def _with_typed(row: WeekRow, typed: TypedWeek) -> WeekRow:
    return replace(row, cells=tuple(_with_text(cell, typed) for cell in row.cells))


def _with_text(cell: Cell, typed: TypedWeek) -> Cell:
    if cell.name not in typed.texts:
        return replace(cell, is_wrong=cell.name in typed.wrong)
    return replace(
        cell,
        typed=typed.texts[cell.name],
        before=typed.before.get(cell.name, cell.before),
        is_wrong=cell.name in typed.wrong,
    )


def _sum(parts: Iterable[Decimal | None]) -> Decimal | None:
    given = [part for part in parts if part is not None]
    return sum_hours(given) if given else None
