"""The screen that logs a result: choose what it is about, then one form."""

import datetime
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from activities.models import Activity, LogEntry
from core.clock import today
from core.forms.pages import FormPage, form_page
from indicators.forms.results import LogForm, ResultGroup, largest_typed
from indicators.models import Criterion
from indicators.models.choices import REPORTED
from indicators.queries.same_day import logged_on
from indicators.queries.standings import Standing, standings_of, values_so_far
from indicators.queries.suppositions import largest_move, readings_with
from indicators.rules import sources
from indicators.services.results import log_result
from indicators.views.reopening import content_of
from programs.models import MainArea, Program
from programs.queries import program_by_pk, program_from_query, show_in_header
from programs.rules.as_of import default_as_of


@dataclass(frozen=True)
class LogSubject:
    """What an entry is about, and the criteria that the form asks for."""

    of: Activity | MainArea
    criteria: list[Criterion]

    @property
    def area(self) -> MainArea:
        return self.of.main_area if isinstance(self.of, Activity) else self.of

    @property
    def program(self) -> Program:
        return self.area.program

    @cached_property
    def as_of(self) -> datetime.date:
        """The day for which the other pages show the programme too."""
        return default_as_of(self.program)


def subject_of(kind: str, pk: int) -> LogSubject:
    """The activity, main area or criterion of the address; 404 where there is none."""
    criteria = Criterion.objects.filter(measure__in=REPORTED).order_by("position", "pk")
    if kind == "activity":
        activity = get_object_or_404(Activity.objects.select_related("main_area"), pk=pk)
        return LogSubject(activity, list(criteria.fed_by(activity)))
    if kind == "area":
        area = get_object_or_404(MainArea.objects.select_related("program"), pk=pk)
        own = criteria.filter(main_area=area, activities=None, source__in=sources.typed())
        return LogSubject(area, list(own))
    criterion = get_object_or_404(
        criteria.filter(source__in=sources.typed()).select_related("main_area__program"), pk=pk
    )
    return LogSubject(criterion.main_area, [criterion])


def _standings(subject: LogSubject, supposing: dict) -> list[Standing]:
    found = standings_of(subject.program, subject.criteria, subject.as_of, supposing)
    return [found[criterion.pk] for criterion in subject.criteria]


@requires(May.LOG)
def choose(request: Request) -> HttpResponse:
    """What is it about? Mine first, then the rest by main area."""
    program = program_from_query(request)
    activities = Activity.objects.planned().select_related("main_area", "responsible")
    mine, areas = activities.none(), MainArea.objects.none()
    if program:
        mine = activities.of_program(program).of_responsible(request.user).next_first(today())
        areas = program.main_areas.prefetch_related(Prefetch("activities", activities))
    context = {
        "section": "log",
        "mine": mine,
        "areas": areas,
        "program": program,
        "saved": _saved_before(request),
    }
    return render(request, "indicators/log_choose.html", context)


def _saved_before(request: Request) -> LogEntry | None:
    """The entry that «save and log another» has just saved."""
    saved = request.GET.get("saved", "")
    if not saved.isdecimal():
        return None
    return LogEntry.objects.with_subject().filter(recorded_by=request.user, pk=saved[:18]).first()


@requires(May.LOG)
def log(request: Request, kind: str, pk: int) -> HttpResponse:
    subject = subject_of(kind, pk)
    # The header needs every programme anyway: the area's own is one of them.
    subject.area.program = program_by_pk(request, subject.area.program_id)
    show_in_header(request, subject.program)
    form = LogForm(request.POST or None, request.FILES or None, criteria=subject.criteria)

    def save(submission: UUID, confirmed: frozenset[str], **_fields: Any) -> LogEntry:
        return log_result(
            by=request.user,
            subject=subject.of,
            entry_input=form.entry_input(),
            results=form.results,
            submission=submission,
            confirmed=confirmed,
        )

    then = partial(_to_receipt, request, subject.program)
    page = _log_page(subject, form, kind, pk)
    return form_page(request, form, page, save, then=then, content=content_of)


def _log_page(subject: LogSubject, form: LogForm, kind: str, pk: int) -> FormPage:
    # What is read is asked for by the page alone, not when its form is sent.
    groups: Any = SimpleLazyObject(partial(_groups, subject, form))
    read = {
        "groups": groups,
        "first": SimpleLazyObject(lambda: largest_typed(groups)),
        "on": SimpleLazyObject(partial(_day_typed, form)),
        "already": SimpleLazyObject(lambda: logged_on(subject.of, _day_typed(form))),
        "measured_beside": SimpleLazyObject(partial(_measured_beside, subject)),
    }
    return FormPage(
        _("Log a result"),
        reverse("indicators:log"),
        section="log",
        template="indicators/log_form.html",
        context={"subject": subject, "kind": kind, "pk": pk, **read},
    )


def _measured_beside(subject: LogSubject) -> list[Activity]:
    """Where an activity that asks for no figure lies beside others of its initiative that do."""
    initiative = subject.of.initiative_id if isinstance(subject.of, Activity) else None
    if subject.criteria or initiative is None:
        return []
    beside = Activity.objects.planned().filter(
        initiative=initiative, criteria__measure__in=REPORTED
    )
    return list(beside.distinct().in_order())


def _day_typed(form: LogForm) -> datetime.date:
    return form.entry_input().on if form.is_bound and form.is_valid() else today()


def _groups(subject: LogSubject, form: LogForm) -> list[ResultGroup]:
    values = values_so_far(subject.program, subject.criteria, subject.as_of)
    return form.groups(values, [subject.of] if isinstance(subject.of, Activity) else [])


def _to_receipt(request: Request, program: Program, entry: LogEntry) -> HttpResponse:
    if "another" in request.POST:
        again = reverse("indicators:log")
        return redirect(f"{again}?program={program.slug}&saved={entry.pk}")
    return redirect(f"{entry.get_absolute_url()}?saved=1")


@requires(May.LOG)
def preview(request: Request, kind: str, pk: int) -> HttpResponse:
    """What each criterion will read once this is saved, by the same rules; saves nothing."""
    subject = subject_of(kind, pk)
    form = LogForm(request.POST, criteria=subject.criteria)
    form.is_valid()
    entry_input = form.entry_input()
    supposing = readings_with(subject.criteria, subject.as_of, entry_input, form.results)
    becoming = _standings(subject, supposing)
    changed = [(standing, standing.criterion.pk in supposing) for standing in becoming]
    already = logged_on(subject.of, entry_input.on)
    context = {
        "becoming": changed,
        "largest": largest_move(becoming),
        "already": already,
        "on": entry_input.on,
    }
    return render(request, "indicators/log_preview.html", context)
