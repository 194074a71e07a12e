"""What is held on one person, as a file to hand over."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from accounts.http import Request, requires
from accounts.roles import May
from overview.held import held_on, person_or_404


@require_safe
@requires(May.SEE_PEOPLE)
def held(request: Request, kind: str, pk: int) -> JsonResponse:
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(held_on(person_or_404(kind, pk)), json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="{kind}-{pk}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
