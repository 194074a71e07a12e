"""Saving a person's week: everything that was typed into it, or nothing."""

import datetime
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.roles import May
from activities.models import Activity, LogEntry, TimeEntry
from activities.queries.week_cells import (
    WEEK,
    CellKey,
    Key,
    cells_of,
    hours_of,
    subjects_of,
    sum_of,
)
from activities.rules.hours import lock_person_hours, message_of_day
from core.clock import today
from core.hours import format_hours, in_minutes, sum_hours, to_the_minute
from core.numbers import ZERO
from core.plausibility import Question, check_confirmed, codes_of
from core.records import create_with_history, update_with_history
from core.statements import placeholders
from core.versions import atomic_change, mark_all_changed
from programs.models import MainArea
from programs.rules.closing import fault_of_closing
from programs.rules.days import ask_after_end, fault_before


@dataclass(frozen=True, slots=True)
class CellChange:
    """What somebody typed into a cell, and what stood in it when the form was opened."""

    slot: CellKey
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class WeekFault:
    """Why a week cannot be saved; a conflict is a cell that has changed since it was opened."""

    message: str
    slots: Sequence[CellKey] = ()
    log_entries: Sequence[LogEntry] = ()
    is_conflict: bool = False

    @property
    def cell(self) -> CellKey | None:
        """The cell that the message leads to."""
        return self.slots[0] if self.slots else None


class WeekNotSaved(Exception):
    """A week of which nothing was saved, with everything that is in the way."""

    def __init__(self, faults: Sequence[WeekFault]) -> None:
        super().__init__(*(fault.message for fault in faults))
        self.faults = faults


@dataclass
class _Writing:
    """What is to be written once nothing is in the way."""

    created: list[TimeEntry] = field(default_factory=list)
    changed: list[TimeEntry] = field(default_factory=list)
    removed: list[TimeEntry] = field(default_factory=list)
    faults: list[WeekFault] = field(default_factory=list)


@atomic_change()
def save_week(
    *,
    by: User,
    monday: datetime.date,
    changes: Sequence[CellChange],
    confirmed: Container[str] = (),
) -> Decimal:
    """Put what was typed into one's own week, all of it or (``NotSaved``) nothing.

    NeedsConfirmation for hours after their programme's end, unless that is ``confirmed``.

    A cell edits the rows that are there, those of log entries among them. Returns the hours that
    the week holds then until today, as its page shows them. The number of queries does not grow
    with the week.
    """
    if not by.may(May.LOG):
        raise PermissionDenied
    lock_person_hours(by.pk)
    cells = cells_of(hours_of(by, monday, monday + WEEK))
    subjects = subjects_of(change.slot.key for change in changes)
    writing = _Writing()
    for change in changes:
        _put(change, cells.get(change.slot, ()), subjects, by, writing)
    after = _after(cells, changes)
    writing.faults += _faults_of_days(after, {change.slot.day for change in changes})
    if writing.faults:
        raise WeekNotSaved(writing.faults)
    check_confirmed(_questions_of(writing), confirmed)
    _write(writing, by)
    return sum_hours(hours for slot, hours in after.items() if slot.day <= today())


def _put(
    change: CellChange,
    rows: Sequence[TimeEntry],
    subjects: Mapping[Key, Activity | MainArea],
    by: User,
    writing: _Writing,
) -> None:
    """Plan one cell. A single row is edited; of several, the one without a log entry."""
    subject, there = subjects.get(change.slot.key), sum_of(rows)
    if there == change.after:
        return  # another press, or somebody else, has saved the very same
    fault = _fault_of(change, subject, there)
    if fault or subject is None:
        writing.faults += [fault] if fault else []
        return
    edited = rows[0] if len(rows) == 1 else next((r for r in rows if not r.log_entry_id), None)
    others = [row for row in rows if row is not edited]
    rest = to_the_minute((change.after or ZERO) - (sum_of(others) or ZERO))
    if rest < 0:
        writing.faults.append(_less_than_logged(change, subject, others))
    elif rest == 0:
        writing.removed += [edited] if edited else []
    elif edited:
        edited.hours = rest
        writing.changed.append(edited)
    else:
        writing.created.append(_new(subject, by, change.slot.day, rest))


