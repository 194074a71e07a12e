"""An organisation's page: names, people, schooling, rosters and cases, read across the rooms."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.http import Request
from accounts.roles import May
from activities.models import Organisation, Participant
from core.clock import today
from core.sorting import danish_key
from indicators.history import changes_of
from requisitions.models import Requisition


def organisation(request: Request, pk: int) -> HttpResponse:
    """One that was merged leads on to the one that was kept."""
    found = get_object_or_404(Organisation.objects.select_related("merged_into"), pk=pk)
    if found.merged_into:
        return redirect(found.merged_into, permanent=False)
    sees_people = request.user.may(May.SEE_PEOPLE)
    lines = Participant.objects.standing().filter(
        Q(organisation=found) | Q(school_class__school=found)
    )
    cases = Requisition.objects.standing().filter(parties__organisation=found)
    context = {
        "section": "organisations",
        "organisation": found,
        "former_names": found.former_names.all(),
        "contacts": found.contacts.all() if sees_people else None,
        "consultants": found.consultants.all() if sees_people else None,
        "classes": sorted(found.classes.all(), key=lambda one: danish_key(one.name)),
        "shares": found.bilingual_shares.all(),
        "lines": lines.with_who()
        .select_related("activity__main_area__program")
        .order_by("-joined_on", "pk"),
        "cases": cases.with_state(today()).select_related("activity__main_area__program"),
        "changes": changes_of(found),
    }
    return render(request, "overview/organisation.html", context)
