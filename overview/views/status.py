"""The status dashboard, as a page and as data."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request
from core.clock import today
from core.forms.filters import in_use
from core.spreadsheets import data_response, write_csv, write_xlsx
from economy.queries.budget import period_of
from indicators.models import Action
from overview.exports import as_data, cells, columns
from overview.forms.filters import StatusFilterForm
from overview.queries.pages import status_table
from overview.rules.bands import bands, next_step
from overview.rules.status import AreaSummary, StatusTable, earlier_days
from programs.forms.as_of import AsOfForm
from programs.models import Program
from programs.queries import program_of
from programs.rules.as_of import default_as_of
from programs.views.unchanged import held_data, render_held, unchanged_is_304, version_at
from resources.queries.figures import area_uses
from resources.rules.use import AreaUse, elapsed_of

# Lines that are overspent; the resource page has them all.
MOST_LINES = 3
MOST_ACTIONS = 10


@unchanged_is_304
def status(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    return render_held(
        request, program, "overview/status.html", lambda: _shown(request, program), section="status"
    )


def _shown(request: Request, program: Program) -> dict[str, Any]:
    dates = AsOfForm(request.GET)
    usual = default_as_of(program)
    as_of = dates.chosen_date(usual)
    as_revised = _as_revised(request)
    version = version_at(request, program)
    table = status_table(program, as_of, version, as_revised=as_revised)
    filters = StatusFilterForm(request.GET, table=table)
    uses = area_uses(program, table.areas, as_of)
    return {
        "table": table.filtered(filters.chosen()),
        "as_of": as_of,
        "as_of_chosen": bool(dates.query),
        "as_revised": as_revised,
        "is_revised_later": any(row.is_revised_later for row in table.all_rows),
        "cards": _cards(table, uses),
        **_bands(request, table),
        **_overspent(uses),
        **_open_actions(program),
        "today": today(),
        "elapsed": elapsed_of(period_of(program, as_of)),
        "a_month_ago": earlier_days(as_of)[1],
        "dates": dates,
        "filters": filters,
        "filters_in_use": in_use(filters) + (as_of != usual) + as_revised,
        "unread": list(dates.errors) + list(filters.errors),
        "day_query": dates.query,
        "address": request.GET.urlencode(),
    }


def _as_revised(request: Request) -> bool:
    """Whether the figures are to be held against what is demanded now."""
    return request.GET.get("targets") == "now"


def _cards(table: StatusTable, uses: list[AreaUse]) -> list[tuple[AreaSummary, AreaUse]]:
    """One for each main area, once there are criteria, or anything to say of staff or money."""
    if not table.all_rows and not any(use.is_shown for use in uses):
        return []
    return list(zip(table.area_summaries(), uses, strict=True))


def _bands(request: Request, table: StatusTable) -> dict[str, Any]:
    """What needs action with its next step, what is at risk, what is new."""
    found = bands(table.all_rows)
    user = request.user
    rights = {"may_log": user.may(May.LOG), "may_judge": user.may(May.JUDGE)}
    steps = [(row, next_step(row, reader=user.pk, **rights)) for row in found.actions.rows]
    return {"bands": found, "steps": steps}


def _overspent(uses: list[AreaUse]) -> dict[str, Any]:
    """Lines that need action, with room of their own."""
    lines = [over for use in uses for over in use.overspent]
    lines.sort(key=lambda over: not over.is_spent)
    return {
        "overspent": lines[:MOST_LINES],
        "more_overspent": len(lines[MOST_LINES:]),
    }


def _open_actions(program: Program) -> dict[str, Any]:
    """As they stand today, whatever day the table is of."""
    found = list(Action.objects.open().of_program(program).select_related("criterion", "owner"))
    return {"open_actions": found[:MOST_ACTIONS], "more_actions": len(found[MOST_ACTIONS:])}


@unchanged_is_304
def status_data(request: Request, slug: str, kind: str) -> HttpResponse:
    """The same rows with the same filters; 400 says which part of the address is wrong."""
    program = program_of(request, slug)
    dates = AsOfForm(request.GET)
    as_of = dates.chosen_date(default_as_of(program))
    version = version_at(request, program)
    table = status_table(program, as_of, version, as_revised=_as_revised(request))
    filters = StatusFilterForm(request.GET, table=table)
    chosen = filters.chosen()
    if dates.errors or filters.errors:
        faults = {**dates.errors, **filters.errors}
        return JsonResponse({"errors": faults}, status=400)
    table = table.filtered(chosen)
    content = held_data(request, program, lambda: _written(table, kind))
    name = f"status-{program.slug}-{as_of.isoformat()}.{kind}"
    return data_response(content, kind, name)


def _written(table: StatusTable, kind: str) -> str | bytes:
    if kind == "json":
        return json.dumps(as_data(table), ensure_ascii=False, cls=DjangoJSONEncoder)
    rows = map(cells, table.rows)
    if kind == "csv":
        return write_csv(columns(), rows)
    title = _("Status %(day)s") % {"day": table.as_of.strftime("%d-%m-%Y")}
    return write_xlsx(title, columns(), rows)