def _new(
    subject: Activity | MainArea, person: User, day: datetime.date, hours: Decimal
) -> TimeEntry:
    return TimeEntry(
        activity=subject if isinstance(subject, Activity) else None,
        main_area=subject if isinstance(subject, MainArea) else None,
        person=person,
        on=day,
        minutes=in_minutes(hours),
    )


def _fault_of(
    change: CellChange, subject: Activity | MainArea | None, there: Decimal | None
) -> WeekFault | None:
    slot = change.slot
    words = {"row": subject, "day": slot.day_name}
    if subject is None:
        return WeekFault(_("An activity that was typed at is gone: leave its row out."))
    if slot.day > today():
        message = _("%(row)s, %(day)s: the day lies ahead. Only what has been worked is logged.")
        return WeekFault(message % words, [slot])
    if closed := fault_of_closing(subject.program):
        return WeekFault(f"{subject}: {closed}", [slot])
    if early := fault_before(slot.day, subject.program.starts_on):
        return WeekFault(f"{subject}, {slot.day_name}: {early}", [slot])
    if there != change.before:
        message = _(
            "%(row)s, %(day)s: you typed %(typed)s over %(before)s, and meanwhile it has become "
            "%(there)s. Save again to let yours stand."
        )
        words |= {
            "typed": _shown(change.after),
            "before": _shown(change.before),
            "there": _shown(there),
        }
        return WeekFault(message % words, [slot], is_conflict=True)
    return None


def _questions_of(writing: _Writing) -> list[Question]:
    """What to ask of hours after their programme's end; the rows keep it. Those that were there
    have been asked about.
    """
    questions = []
    for row in writing.created:
        program = row.subject.program
        if row.on > program.ends_on:
            questions.append(ask_after_end(program, row.on))
            row.confirmed = codes_of(questions[-1:])
    return list(dict.fromkeys(questions))


def _less_than_logged(
    change: CellChange, subject: Activity | MainArea, rows: Sequence[TimeEntry]
) -> WeekFault:
    message = _(
        "%(row)s, %(day)s: %(hours)s hours stand in the log entries of the day, and you typed "
        "%(typed)s. Correct them there."
    )
    words = {
        "row": subject,
        "day": change.slot.day_name,
        "hours": _shown(sum_of(rows)),
        "typed": _shown(change.after),
    }
    entries = [row.log_entry for row in rows if row.log_entry]
    return WeekFault(message % words, [change.slot], log_entries=entries)


def _shown(hours: Decimal | None) -> str:
    return _("nothing") if hours is None else format_hours(hours)


def _after(
    cells: Mapping[CellKey, Sequence[TimeEntry]], changes: Sequence[CellChange]
) -> dict[CellKey, Decimal]:
    """The hours of each cell with what was typed, whatever the rows that it will stand in."""
    stored = {slot: sum_of(rows) or ZERO for slot, rows in cells.items()}
    return stored | {change.slot: change.after or ZERO for change in changes}


def _faults_of_days(
    after: Mapping[CellKey, Decimal], days: Collection[datetime.date]
) -> Iterator[WeekFault]:
    """The days of more than 24 hours, each with all its cells: any of them can be the wrong one."""
    for day in sorted(days):
        slots = [slot for slot, hours in after.items() if slot.day == day and hours]
        message = message_of_day(day, sum_hours(after[slot] for slot in slots))
        if message:
            yield WeekFault(message, slots)


def _write(writing: _Writing, by: User) -> None:
    reason = _("Typed in the week.")
    if writing.created:
        create_with_history(writing.created, by=by, reason=reason)
    if writing.changed:
        update_with_history(writing.changed, ["minutes"], by=by, reason=reason)
    if writing.removed:
        _remove(writing.removed, {"default_user": by, "default_change_reason": reason})
        mark_all_changed(writing.removed)


def _remove(rows: Sequence[TimeEntry], signed: Mapping[str, Any]) -> None:
    """Delete the rows, and keep a last version of each: three queries, however many."""
    versions = TimeEntry.history.bulk_history_create(rows, **signed)
    # simple_history makes many at once of rows that are new or changed, and of these only.
    TimeEntry.history.filter(pk__in=[one.pk for one in versions]).update(history_type="-")
    # By hand, as Django's own would make it write a version for each once more.
    table, pks = TimeEntry._meta.db_table, [row.pk for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id IN ({placeholders(pks)})", pks)  # noqa: S608
