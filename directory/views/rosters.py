"""An activity's roster: who takes part, and how they come on and off it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.roles import May
from accounts.views.requests import Request, others_get, requires
from activities.views.subject import activity_of
from core.forms.pages import FormPage, form_page, reason_page
from core.numbers import format_number
from core.tables import page_of
from directory.forms.rosters import DatesForm, RosterDatesForm
from directory.models import Participant
from directory.queries.rosters import kinds_of, roster_of
from directory.services.rosters import change_dates, retract_participant, set_date
from directory.views import evidence
from programs.queries import show_in_header

PER_PAGE = 200


@others_get(evidence.roster)
def roster(request: Request, pk: int) -> HttpResponse:
    activity = activity_of(request, pk)
    everybody = "all" in request.GET
    rows = roster_of(activity, sees_people=request.user.may(May.SEE_PEOPLE), everybody=everybody)
    kinds = kinds_of(rows)
    kind = request.GET.get("kind", "")
    known = kind in {name for name, _label, _count in kinds}
    shown = [row for row in rows if row.kind == kind] if known else rows
    context = {
        "section": "outline",
        "activity": activity,
        "page": page_of(request, shown, PER_PAGE),
        "kinds": kinds,
        "kind": kind,
        "total": len(rows),
        "everybody": everybody,
        "mark_form": RosterDatesForm(auto_id="mark_%s"),
    }
    return render(request, "directory/roster.html", context)


@requires(May.KEEP_REGISTERS)
def set_dates(request: Request, pk: int) -> HttpResponse:
    activity = activity_of(request, pk)
    if request.method == "POST":
        form = RosterDatesForm(request.POST, offered=activity.participants.active())
        if form.is_valid():
            _mark(request, form)
        else:
            messages.error(request, _refusals(form))
    return redirect("directory:roster", activity.pk)


def _refusals(form: RosterDatesForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _mark(request: Request, form: RosterDatesForm) -> None:
    chosen, what, on = (form.cleaned_data[name] for name in ("chosen", "what", "on"))
    try:
        marked = set_date(by=request.user, participants=chosen, what=what, on=on)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return
    messages.success(
        request,
        ngettext("%(count)s has the date now.", "%(count)s have the date now.", len(marked))
        % {"count": format_number(len(marked))},
    )
    kept = len(chosen) - len(marked)
    if kept:
        messages.warning(
            request,
            ngettext(
                "%(count)s had a date already and keeps it.",
                "%(count)s had a date already and keep it.",
                kept,
            )
            % {"count": format_number(kept)},
        )


@requires(May.KEEP_REGISTERS)
def change(request: Request, pk: int) -> HttpResponse:
    """When it joined, left and completed; the old dates stay in the history."""
    # Taken off while its form stood open, it comes back with what was typed.
    participant = _participant(request, pk, retracted=request.method == "POST")
    dates = {name: getattr(participant, name) for name in ("joined_on", "completed_on", "left_on")}
    form = DatesForm(request.POST or None, values=dates)
    page = FormPage(
        _("Change the dates"),
        reverse("directory:roster", args=[participant.activity_id]),
        intro=str(participant.activity),
        about=_name(request, participant),
    )
    save = partial(change_dates, by=request.user, participant=participant)
    return form_page(request, form, page, save, done=_("The dates have been changed."))


@requires(May.KEEP_REGISTERS)
def remove(request: Request, pk: int) -> HttpResponse:
    """Retract a line of a roster with a reason; it stays to be read."""
    participant = _participant(request, pk)
    page = FormPage(
        _("Take off the roster"),
        reverse("directory:roster", args=[participant.activity_id]),
        template="directory/participant_retract.html",
        context={"participant": participant, "name": _name(request, participant)},
    )
    save = partial(retract_participant, by=request.user, participant=participant)
    return reason_page(request, page, save, done=_("It has been taken off the roster."))


def _name(request: Request, participant: Participant) -> str:
    return participant.shown(people=request.user.may(May.SEE_PEOPLE))


def _participant(request: Request, pk: int, *, retracted: bool = False) -> Participant:
    rows = Participant.objects.all() if retracted else Participant.objects.active()
    found = get_object_or_404(rows.with_who().select_related("activity__main_area__program"), pk=pk)
    show_in_header(request, found.activity.main_area.program)
    return found
