"""A section of a document, pasted, becomes proposals, and those that are taken the programme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, form_page, show_form
from indicators.forms.pasting import PasteForm, ProposalsForm
from indicators.services.pasting import take_section
from programs.models import Program
from programs.queries import program_of
from programs.views.parts import outline_address


@requires(May.CONFIGURE)
def paste(request: Request, slug: str) -> HttpResponse:
    """The box for the section; then what was read of it; then the outline with what was taken."""
    program = program_of(request, slug)
    if "proposals" in request.POST:
        return _take(request, program)
    form = PasteForm(request.POST or None)
    page = FormPage(
        _("Paste a section"), outline_address(program), submit=_("Read it"), about=program,
        section="year",
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        return show_form(request, *_proposals(form.cleaned_data["text"], program))
    return show_form(request, form, page)


def _proposals(text: str, program: Program, data: Any = None) -> tuple[ProposalsForm, FormPage]:
    form = ProposalsForm(data, text=text, program=program)
    page = FormPage(
        _("What was read"), outline_address(program), submit=_("Take what is ticked"),
        about=program, section="year", template="indicators/pasted.html",
    )  # fmt: skip
    return form, page


def _take(request: Request, program: Program) -> HttpResponse:
    text = PasteForm(request.POST)
    given = text.cleaned_data["text"] if text.is_valid() else ""
    form, page = _proposals(given, program, request.POST)

    def save(**_fields: Any) -> int:
        return take_section(by=request.user, program=program, areas=form.taken())

    def then(made: int) -> HttpResponse:
        told = ngettext("%(count)s has been added.", "%(count)s have been added.", made)
        messages.success(request, told % {"count": made})
        return redirect(outline_address(program))

    return form_page(request, form, page, save, then=then)
