"""Arranging a draft: its sections are moved, titled, cut, put back, and others put between."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.requests import Request
from core.forms.pages import form_page
from reports.forms.reports import FreeSectionForm, HeadingForm
from reports.models import Section, StatusReport
from reports.services.arranging import (
    add_section,
    change_heading,
    cut_section,
    move_section,
    put_back_section,
)
from reports.views.shared import arranging, of_section, page_of


def _arrangement(report: StatusReport) -> str:
    return reverse("reports:sections", args=[report.program.slug, report.number])


@arranging
def sections(request: Request, found: StatusReport) -> HttpResponse:
    rows = found.sections.select_related("author", "reviewer")
    context = {
        "section": "reports",
        "program": found.program,
        "report": found,
        "kept": [row for row in rows if row.removed_at is None],
        "cut": [row for row in rows if row.removed_at is not None],
    }
    return render(request, "reports/sections.html", context)


@arranging
def add(request: Request, found: StatusReport) -> HttpResponse:
    form = FreeSectionForm(request.POST or None, report=found)
    page = page_of(
        found, _("Add a section"), _("A section of text, beside those of the programme.")
    )
    save = partial(add_section, by=request.user, report=found)
    return form_page(request, form, page, save, then=lambda _row: redirect(_arrangement(found)))


@of_section
def heading(request: Request, section: Section) -> HttpResponse:
    form = HeadingForm(request.POST or None, section=section)
    page = page_of(section.report, _("Heading and people"), about=section)
    save = partial(change_heading, by=request.user, section=section)
    return form_page(
        request, form, page, save, then=lambda row: redirect(_arrangement(section.report))
    )


@of_section
@require_POST
def move(request: Request, section: Section, where: str) -> HttpResponse:
    seen = request.POST.get("position", "")
    position = int(seen) if seen.isdecimal() and seen.isascii() else None
    return _pressed(request, section, partial(move_section, up=where == "up", position=position))


@of_section
@require_POST
def cut(request: Request, section: Section) -> HttpResponse:
    return _pressed(request, section, cut_section)


@of_section
@require_POST
def put_back(request: Request, section: Section) -> HttpResponse:
    return _pressed(request, section, put_back_section)


def _pressed(request: Request, section: Section, save: Callable[..., Any]) -> HttpResponse:
    try:
        save(by=request.user, section=section)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect(f"{_arrangement(section.report)}#section-{section.pk}")
