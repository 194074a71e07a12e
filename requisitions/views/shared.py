"""What the pages of a case share: finding it, and the one way of saving a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from accounts.views.requests import Request
from core.clock import today
from core.forms.refusals import save_form
from programs.queries import program_by_pk, show_in_header
from requisitions.models import Requisition


def case_of(request: Request, pk: int) -> Requisition:
    """The case with its state of today, and its programme as the header's; 404 for none."""
    found = get_object_or_404(
        Requisition.objects.until(today())
        .with_state(today())
        .select_related(
            "activity__main_area",
            "activity__place",
            "activity__responsible",
            "retracted_by",
            "follow_up__answered_by",
        ),
        pk=pk,
    )
    area = found.activity.main_area
    # The header needs every programme anyway: the area's own is one of them.
    area.program = program_by_pk(request, area.program_id)
    show_in_header(request, area.program)
    return found


def form_page(
    request: Request,
    case: Requisition,
    form: forms.Form,
    save: Callable[[], Any],
    *,
    heading: str,
    done: str = "",
    intro: str = "",
    submit: str = "",
) -> HttpResponse:
    """One small form about a case; back to the case once it is saved."""
    if save_form(form, save):
        if done:
            messages.success(request, done)
        return redirect(case)
    context = {
        "section": "requisitions",
        "case": case,
        "form": form,
        "heading": heading,
        "intro": intro,
        "submit": submit,
    }
    status = 422 if form.errors else 200
    return render(request, "requisitions/form.html", context, status=status)


def with_picked_name(posted: QueryDict) -> QueryDict:
    """With the name that was offered instead of the one typed, where its button was pressed."""
    if not posted.get("pick"):
        return posted
    data = posted.copy()
    data["who"] = str(data["pick"])
    return data
