"""Start page, my page, programme outline, activity, main area, logbook, search and the rules."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from accounts.models.roles import May, Role
from accounts.rules.corrections import may_correct
from accounts.views.requests import Request, requires
from activities.models import Activity, ActivityKind, Attachment, LogEntry
from activities.models.querysets import AttachmentQuerySet
from core.clock import today
from indicators.models import Action
from indicators.queries.standings import standings_of
from indicators.rules.progress import Thresholds
from overview.forms.filters import LogbookFilterForm, SearchForm
from overview.queries.pages import (
    criteria_fed_only_by,
    due_for_measurement,
    outline_of,
    own_standings,
)
from overview.queries.search import search_results
from overview.queries.timeline import own_items
from overview.rules.costs import cost_of
from overview.rules.timeline import coming
from overview.rules.waiting import waiting_for
from overview.tables import LogbookTable
from programs.models import MainArea, Program
from programs.queries import current_program, program_from_query, program_of, show_in_header
from programs.rules.as_of import default_as_of
from programs.views.unchanged import render_held, unchanged_is_304
from requisitions.queries.register import lacking
from resources.queries.figures import resources_of_activity, resources_of_area

NEWEST = 10
MOST_PICTURES = 12
MOST_COMING = 10


def home(request: Request) -> HttpResponse:
    """A consultant's day begins at «my page», everybody else's at the status."""
    program = current_program(request)
    if request.user.role == Role.CONSULTANT:
        return redirect("overview:my_page")
    if program:
        return redirect(program)
    return render(request, "overview/no_programme.html")


@requires(May.LOG)
@unchanged_is_304
def my_page(request: Request) -> HttpResponse:
    program = program_from_query(request)
    # One's entries and cases are those of every programme.
    return render_held(
        request,
        None,
        "overview/my_page.html",
        lambda: _mine(request, program),
        section="my_page",
        personal=True,
    )


def _mine(request: Request, program: Program | None) -> dict[str, Any]:
    rows = Activity.objects.planned().of_responsible(request.user).select_related("place")
    entries = LogEntry.objects.filter(recorded_by=request.user).until(today()).with_subject()
    entries = entries.prefetch_related("attachments")
    rows = rows.of_program(program) if program else rows
    activities = list(rows.next_first(today()))
    own = own_standings(request.user, program) if program else []
    cases = lacking(request.user)
    ahead = coming(own_items(activities, own, cases.coming), today())
    return {
        "program": program,
        "due": due_for_measurement(own),
        "coming": ahead[:MOST_COMING],
        "more_coming": len(ahead[MOST_COMING:]),
        "actions": Action.objects.open().of_owner(request.user).select_related("criterion"),
        "today": today(),
        "activities": activities,
        "entries": [(entry, may_correct(request.user, entry)) for entry in entries[:NEWEST]],
        "lacking": cases,
        "waiting": waiting_for(request.user),
    }


def outline(request: Request, slug: str) -> HttpResponse:
    """The whole year on one page: areas with their texts, initiatives, activities, criteria."""
    program = program_of(request, slug)
    context = {"section": "outline", "program": program, "areas": outline_of(program)}
    return render(request, "overview/outline.html", context)


def main_area(request: Request, pk: int) -> HttpResponse:
    area = get_object_or_404(MainArea.objects.select_related("program"), pk=pk)
    program = show_in_header(request, area.program)
    as_of = default_as_of(program)
    found = standings_of(program, area.criteria.order_by("position", "pk"), as_of)
    entries = LogEntry.objects.filter(main_area=area)
    context = {
        "section": "outline",
        "program": program,
        "area": area,
        "initiatives": area.initiatives.all(),
        "activities": area.activities.planned().select_related(
            "place", "responsible", "initiative"
        ),
        "standings": [s for s in found.values() if s.criterion.main_area_id == area.pk],
        "entries": entries.until(today()).with_subject().prefetch_related("attachments")[:NEWEST],
        "pictures": _pictures(request, Attachment.objects.of_main_area(area)),
        "own": resources_of_area(area, as_of),
        "hours_address": "",
        "day_query": "",
    }
    return render(request, "overview/main_area.html", context)


def activity(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Activity.objects.select_related("main_area__program", "initiative", "place", "responsible"),
        pk=pk,
    )
    if found.kind == ActivityKind.CASE:
        # The work on a requisition has its page in the register.
        return redirect(found.requisition)
    program = show_in_header(request, found.main_area.program)
    entries = found.log_entries.until(today()).with_subject()
    context = {
        "section": "outline",
        "program": program,
        "activity": found,
        **_figures_of(found, program),
        "entries": entries.prefetch_related("attachments")[:50],
        "pictures": _pictures(request, Attachment.objects.filter(log_entry__activity=found)),
        "entries_with_attendance": entries.active().filter(attendance__isnull=False).count(),
        "taking_part": found.participants.on(today()).count(),
    }
    return render(request, "overview/activity.html", context)


def _pictures(request: Request, files: AttachmentQuerySet) -> Sequence[Attachment]:
    """The newest of them, for those who may see files."""
    if not request.user.may(May.SEE_FILES):
        return []
    return list(files.newest_pictures(today())[:MOST_PICTURES])


def _figures_of(activity: Activity, program: Program) -> dict[str, Any]:
    """Its criteria, its hours and money, and what one result has cost."""
    as_of = default_as_of(program)
    criteria = list(activity.criteria.in_order())
    found = standings_of(program, criteria, as_of)
    standings = [found[criterion.pk] for criterion in criteria]
    own = resources_of_activity(activity, as_of)
    cost = cost_of(own.part, standings, criteria_fed_only_by(activity))
    return {
        "standings": standings,
        "own": own,
        "cost": cost,
        "hours_address": reverse("activities:activity_hours", args=[activity.pk]),
        "day_query": "",
    }


@unchanged_is_304
def logbook(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    return render_held(
        request,
        program,
        "overview/logbook.html",
        lambda: _entries(request, program),
        section="logbook",
    )


def _entries(request: Request, program: Program) -> dict[str, Any]:
    entries = LogEntry.objects.of_program(program).until(today()).with_subject()
    entries = entries.prefetch_related("attachments")
    filters = LogbookFilterForm(request.GET, program=program)
    chosen = filters.is_valid() and any(filters.cleaned_data.values())
    if chosen:
        entries = entries.matching(**filters.cleaned_data)
    table = LogbookTable(entries)
    if chosen:
        table.empty_text = _("No entry matches the choice.")
    elif not request.user.may(May.LOG):
        table.empty_text = _("Nothing has been logged yet.")
    RequestConfig(request, paginate=False).configure(table)
    table.show_page(request.GET.get("page"))
    return {"table": table, "filters": filters, "chosen": chosen}


def search(request: Request) -> HttpResponse:
    query, only = SearchForm(request.GET).query(), request.GET.get("kind", "")
    program = current_program(request)
    context = {
        "query": query,
        "program": program,
        "found": search_results(query, request.user, only) if query else None,
        "only": only,
    }
    return render(request, "overview/search.html", context)


def rules(request: Request) -> HttpResponse:
    """How a status is worked out, for everybody who reads one."""
    program = current_program(request)
    # Without a programme yet, the limits that a new one has.
    context = {"program": program, "thresholds": program or Thresholds()}
    return render(request, "overview/rules.html", context)
