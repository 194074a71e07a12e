"""The status dashboard, as a page and as data."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.http import Request
from core.clock import last_monday
from core.spreadsheets import XLSX_TYPE, write_csv, write_xlsx
from indicators.queries import default_as_of
from overview.exports import as_data, cells, columns
from overview.forms import AsOfForm, StatusFilterForm
from overview.queries import status_table
from programs.models import Program
from programs.queries import program_of


def _elapsed(program: Program, as_of) -> int:
    """How much of the period has gone, in per cent, rounded down."""
    in_all = (program.ends_on - program.starts_on).days + 1
    used = (as_of - program.starts_on).days + 1
    return max(0, min(100, 100 * used // in_all))


def status(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    dates = AsOfForm(request.GET)
    as_of = dates.chosen_date(default_as_of(program))
    table = status_table(program, as_of)
    filters = StatusFilterForm(request.GET, table=table)
    context = {
        "section": "status",
        "program": program,
        "table": table.filtered(filters.chosen()),
        "as_of": as_of,
        "as_of_chosen": "as_of" in request.GET and not dates.errors,
        "elapsed": _elapsed(program, as_of),
        "monday": last_monday(as_of),
        "dates": dates,
        "filters": filters,
        "unread": list(dates.errors) + list(filters.errors),
        "day_query": f"?as_of={as_of.isoformat()}" if "as_of" in request.GET else "",
        "address": request.GET.urlencode(),
    }
    return render(request, "overview/status.html", context)


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
