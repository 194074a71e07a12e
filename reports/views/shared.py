"""What the pages of a report share: finding it, its forms' frame, and files that are not whole."""

from __future__ import annotations

import logging
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from accounts.models.roles import May
from accounts.views.requests import Request, View, requires
from core.forms.pages import FormPage
from programs.queries import program_of
from reports.models import StatusReport
from reports.queries.files import Tampered
from reports.queries.reports import visible_to

logger = logging.getLogger("tfi.reports")


def report_of(request: Request, slug: str, number: int) -> StatusReport:
    """The report, with its programme in the header; 404 also where it is not for this reader."""
    program = program_of(request, slug)
    report = get_object_or_404(visible_to(request.user), program=program, number=number)
    report.program = program
    return report


def told_where_tampered(view: View) -> View:
    """A file that is not what was issued is handed to nobody: a page says so, and the log."""

    @wraps(view)
    def told(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Tampered as tampered:
            logger.error("%s is not what was issued", tampered)
            context = {"section": "reports", "file": tampered.file}
            return render(request, "reports/tampered.html", context, status=500)

    return told


def arranging(view: View) -> View:
    """A view of the address's report, for those who arrange and issue reports."""

    @requires(May.ISSUE_REPORTS)
    @told_where_tampered
    @wraps(view)
    def found(request: Request, slug: str, number: int, **rest: object) -> HttpResponseBase:
        return view(request, report_of(request, slug, number), **rest)

    return found


def of_section(view: View) -> View:
    """The same of one of its sections."""

    @arranging
    @wraps(view)
    def found(request: Request, report: StatusReport, pk: int, **rest: object) -> HttpResponseBase:
        section = get_object_or_404(report.sections.select_related("author", "reviewer"), pk=pk)
        section.report = report
        return view(request, section, **rest)

    return found


def page_of(
    report: StatusReport,
    heading: str,
    intro: str = "",
    submit: str = "",
    template: str = "core/form_page.html",
    **context: Any,
) -> FormPage:
    """The words around a form about a report; back to the report once it is saved."""
    return FormPage(
        heading,
        report.get_absolute_url(),
        intro,
        submit,
        about=report,
        section="reports",
        template=template,
        context={"report": report, **context},
    )
