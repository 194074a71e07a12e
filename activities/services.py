"""What may be written about a day at an activity, and by whom."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import May
from activities.hours import check_day, hold
from activities.models import Activity, Attachment, Expense, LogEntry, Recorded, TimeEntry
from core.clock import now, today
from core.meanwhile import ChangedMeanwhile, clash_of, clashing, touched
from core.numbers import ParsedNumber
from programs.models import MainArea

if TYPE_CHECKING:
    from accounts.models import User
    from activities.uploads import Prepared


# For so long what was just saved is undone without a reason.
UNDO_WITHIN = datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """What the form's upper half says. ``hours`` are the author's own."""

    on: datetime.date
    text: str
    attendance: int | None = None
    approximate: bool = False
    hours: Decimal | None = None
    files: Sequence[Prepared] = ()


def may_correct(user: User, record: Recorded) -> bool:
    """One's own, or everybody's for those who may; never what has been retracted already."""
    return not record.is_retracted and _is_theirs(user, record)


def _is_theirs(user: User, record: Recorded) -> bool:
    return user.may(May.LOG) and (user.may(May.CORRECT_ALL) or record.recorded_by_id == user.pk)


NO_UNDO = gettext_lazy(
    "Only the one who saved it undoes it, and within an hour. Take it back, and say why."
)


def may_undo(user: User, record: Recorded) -> bool:
    """Only one's own, and only right after it was saved: later, a reason is owed."""
    late = now() - record.recorded_at > UNDO_WITHIN
    return may_correct(user, record) and record.recorded_by_id == user.pk and not late


class TakenBack(PermissionDenied):
    """Nobody changes it any more: it was taken back, perhaps while an old page stood open."""

    def __init__(self, record: Recorded) -> None:
        super().__init__()
        self.record: Any = record


def may_see_hours(user: User, person_id: int) -> bool:
    """A person's own, or everybody's for those who may."""
    return user.pk == person_id or user.may(May.SEE_ALL_HOURS)


def check_may_correct(user: User, record: Recorded) -> None:
    """Raise TakenBack where that is all that stands in the way, else PermissionDenied."""
    if not _is_theirs(user, record):
        raise PermissionDenied
    if record.is_retracted:
        raise TakenBack(record)


def save_with_history(record: Any, *, by: User, reason: str = "") -> None:
    """Save a row of a model with a history, and let that say who and why."""
    _sign(record, by, reason)
    record.save()


def delete_with_history(record: Any, *, by: User, reason: str = "") -> None:
    """Delete a row; its versions stay, with who deleted it and why."""
    _sign(record, by, reason)
    record.delete()


def _sign(record: Any, by: User, reason: str) -> None:
    record._history_user = by
    record._change_reason = reason or None


def lock(record: Model) -> None:
    """Read the row anew and hold it: what others did while a form was open is not undone."""
    rows = type(record)._default_manager.select_for_update()
    record.refresh_from_db(from_queryset=rows)


def check_date(on: datetime.date | None, field: str = "") -> None:
    """Raise a ValidationError for a day that lies ahead: of a form's ``field``, if one is named."""
    if on and on > today():
        message = _("The date lies ahead: only what has happened is logged.")
        raise ValidationError({field: message} if field else message)


@transaction.atomic
def create_entry(
    *,
    by: User,
    subject: Activity | MainArea,
    happening: Happening,
    submission: uuid.UUID | None = None,
) -> LogEntry:
    """A log entry with its hours and files.

    ValidationError for a day that lies ahead, or that has no room for so many hours.
    """
    check_date(happening.on)
    entry = LogEntry(
        activity=subject if isinstance(subject, Activity) else None,
        main_area=subject if isinstance(subject, MainArea) else None,
        on=happening.on,
        text=happening.text,
        attendance=happening.attendance,
        approximate=happening.approximate,
        recorded_by=by,
        submission=submission,
    )
    save_with_history(entry, by=by)
    if happening.hours is not None:
        hold(by.pk)
        _set_hours(_hours_for(entry, by.pk), on=entry.on, hours=happening.hours, by=by)
    attach(entry, by=by, files=happening.files)
    return entry


