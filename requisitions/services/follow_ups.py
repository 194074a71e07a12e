"""The follow-up: who is asked, by whom, and the one answer that is given."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.clock import now, today
from core.meanwhile import merge_into
from core.records import check_date, save_changes, save_with_history
from core.versions import atomic_change
from requisitions.models import FollowUp, Requisition
from requisitions.rules.cases import NotAsked, link_expires, not_asked_because
from requisitions.services.cases import lock_case, state_of

if TYPE_CHECKING:
    from accounts.models import User

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Answers:
    """Both questions, each yes, no or don't know."""

    new_methods: str
    better_cooperation: str
    remarks: str = ""


class Link(StrEnum):
    """The state of a personal link. Unknown, expired and withdrawn ones are all «closed»."""

    OPEN = "open"
    USED = "used"
    CLOSED = "closed"


def is_answered(case: Requisition) -> bool:
    return FollowUp.objects.filter(requisition=case, answered_on__isnull=False).exists()


def _lock_follow_up(case: Requisition) -> FollowUp | None:
    """The follow-up, locked before anything is decided: the requester may answer this moment."""
    return FollowUp.objects.select_for_update().filter(requisition=case).first()


@atomic_change()
def decide_relevant(
    *, by: User, case: Requisition, relevant: bool, reason: str = "", opened_with: str = ""
) -> Requisition:
    """Before the requester is asked; after the answer only with a reason, kept in the history.

    With a form's ``opened_with`` ChangedMeanwhile where somebody else has decided otherwise.
    """
    lock_case(by, case)
    relevant = merge_into(case, opened_with, {"relevant": relevant})["relevant"]
    if case.relevant == relevant:
        return case
    if is_answered(case) and not reason:
        message = _("The requester has answered: say why it is decided otherwise now.")
        raise ValidationError({"reason": message})
    case.relevant = relevant
    save_with_history(case, by=by, reason=reason)
    return case


def _check_askable(case: Requisition) -> datetime.date:
    """The day of completion; ValidationError where nobody is to be asked, or has answered."""
    newest = state_of(case)
    reasons = not_asked_because(newest.state if newest else "", case.relevant)
    if newest is None or NotAsked.NOT_COMPLETED in reasons:
        raise ValidationError(_("The requester is asked once the case is completed."))
    if reasons:
        raise ValidationError(_("Decide first that the case is relevant for the follow-up."))
    if is_answered(case):
        raise ValidationError(_("The requester has answered already: one answer a case."))
    return newest.on


@atomic_change()
def ask(*, by: User, case: Requisition, seen: str | None = None) -> str:
    """A personal link's token, for thirty days. It is not kept: an earlier link works no more.

    With ``seen``, what ``seen_link`` said when the page was opened, a press too many is refused.
    """
    lock_case(by, case)
    follow_up = _lock_follow_up(case)
    if seen is not None and seen != seen_link(follow_up):
        raise ValidationError(_("A link was made already, and is shown only once."))
    _check_askable(case)
    follow_up = follow_up or FollowUp(requisition=case, asked_on=today())
    token = secrets.token_urlsafe(TOKEN_BYTES)
    follow_up.asked_by = by
    follow_up.token_sha256 = digest_of(token)
    follow_up.expires_at = link_expires(now())
    save_with_history(follow_up, by=by)
    return token


def seen_link(follow_up: FollowUp | None) -> str:
    """What tells the link that stands from one that is made later; "" for none."""
    return follow_up.expires_at.isoformat() if follow_up and follow_up.expires_at else ""


@atomic_change()
def answer_by_phone(
    *, by: User, case: Requisition, on: datetime.date, answers: Answers
) -> FollowUp:
    """What the requester said on the telephone; a link that was sent is used up by it."""
    lock_case(by, case)
    follow_up = _lock_follow_up(case)
    completed_on = _check_askable(case)
    check_date(on)
    if on < completed_on:
        raise ValidationError({"on": _("That is before the case was completed.")})
    if follow_up and on < follow_up.asked_on:
        raise ValidationError({"on": _("That is before the requester was asked.")})
    follow_up = follow_up or FollowUp(requisition=case, asked_on=on, asked_by=by)
    follow_up.answered_by = by
    return _save_answers(follow_up, on=on, answers=answers, by=by)


@atomic_change()
def correct_answer(
    *, by: User, case: Requisition, answers: Answers, reason: str, opened_with: str = ""
) -> FollowUp:
    """Correct an answer typed on the telephone. A requester's own answer is not changed.

    With a form's ``opened_with`` only what changed in it is saved: ChangedMeanwhile where somebody
    else has changed the same.
    """
    lock_case(by, case)
    follow_up = FollowUp.objects.select_for_update().get(requisition=case)
    if follow_up.answered_on is None or follow_up.answered_by_id is None:
        raise ValidationError(_("The requester's own answer cannot be changed."))
    said = merge_into(follow_up, opened_with, asdict(answers))
    save_changes(follow_up, said, by=by, reason=reason)
    return follow_up


@atomic_change()
def answer_by_link(*, token: str, answers: Answers) -> Link:
    """Save the answer once. Returns how the link stood: only an open one saves anything."""
    follow_up = _of_token(FollowUp.objects.select_for_update(of=("self",)), token)
    stood = _standing(follow_up)
    if follow_up and stood == Link.OPEN:
        _save_answers(follow_up, on=today(), answers=answers, by=None)
    return stood


def link_of(token: str) -> Link:
    """How the link stands; nothing is written."""
    return _standing(_of_token(FollowUp.objects.all(), token))


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _of_token(rows, token: str) -> FollowUp | None:
    return rows.select_related("requisition").filter(token_sha256=digest_of(token)).first()


def _standing(follow_up: FollowUp | None) -> Link:
    if follow_up is None or follow_up.requisition.is_retracted:
        return Link.CLOSED
    if follow_up.answered_on:
        return Link.USED
    expired = follow_up.expires_at is None or follow_up.expires_at <= now()
    # A case that is opened again closes its link, until it is completed again.
    newest = state_of(follow_up.requisition)
    reasons = not_asked_because(newest.state if newest else "", follow_up.requisition.relevant)
    return Link.CLOSED if expired or reasons else Link.OPEN


def _save_answers(
    follow_up: FollowUp,
    *,
    on: datetime.date,
    answers: Answers,
    by: User | None,
) -> FollowUp:
    """``by`` is nobody of the house, where the requester answers through the link."""
    save_changes(follow_up, {"answered_on": on, **asdict(answers)}, by=by)
    return follow_up
