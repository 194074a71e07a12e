"""One criterion across the years that it was carried over."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.views.requests import Request
from indicators.queries.years import chart_of_years, years_of
from indicators.rules.years import THRESHOLD
from indicators.views.criteria import criterion_of


def years(request: Request, pk: int) -> HttpResponse:
    found = criterion_of(request, pk)
    across = years_of(found)
    context = {
        "section": "status",
        "program": found.main_area.program,
        "criterion": found,
        "years": across,
        "chart": chart_of_years(across),
        "threshold": THRESHOLD,
        # Carried over from a year that is not in the system.
        "before": across[0].standing.criterion.carried_over_from,
    }
    return render(request, "indicators/years.html", context)
