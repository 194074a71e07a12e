"""Who may correct, retract or undo what was recorded."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy

from accounts.models.roles import May
from core.clock import now
from core.records import RetractableRow, check_active

if TYPE_CHECKING:
    from accounts.models import User


# For so long what was just saved is undone without a reason.
UNDO_WITHIN = datetime.timedelta(hours=1)


def may_correct(user: User, record: RetractableRow) -> bool:
    """One's own, or everybody's for those who may; never what has been retracted already."""
    return not record.is_retracted and _is_theirs(user, record)


def _is_theirs(user: User, record: RetractableRow) -> bool:
    return user.may(May.LOG) and (user.may(May.CORRECT_ALL) or record.recorded_by_id == user.pk)


NO_UNDO = gettext_lazy(
    "Only the one who saved it undoes it, and within an hour. Take it back, and say why."
)


def may_undo(user: User, record: RetractableRow) -> bool:
    """Only one's own, and only right after it was saved: later, a reason is owed."""
    late = now() - record.recorded_at > UNDO_WITHIN
    return may_correct(user, record) and record.recorded_by_id == user.pk and not late


def check_may_correct(user: User, record: RetractableRow) -> None:
    """Raise AlreadyRetracted where that is all that stands in the way, else PermissionDenied."""
    check_is_theirs(user, record)
    check_active(record)


def check_is_theirs(user: User, record: RetractableRow) -> None:
    """Raise PermissionDenied where somebody else's is not theirs to correct, retracted or not."""
    if not _is_theirs(user, record):
        raise PermissionDenied


def check_may_undo(user: User, record: RetractableRow) -> None:
    """Raise AlreadyRetracted, or a ValidationError where it is somebody else's, or late."""
    check_active(record)
    if not may_undo(user, record):
        raise ValidationError(NO_UNDO)
