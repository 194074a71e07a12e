"""A log entry: its receipt, its page, corrections and retractions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.rules.corrections import (
    check_is_theirs,
    check_may_correct,
    may_correct,
    may_undo,
)
from accounts.views.requests import Request, View, requires
from accounts.views.undo import undo_view
from activities.models import LogEntry
from activities.services.log import may_see_hours
from core.attachments import shown_files
from core.clock import today
from core.forms.pages import FormPage, form_page, reason_page
from core.records import AlreadyRetracted
from indicators.forms.results import CorrectEntryForm, CorrectMeasurementForm
from indicators.models import Criterion, Measurement
from indicators.models.choices import HOURS
from indicators.queries.history import changes_of
from indicators.queries.standings import Standing, standings_of
from indicators.rules import sources
from indicators.rules.results import Result
from indicators.services.results import (
    correct_logged,
    correct_measurement,
    retract_logged,
    retract_measurement,
)
from indicators.views.logging import subject_of
from indicators.views.reopening import reopen
from programs.queries import show_in_header
from programs.rules.as_of import default_as_of


@dataclass(frozen=True)
class CriterionMove:
    """A criterion before and after a log entry."""

    measurements: Sequence[Measurement]  # none where the entry's attendance is what counts
    before: Standing
    after: Standing

    @property
    def status_changed(self) -> bool:
        return self.before.status != self.after.status


def _entry(request: Request, pk: int) -> LogEntry:
    entry = get_object_or_404(LogEntry.objects.until(today()).with_subject(), pk=pk)
    show_in_header(request, entry.program)
    return entry


def _criteria_moved_by(entry: LogEntry, *, sees_hours: bool) -> list[CriterionMove]:
    """What the entry did; what its hours did only for those who may know how many they are."""
    counted: dict[int, list[Measurement]] = {}
    for measurement in entry.measurements.order_by("pk"):
        counted.setdefault(measurement.criterion_id, []).append(measurement)
    moved = Q(pk__in=counted)
    if entry.activity:
        adds_to = sources.readings_from(entry).keys() - (set() if sees_hours else {HOURS})
        derived = entry.activity.criteria.filter(source__in=adds_to)
        moved |= Q(pk__in=derived.values("pk"))
    criteria = list(Criterion.objects.filter(moved).in_order())
    if not criteria:
        return []
    as_of = default_as_of(entry.program)
    without = sources.readings(criteria, as_of, without=entry)
    before = standings_of(entry.program, criteria, as_of, without)
    after = standings_of(entry.program, criteria, as_of)
    return [CriterionMove(counted.get(c.pk, ()), before[c.pk], after[c.pk]) for c in criteria]


def correctable(find: Callable[[Request, int], Any]) -> Callable[[View], View]:
    """A view of the record that is found so, for those who log; led back where it is retracted."""

    def decorate(view: View) -> View:
        @requires(May.LOG)
        @wraps(view)
        def checked(request: Request, pk: int) -> HttpResponseBase:
            try:
                return view(request, find(request, pk))
            except AlreadyRetracted as gone:
                messages.warning(request, _("It has been taken back already."))
                record = gone.record
                return redirect(record.criterion if isinstance(record, Measurement) else record)

        return checked

    return decorate


def entry(request: Request, pk: int) -> HttpResponse:
    """The entry; straight after saving it is the receipt."""
    found = _entry(request, pk)
    hours = getattr(found, "time_entry", None)
    sees_hours = may_see_hours(request.user, hours.person_id) if hours else False
    context = {
        "section": "logbook",
        "entry": found,
        "hours": hours if sees_hours else None,
        "moved": _criteria_moved_by(found, sees_hours=sees_hours),
        "files": shown_files(found.attachments.all(), may_see=request.user.may(May.SEE_FILES)),
        "changes": changes_of(found),
        "may_correct": may_correct(request.user, found),
        "saved": "saved" in request.GET and may_undo(request.user, found),
        "as_of": default_as_of(found.program),
        "too_late": found.on > default_as_of(found.program),
    }
    return render(request, "indicators/entry.html", context)


@correctable(_entry)
def correct(request: Request, found: LogEntry) -> HttpResponse:
    _check_opened(request, found)
    form = CorrectEntryForm(request.POST or None, request.FILES or None, entry=found)
    page = _page(found, _("Correct the entry"), "entry_correct")

    def save(reason: str, opened_with: str, confirmed: frozenset[str], **_fields: Any) -> LogEntry:
        why: dict[str, Any] = {
            "reason": reason,
            "opened_with": opened_with,
            "confirmed": confirmed,
        }
        return correct_logged(by=request.user, entry=found, entry_input=form.entry_input(), **why)

    return form_page(
        request,
        form,
        page,
        save,
        done=_("The entry has been corrected."),
    )


def _check_opened(request: Request, record: LogEntry | Measurement) -> None:
    """What has been retracted opens no form; one that was open comes back with what was typed."""
    check_is_theirs(request.user, record)
    if request.method != "POST":
        check_may_correct(request.user, record)


def _page(entry: LogEntry, heading: str, template: str, **context: Any) -> FormPage:
    return FormPage(
        heading,
        entry.get_absolute_url(),
        submit=_("Take it back") if template == "entry_retract" else "",
        template=f"indicators/{template}.html",
        context={"entry": entry, **context},
    )


@correctable(_entry)
def retract(request: Request, found: LogEntry) -> HttpResponse:
    check_may_correct(request.user, found)
    # Asked for by the page alone, not when its form is sent.
    moved = SimpleLazyObject(partial(_criteria_moved_by, found, sees_hours=True))
    save = partial(retract_logged, by=request.user, entry=found)
    return reason_page(
        request,
        _page(found, _("Take the entry back"), "entry_retract", moved=moved),
        save,
        why=_("Why is it taken back?"),
        done=_("The entry has been taken back, with its measurements."),
    )


@correctable(_entry)
def undo(request: Request, found: LogEntry) -> HttpResponse:
    if not found.is_retracted:
        check_may_correct(request.user, found)
    return undo_view(
        request,
        found,
        partial(retract_logged, entry=found),
        done=_("Undone: nothing of it counts."),
        page=found.get_absolute_url(),
        otherwise=reverse("indicators:entry_retract", args=[found.pk]),
        reopen=partial(_reopen, request, found),
    )


def _reopen(request: Request, entry: LogEntry) -> str:
    kind, of = ("activity", entry.activity) if entry.activity else ("area", entry.area)
    address = reverse("indicators:log_form", args=[kind, of.pk])
    return reopen(request, entry, subject_of(kind, of.pk).criteria, address)


def _measurement(request: Request, pk: int) -> Measurement:
    found = get_object_or_404(
        Measurement.objects.select_related("criterion__main_area__program", "log_entry"), pk=pk
    )
    show_in_header(request, found.criterion.main_area.program)
    return found


@correctable(_measurement)
def correct_figure(request: Request, found: Measurement) -> HttpResponse:
    _check_opened(request, found)
    form = CorrectMeasurementForm(request.POST or None, measurement=found)

    def save(reason: str, opened_with: str, **fields: Any) -> Measurement:
        return correct_measurement(
            by=request.user,
            measurement=found,
            result=cast(Result, form.result),
            measured_on=fields.get("on", found.measured_on),
            reason=reason,
            confirmed=fields["confirmed"],
            opened_with=opened_with,
        )

    page = _figure_page(found, _("Correct the measurement"))
    return form_page(request, form, page, save, done=_("The measurement has been corrected."))


def _figure_page(
    measurement: Measurement, heading: str, intro: str = "", submit: str = ""
) -> FormPage:
    return FormPage(
        heading,
        measurement.criterion.get_absolute_url(),
        intro,
        submit,
        template="indicators/measurement_form.html",
        context={"measurement": measurement},
    )


@correctable(_measurement)
def retract_figure(request: Request, found: Measurement) -> HttpResponse:
    check_may_correct(request.user, found)
    page = _figure_page(
        found,
        _("Take the measurement back"),
        _("It stays to be read, with your reason, and counts no more."),
        _("Take it back"),
    )
    save = partial(retract_measurement, by=request.user, measurement=found)
    return reason_page(
        request,
        page,
        save,
        why=_("Why is it taken back?"),
        done=_("The measurement has been taken back."),
    )
