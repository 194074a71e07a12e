"""Coming onto a roster: one, a whole list with its review, or those of another roster."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from activities.models import Activity
from activities.views.subject import activity_of
from core.drafts.posted import key_of
from core.drafts.store import close_form
from core.forms.opened import draft_of, fill, open_form
from core.numbers import format_number
from core.versions import atomic_change
from directory.forms.review import ReviewForm
from directory.forms.rosters import (
    CopyForm,
    HiddenListForm,
    OneParticipantForm,
    ParticipantListForm,
)
from directory.queries.rosters import participants_to_copy, rosters_to_copy_from, usual_kind
from directory.rules.lists import Line, LineKind, LineMatch, numbered, text_of
from directory.services.rosters import (
    AddedParticipants,
    LineDecision,
    RosterAddition,
    add_list,
    added_before,
    copy_roster,
    propose,
)

JoiningForms = OneParticipantForm | ParticipantListForm | HiddenListForm


def _checked(request: Request, what: str) -> LineKind:
    """What is added; people only by those who may see them."""
    if what == LineKind.CONSULTANT and not request.user.may(May.SEE_PEOPLE):
        raise PermissionDenied
    return LineKind(what)


@requires(May.KEEP_REGISTERS)
def add(request: Request, pk: int, what: str) -> HttpResponse:
    """One at a time, or a list; a list is looked at before anything is saved."""
    activity, of = activity_of(request, pk), _checked(request, what)
    step = request.POST.get("step")
    one = OneParticipantForm(request.POST if step == "one" else None, what=of, prefix="one")
    many = ParticipantListForm(
        *((request.POST, request.FILES) if step == "list" else ()),
        what=of,
        initial={"kind": usual_kind(activity)},
    )
    if one.is_valid():
        return _add_one(request, activity, one)
    if many.is_valid():
        return _review(request, activity, many, many.lines)
    context = {"section": "outline", "activity": activity, "one": one, "many": many, "what": of}
    context |= _opened(request, one, many)
    status = 422 if one.errors or many.errors else 200
    return render(request, "directory/roster_add.html", context, status=status)


def _opened(
    request: Request, one: OneParticipantForm, many: ParticipantListForm
) -> dict[str, object]:
    """That of the two forms filled in which somebody has typed into and not sent."""
    posted, opened = draft_of(request) if request.method != "POST" else (None, open_form(request))
    step = posted.get("step") if posted else ""
    if posted:
        fill(one if step == "one" else many, posted)
    return {"opened": opened, "restored": step}


def _add_one(request: Request, activity: Activity, form: OneParticipantForm) -> HttpResponse:
    """Straight onto the roster where nothing is left to ask, else a list of one."""
    line, decision = form.line(), form.decision()
    if not _answered_as_before(request, activity, form):
        if decision is None and form.what == LineKind.CONSULTANT:
            [proposal] = propose(activity, [line], form.what)
            unknown = proposal.finding in (LineMatch.NEW, LineMatch.WORKPLACES)
            decision = form.new_person() if unknown else None
        if decision is None:
            return _review(request, activity, form, [line])
        _save(request, activity, form, [decision])
    return redirect("directory:roster_add", activity.pk, form.what)


def _review(
    request: Request,
    activity: Activity,
    form: OneParticipantForm | ParticipantListForm,
    lines: Iterable[Line],
) -> HttpResponse:
    kind = form.cleaned_data.get("kind") or usual_kind(activity)
    proposed = propose(activity, lines, form.what, kind)
    context = {
        "section": "outline",
        "activity": activity,
        "what": form.what,
        "form": ReviewForm(proposed=numbered(proposed), what=form.what, kind=kind),
        "carried": HiddenListForm(
            what=form.what, initial={**form.cleaned_data, "text": text_of(proposed), "kind": kind}
        ),
        "unasked": [proposal for proposal in proposed if not proposal.is_asked],
    }
    return render(request, "directory/roster_review.html", context)


@requires(May.KEEP_REGISTERS)
def confirm(request: Request, pk: int, what: str) -> HttpResponse:
    """All of the list that was looked at, or nothing."""
    activity, of = activity_of(request, pk), _checked(request, what)
    carried = HiddenListForm(request.POST or None, what=of)
    if not carried.is_valid():
        if request.method == "POST":
            messages.error(request, _("The list did not come through: paste it again."))
        return redirect("directory:roster_add", activity.pk, of)
    if _answered_as_before(request, activity, carried):
        return redirect("directory:roster", activity.pk)
    kind = carried.cleaned_data["kind"]
    proposed = propose(activity, carried.lines(), of, kind)
    form = ReviewForm(request.POST, proposed=proposed, what=of, kind=kind)
    if form.is_valid() and _save(request, activity, carried, form.decisions()):
        return redirect("directory:roster", activity.pk)
    unasked = [proposal for proposal in proposed if not proposal.is_asked]
    context = {"form": form, "carried": carried, "unasked": unasked, "what": of}
    context |= {"section": "outline", "activity": activity}
    return render(request, "directory/roster_review.html", context, status=422)


def _answered_as_before(request: Request, activity: Activity, form: JoiningForms) -> bool:
    """Whether an earlier press has saved the list; then it is answered as that one was."""
    earlier = added_before(by=request.user, adding=_adding(activity, form))
    if earlier:
        _tell(request, earlier)
    return earlier is not None


def _save(
    request: Request, activity: Activity, form: JoiningForms, decisions: list[LineDecision]
) -> bool:
    """Whether it was saved; a refusal is told, and nothing of the list is kept."""
    try:
        with atomic_change():
            added = add_list(by=request.user, adding=_adding(activity, form), decisions=decisions)
            close_form(request.user.pk, key_of(request.POST), request.get_full_path())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    _tell(request, added)
    return True


def _adding(activity: Activity, form: JoiningForms | CopyForm) -> RosterAddition:
    given = form.cleaned_data
    keep_until = given.get("keep_until")
    return RosterAddition(
        activity, form.what, given["joined_on"], keep_until, submission=form.list_id
    )


def _tell(request: Request, added: AddedParticipants) -> None:
    count = len(added.participants)
    messages.success(
        request,
        ngettext("%(count)s added to the roster.", "%(count)s added to the roster.", count)
        % {"count": format_number(count)},
    )
    if added.was_saved_before:
        messages.warning(
            request,
            _("It had been saved already. If you have changed something since, correct it."),
        )
    if added.present:
        messages.warning(
            request,
            ngettext("%(count)s was on it already.", "%(count)s were on it already.", added.present)
            % {"count": format_number(added.present)},
        )


@requires(May.KEEP_REGISTERS)
def copy(request: Request, pk: int) -> HttpResponse:
    """Choose the other activity, then who of its roster comes along."""
    activity = activity_of(request, pk)
    sees_people = request.user.may(May.SEE_PEOPLE)
    others = rosters_to_copy_from(activity, sees_people=sees_people)
    chosen = request.GET.get("from", "")
    other = get_object_or_404(others, pk=chosen) if chosen.isdecimal() else None
    offered = participants_to_copy(other, activity, sees_people=sees_people) if other else None
    form = CopyForm(request.POST or None, offered=offered) if offered is not None else None
    if form and request.method == "POST" and form.is_valid():
        participants = form.cleaned_data["chosen"]
        adding = _adding(activity, form)
        _tell(request, copy_roster(by=request.user, adding=adding, participants=participants))
        return redirect("directory:roster", activity.pk)
    context = {
        "section": "outline",
        "activity": activity,
        "others": others,
        "other": other,
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "directory/roster_copy.html", context, status=status)
