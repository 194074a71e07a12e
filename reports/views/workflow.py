"""A report on its way: started, changed, reviewed and taken back, issued, given up, made anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, form_page, reason_page
from programs.queries import program_of
from reports.exports.formats import FORMATS
from reports.forms.reports import IssueForm, JournalForm, ReportForm
from reports.models import StatusReport
from reports.queries.reports import material_of
from reports.rules.assembling import document_of
from reports.rules.gaps import gaps_of
from reports.services.issuing import issue as issue_report
from reports.services.starting import REPORT_FIELDS, start_report
from reports.services.workflow import (
    change_report,
    enter_in_journal,
    give_up,
    new_version,
    send_to_review,
    take_back,
)
from reports.services.writing import approve_filled
from reports.views.shared import arranging, page_of


@requires(May.ISSUE_REPORTS)
def new(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    form = ReportForm(request.POST or None, program=program)

    def save(submission: UUID, **_fields: Any) -> StatusReport:
        return start_report(
            by=request.user, program=program, given=form.report_input(), submission=submission
        )

    page = FormPage(
        _("Start a status report"),
        reverse("reports:reports", args=[slug]),
        _("It begins with a section for everything in the programme, filled with its figures."),
        _("Start it"),
        about=program,
        section="reports",
    )
    return form_page(request, form, page, save, then=redirect)


@arranging
def change(request: Request, found: StatusReport) -> HttpResponse:
    form = ReportForm(request.POST or None, program=found.program, report=found)

    def save(opened_with: str, **fields: Any) -> StatusReport:
        values = {name: fields[name] for name in REPORT_FIELDS}
        return change_report(by=request.user, report=found, opened_with=opened_with, **values)

    page = page_of(found, _("The facts of the report"))
    return form_page(request, form, page, save, done=_("The report has been changed."))


@arranging
def journal(request: Request, found: StatusReport) -> HttpResponse:
    form = JournalForm(request.POST or None, report=found)
    intro = _("They stand beside the report: no file that was issued changes by them.")
    page = page_of(found, _("Case and document number"), intro)
    save = partial(enter_in_journal, by=request.user, report=found)
    return form_page(request, form, page, save, done=_("The numbers have been saved."))


@arranging
def issue(request: Request, found: StatusReport) -> HttpResponse:
    """What the report lacks is listed, and confirmed once."""
    material = material_of(found)
    page = page_of(
        found,
        _("Issue the report"),
        _("Figures, texts, pictures and files are frozen, and everybody can read them."),
        _("Issue it"),
        template="reports/issue.html",
        gaps=gaps_of(material, document_of(material)),
    )
    save = partial(issue_report, by=request.user, report=found, formats=FORMATS)
    form = IssueForm(request.POST or None)
    return form_page(request, form, page, save, done=_("The report has been issued."))


@arranging
@require_POST
def review(request: Request, found: StatusReport) -> HttpResponse:
    return pressed(request, found, send_to_review, _("The report is in review."))


@arranging
@require_POST
def back(request: Request, found: StatusReport) -> HttpResponse:
    return pressed(request, found, take_back, _("The report is a draft again."))


@arranging
@require_POST
def approve(request: Request, found: StatusReport) -> HttpResponse:
    done = _("The sections that fill themselves are approved. Any of them can still be written in.")
    return pressed(request, found, approve_filled, done)


@arranging
@require_POST
def version(request: Request, found: StatusReport) -> HttpResponse:
    return pressed(request, found, new_version, _("Here is the draft of a new version."))


def pressed(
    request: Request, found: StatusReport, save: Callable[..., StatusReport], done: str
) -> HttpResponse:
    """What a button does to a report; from there to the report that came of it."""
    try:
        found = save(by=request.user, report=found)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, done)
    return redirect(found)


@arranging
def abandon(request: Request, found: StatusReport) -> HttpResponse:
    page = page_of(
        found,
        _("Give up the draft"),
        _("It stays to be read, with your reason, and its number is not used again."),
        _("Give it up"),
    )
    save = partial(give_up, by=request.user, report=found)
    return reason_page(request, page, save, done=_("The draft has been given up."))
