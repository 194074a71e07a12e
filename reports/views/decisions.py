"""The committee's decisions on an issued report: entered once, followed up until closed."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.clock import today
from core.forms.pages import FormPage, form_page, reason_page
from programs.queries import show_in_header
from reports.forms.decisions import DecisionForm, FollowUpForm
from reports.models import Decision, StatusReport
from reports.services.decisions import (
    change_decision,
    enter_decision,
    follow_up_decision,
    may_follow_up,
    retract_decision,
)
from reports.views.shared import report_of


def decisions(request: Request, slug: str, number: int) -> HttpResponse:
    """Those on one report, with how far each is."""
    report = report_of(request, slug, number)
    rows = report.decisions.select_related("responsible", "retracted_by")
    context = {
        "section": "reports",
        "program": report.program,
        "report": report,
        "today": today(),
        "decisions": [(row, may_follow_up(request.user, row)) for row in rows],
    }
    return render(request, "reports/decisions.html", context)


@requires(May.ISSUE_REPORTS)
def new(request: Request, slug: str, number: int) -> HttpResponse:
    report = report_of(request, slug, number)
    form = DecisionForm(request.POST or None)

    def save(submission: UUID, **_fields: Any) -> Decision:
        return enter_decision(
            by=request.user, report=report, given=form.given(), submission=submission
        )

    page = _page(report, _("Enter a decision"))
    return form_page(request, form, page, save, done=_("The decision has been entered."))


@requires(May.ISSUE_REPORTS)
def change(request: Request, pk: int) -> HttpResponse:
    found = _decision(request, pk)
    form = DecisionForm(request.POST or None, decision=found)

    def save(submission: UUID, **fields: Any) -> Decision:
        return change_decision(by=request.user, decision=found, **fields)

    page = _page(found.report, _("Change the decision"))
    return form_page(request, form, page, save, done=_("The decision has been changed."))


@requires(May.WRITE_SECTIONS)
def follow_up(request: Request, pk: int) -> HttpResponse:
    found = _decision(request, pk)
    if not may_follow_up(request.user, found):
        raise PermissionDenied
    form = FollowUpForm(request.POST or None, decision=found)
    save = partial(follow_up_decision, by=request.user, decision=found)
    page = _page(found.report, _("Follow the decision up"), about=found)
    return form_page(request, form, page, save, done=_("How far it is has been saved."))


@requires(May.ISSUE_REPORTS)
def retract(request: Request, pk: int) -> HttpResponse:
    found = _decision(request, pk)
    page = _page(found.report, _("Take the decision back"), about=found, submit=_("Take back"))
    save = partial(retract_decision, by=request.user, decision=found)
    return reason_page(request, page, save, done=_("The decision has been taken back."))


def _decision(request: Request, pk: int) -> Decision:
    rows = Decision.objects.select_related("report__program", "responsible", "retracted_by")
    found = get_object_or_404(rows, pk=pk)
    show_in_header(request, found.report.program)
    return found


def _page(report: StatusReport, heading: str, about: object = "", submit: str = "") -> FormPage:
    """Back to the report's decisions."""
    return FormPage(
        heading,
        reverse("reports:decisions", args=[report.program.slug, report.number]),
        about=about or report,
        submit=submit,
        section="reports",
    )
