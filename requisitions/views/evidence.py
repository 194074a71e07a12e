"""The register for those who read its figures only: counts of cases, without a name."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.requests import Request
from core.clock import today
from core.evidence import counted
from requisitions.models.choices import State
from requisitions.queries.register import wanted_cases
from requisitions.views.shared import case_of, wanted_by


def cases(request: Request) -> HttpResponse:
    """By state, and by the day on which each came."""
    # Looked for by words, a count would tell whose name is in the register.
    found = wanted_cases(replace(wanted_by(request)[1], q=""))
    context = {
        "section": "requisitions",
        "heading": _("Requisitions"),
        "counts": counted(
            (_label(state), on) for state, on in found.values_list("state", "received_on")
        ),
        "more": (reverse("requisitions:figures"), _("The register in figures")),
    }
    return render(request, "core/evidence.html", context)


def case(request: Request, pk: int) -> HttpResponse:
    """The states of one until today, by the day on which it came into each."""
    states = case_of(request, pk).states.active().until(today()).order_by("on", "pk")
    context = {
        "section": "requisitions",
        "heading": _("States of a requisition"),
        "counts": counted((_label(state), on) for state, on in states.values_list("state", "on")),
    }
    return render(request, "core/evidence.html", context)


def _label(state: str | None) -> str:
    return str(State(state).label) if state else ""
