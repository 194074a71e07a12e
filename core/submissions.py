"""Saved once per opened form: the form carries a key, and sending it again finds the first row."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import IntegrityError, models
from django.utils import timezone

from core.drafts.store import opened_form
from core.models import OpenedForm
from core.records import RetractableRow
from core.versions import atomic_change

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

T = TypeVar("T")
RowT = TypeVar("RowT", bound="SubmittedRow")


class SubmittedRow(RetractableRow):
    """A row with the key of the form that it was saved from."""

    submission = models.UUIDField(null=True, editable=False)

    # Not stored: set where an earlier press of the same form has saved the row.
    was_saved_before = False

    class Meta:
        abstract = True


def once_a_submission(what: str) -> models.UniqueConstraint:
    """The constraint on which the loser of two presses at once fails."""
    return models.UniqueConstraint(
        fields=["recorded_by", "submission"], name=f"{what}_once_a_submission"
    )


def saved_before(
    model: type[RowT], by: AbstractBaseUser, submission: uuid.UUID | None
) -> RowT | None:
    """The row that an earlier press of the same form has saved."""
    if submission is None:
        return None
    rows = model._default_manager.filter(submission=submission, recorded_by=by)
    found = rows.first()
    if found:
        found.was_saved_before = True
    return found


def save_once(
    find: Callable[[], T | None], save: Callable[[], T], lock: Callable[[], Any] | None = None
) -> T:
    """What an earlier press has saved, as ``find`` finds it, else what ``save`` saves, or nothing.

    Of two presses at once the later one waits at the ``lock`` or fails at the constraint, and
    answers with what the other has saved.
    """
    try:
        with atomic_change():
            if lock:
                lock()
            return find() or save()
    except IntegrityError:
        earlier = find()
        if earlier is None:
            raise
        return earlier


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it is sent: by whom, under which key, and a fingerprint of what it holds."""

    by: AbstractBaseUser
    key: uuid.UUID | None
    address: str
    fingerprint: str

    def opened(self) -> OpenedForm | None:
        """The form as it was kept while it stood open, or was saved by an earlier press."""
        return opened_form(self.by.pk, self.key)

    def says_the_same(self, saved: OpenedForm) -> bool:
        """A file that is not sent again is no other content: no browser sends it by itself."""
        return saved.fingerprint.startswith(self.fingerprint)

    def save_once(self, opened: OpenedForm | None, save: Callable[[], Any]) -> OpenedForm | None:
        """The form as an earlier press has saved it; None where it is ``save`` that was asked."""
        if opened and opened.saved_at:
            return opened
        try:
            save()
        except IntegrityError:
            earlier = self.opened()
            if earlier is None or earlier.saved_at is None:
                raise
            return earlier
        return None

    def mark_saved(self, opened: OpenedForm | None, *, record: object, led_to: str) -> None:
        """Say that it is saved, and forget what was typed, in the transaction that saves it.

        IntegrityError where another press has saved it in the same moment.
        """
        if self.key is None:
            return
        moment = timezone.now()
        saved: dict[str, Any] = {
            "fields": "",
            "fingerprint": self.fingerprint,
            "written_at": moment,
            "saved_at": moment,
            "led_to": led_to,
        }
        if isinstance(record, models.Model) and isinstance(record.pk, int):
            saved |= {"record_model": record._meta.label_lower, "record_id": record.pk}
        key = {"author_id": self.by.pk, "submission": self.key}
        if opened is None:
            row = OpenedForm(address=self.address, written_at=moment, **key)
            # A draft may have come in since it was looked for.
            OpenedForm.objects.bulk_create([row], ignore_conflicts=True)
        if not OpenedForm.objects.filter(saved_at=None, **key).update(**saved):
            raise IntegrityError("saved by another press")
