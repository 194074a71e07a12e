"""The directory and the rosters for those who read their figures only: counts, without a name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.views.requests import Request
from activities.views.subject import activity_of
from core.dates import local_date
from core.evidence import counted
from directory.models import Consultant, Organisation
from directory.queries.rosters import roster_of


def organisations(request: Request) -> HttpResponse:
    """By kind, and by the day on which each was written down."""
    found = Organisation.objects.unmerged().order_by("kind", "pk")
    rows = [(one.get_kind_display(), local_date(one.recorded_at)) for one in found]
    return _page(request, _("Organisations"), rows)


def consultants(request: Request) -> HttpResponse:
    """By whether they have a workplace in the directory, and by the day they were written down."""
    with_one, without = _("with a workplace in the directory"), _("without one")
    found = Consultant.objects.filter(removed_at__isnull=True).order_by("workplace", "pk")
    rows = [
        (with_one if one.workplace_id else without, local_date(one.recorded_at)) for one in found
    ]
    return _page(request, _("Dialogue consultants"), rows)


def roster(request: Request, pk: int) -> HttpResponse:
    """By kind, and by the day from which they take part."""
    activity = activity_of(request, pk)
    lines = roster_of(activity, sees_people=False, everybody=False)
    heading = _("Participants of «%s»") % activity
    return _page(request, heading, [(row.kind_label, row.participant.joined_on) for row in lines])


def _page(request: Request, heading: str, rows: list) -> HttpResponse:
    context = {"section": "outline", "heading": heading, "counts": counted(rows)}
    return render(request, "core/evidence.html", context)
