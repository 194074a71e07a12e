"""Questions of the committee: entered, given to a colleague, answered, and the answer approved."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models.roles import May
from core.clock import now
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
from reports.models import Question
from reports.queries.questions import facts_for, plain_answer
from reports.services.drafts import check_may_issue

if TYPE_CHECKING:
    from accounts.models import User
    from indicators.models import Criterion
    from programs.models import Program
    from reports.models import Section


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """What the form of a question asks for."""

    asked: str
    asked_by: str
    received_on: datetime.date
    due_on: datetime.date
    given_to: User
    criterion: Criterion | None = None
    section: Section | None = None


QUESTION_FIELDS = tuple(QuestionInput.__slots__)


def enter_question(
    *, by: User, program: Program, given: QuestionInput, submission: uuid.UUID | None = None
) -> Question:
    if not by.may(May.WRITE_SECTIONS):
        raise PermissionDenied

    def save() -> Question:
        said = {name: getattr(given, name) for name in QUESTION_FIELDS}
        _check(program.pk, said)
        question = Question(program=program, recorded_by=by, submission=submission, **said)
        save_with_history(question, by=by)
        return question

    return save_once(partial(saved_before, Question, by, submission), save)


def may_change(user: User, question: Question) -> bool:
    """Who issues reports, who entered it, and who is to answer it."""
    owns = user.pk in (question.recorded_by_id, question.given_to_id)
    return user.may(May.ISSUE_REPORTS) or (user.may(May.WRITE_SECTIONS) and owns)


@atomic_change()
def change_question(
    *, by: User, question: Question, opened_with: str = "", **values: Any
) -> Question:
    """Any of its facts; with a form's ``opened_with`` ChangedMeanwhile, as usual."""
    _lock_to_change(by, question)
    merged = merge_into(question, opened_with, values)
    _check(question.program_id, merged)
    save_changes(question, merged, by=by)
    return question


@atomic_change()
def answer_question(
    *, by: User, question: Question, answer: str, opened_with: str = ""
) -> Question:
    """Write the answer, with live figures until somebody approves it."""
    _lock_to_change(by, question)
    if question.is_approved:
        raise ValidationError(_("The answer is approved: open it again to change it."))
    save_changes(question, merge_into(question, opened_with, {"answer": answer}), by=by)
    return question


@atomic_change()
def approve_answer(*, by: User, question: Question) -> Question:
    """From now on it stands as it reads today, figures and all; pressed again, nothing more."""
    check_may_issue(by)
    _lock_to_change(by, question)
    if question.is_approved:
        return question
    if not question.answer.strip():
        raise ValidationError(_("There is no answer yet."))
    facts = facts_for(question)
    approved = {
        "answered": plain_answer(question, facts),
        "as_of": facts.as_of,
        "approved_at": now(),
        "approved_by": by,
    }
    save_changes(question, approved, by=by)
    return question


@atomic_change()
def open_answer_again(*, by: User, question: Question) -> Question:
    check_may_issue(by)
    _lock_to_change(by, question)
    nothing = {"answered": "", "as_of": None, "approved_at": None, "approved_by": None}
    save_changes(question, nothing, by=by)
    return question


@atomic_change()
def retract_question(*, by: User, question: Question, reason: str) -> Question:
    _lock_to_change(by, question)
    retract_record(question, by=by, reason=reason)
    return question


def _lock_to_change(by: User, question: Question) -> None:
    lock(question)
    if not may_change(by, question):
        raise PermissionDenied
    check_active(question, _("The question has been taken back already."))


def _check(program_id: int, said: dict[str, Any]) -> None:
    check_date(said["received_on"], "received_on")
    if said["due_on"] < said["received_on"]:
        message = _("The deadline lies before the day on which the question came.")
        raise ValidationError({"due_on": message})
    if not said["given_to"].may(May.WRITE_SECTIONS):
        raise ValidationError({"given_to": _("Choose somebody who may write reports.")})
    for name in ("criterion", "section"):
        if said[name] and said[name].program_id != program_id:
            raise ValidationError({name: _("Choose one of this programme.")})
