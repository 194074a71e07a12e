"""Deleting a draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, form_page
from overview.forms.drafts import RemoveDraftForm
from overview.services.drafts import counts_of, remove_draft
from programs.queries import program_of
from programs.views.parts import outline_address


@requires(May.CONFIGURE)
def remove(request: Request, slug: str) -> HttpResponse:
    """Says what goes with it, and asks for its name."""
    program = program_of(request, slug)
    goes_along = get_text_list(counts_of(program), _("and"))
    page = FormPage(
        _("Delete the draft «%s»?") % program,
        outline_address(program),
        _("With it goes: %s.") % goes_along if goes_along else _("Nothing belongs to it."),
        submit=_("Delete"),
        section="year",
    )
    form = RemoveDraftForm(request.POST or None, program=program)

    def save(**_fields: Any) -> None:
        remove_draft(by=request.user, program=program)

    def then(_none: Any) -> HttpResponse:
        return redirect(reverse("overview:home"))

    return form_page(request, form, page, save, done=_("The draft has been deleted."), then=then)
