"""Who is in a case, whom to call, and what elsewhere shows its work."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import Request, requires
from accounts.roles import May
from activities.models import LogEntry, Participant
from core.clock import today
from requisitions.case_page import shown_name
from requisitions.forms import ContactForm, PartyForm, WhyForm
from requisitions.forms_filters import SearchEvidenceForm
from requisitions.models import Party, Requisition
from requisitions.parties import (
    add_contact_to,
    add_party,
    choose_contact,
    remove_party,
    set_unknown,
)
from requisitions.queries import evidence_for
from requisitions.services import add_evidence, remove_evidence
from requisitions.views.shared import case_of, form_page, with_the_pick


@requires(May.KEEP_REGISTERS)
def add(request: Request, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    form = PartyForm(with_the_pick(request.POST) if request.method == "POST" else None)

    def save() -> None:
        who = form.named()
        if who:
            role = form.cleaned_data["role"]
            add_party(by=request.user, case=found, organisation=who, role=role)

    return form_page(
        request,
        found,
        form,
        save,
        heading=_("Who is in the case?"),
        done=_("The organisation is in the case."),
        submit=_("Add"),
    )


@requires(May.KEEP_REGISTERS)
@require_POST
def unknown(request: Request, pk: int) -> HttpResponse:
    """«Nobody knows who asked», and the way back."""
    found = case_of(request, pk)
    try:
        set_unknown(by=request.user, case=found, unknown=request.POST.get("unknown") == "yes")
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The case has been changed."))
    return redirect(found)


def _party(case: Requisition, party: int) -> Party:
    return get_object_or_404(case.parties.select_related("organisation", "requisition"), pk=party)


@requires(May.KEEP_REGISTERS)
def remove(request: Request, pk: int, party: int) -> HttpResponse:
    found = case_of(request, pk)
    gone = _party(found, party)
    form = WhyForm(request.POST or None)
    return form_page(
        request,
        found,
        form,
        lambda: remove_party(by=request.user, party=gone, reason=form.cleaned_data["reason"]),
        heading=_("Take %s out of the case") % gone.organisation,
        intro=_("It stays in the directory; that it was in the case stays in the history."),
        done=_("The organisation is no longer in the case."),
        submit=_("Take it out"),
    )


@requires(May.SEE_PEOPLE)
def contact(request: Request, pk: int, party: int) -> HttpResponse:
    found = case_of(request, pk)
    own = _party(found, party)
    initial = {"contact": own.contact_id}
    form = ContactForm(request.POST or None, organisation=own.organisation, initial=initial)

    def save() -> None:
        if form.cleaned_data["name"]:
            add_contact_to(by=request.user, party=own, **form.details())
        else:
            choose_contact(by=request.user, party=own, contact=form.cleaned_data["contact"])

    return form_page(
        request,
        found,
        form,
        save,
        heading=_("Contact at %s") % own.organisation,
        intro=_("Only consultants and managers see contacts. Write no more than is needed."),
        done=_("The case has been changed."),
    )


@requires(May.KEEP_REGISTERS)
def evidence(request: Request, pk: int) -> HttpResponse:
    """Look for entries and participants of other activities, and add them one by one."""
    found = case_of(request, pk)
    form = SearchEvidenceForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    offered = evidence_for(found, words) if words else None
    people = offered.participants if offered else []
    context = {
        "section": "requisitions",
        "case": found,
        "form": form,
        "words": words,
        "offered": offered,
        "people": [(one, shown_name(one, request.user)) for one in people],
    }
    return render(request, "requisitions/evidence_add.html", context)


def _evidence(kind: str, pk: int) -> LogEntry | Participant:
    rows = LogEntry.objects.until(today()) if kind == "entry" else Participant.objects.with_who()
    return get_object_or_404(rows, pk=pk)


@requires(May.KEEP_REGISTERS)
@require_POST
def evidence_add(request: Request, pk: int, kind: str, row: int) -> HttpResponse:
    found = case_of(request, pk)
    try:
        add_evidence(by=request.user, case=found, evidence=_evidence(kind, row))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("It stands as evidence in the case now."))
    return redirect(found)


@requires(May.KEEP_REGISTERS)
def evidence_remove(request: Request, pk: int, kind: str, row: int) -> HttpResponse:
    found = case_of(request, pk)
    own = found.log_entries if kind == "entry" else found.participants
    if not own.filter(pk=row).exists():
        raise Http404
    gone = _evidence(kind, row)
    form = WhyForm(request.POST or None)
    return form_page(
        request,
        found,
        form,
        lambda: remove_evidence(
            by=request.user, case=found, evidence=gone, reason=form.cleaned_data["reason"]
        ),
        heading=_("Remove the evidence from the case"),
        intro=_("It stays where it was written down."),
        done=_("The evidence has been removed from the case."),
        submit=_("Remove it"),
    )
