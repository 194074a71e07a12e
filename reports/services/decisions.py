"""Decisions of the committee: entered once, followed up by whoever is responsible, until closed."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models.roles import May
from core.meanwhile import merge_into
from core.records import (
    check_active,
    check_date,
    lock,
    retract_record,
    save_changes,
    save_with_history,
)
from core.submissions import save_once, saved_before
from core.versions import atomic_change
from reports.models import Decision
from reports.services.drafts import check_may_issue

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import StatusReport


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """What the form of a decision asks for."""

    text: str
    due_on: datetime.date | None = None
    responsible: User | None = None


DECISION_FIELDS = tuple(DecisionInput.__slots__)


def enter_decision(
    *, by: User, report: StatusReport, given: DecisionInput, submission: uuid.UUID | None = None
) -> Decision:
    check_may_issue(by)
    if not report.is_issued:
        raise ValidationError(_("The committee decides on a report once it is issued."))

    def save() -> Decision:
        said = {name: getattr(given, name) for name in DECISION_FIELDS}
        _check_responsible(given.responsible)
        decision = Decision(report=report, recorded_by=by, submission=submission, **said)
        save_with_history(decision, by=by)
        return decision

    return save_once(partial(saved_before, Decision, by, submission), save)


@atomic_change()
def change_decision(
    *, by: User, decision: Decision, opened_with: str = "", **values: Any
) -> Decision:
    """Text, deadline, responsible; with a form's ``opened_with`` ChangedMeanwhile, as usual."""
    check_may_issue(by)
    _lock_to_change(decision)
    merged = merge_into(decision, opened_with, values)
    if merged.get("responsible", decision.responsible) != decision.responsible:
        _check_responsible(merged["responsible"])
    save_changes(decision, merged, by=by)
    return decision


def may_follow_up(user: User, decision: Decision) -> bool:
    """Who issues reports, and who is responsible."""
    owns = user.may(May.WRITE_SECTIONS) and decision.responsible_id == user.pk
    return owns or user.may(May.ISSUE_REPORTS)


@atomic_change()
def follow_up_decision(
    *, by: User, decision: Decision, opened_with: str = "", **values: Any
) -> Decision:
    """How far it is, and the day on which it was closed."""
    _lock_to_change(decision)
    if not may_follow_up(by, decision):
        raise PermissionDenied
    merged = merge_into(decision, opened_with, values)
    if merged["closed_on"] != decision.closed_on:
        check_date(merged["closed_on"], "closed_on")
    save_changes(decision, merged, by=by)
    return decision


@atomic_change()
def retract_decision(*, by: User, decision: Decision, reason: str) -> Decision:
    check_may_issue(by)
    _lock_to_change(decision)
    retract_record(decision, by=by, reason=reason)
    return decision


def _lock_to_change(decision: Decision) -> None:
    lock(decision)
    check_active(decision, _("The decision has been taken back already."))


def _check_responsible(user: User | None) -> None:
    if user and not user.may(May.WRITE_SECTIONS):
        raise ValidationError({"responsible": _("Choose somebody who may write reports.")})
