"""Next year's programme out of this year's."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, form_page
from exchange.forms.copying import CopyForm
from exchange.services.copying import CopyInput, copy_program
from programs.models import Program
from programs.queries import program_of


@requires(May.CONFIGURE)
def copy(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    form = CopyForm(request.POST or None, program=program)
    page = FormPage(
        _("Create a programme from «%s»") % program.title,
        reverse("overview:year", args=[program.slug]),
        intro=_(
            "The new one is a draft. It takes no results: what was measured, logged and spent, and "
            "the follow-ups that are still open, stay with the old one."
        ),
        submit=_("Create the programme"),
        section="year",
    )

    def save(**given: Any) -> Program:
        return copy_program(by=request.user, program=program, given=CopyInput(**given))

    return form_page(
        request,
        form,
        page,
        save,
        done=_("The programme is created. Look through what no longer fits."),
        then=lambda new: redirect("overview:unfit", new.slug),
    )
