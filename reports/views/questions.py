"""The committee's questions: entered, given to a colleague, answered, approved, found again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.clock import today
from core.forms.pages import FormPage, form_page, reason_page
from programs.queries import program_of, show_in_header
from reports.forms.questions import AnswerForm, QuestionForm
from reports.models import Question
from reports.queries.questions import answer_blocks, facts_for, own_name, questions_of
from reports.rules.token_names import TokenGroup, offered, offered_of_others
from reports.services.questions import (
    answer_question,
    approve_answer,
    change_question,
    enter_question,
    may_change,
    open_answer_again,
    retract_question,
)


def questions(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    rows = list(questions_of(program))
    context = {
        "section": "reports",
        "program": program,
        "today": today(),
        "open": sorted((row for row in rows if not row.is_approved), key=lambda row: row.due_on),
        "answered": [row for row in rows if row.is_approved],
    }
    return render(request, "reports/questions.html", context)


def question(request: Request, pk: int) -> HttpResponse:
    """What was asked, and the answer: to everyone once it is approved."""
    found = _question(request, pk)
    reads = found.is_approved or request.user.may(May.SEE_DRAFTS)
    facts = facts_for(found) if reads and not found.is_approved else None
    context = {
        "section": "reports",
        "program": found.program,
        "question": found,
        "today": today(),
        "answer": answer_blocks(found, facts) if reads else (),
        "changes": may_change(request.user, found) and not found.is_retracted,
    }
    return render(request, "reports/question.html", context)


@requires(May.WRITE_SECTIONS)
def new(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    asked = {name: value for name in ("criterion", "section") if (value := request.GET.get(name))}
    form = QuestionForm(request.POST or None, user=request.user, program=program, initial=asked)

    def save(submission: UUID, **_fields: Any) -> Question:
        return enter_question(
            by=request.user, program=program, given=form.given(), submission=submission
        )

    back = reverse("reports:questions", args=[program.slug])
    page = FormPage(_("Enter a question"), back, section="reports")
    return form_page(request, form, page, save, then=redirect)


@requires(May.WRITE_SECTIONS)
def change(request: Request, pk: int) -> HttpResponse:
    found = _changeable(request, pk)
    form = QuestionForm(
        request.POST or None, user=request.user, program=found.program, question=found
    )

    def save(submission: UUID, **fields: Any) -> Question:
        return change_question(by=request.user, question=found, **fields)

    page = _page(found, _("Change the question"))
    return form_page(request, form, page, save, done=_("The question has been changed."))


@requires(May.WRITE_SECTIONS)
def answer(request: Request, pk: int) -> HttpResponse:
    found = _changeable(request, pk)
    form = AnswerForm(request.POST or None, question=found)
    context = {"groups": SimpleLazyObject(partial(_offered, found))}
    page = _page(found, _("Answer the question"), "reports/question_answer.html", context)
    save = partial(answer_question, by=request.user, question=found)
    return form_page(request, form, page, save, done=_("The answer has been saved."))


def _offered(question: Question) -> list[TokenGroup]:
    facts = facts_for(question)
    own = own_name(question, facts)
    return [*offered(facts, own), *offered_of_others(facts, own)]


@requires(May.ISSUE_REPORTS)
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    return _pressed(request, pk, approve_answer, _("The answer is approved."))


@requires(May.ISSUE_REPORTS)
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    return _pressed(request, pk, open_answer_again, _("The answer is open again."))


@requires(May.WRITE_SECTIONS)
def retract(request: Request, pk: int) -> HttpResponse:
    found = _changeable(request, pk)
    save = partial(retract_question, by=request.user, question=found)
    page = _page(found, _("Take the question back"))
    return reason_page(request, page, save, done=_("The question has been taken back."))


def _pressed(request: Request, pk: int, save: Callable[..., Question], done: str) -> HttpResponse:
    found = _question(request, pk)
    try:
        save(by=request.user, question=found)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, done)
    return redirect(found)


def _question(request: Request, pk: int) -> Question:
    rows = Question.objects.select_related(
        *("program", "criterion", "section__report__program"),
        *("given_to", "recorded_by", "approved_by", "retracted_by"),
    )
    found = get_object_or_404(rows, pk=pk)
    show_in_header(request, found.program)
    return found


def _changeable(request: Request, pk: int) -> Question:
    found = _question(request, pk)
    if not may_change(request.user, found):
        raise PermissionDenied
    return found


def _page(
    question: Question,
    heading: str,
    template: str = "core/form_page.html",
    context: dict[str, Any] | None = None,
) -> FormPage:
    return FormPage(
        heading,
        question.get_absolute_url(),
        about=question,
        section="reports",
        template=template,
        context={"program": question.program, **(context or {})},
    )
