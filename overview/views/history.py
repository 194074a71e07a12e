"""The history of what is configured in a programme."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.tables import page_of
from overview.forms.history import HistoryForm
from overview.queries.history import changes_of
from programs.queries import program_of


@requires(May.SEE_CONFIGURATION)
def history(request: Request, slug: str) -> HttpResponse:
    """Who changed what, when, from what to what and why; by kind, by person, of one thing."""
    program = program_of(request, slug)
    found = changes_of(program)
    form = HistoryForm(request.GET, found=found)
    asked = form.asked()
    shown = [told for told in found if asked.keeps(told)]
    context = {
        "section": "year",
        "program": program,
        "filters": form,
        "page": page_of(request, shown),
        "number": len(shown),
        "of": next((told.name for told in shown), "") if asked.key else "",
    }
    return render(request, "overview/history.html", context)
