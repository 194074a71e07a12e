"""An organisation's page: names, people, schooling, rosters and cases, read across the rooms."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.clock import today
from core.sorting import danish_key
from directory.models import Organisation, Participant
from indicators.queries.history import changes_of
from requisitions.models import Requisition


@requires(May.KEEP_REGISTERS)
def organisation(request: Request, pk: int) -> HttpResponse:
    """One that was merged leads on to the one that was kept."""
    rows = Organisation.objects.select_related("merged_into").prefetch_related("former_names")
    found = get_object_or_404(rows, pk=pk)
    if found.merged_into:
        return redirect(found.merged_into, permanent=False)
    lines = Participant.objects.active().filter(
        Q(organisation=found) | Q(school_class__school=found)
    )
    cases = Requisition.objects.active().until(today()).filter(parties__organisation=found)
    context = {
        "section": "organisations",
        "organisation": found,
        **_names(found),
        **_people(found, sees_people=request.user.may(May.SEE_PEOPLE)),
        "classes": sorted(found.classes.all(), key=lambda one: danish_key(one.name)),
        "shares": found.bilingual_shares.all(),
        "lines": lines.with_who()
        .select_related("activity__main_area__program")
        .order_by("-joined_on", "pk"),
        "cases": cases.with_state(today()).select_related("activity__main_area__program"),
        "changes": changes_of(found),
    }
    return render(request, "overview/organisation.html", context)


def _names(found: Organisation) -> dict[str, Any]:
    """Today's and the others: where the demo's clock stands still, some are still to come."""
    return {
        "name": found.name_on(today()),
        "former_names": [row for row in found.former_names.all() if row.until < today()],
        "later_names": found.later_names(today()),
    }


def _people(found: Organisation, *, sees_people: bool) -> dict[str, Any]:
    if not sees_people:
        return {"contacts": None, "consultants": None}
    people = sorted(found.consultants.all(), key=lambda one: one.alphabetical)
    return {"contacts": found.contacts.all(), "consultants": people}
