"""What is ordered or agreed and not yet paid: written down, paid, released, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.clock import today
from core.forms.refusals import saved
from economy.forms.posting import CommitmentForm, ReleaseForm
from economy.models import Commitment
from economy.queries.budget import lines_of
from economy.queries.lines import left_of, paid_too_much
from economy.services.posting import commit, release
from economy.views.shared import (
    FormPage,
    back_from,
    chosen_line,
    context_of,
    shown,
    taken_back,
    to_receipt,
    undone,
)
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
        return to_receipt(request, made[0])
    intro = _("What is ordered or agreed and not yet paid. Once it is paid it becomes an expense.")
    return shown(request, form, FormPage(_("Commit an amount"), back_from(program, line), intro))


def _commitment(request: Request, pk: int) -> Commitment:
    found = get_object_or_404(Commitment.objects.until(today()).with_subject(), pk=pk)
    focus(request, found.line.program)
    return found


def commitment(request: Request, pk: int) -> HttpResponse:
    found = _commitment(request, pk)
    payments = list(found.payments.until(today()))
    context = context_of(request, found) | {
        "is_released": found.is_released_by(today()),
        "left": left_of(Commitment.objects.filter(pk=found.pk), today()).get(found.pk),
        "paid_too_much": paid_too_much(found, payments),
        "payments": payments,
    }
    return render_page(request, "economy/commitment.html", context)


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
    return taken_back(
        request,
        _commitment(request, pk),
        heading=_("Take the commitment back"),
        intro=_(
            "For one that should never have stood there. It stays to be read, with your reason."
        ),
        done=_("The commitment has been taken back."),
    )


@requires(May.KEEP_MONEY)
def undo(request: Request, pk: int) -> HttpResponse:
    return undone(request, _commitment(request, pk), "economy:commitment_retract")
