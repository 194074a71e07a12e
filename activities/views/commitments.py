"""What is ordered or agreed and not yet paid: written down, paid, released, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.utils.translation import gettext as _

from accounts.http import Request, requires
from accounts.roles import May
from activities.budget import lines_of
from activities.forms import ReasonForm
from activities.forms_posting import CommitmentForm, ReleaseForm
from activities.models import Commitment
from activities.money import commit, release, retract
from activities.money_queries import left_of, paid_too_much
from activities.services import may_undo
from activities.views.expenses import back_from, chosen_line
from activities.views.money import FormPage, row_beside, shown, undone
from core.changes import Change, changes_between
from core.clock import today
from core.refusals import saved
from programs.queries import focus, program_of


@requires(May.KEEP_MONEY)
def new(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    lines = list(lines_of(program))
    line = chosen_line(request, lines)
    form = CommitmentForm(request.POST or None, lines=lines, initial={"line": line})
    made: list[Commitment] = []

    def save() -> None:
        submission = form.cleaned_data["submission"]
        made.append(commit(by=request.user, posting=form.posting(), submission=submission))

    if saved(form, save):
        if made[0].was_saved_before:
            messages.warning(request, _("It had been saved already: this is what was saved."))
        return redirect(f"{made[0].get_absolute_url()}?saved=1")
    intro = _("What is ordered or agreed and not yet paid. Once it is paid it becomes an expense.")
    return shown(request, form, FormPage(_("Commit an amount"), back_from(program, line), intro))


def _commitment(request: Request, pk: int) -> Commitment:
    rows = Commitment.objects.until(today()).select_related(
        "line__source__program",
        "line__initiative__main_area",
        "line__activity__main_area",
        "recorded_by",
        "retracted_by",
    )
    found = get_object_or_404(rows, pk=pk)
    focus(request, found.line.program)
    return found


def commitment(request: Request, pk: int) -> HttpResponse:
    found = _commitment(request, pk)
    keeps = request.user.may(May.KEEP_MONEY) and not found.is_retracted
    payments = list(found.payments.until(today()))
    context = {
        "section": "resources",
        "posted": found,
        "is_released": found.is_released_by(today()),
        "row": row_beside(found),
        "left": left_of(Commitment.objects.filter(pk=found.pk), today()).get(found.pk),
        "paid_too_much": paid_too_much(found, payments),
        "payments": payments,
        "changes": changes_between([found], Change, relations=["line"]),
        "may_correct": keeps,
        "saved": "saved" in request.GET and keeps and may_undo(request.user, found),
    }
    return render_page(request, "activities/commitment.html", context)


@requires(May.KEEP_MONEY)
def let_go(request: Request, pk: int) -> HttpResponse:
    found = _commitment(request, pk)
    if found.is_retracted or found.is_released_by(today()):
        return redirect(found)
    form = ReleaseForm(request.POST or None)
    if saved(form, lambda: release(by=request.user, commitment=found, **form.cleaned_data)):
        messages.success(request, _("The commitment has been released."))
        return redirect(found)
    intro = _(
        "For what was called off, or paid without being booked as this one's expense. What has "
        "been paid stays."
    )
    heading, submit = _("Release the commitment"), _("Release")
    page = FormPage(heading, found.get_absolute_url(), intro, submit, about=found)
    return shown(request, form, page)


@requires(May.KEEP_MONEY)
def take_back(request: Request, pk: int) -> HttpResponse:
    found = _commitment(request, pk)
    if found.is_retracted:
        return redirect(found)
    form = ReasonForm(request.POST or None)
    if saved(form, lambda: retract(by=request.user, posted=found, **form.cleaned_data)):
        messages.success(request, _("The commitment has been taken back."))
        return redirect(found)
    intro = _("For one that should never have stood there. It stays to be read, with your reason.")
    heading, submit = _("Take the commitment back"), _("Take it back")
    page = FormPage(heading, found.get_absolute_url(), intro, submit, about=found)
    return shown(request, form, page)


@requires(May.KEEP_MONEY)
def undo(request: Request, pk: int) -> HttpResponse:
    return undone(request, _commitment(request, pk), "activities:commitment_retract")