def values_of(said: Happening | LogEntry, hours: Decimal | None) -> dict[str, Any]:
    """What the form that corrects an entry asks for, by the names of its fields."""
    attendance = None
    if said.attendance is not None:
        attendance = ParsedNumber(Decimal(said.attendance), said.approximate)
    return {"on": said.on, "text": said.text, "hours": hours, "attendance": attendance}


@transaction.atomic
def correct_entry(
    *, by: User, entry: LogEntry, happening: Happening, reason: str, mark: str = ""
) -> LogEntry:
    """Change what an entry says; the old text and figures stay in its history.

    With the ``mark`` of a form only what changed in it is saved, so that hours that were changed in
    the week meanwhile stand: ChangedMeanwhile where somebody has changed the same.
    """
    lock(entry)
    check_may_correct(by, entry)
    row = _hold_hours(entry, by)
    standing = values_of(entry, row.hours if row.pk else None)
    mine = touched(mark, values_of(happening, happening.hours))
    _check_not_changed_meanwhile(entry, mark, mine, standing)
    said = standing | mine
    check_date(said["on"])
    entry.on, entry.text, attendance = said["on"], said["text"], said["attendance"]
    entry.attendance = int(attendance.value) if attendance else None
    entry.approximate = attendance.approximate if attendance else False
    save_with_history(entry, by=by, reason=reason)
    _set_hours(row, on=entry.on, hours=said["hours"], by=by, reason=reason)
    attach(entry, by=by, files=happening.files)
    return entry


def _check_not_changed_meanwhile(
    entry: LogEntry, mark: str, mine: Mapping[str, Any], standing: Mapping[str, Any]
) -> None:
    of_entry = {"on": ["on"], "text": ["text"], "attendance": ["attendance", "approximate"]}
    clashes = []
    for name in clashing(mark, mine, standing):
        rows = TimeEntry.history.filter(log_entry=entry) if name == "hours" else entry.history
        versions = list(rows.select_related("history_user"))
        clashes.append(clash_of(name, standing[name], versions, of_entry.get(name, ["hours"])))
    if clashes:
        raise ChangedMeanwhile(clashes, standing)


@transaction.atomic
def retract_entry(*, by: User, entry: LogEntry, reason: str) -> LogEntry:
    """Take an entry back: it stays to be read, and counts no more."""
    lock(entry)
    check_may_correct(by, entry)
    mark_retracted(entry, by=by, reason=reason)
    return entry


def mark_retracted(record: Recorded, *, by: User, reason: str) -> None:
    record.retracted_at, record.retracted_by, record.retraction_reason = now(), by, reason
    save_with_history(record, by=by, reason=reason)


def _hold_hours(entry: LogEntry, by: User) -> TimeEntry:
    """The entry's hours, or a row for them. Their person is held: the week writes the same rows."""
    rows = TimeEntry.objects.filter(log_entry=entry)
    # Whose they are never changes; how many they are is read once they are held.
    person = rows.values_list("person", flat=True).first() or entry.recorded_by_id or by.pk
    hold(person)
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


def attach(record: LogEntry | Expense, *, by: User, files: Sequence[Prepared]) -> list[Attachment]:
    """Store prepared files beside the record; none is left on the disk if one fails."""
    stored: list[Attachment] = []
    # The same file sent twice is one file.
    known = set(record.attachments.values_list("sha256", flat=True)) if files else set()
    try:
        for file in files:
            if file.sha256 in known:
                continue
            attachment = Attachment(
                log_entry=record if isinstance(record, LogEntry) else None,
                expense=record if isinstance(record, Expense) else None,
                name=file.name,
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
                uploaded_by=by,
            )
            attachment.file.save(file.name, ContentFile(file.content), save=False)
            stored.append(attachment)
            attachment.save()
    except BaseException:
        for attachment in stored:
            attachment.file.delete(save=False)
        raise
    return stored
