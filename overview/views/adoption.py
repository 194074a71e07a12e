"""Is the programme ready to be adopted, and the committee's decision."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, form_page, reason_page
from overview.forms.adoption import AdoptionForm
from overview.queries.readiness import lacks_of
from overview.services.adoption import DECISION, adopt, close, open_again, withdraw_adoption
from programs.models import Program
from programs.queries import program_of
from programs.views.parts import outline_address


@requires(May.CONFIGURE)
def adoption(request: Request, slug: str) -> HttpResponse:
    """What is missing, each with its way; and the decision, once nothing is that blocks it."""
    program = program_of(request, slug)
    values = {name: getattr(program, name) for name in DECISION}
    form = AdoptionForm(request.POST or None, values=values)
    lacks = lacks_of(program)
    page = FormPage(
        _("The committee's decision") if program.adopted_on else _("Ready to be adopted?"),
        outline_address(program),
        about=program,
        section="year",
        template="overview/adoption.html",
        context={"lacks": lacks, "blocked": any(lack.blocks for lack in lacks), "program": program},
    )
    save = partial(adopt, by=request.user, program=program)
    return form_page(request, form, page, save, done=_("The decision has been recorded."))


@requires(May.CONFIGURE)
def closing(request: Request, slug: str) -> HttpResponse:
    """Close the programme, or open it again."""
    program = program_of(request, slug)
    if not program.adopted_on:
        return redirect("overview:adoption", slug)
    if program.closed_on:
        return _opening(request, program)
    page = FormPage(
        _("Close the programme"),
        outline_address(program),
        _(
            "Nothing new is recorded after that: results, hours and expenses that stand are "
            "corrected with a reason. Follow-ups that fall later stay open."
        ),
        submit=_("Close"),
        about=program,
        section="year",
    )

    def save_closing(**_fields: Any) -> None:
        close(by=request.user, program=program)

    form = forms.Form(request.POST if request.method == "POST" else None)
    return form_page(request, form, page, save_closing, done=_("The programme is closed."))


def _opening(request: Request, program: Program) -> HttpResponse:
    page = FormPage(
        _("Open the programme again"), outline_address(program), about=program, section="year"
    )
    save = partial(open_again, by=request.user, program=program)
    return reason_page(request, page, save, done=_("The programme is open again."))


@requires(May.CONFIGURE)
def withdraw(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    if not program.adopted_on:
        return redirect(outline_address(program))
    page = FormPage(
        _("Make it a draft again"),
        outline_address(program),
        _("For a decision that was recorded by mistake. It can be changed freely until adopted."),
        about=program,
        section="year",
    )
    save = partial(withdraw_adoption, by=request.user, program=program)
    return reason_page(request, page, save, done=_("It is a draft again."))
