"""The status dashboard, as a page and as data."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.views.requests import Request
from core.clock import last_monday
from core.spreadsheets import XLSX_TYPE, write_csv, write_xlsx
from economy.queries.budget import period_of
from overview.exports import as_data, cells, columns
from overview.forms import StatusFilterForm
from overview.queries.pages import status_table
from overview.rules.status import AreaSummary, StatusTable
from programs.forms.as_of import AsOfForm
from programs.queries import program_of
from programs.rules.as_of import default_as_of
from resources.queries.figures import area_uses
from resources.rules.use import AreaUse, elapsed_of

# Lines that are overspent; the resource page has them all.
MOST_LINES = 3


def status(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    dates = AsOfForm(request.GET)
    as_of = dates.chosen_date(default_as_of(program))
    table = status_table(program, as_of)
    filters = StatusFilterForm(request.GET, table=table)
    uses = area_uses(program, table.areas, as_of)
    elapsed = elapsed_of(period_of(program, as_of))
    context = {
        "section": "status",
        "program": program,
        "table": table.filtered(filters.chosen()),
        "as_of": as_of,
        "as_of_chosen": bool(dates.query),
        "cards": _cards(table, uses),
        **_needing(table, uses),
        "elapsed": elapsed,
        "monday": last_monday(as_of),
        "dates": dates,
        "filters": filters,
        "unread": list(dates.errors) + list(filters.errors),
        "day_query": dates.query,
        "address": request.GET.urlencode(),
    }
    return render(request, "overview/status.html", context)


def _cards(table: StatusTable, uses: list[AreaUse]) -> list[tuple[AreaSummary, AreaUse]]:
    """One for each main area, once there are criteria, or anything to say of staff or money."""
    if not table.all_rows and not any(use.is_shown for use in uses):
        return []
    return list(zip(table.area_summaries(), uses, strict=True))


def _needing(table: StatusTable, uses: list[AreaUse]) -> dict[str, Any]:
    """What needs action: overspent lines, and criteria, each with room of its own."""
    lines = [over for use in uses for over in use.overspent]
    lines.sort(key=lambda over: not over.is_spent)
    return {
        "overspent": lines[:MOST_LINES],
        "more_overspent": len(lines[MOST_LINES:]),
        "actions": table.actions(),
    }


def status_data(request: Request, slug: str, kind: str) -> HttpResponse:
    """The same rows with the same filters; 400 says which part of the address is wrong."""
    program = program_of(request, slug)
    dates = AsOfForm(request.GET)
    table = status_table(program, dates.chosen_date(default_as_of(program)))
    filters = StatusFilterForm(request.GET, table=table)
    chosen = filters.chosen()
    if dates.errors or filters.errors:
        faults = {**dates.errors, **filters.errors}
        return JsonResponse({"errors": faults}, status=400)
    table = table.filtered(chosen)
    if kind == "json":
        return JsonResponse(as_data(table), json_dumps_params={"ensure_ascii": False})
    rows = map(cells, table.rows)
    name = f"status-{program.slug}-{table.as_of.isoformat()}.{kind}"
    if kind == "csv":
        response = HttpResponse(write_csv(columns(), rows), content_type="text/csv; charset=utf-8")
    else:
        title = _("Status %(day)s") % {"day": table.as_of.strftime("%d-%m-%Y")}
        response = HttpResponse(write_xlsx(title, columns(), rows), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
