"""Reading questions, and the figures that an answer can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programs.rules.as_of import default_as_of
from reports.models import Question, StatusReport
from reports.models.questions import QuestionQuerySet
from reports.queries.facts import facts_of
from reports.rules.document import Block
from reports.rules.texts import blocks_of
from reports.rules.tokens import runs_of

if TYPE_CHECKING:
    from accounts.models import User
    from programs.models import Program
    from reports.rules.facts import Facts


def questions_of(program: Program) -> QuestionQuerySet:
    """The open ones first, the first due first; then those answered, the newest first."""
    return (
        Question.objects.active()
        .filter(program=program)
        .select_related("given_to", "criterion", "approved_by")
    )


def open_of(user: User) -> QuestionQuerySet:
    """Those that somebody is to answer, the first due first."""
    found = Question.objects.open().filter(given_to=user).select_related("program")
    return found.order_by("due_on", "pk")


def facts_for(question: Question) -> Facts:
    """All that an answer can say today, as a report of the programme cut off today would."""
    program = question.program
    day = max(default_as_of(program), program.starts_on)
    report = StatusReport(program=program, period_start=program.starts_on, cut_off=day)
    return facts_of(report)


def own_name(question: Question, facts: Facts) -> str:
    one = facts.criteria.get(question.criterion_id or 0)
    return one.name if one else ""


def answer_blocks(question: Question, facts: Facts | None) -> tuple[Block, ...]:
    """The answer as it reads: as approved, else with the figures of today."""
    if facts is None:
        return blocks_of(question.answered, {})
    return blocks_of(question.answer, facts.figures, own_name(question, facts))


def plain_answer(question: Question, facts: Facts) -> str:
    runs = runs_of(question.answer, facts.figures, own_name(question, facts))
    return "".join(run.label if run.kind == "status" else run.text for run in runs)
