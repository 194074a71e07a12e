"""The way of an expense or a commitment from its line to its receipt, and to being retracted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules.corrections import may_undo
from accounts.views.requests import Request
from accounts.views.undo import undo_view
from core.changes import Change, changes_between
from core.forms.confirmation import ConfirmingReasonForm
from core.forms.opened import reopened
from core.forms.pages import FormPage, form_page
from core.forms.sent import Correction, SavedContent, same_names
from economy.models import BudgetLine, Expense
from economy.models.postings import Posted
from economy.queries.lines import line_with_money
from economy.services.posting import retract_posted, right_to_keep
from programs.models import Program
from programs.rules.as_of import default_as_of

FIELDS = ("line", "on", "amount", "text", "voucher")


# A line ---------------------------------------------------------------------------------------
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
def to_receipt(posted: Posted) -> HttpResponse:
    return redirect(f"{posted.get_absolute_url()}?saved=1")


def content_of(posted: Posted) -> SavedContent:
    """What stands of the form that it was saved from, and where an expense is put right."""
    names = [name for name in FIELDS if hasattr(posted, name)]
    values = {name: getattr(posted, name) for name in names}
    if not isinstance(posted, Expense):
        return SavedContent(values)
    values["files"] = ", ".join(str(one) for one in posted.attachments.all())
    address = reverse("economy:expense_correct", args=[posted.pk])
    correction = Correction(_("Correct the expense"), address, same_names(*names, "files"))
    return SavedContent(values, [correction])


def context_of(request: Request, posted: Posted) -> dict[str, Any]:
    """What its page shows of either; straight after saving it is the receipt."""
    keeps = request.user.may(right_to_keep(type(posted))) and not posted.is_retracted
    # As the pages show the line, or as of the posting's own day where that is later.
    day = max(default_as_of(posted.line.program), posted.on)
    return {
        "section": "resources",
        "posted": posted,
        "row": line_with_money(posted.line, day),
        "changes": changes_between([posted], Change, relations=["line"]),
        "may_correct": keeps,
        "saved": "saved" in request.GET and keeps and may_undo(request.user, posted),
    }


def retract_view(
    request: Request, posted: Posted, *, heading: str, intro: str, done: str
) -> HttpResponse:
    """Asks for the reason, then retracts it; what is retracted already shows its page."""
    if posted.is_retracted:
        return redirect(posted)
    page = FormPage(
        heading,
        posted.get_absolute_url(),
        intro,
        submit=_("Take it back"),
        about=posted,
        section="resources",
    )
    retract = partial(retract_posted, by=request.user, posted=posted)
    form = ConfirmingReasonForm(request.POST or None)
    return form_page(request, form, page, retract, done=done)


def undo_posted(
    request: Request, posted: Posted, retract_page: str, address: str, form: forms.Form
) -> HttpResponse:
    """Its ``form`` at the ``address`` is opened again."""
    values = content_of(posted).values
    return undo_view(
        request,
        posted,
        partial(retract_posted, posted=posted),
        done=_("Undone: it counts no more."),
        page=posted.get_absolute_url(),
        otherwise=reverse(retract_page, args=[posted.pk]),
        reopen=partial(reopened, request.user, address, form, values),
    )
