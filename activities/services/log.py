"""What may be written about a day at an activity, and by whom."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.rules.corrections import check_may_correct
from activities.models import Activity, LogEntry, TimeEntry
from activities.rules.hours import check_day, lock_person_hours
from core.attachments import attach, attach_corrected
from core.meanwhile import LastChange, last_change, last_change_in, merge_changes
from core.numbers import ParsedNumber
from core.records import (
    delete_with_history,
    lock,
    retract_record,
    save_changes,
    save_with_history,
)
from core.versions import atomic_change, mark_all_changed
from programs.models import MainArea, Program
from programs.queries import fault_of_start
from programs.rules.days import check_day_in

if TYPE_CHECKING:
    from accounts.models import User
    from core.uploads import Prepared


@dataclass(frozen=True, slots=True)
class LogEntryInput:
    """What the form of a log entry asks for. ``hours`` are the author's own."""

    on: datetime.date
    text: str
    attendance: int | None = None
    approximate: bool = False
    hours: Decimal | None = None
    files: Sequence[Prepared] = ()
    # Codes of what looked wrong, and was confirmed: see core.plausibility.
    confirmed: str = ""


def may_see_hours(user: User, person_id: int) -> bool:
    """A person's own, or everybody's for those who may."""
    return user.pk == person_id or user.may(May.SEE_ALL_HOURS)


@atomic_change()
def create_entry(
    *,
    by: User,
    subject: Activity | MainArea,
    entry_input: LogEntryInput,
    submission: uuid.UUID | None = None,
) -> LogEntry:
    """A log entry with its hours and files.

    ValidationError for a day that lies ahead or before the programme, or that has no room for so
    many hours.
    """
    entry = LogEntry(
        activity=subject if isinstance(subject, Activity) else None,
        main_area=subject if isinstance(subject, MainArea) else None,
        on=entry_input.on,
        text=entry_input.text,
        attendance=entry_input.attendance,
        approximate=entry_input.approximate,
        confirmed=entry_input.confirmed,
        recorded_by=by,
        submission=submission,
    )
    check_day_in(entry.program, entry.on)
    save_with_history(entry, by=by)
    if entry_input.hours is not None:
        lock_person_hours(by.pk)
        _set_hours(_hours_for(entry, by.pk), on=entry.on, hours=entry_input.hours, by=by)
    attach(entry, by=by, files=entry_input.files)
    return entry


def values_of(said: LogEntryInput | LogEntry, hours: Decimal | None) -> dict[str, Any]:
    """What the form that corrects an entry asks for, by the names of its fields."""
    attendance = None
    if said.attendance is not None:
        attendance = ParsedNumber(Decimal(said.attendance), said.approximate)
    return {"on": said.on, "text": said.text, "hours": hours, "attendance": attendance}


@atomic_change()
def correct_entry(
    *,
    by: User,
    entry: LogEntry,
    entry_input: LogEntryInput,
    reason: str,
    opened_with: str = "",
    ask: Callable[[LogEntryInput], str] = lambda said: said.confirmed,
) -> LogEntry:
    """Change what an entry says; the old text and figures stay in its history.

    With a form's ``opened_with`` only what changed in it is saved, so that hours that were changed
    in the week meanwhile stand: ChangedMeanwhile where somebody has changed the same. ``ask`` is
    told what the entry becomes, and says what was confirmed about it.
    """
    lock(entry)
    check_may_correct(by, entry)
    row = _lock_hours(entry, by)
    standing = values_of(entry, row.hours if row.pk else None)
    typed = values_of(entry_input, entry_input.hours)
    said = merge_changes(opened_with, typed, standing, partial(_changed_by, entry))
    check_day_in(entry.program, said["on"])
    attendance = said["attendance"]
    values = {
        "on": said["on"],
        "text": said["text"],
        "attendance": int(attendance.value) if attendance else None,
        "approximate": attendance.approximate if attendance else False,
    }
    confirmed = ask(replace(entry_input, hours=said["hours"], **values))
    save_changes(entry, values | {"confirmed": confirmed}, by=by, reason=reason)
    _set_hours(row, on=entry.on, hours=said["hours"], by=by, reason=reason)
    attach_corrected(entry, by=by, files=entry_input.files, reason=reason)
    return entry


def _changed_by(entry: LogEntry, name: str) -> LastChange:
    if name == "hours":
        return last_change_in(TimeEntry.history.filter(log_entry=entry), ["minutes"])
    return last_change(entry, *(["attendance", "approximate"] if name == "attendance" else [name]))


def check_period(program: Program, starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Raise a ValidationError where entries or hours that stand would lie before the programme."""
    message = _("Something is logged on %s, before the new start: correct that first.")
    for model in (LogEntry, TimeEntry):
        rows = model.objects.active().of_program(program)
        if fault := fault_of_start(starts_on, rows, "on", message):
            raise ValidationError({"starts_on": fault})


@atomic_change()
def retract_entry(*, by: User, entry: LogEntry, reason: str) -> LogEntry:
    """Retract a log entry: it stays to be read, and counts no more."""
    lock(entry)
    check_may_correct(by, entry)
    retract_record(entry, by=by, reason=reason)
    mark_all_changed(entry.attachments.all())  # lists say of what counts whether it has files
    return entry


def _lock_hours(entry: LogEntry, by: User) -> TimeEntry:
    """The entry's hours, or a row for them. Their person is held: the week writes the same rows."""
    rows = TimeEntry.objects.filter(log_entry=entry)
    # Whose they are never changes; how many they are is read once they are held.
    person = rows.values_list("person", flat=True).first() or entry.recorded_by_id or by.pk
    lock_person_hours(person)
    return rows.first() or _hours_for(entry, person)


def _hours_for(entry: LogEntry, person: int) -> TimeEntry:
    return TimeEntry(
        log_entry=entry, activity=entry.activity, main_area=entry.main_area, person_id=person
    )


def _set_hours(
    row: TimeEntry, *, on: datetime.date, hours: Decimal | None, by: User, reason: str = ""
) -> None:
    if hours is None:
        if row.pk:
            delete_with_history(row, by=by, reason=reason)
    elif (row.on, row.hours) != (on, hours):
        row.on, row.hours = on, hours
        check_day(row)
        save_with_history(row, by=by, reason=reason)
