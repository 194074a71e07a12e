"""The year as it is configured, on one page."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from overview.queries.year import year_of
from programs.queries import program_of


@requires(May.SEE_CONFIGURATION)
def year(request: Request, slug: str) -> HttpResponse:
    """Every piece of the programme with the way to its form; managers read it."""
    program = program_of(request, slug)
    context = {"section": "year", "program": program, "year": year_of(program)}
    return render(request, "overview/year.html", context)
