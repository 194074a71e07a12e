"""Staff, hours and money, as a page and as data."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.views.requests import Request
from core.spreadsheets import XLSX_TYPE, write_csv, write_sheets
from indicators.queries.standings import thresholds_of
from programs.forms.as_of import AsOfForm
from programs.queries import program_of
from programs.rules.as_of import default_as_of
from resources.exports.as_json import as_data
from resources.exports.as_sheets import everything, sheets
from resources.queries.figures import criteria_counts, months, people, resources_of
from resources.rules.months import chart_of_hours, chart_of_kroner
from resources.rules.use import ahead_from, use_in_all, uses_of
from resources.tables import hours_rows, money_rows


def resources(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    dates = AsOfForm(request.GET)
    as_of = dates.chosen_date(default_as_of(program))
    found = resources_of(program, as_of)
    over_time = months(found)
    context = {
        "section": "resources",
        "program": program,
        "resources": found,
        "uses": [*uses_of(found), use_in_all(found)],
        "hours_rows": list(hours_rows(found)),
        "money_rows": list(money_rows(found)),
        "months": over_time,
        "charts": {
            "hours": chart_of_hours(found, over_time),
            "kroner": chart_of_kroner(found, over_time),
        },
        "people": people(found, request.user),
        "ahead_from": ahead_from(thresholds_of(program)),
        "as_of": as_of,
        "unread": bool(dates.errors),
        "day_query": dates.query,
    }
    return render(request, "resources/resources.html", context)


def resources_data(request: Request, slug: str, kind: str) -> HttpResponse:
    """The same figures; 400 says that the date cannot be read."""
    program = program_of(request, slug)
    dates = AsOfForm(request.GET)
    as_of = dates.chosen_date(default_as_of(program))
    if dates.errors:
        return JsonResponse({"errors": dates.errors}, status=400)
    found = resources_of(program, as_of)
    counts = criteria_counts(program, as_of)
    if kind == "json":
        data = as_data(found, counts)
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    name = f"resources-{program.slug}-{as_of.isoformat()}.{kind}"
    if kind == "csv":
        table = everything(found, counts)
        text = write_csv(table.columns, table.rows)
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    else:
        title = _("Resources %(day)s") % {"day": as_of.strftime("%d-%m-%Y")}
        workbook = write_sheets(title, sheets(found, counts))
        response = HttpResponse(workbook, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
