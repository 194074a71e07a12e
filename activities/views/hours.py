"""The week: one's own hours on one screen, or somebody's to be read; and those of an activity."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.roles import May
from accounts.views.requests import Request, requires
from activities.forms.week import WeekForm, known_keys
from activities.models import ActivityKind
from activities.queries.hours import logged_hours, total_of
from activities.queries.week import Week, own_week, people_with_hours, week_of
from activities.services.week import WeekNotSaved, save_week
from activities.views.subject import activity_of
from core.clock import today
from core.dates import format_week
from core.drafts.posted import key_of
from core.drafts.store import close_form
from core.forms.confirmation import show_questions
from core.forms.opened import Opened, draft_of, open_form
from core.hours import format_hours
from core.plausibility import NeedsConfirmation
from core.versions import atomic_change
from programs.forms.as_of import AsOfForm
from programs.rules.as_of import default_as_of


@requires(May.LOG)
def hours(request: Request) -> HttpResponse:
    """This week."""
    return redirect("activities:week", today())


@requires(May.LOG)
def week(request: Request, monday: datetime.date) -> HttpResponse:
    person = _person(request)
    if person != request.user:
        if request.method == "POST":
            raise PermissionDenied
        return _page(request, week_of(person, monday))
    if request.method != "POST":
        return _opened(request, monday)
    form = WeekForm(request.POST, monday=monday)
    if form.is_valid() and "add" not in request.POST and _is_saved(request, form, monday):
        return redirect("activities:week", monday)
    if "add" in request.POST:
        form.keys += known_keys(request.POST.getlist("new"))
    shown = own_week(person, monday, form.keys, form.typed)
    return _page(request, shown, form, refused="add" not in request.POST)


def _opened(request: Request, monday: datetime.date) -> HttpResponse:
    """One's own week, with what was typed there and is not saved."""
    posted, opened = draft_of(request)
    added, typed = known_keys(request.GET.getlist("row")), None
    if posted is not None:
        form = WeekForm(posted, monday=monday)
        form.is_valid()
        added, typed = form.keys, form.typed
    return _page(request, own_week(request.user, monday, added, typed), opened=opened)


def of_activity(request: Request, pk: int) -> HttpResponse:
    """What an activity's logged hours are made of."""
    activity = activity_of(request, pk)
    if activity.kind == ActivityKind.CASE:
        # Its own page says whose hours it took.
        return redirect(activity)
    dates = AsOfForm(request.GET)
    as_of = dates.chosen_date(default_as_of(activity.main_area.program))
    rows = logged_hours(activity, as_of, request.user)
    context = {
        "section": "outline",
        "activity": activity,
        "as_of": as_of,
        "unread": bool(dates.errors),
        "rows": rows,
        "by_person": request.user.may(May.SEE_ALL_HOURS),
        "has_own": any(row.own is not None for row in rows),
        "total": total_of(rows),
    }
    return render(request, "activities/activity_hours.html", context)


def _person(request: Request) -> User:
    """Whose week it is: one's own, or for those who may see it, that of ``?person=``."""
    asked = request.GET.get("person", "")
    if not asked or asked == str(request.user.pk):
        return request.user
    if not request.user.may(May.SEE_ALL_HOURS):
        raise PermissionDenied
    found = people_with_hours().filter(pk=asked[:18]).first() if asked.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _is_saved(request: Request, form: WeekForm, monday: datetime.date) -> bool:
    confirmed = form.cleaned_data["confirmed"]
    try:
        with atomic_change():
            total = save_week(
                by=request.user, monday=monday, changes=form.changes, confirmed=confirmed
            )
            close_form(request.user.pk, key_of(request.POST), request.get_full_path())
    except WeekNotSaved as refusal:
        form.refuse(refusal.faults)
        return False
    except NeedsConfirmation as asked:
        show_questions(form, asked)
        return False
    words = {"week": format_week(monday), "hours": format_hours(total)}
    if form.changes:
        messages.success(request, _("Saved: %(week)s has %(hours)s hours.") % words)
    else:
        messages.info(request, _("Nothing was changed: %(week)s has %(hours)s hours.") % words)
    return True


def _page(
    request: Request,
    shown: Week,
    form: WeekForm | None = None,
    *,
    refused: bool = False,
    opened: Opened | None = None,
) -> HttpResponse:
    sees_all = request.user.may(May.SEE_ALL_HOURS)
    context = {
        "section": "hours",
        "week": shown,
        "is_own": shown.person == request.user,
        "today": today(),
        "form": form if refused else None,
        "opened": opened or open_form(request),
        "people": people_with_hours().order_by("full_name") if sees_all else (),
        "of_person": "" if shown.person == request.user else f"?person={shown.person.pk}",
    }
    return render(request, "activities/week.html", context, status=422 if refused else 200)
