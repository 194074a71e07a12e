"""What the pages of money share: forms with words around them, and an expense or a commitment's way
from the line that it is booked on to its receipt, and to being taken back.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules.corrections import AlreadyRetracted, may_undo
from accounts.views.requests import Request
from core.changes import Change, changes_between
from core.forms.reason import ReasonForm
from core.forms.refusals import save_form
from economy.models import BudgetLine, Expense
from economy.models.postings import Posted
from economy.queries.budget import LineRow
from economy.queries.lines import money_of_lines
from economy.services.posting import BOOKED, retract_posted, right_to_keep, undo_posted
from programs.models import Program
from programs.rules.as_of import default_as_of


# Forms ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form, and where «cancel» leads."""

    heading: str
    back: str
    intro: str = ""
    submit: str = ""
    about: object = ""


def form_page(request: Request, form: forms.Form, page: FormPage) -> HttpResponse:
    # A browser sends no file twice by itself: their names are all that can be kept.
    lost = [file.name for file in request.FILES.getlist("files")]
    context = {
        "section": "resources",
        "form": form,
        "page": page,
        "lost_files": lost,
        "booked": _booked(form),
    }
    status = 422 if form.errors else 200
    return render(request, "economy/money_form.html", context, status=status)


def _booked(form: forms.Form) -> object:
    """The expense that has the voucher already, where that is what was refused."""
    errors = form.errors.as_data().get("voucher", [])
    named = [error.params["expense"] for error in errors if error.code == BOOKED and error.params]
    return Expense.objects.filter(pk__in=named).first() if named else None


# A line ---------------------------------------------------------------------------------------
def line_row(line: BudgetLine, day: datetime.date) -> LineRow:
    """The line with its money as of the day."""
    return LineRow(line, money_of_lines([line.pk], day)[line.pk])


def chosen_line(request: Request, lines: Sequence[BudgetLine]) -> BudgetLine | None:
    """The one that the address names, else the only one there is."""
    for line in lines:
        if str(line.pk) == request.GET.get("line"):
            return line
    return lines[0] if len(lines) == 1 else None


def back_from(program: Program, line: BudgetLine | None) -> str:
    """Where «cancel» leads from a form that was opened for the line, or for none."""
    return line.get_absolute_url() if line else reverse("economy:economy", args=[program.slug])


# An expense or a commitment -------------------------------------------------------------------
def to_receipt(request: Request, posted: Posted) -> HttpResponse:
    if posted.was_saved_before:
        messages.warning(request, _("It had been saved already: this is what was saved."))
    return redirect(f"{posted.get_absolute_url()}?saved=1")


def context_of(request: Request, posted: Posted) -> dict[str, Any]:
    """What its page shows of either; straight after saving it is the receipt."""
    keeps = request.user.may(right_to_keep(type(posted))) and not posted.is_retracted
    # As the pages show the line, or as of the posting's own day where that is later.
    day = max(default_as_of(posted.line.program), posted.on)
    return {
        "section": "resources",
        "posted": posted,
        "row": line_row(posted.line, day),
        "changes": changes_between([posted], Change, relations=["line"]),
        "may_correct": keeps,
        "saved": "saved" in request.GET and keeps and may_undo(request.user, posted),
    }


def retract_view(
    request: Request, posted: Posted, *, heading: str, intro: str, done: str
) -> HttpResponse:
    """Asks for the reason, then takes it back; what is taken back already shows its page."""
    if posted.is_retracted:
        return redirect(posted)
    form = ReasonForm(request.POST or None)
    if save_form(form, lambda: retract_posted(by=request.user, posted=posted, **form.cleaned_data)):
        messages.success(request, done)
        return redirect(posted)
    page = FormPage(heading, posted.get_absolute_url(), intro, _("Take it back"), about=posted)
    return form_page(request, form, page)


def undo_view(request: Request, posted: Posted, retract_page: str) -> HttpResponse:
    """The receipt's «undo»: taken back with a reason that is given by itself."""
    if request.method != "POST" or posted.is_retracted:
        # Sent here after a new sign-in, or pressed twice: its page says how it stands.
        return redirect(posted)
    try:
        undo_posted(by=request.user, posted=posted)
    except AlreadyRetracted:
        messages.warning(request, _("It has been taken back already."))
    except ValidationError as late:
        messages.warning(request, late.messages[0])
        return redirect(retract_page, posted.pk)
    else:
        messages.success(request, _("Undone: it counts no more."))
    return redirect(posted)
