"""A case's page, and the small forms that change it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models.roles import May
from accounts.rules.corrections import NO_UNDO, may_undo
from accounts.views.requests import Request, requires
from core.meanwhile import ChangedMeanwhile
from requisitions.forms.cases import (
    CaseForm,
    FactsForm,
    ReasonForm,
    ScopeForm,
    StateForm,
    TextsForm,
)
from requisitions.models import Requisition, StateChange
from requisitions.models.choices import Scope, State
from requisitions.queries.case_page import CasePage, page_of
from requisitions.rules.cases import direction_of, needs_note
from requisitions.services.cases import (
    change,
    decide_scope,
    proposal_of,
    retract_case,
    retract_state,
    set_state,
)
from requisitions.views.shared import case_of, form_page


def case(request: Request, pk: int) -> HttpResponse:
    """Everything about a case; straight after saving, with an undo."""
    found = case_of(request, pk)
    page = page_of(found, request.user)
    context = {
        "section": "requisitions",
        "case": found,
        "page": page,
        "saved": "saved" in request.GET and may_undo(request.user, found),
        "moved": _just_moved(request, page),
    }
    return render(request, "requisitions/case.html", context)


def _just_moved(request: Request, page: CasePage) -> StateChange | None:
    """The state that this is the receipt of, as long as it can be undone."""
    newest = page.newest
    if newest is None or request.GET.get("moved") != str(newest.pk):
        return None
    return newest if may_undo(request.user, newest) else None


@requires(May.KEEP_REGISTERS)
def facts(request: Request, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    form = FactsForm(request.POST or None, case=found)
    return _change_page(request, found, form, _("The facts of the case"))


@requires(May.KEEP_REGISTERS)
def texts(request: Request, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    form = TextsForm(request.POST or None, case=found)
    return _change_page(request, found, form, _("What is asked, and what was done"))


@contextmanager
def shown_in(form: CaseForm) -> Iterator[None]:
    """What others changed meanwhile stands beside the form that comes back."""
    try:
        yield
    except ChangedMeanwhile as changed:
        form.show_conflicts(changed)
        raise


def _change_page(request: Request, case: Requisition, form: CaseForm, heading: str) -> HttpResponse:
    def save() -> None:
        with shown_in(form):
            change(by=request.user, case=case, **form.cleaned_data)

    done = _("The case has been changed.")
    return form_page(request, case, form, save, heading=heading, done=done)


@requires(May.KEEP_REGISTERS)
def scope(request: Request, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    proposed = proposal_of(found)
    form = ScopeForm(request.POST or None, case=found, proposed=proposed)
    suggests = _("The requester suggests: %s.") % Scope(proposed).label.lower() if proposed else ""

    def save() -> None:
        given = form.cleaned_data
        with shown_in(form):
            decide_scope(
                by=request.user,
                case=found,
                scope=given["scope"],
                reason=given["scope_reason"],
                opened_with=given["opened_with"],
            )

    return form_page(
        request,
        found,
        form,
        save,
        heading=_("Internal or external"),
        intro=suggests or _("Nobody is known to have asked, so nothing is suggested."),
        done=_("The case has been changed."),
    )


@requires(May.KEEP_REGISTERS)
def state(request: Request, pk: int, to: str) -> HttpResponse:
    found = case_of(request, pk)
    if to not in State:
        raise Http404
    if not direction_of(found.state or "", to):
        messages.warning(request, _("The case has moved on: choose anew from here."))
        return redirect(found)
    form = StateForm(request.POST or None, explained=needs_note(found.state or "", to))
    saved_rows: list[StateChange] = []

    def save() -> None:
        saved_rows.append(set_state(by=request.user, case=found, state=to, **form.cleaned_data))

    label = State(to).label
    answer = form_page(
        request,
        found,
        form,
        save,
        heading=_("The case becomes: %s") % label.lower(),
    )
    if saved_rows:
        return redirect(f"{found.get_absolute_url()}?moved={saved_rows[0].pk}")
    return answer


def _state_row(found: Requisition, row: int) -> StateChange:
    return get_object_or_404(found.states.select_related("requisition"), pk=row)


@requires(May.KEEP_REGISTERS)
def state_retract(request: Request, pk: int, row: int) -> HttpResponse:
    found = case_of(request, pk)
    changed = _state_row(found, row)
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        found,
        form,
        lambda: retract_state(by=request.user, change=changed, reason=form.cleaned_data["reason"]),
        heading=_("Take back the state: %s") % changed.get_state_display().lower(),
        intro=_("It stays to be read, with your reason; the state before it holds again."),
        done=_("The state has been taken back."),
        submit=_("Take it back"),
    )


@requires(May.KEEP_REGISTERS)
@require_POST
def state_undo(request: Request, pk: int, row: int) -> HttpResponse:
    """The receipt's «undo»: taken back with a reason that is given by itself."""
    found = case_of(request, pk)
    changed = _state_row(found, row)
    if not changed.is_retracted and not may_undo(request.user, changed):
        messages.warning(request, NO_UNDO)
        return redirect("requisitions:state_retract", pk, row)
    try:
        retract_state(by=request.user, change=changed, reason=_("Undone right after it was saved."))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Undone: the state before it holds again."))
    return redirect(found)


@requires(May.KEEP_REGISTERS)
def retract(request: Request, pk: int) -> HttpResponse:
    found = case_of(request, pk)
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        found,
        form,
        lambda: retract_case(by=request.user, case=found, reason=form.cleaned_data["reason"]),
        heading=_("Take the case out of the register"),
        intro=_("It stays to be read, with your reason, and counts no more."),
        done=_("The case has been taken out of the register."),
        submit=_("Take it out"),
    )


@requires(May.KEEP_REGISTERS)
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """The receipt's «undo» of a case just taken down."""
    found = case_of(request, pk)
    if found.is_retracted:
        return redirect(found)
    if not may_undo(request.user, found):
        messages.warning(request, NO_UNDO)
        return redirect("requisitions:retract", pk)
    retract_case(by=request.user, case=found, reason=_("Undone right after it was saved."))
    messages.success(request, _("Undone: the case is out of the register."))
    return redirect(found)
