"""What may be written about a day at an activity, and by whom."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
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
from activities.models import Activity, Attachment, LogEntry, Recorded, TimeEntry
from core.clock import now, today
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
    """A log entry with its hours and files. ValidationError for a day that lies ahead."""
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
    _set_hours(entry, by=by, hours=happening.hours)
    attach(entry, by=by, files=happening.files)
    return entry


@transaction.atomic
def correct_entry(*, by: User, entry: LogEntry, happening: Happening, reason: str) -> LogEntry:
    """Change what an entry says; the old text and figures stay in its history."""
    lock(entry)
    check_may_correct(by, entry)
    check_date(happening.on)
    entry.on, entry.text = happening.on, happening.text
    entry.attendance, entry.approximate = happening.attendance, happening.approximate
    save_with_history(entry, by=by, reason=reason)
    _set_hours(entry, by=by, hours=happening.hours, reason=reason)
    attach(entry, by=by, files=happening.files)
    return entry


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


def _set_hours(entry: LogEntry, *, by: User, hours: Decimal | None, reason: str = "") -> None:
    time_entry = TimeEntry.objects.filter(log_entry=entry).first()
    if hours is None:
        if time_entry:
            delete_with_history(time_entry, by=by, reason=reason)
        return
    time_entry = time_entry or TimeEntry(log_entry=entry, person=entry.recorded_by or by)
    if (time_entry.on, time_entry.hours) != (entry.on, hours):
        time_entry.on, time_entry.hours = entry.on, hours
        save_with_history(time_entry, by=by, reason=reason)


def attach(entry: LogEntry, *, by: User, files: Sequence[Prepared]) -> list[Attachment]:
    """Store prepared files beside the entry; none is left on the disk if one fails."""
    stored: list[Attachment] = []
    # The same file sent twice is one file.
    known = set(entry.attachments.values_list("sha256", flat=True)) if files else set()
    try:
        for file in files:
            if file.sha256 in known:
                continue
            attachment = Attachment(
                log_entry=entry,
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
