"""What is done about a criterion that lags: written, changed, finished, retracted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.forms.pages import FormPage, form_page, reason_page
from core.forms.sent import Correction, SavedContent, same_names
from core.records import AlreadyRetracted
from indicators.forms.actions import ActionForm
from indicators.models import Action, Criterion
from indicators.services.actions import (
    ACTION_FIELDS,
    change_action,
    finish_action,
    may_act_on,
    may_change,
    reopen_action,
    retract_action,
    write_action,
)
from indicators.views.criteria import criterion_of
from programs.queries import show_in_header


def _action(request: Request, pk: int) -> Action:
    rows = Action.objects.select_related("criterion__main_area__program", "owner")
    found = get_object_or_404(rows, pk=pk)
    if not may_change(request.user, found):
        raise PermissionDenied
    show_in_header(request, found.criterion.main_area.program)
    return found


def _page(criterion: Criterion, heading: str, submit: str = "") -> FormPage:
    return FormPage(
        heading, criterion.get_absolute_url(), about=criterion, submit=submit, section="status"
    )


@requires(May.LOG)
def new(request: Request, pk: int) -> HttpResponse:
    criterion = criterion_of(request, pk)
    if not may_act_on(request.user, criterion):
        raise PermissionDenied
    form = ActionForm(request.POST or None, user=request.user)

    def save(submission: UUID, **_fields: Any) -> Action:
        return write_action(
            by=request.user,
            criterion=criterion,
            action_input=form.action_input(),
            submission=submission,
        )

    page = _page(criterion, _("Why, and what now?"))
    done = _("The action has been written down.")
    return form_page(request, form, page, save, done=done, content=_content_of)


def _content_of(action: Action) -> SavedContent:
    address = reverse("indicators:action_change", args=[action.pk])
    correction = Correction(_("Change the action"), address, same_names(*ACTION_FIELDS))
    return SavedContent({name: getattr(action, name) for name in ACTION_FIELDS}, [correction])


@requires(May.LOG)
def change(request: Request, pk: int) -> HttpResponse:
    found = _action(request, pk)
    form = ActionForm(request.POST or None, user=request.user, action=found)

    def save(opened_with: str, **_fields: Any) -> Action:
        return change_action(
            by=request.user,
            action=found,
            action_input=form.action_input(),
            opened_with=opened_with,
        )

    page = _page(found.criterion, _("Change the action"))
    return form_page(request, form, page, save, done=_("The action has been changed."))


@requires(May.LOG)
@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    return _pressed(request, _action(request, pk), finish_action, _("Marked as done: %s"))


@requires(May.LOG)
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    return _pressed(request, _action(request, pk), reopen_action, _("Open again: %s"))


def _pressed(
    request: Request, action: Action, save: Callable[..., Action], done: str
) -> HttpResponse:
    try:
        save(by=request.user, action=action)
    except AlreadyRetracted as gone:
        messages.warning(request, gone.messages[0])
    else:
        messages.success(request, done % action)
    return redirect(action.criterion)


@requires(May.LOG)
def retract(request: Request, pk: int) -> HttpResponse:
    found = _action(request, pk)
    page = _page(found.criterion, _("Retract the action"), _("Retract"))
    save = partial(retract_action, by=request.user, action=found)
    return reason_page(
        request, page, save, why=_("Why is it retracted?"), done=_("The action is retracted.")
    )
