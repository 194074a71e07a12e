"""Who is in a case, and whom to call."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.clock import today
from core.forms.pages import form_page, reason_page
from directory.models import Contact
from requisitions.forms.cases import PartyContactForm, PartyForm
from requisitions.models import Party, Requisition
from requisitions.services.parties import (
    add_contact_to,
    add_party,
    choose_contact,
    remove_party,
    set_unknown,
)
from requisitions.views.shared import case_of, case_page, keeping_case, with_picked_name


@keeping_case
def add(request: Request, found: Requisition) -> HttpResponse:
    form = PartyForm(with_picked_name(request.POST) if request.method == "POST" else None)

    def save(role: str, **_fields: Any) -> None:
        who = form.named()
        if who:
            add_party(by=request.user, case=found, organisation=who, role=role)

    page = case_page(found, _("Who is in the case?"), submit=_("Add"))
    done = _("The organisation is in the case.")
    return form_page(request, form, page, save, done=done)


@keeping_case
@require_POST
def unknown(request: Request, found: Requisition) -> HttpResponse:
    """«Nobody knows who asked», and the way back."""
    try:
        set_unknown(by=request.user, case=found, unknown=request.POST.get("unknown") == "yes")
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The case has been changed."))
    return redirect(found)


def _party(case: Requisition, party: int) -> Party:
    return get_object_or_404(case.parties.select_related("organisation", "requisition"), pk=party)


@keeping_case
def remove(request: Request, found: Requisition, party: int) -> HttpResponse:
    gone = _party(found, party)
    page = case_page(
        found,
        _("Take %s out of the case") % gone.organisation.name_on(today()),
        _("It stays in the directory; that it was in the case stays in the history."),
        _("Take it out"),
    )
    save = partial(remove_party, by=request.user, party=gone)
    return reason_page(request, page, save, done=_("The organisation is no longer in the case."))


@requires(May.SEE_PEOPLE)
def contact(request: Request, pk: int, party: int) -> HttpResponse:
    found = case_of(request, pk)
    own = _party(found, party)
    form = PartyContactForm(
        request.POST or None, organisation=own.organisation, values={"contact": own.contact}
    )

    def save(name: str, contact: Contact | None, opened_with: str, **_fields: Any) -> None:
        told: dict[str, Any] = {"by": request.user, "party": own, "opened_with": opened_with}
        if name:
            add_contact_to(**told, **form.details())
        else:
            choose_contact(**told, contact=contact)

    heading = _("Contact at %s") % own.organisation.name_on(today())
    intro = _("Only consultants and managers see contacts. Write no more than is needed.")
    page = case_page(found, heading, intro)
    return form_page(request, form, page, save, done=_("The case has been changed."))
