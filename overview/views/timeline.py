"""The year as a line: drawn, and as a table."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.views.requests import Request
from core.clock import today
from overview.queries.timeline import items_of
from overview.rules.timeline import Item, drawing_of, in_order
from programs.models import MainArea
from programs.queries import program_of


def timeline(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    areas = list(MainArea.objects.filter(program=program).order_by("number"))
    items = items_of(program)
    period = program.starts_on, program.ends_on
    by_area: list[tuple[MainArea, list[Item]]] = [
        (area, in_order([one for one in items if one.area == area.pk])) for area in areas
    ]
    context = {
        "section": "outline",
        "program": program,
        "today": today(),
        "drawing": drawing_of([(area.pk, str(area)) for area in areas], items, period, today()),
        "areas": [(area, own) for area, own in by_area if own],
    }
    return render(request, "overview/timeline.html", context)
