"""A programme's facts, and how its staff is shared out among the main areas."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, form_page
from core.numbers import format_number
from core.versions import atomic_change
from programs.forms.programs import FteForm, ProgramForm
from programs.models import Program
from programs.queries import lock_program, program_of
from programs.services.parts import save_part
from programs.services.staffing import share_out_fte
from programs.views.areas import warnings_of_areas
from programs.views.parts import TEMPLATE, held, history_address, outline_address


@requires(May.CONFIGURE)
def program_new(request: Request) -> HttpResponse:
    page = FormPage(
        _("New programme"), reverse("overview:home"),
        _("A draft, beside those that run. Next come its main areas."),
        section="year", template=TEMPLATE,
    )  # fmt: skip
    with atomic_change():
        return _program_page(request, Program(), page)


@requires(May.CONFIGURE)
def program_change(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    with held(request, program):
        page = FormPage(
            _("The programme's facts"), outline_address(program), about=program, section="year",
            template=TEMPLATE, context={
                "remove": reverse("overview:remove_draft", args=[slug]),
                "history": history_address(program, program),
            },
        )  # fmt: skip
        return _program_page(request, Program.objects.get(pk=program.pk), page)


def _program_page(request: Request, program: Program, page: FormPage) -> HttpResponse:
    form = ProgramForm(request.POST or None, instance=program)

    def save(**fields: Any) -> Program:
        reason = fields.get("reason", "")
        return save_part(by=request.user, part=form.instance, reason=reason)

    def then(saved: Program) -> HttpResponse:
        if form.proposed_hours is not None:
            words = {"hours": format_number(form.proposed_hours), "year": saved.starts_on.year}
            message = _(
                "A full-time equivalent is %(hours)s hours: worked out for %(year)s. Type another "
                "number if yours differs."
            )
            messages.info(request, message % words)
        return redirect(outline_address(saved))

    return form_page(request, form, page, save, done=_("The programme has been saved."), then=then)


@requires(May.CONFIGURE)
def fte(request: Request, slug: str) -> HttpResponse:
    """The FTE of the whole and of each main area, together."""
    program = program_of(request, slug)
    with held(request, program):
        program = lock_program(program.pk) if request.method == "POST" else program
        areas = list(program.main_areas.order_by("number"))
        form = FteForm(request.POST or None, program=program, areas=areas)
        page = FormPage(
            _("Full-time equivalents"), outline_address(program),
            _("Together the main areas are the programme's total."),
            about=program, section="year",
        )  # fmt: skip

        def save(**fields: Any) -> None:
            share_out_fte(by=request.user, program=program, areas=areas, **form.shared(fields))
            for warning in warnings_of_areas(program, None):
                messages.warning(request, warning)

        return form_page(request, form, page, save, done=_("It has been changed."))
