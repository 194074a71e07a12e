"""Writing what is done about a criterion that lags, and that it has been done."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.roles import May
from core.clock import today
from core.meanwhile import merge_into
from core.records import check_active, lock, retract_record, save_changes, save_with_history
from core.submissions import save_once, saved_before
from core.versions import atomic_change
from indicators.models import Action
from indicators.rules.criteria import responsible_of

if TYPE_CHECKING:
    from indicators.models import Criterion

# What the form of an action asks for, by the names of its fields.
ACTION_FIELDS = ("cause", "text", "owner", "due_on")


@dataclass(frozen=True, slots=True)
class ActionInput:
    """What the form of an action asks for."""

    cause: str
    text: str
    owner: User
    due_on: datetime.date


def may_act_on(user: User, criterion: Criterion) -> bool:
    """Who judges, and whoever answers for the criterion."""
    return user.may(May.JUDGE) or (user.may(May.LOG) and responsible_of(criterion) == user)


def may_change(user: User, action: Action) -> bool:
    """Whoever may write it, and who does it."""
    owns = user.may(May.LOG) and action.owner_id == user.pk
    return owns or may_act_on(user, action.criterion)


def write_action(
    *,
    by: User,
    criterion: Criterion,
    action_input: ActionInput,
    submission: uuid.UUID | None = None,
) -> Action:
    """Write down an action; the same submission is saved once."""
    if not may_act_on(by, criterion):
        raise PermissionDenied

    def save() -> Action:
        said = _fields_of(action_input)
        _check_owner(said["owner"])
        action = Action(criterion=criterion, recorded_by=by, submission=submission, **said)
        save_with_history(action, by=by)
        return action

    return save_once(partial(saved_before, Action, by, submission), save)


@atomic_change()
def change_action(
    *, by: User, action: Action, action_input: ActionInput, opened_with: str = ""
) -> Action:
    """Put other words, another owner or another day in their place; the old stay in history.

    With a form's ``opened_with`` only what changed in it is saved: ChangedMeanwhile where somebody
    else has changed the same.
    """
    _lock_to_change(action, by)
    said = merge_into(action, opened_with, _fields_of(action_input))
    if said["owner"] != action.owner:
        _check_owner(said["owner"])
    save_changes(action, said, by=by)
    return action


@atomic_change()
def finish_action(*, by: User, action: Action) -> Action:
    """It has been done, as of today; pressed again, nothing more is saved."""
    _lock_to_change(action, by)
    if action.done_on is None:
        action.done_on = today()
        save_with_history(action, by=by)
    return action


@atomic_change()
def reopen_action(*, by: User, action: Action) -> Action:
    """It had not been done after all."""
    _lock_to_change(action, by)
    if action.done_on is not None:
        action.done_on = None
        save_with_history(action, by=by)
    return action


@atomic_change()
def retract_action(*, by: User, action: Action, reason: str) -> Action:
    """Retract an action: it stays to be read, and is asked for no more."""
    _lock_to_change(action, by)
    retract_record(action, by=by, reason=reason)
    return action


def _lock_to_change(action: Action, by: User) -> None:
    """Lock an action that stands, for somebody who may change it."""
    lock(action)
    if not may_change(by, action):
        raise PermissionDenied
    check_active(action, _("The action has been retracted already."))


def _fields_of(given: ActionInput) -> dict[str, Any]:
    return {name: getattr(given, name) for name in ACTION_FIELDS}


def _check_owner(owner: User) -> None:
    if not owner.may(May.LOG):
        raise ValidationError({"owner": _("Choose somebody who may log results.")})
