"""The year as it is configured, and what of it does not fit any more."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from overview.queries.unfit import misfits_of
from overview.queries.year import year_of
from programs.queries import program_of


@requires(May.SEE_CONFIGURATION)
def year(request: Request, slug: str) -> HttpResponse:
    """Every piece of the programme with the way to its form; managers read it."""
    program = program_of(request, slug)
    context = {"section": "year", "program": program, "year": year_of(program)}
    return render(request, "overview/year.html", context)


@requires(May.SEE_CONFIGURATION)
def unfit(request: Request, slug: str) -> HttpResponse:
    """What a copied programme is to be looked through for: people, days and names."""
    program = program_of(request, slug)
    context = {"section": "year", "program": program, "misfits": misfits_of(program)}
    return render(request, "overview/unfit.html", context)
