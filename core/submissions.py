"""Saved once per opened form: the form carries a key, and sending it again finds the first row."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import IntegrityError, models

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
