"""Staff, hours and money, as a page and as data."""

import datetime
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from accounts.views.requests import Request
from core.spreadsheets import data_response, write_csv, write_sheets
from indicators.queries.standings import thresholds_of
from programs.forms.as_of import AsOfForm
from programs.models import Program
from programs.queries import program_of
from programs.rules.as_of import default_as_of
from programs.views.unchanged import held_data, render_held, unchanged_is_304
from resources.exports.as_json import as_data
from resources.exports.as_sheets import everything, sheets
from resources.queries.figures import criteria_counts, months, people, resources_of
from resources.rules.fte import in_hundredths
from resources.rules.months import chart_of_hours, chart_of_kroner
from resources.rules.use import ahead_from, use_in_all, uses_of


@unchanged_is_304
def resources(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    return render_held(
        request,
        program,
        "resources/resources.html",
        lambda: _shown(request, program),
        section="resources",
        personal=True,  # one's own hours
    )


def _shown(request: Request, program: Program) -> dict[str, Any]:
    dates = AsOfForm(request.GET)
    usual = default_as_of(program)
    as_of = dates.chosen_date(usual)
    found = resources_of(program, as_of)
    over_time = months(found)
    return {
        "resources": found,
        "hours_groups": in_hundredths(found).hours_groups,
        "uses": [*uses_of(found), use_in_all(found)],
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
        "as_of_chosen": int(as_of != usual),
    }


@unchanged_is_304
def resources_data(request: Request, slug: str, kind: str) -> HttpResponse:
    """The same figures; 400 says that the date cannot be read."""
    program = program_of(request, slug)
    dates = AsOfForm(request.GET)
    as_of = dates.chosen_date(default_as_of(program))
    if dates.errors:
        return JsonResponse({"errors": dates.errors}, status=400)
    content = held_data(request, program, lambda: _written(program, as_of, kind))
    return data_response(content, kind, f"resources-{program.slug}-{as_of.isoformat()}.{kind}")


def _written(program: Program, as_of: datetime.date, kind: str) -> str | bytes:
    found, counts = resources_of(program, as_of), criteria_counts(program, as_of)
    if kind == "json":
        return json.dumps(as_data(found, counts), ensure_ascii=False, cls=DjangoJSONEncoder)
    if kind == "csv":
        table = everything(found, counts)
        return write_csv(table.columns, table.rows)
    title = _("Resources %(day)s") % {"day": as_of.strftime("%d-%m-%Y")}
    return write_sheets(title, sheets(found, counts))
