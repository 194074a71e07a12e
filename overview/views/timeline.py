"""The year as a line: drawn, and as a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from accounts.views.requests import Request
from core.clock import today
from overview.queries.timeline import items_of
from overview.rules.timeline import drawings_of, in_order
from programs.models import MainArea, Program
from programs.queries import program_of
from programs.views.unchanged import render_held, unchanged_is_304


@unchanged_is_304
def timeline(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    return render_held(
        request, program, "overview/timeline.html", lambda: _line(program), section="outline"
    )


def _line(program: Program) -> dict[str, Any]:
    areas = list(MainArea.objects.filter(program=program).order_by("number"))
    items = in_order(items_of(program))
    names = [(area.pk, str(area)) for area in areas]
    by_area = [(area, [one for one in items if one.area == area.pk]) for area in areas]
    return {
        "today": today(),
        "drawings": drawings_of(names, items, (program.starts_on, program.ends_on), today()),
        "areas": [(area, own) for area, own in by_area if own],
    }
