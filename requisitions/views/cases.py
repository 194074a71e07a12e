"""A case's page, and the small forms that change it."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.rules.corrections import may_undo
from accounts.views.requests import Request, others_get
from accounts.views.undo import undo_view
from core.forms.opened import reopened
from core.forms.pages import form_page, reason_page
from requisitions.forms.cases import (
    CaseForm,
    FactsForm,
    ReceiveForm,
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
from requisitions.views import evidence
from requisitions.views.shared import case_of, case_page, content_of, keeping_case


@others_get(evidence.case)
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


@keeping_case
def facts(request: Request, found: Requisition) -> HttpResponse:
    form = FactsForm(request.POST or None, case=found)
    return _change_page(request, found, form, _("The facts of the case"))


@keeping_case
def texts(request: Request, found: Requisition) -> HttpResponse:
    form = TextsForm(request.POST or None, case=found)
    return _change_page(request, found, form, _("What is asked, and what was done"))


def _change_page(request: Request, case: Requisition, form: CaseForm, heading: str) -> HttpResponse:
    save = partial(change, by=request.user, case=case)
    return form_page(
        request, form, case_page(case, heading), save, done=_("The case has been changed.")
    )


@keeping_case
def scope(request: Request, found: Requisition) -> HttpResponse:
    proposed = proposal_of(found)
    form = ScopeForm(request.POST or None, case=found, proposed=proposed)
    suggests = _("The requester suggests: %s.") % Scope(proposed).label.lower() if proposed else ""

    def save(scope: str, scope_reason: str, opened_with: str) -> Requisition:
        return decide_scope(
            by=request.user,
            case=found,
            scope=scope,
            reason=scope_reason,
            opened_with=opened_with,
        )

    intro = suggests or _("Nobody is known to have asked, so nothing is suggested.")
    page = case_page(found, _("Internal or external"), intro)
    return form_page(request, form, page, save, done=_("The case has been changed."))


@keeping_case
def state(request: Request, found: Requisition, to: str) -> HttpResponse:
    if to not in State:
        raise Http404
    if request.method != "POST" and not direction_of(found.state, to):
        messages.warning(request, _("The case has moved on: choose anew from here."))
        return redirect(found)
    form = StateForm(request.POST or None, explained=needs_note(found.state, to))
    save = partial(set_state, by=request.user, case=found, state=to)
    return form_page(
        request,
        form,
        case_page(found, _("Mark the case as %s") % State(to).label.lower()),
        save,
        then=lambda row: redirect(f"{found.get_absolute_url()}?moved={row.pk}"),
    )


def _state_row(found: Requisition, row: int) -> StateChange:
    return get_object_or_404(found.states.select_related("requisition"), pk=row)


@keeping_case
def state_retract(request: Request, found: Requisition, row: int) -> HttpResponse:
    changed = _state_row(found, row)
    page = case_page(
        found,
        _("Take back the state: %s") % changed.get_state_display().lower(),
        _("It stays to be read, with your reason; the state before it holds again."),
        _("Take it back"),
    )
    save = partial(retract_state, by=request.user, change=changed)
    return reason_page(request, page, save, done=_("The state has been taken back."))


@keeping_case
@require_POST
def state_undo(request: Request, found: Requisition, row: int) -> HttpResponse:
    changed = _state_row(found, row)
    return undo_view(
        request,
        changed,
        partial(retract_state, change=changed),
        done=_("Undone: the state before it holds again."),
        page=found.get_absolute_url(),
        otherwise=reverse("requisitions:state_retract", args=[found.pk, row]),
        reopen=partial(_reopen_state, request, found, changed),
    )


def _reopen_state(request: Request, case: Requisition, changed: StateChange) -> str:
    address = reverse("requisitions:state", args=[case.pk, changed.state])
    values = {"on": changed.on, "note": changed.note}
    return reopened(request.user, address, StateForm(explained=False), values)


@keeping_case
def retract(request: Request, found: Requisition) -> HttpResponse:
    page = case_page(
        found,
        _("Take the case out of the register"),
        _("It stays to be read, with your reason, and counts no more."),
        _("Take it out"),
    )
    save = partial(retract_case, by=request.user, case=found)
    return reason_page(request, page, save, done=_("The case has been taken out of the register."))


@keeping_case
@require_POST
def undo(request: Request, found: Requisition) -> HttpResponse:
    return undo_view(
        request,
        found,
        partial(retract_case, case=found),
        done=_("Undone: the case is out of the register."),
        page=found.get_absolute_url(),
        otherwise=reverse("requisitions:retract", args=[found.pk]),
        reopen=partial(_reopen, request, found),
    )


def _reopen(request: Request, case: Requisition) -> str:
    values = content_of(case).values
    return reopened(request.user, reverse("requisitions:new"), ReceiveForm(), values)
