"""What is held on one person: to read aloud or print, and as a file to hand over."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from overview.queries.person_data import held_on, person_or_404, sections_of


@require_safe
@requires(May.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def held_page(request: Request, kind: str, pk: int) -> HttpResponse:
    person = person_or_404(kind, pk)
    found = held_on(person)
    context = {
        "section": "organisations",
        "kind": kind,
        "pk": pk,
        "name": found["person"]["name"],
        "sections": list(sections_of(found)),
    }
    return render(request, "overview/person_held.html", context)


@require_safe
@requires(May.SEE_PEOPLE)
def held(request: Request, kind: str, pk: int) -> JsonResponse:
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(held_on(person_or_404(kind, pk)), json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="{kind}-{pk}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
