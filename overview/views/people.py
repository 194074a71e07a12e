"""The pages of one person's data: to read, and as a file."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from overview.queries.person_data import person_data_of, person_data_sections, person_or_404


@require_safe
@requires(May.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def person_data_page(request: Request, kind: str, pk: int) -> HttpResponse:
    person = person_or_404(kind, pk)
    found = person_data_of(person)
    context = {
        "section": "organisations",
        "kind": kind,
        "pk": pk,
        "name": found["person"]["name"],
        "sections": list(person_data_sections(found)),
    }
    return render(request, "overview/person_data.html", context)


@require_safe
@requires(May.SEE_PEOPLE)
def person_data_json(request: Request, kind: str, pk: int) -> JsonResponse:
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(person_data_of(person_or_404(kind, pk)), json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="{kind}-{pk}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
