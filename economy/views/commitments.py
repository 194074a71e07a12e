"""What is ordered or agreed and not yet paid: written down, paid, released, retracted."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.clock import today
from core.forms.pages import FormPage, form_page
from economy.forms.posting import CommitmentForm, ReleaseForm
from economy.models import Commitment
from economy.queries.budget import lines_of
from economy.queries.lines import paid_too_much, remaining_of
from economy.services.posting import create_commitment, release_commitment
from economy.views.shared import (
    back_from,
    chosen_line,
    content_of,
    context_of,
    retract_view,
    to_receipt,
    undo_posted,
)
from programs.queries import program_of, show_in_header


@requires(May.KEEP_MONEY)
def new(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    lines = list(lines_of(program))
    line = chosen_line(request, lines)
    form = CommitmentForm(request.POST or None, lines=lines, initial={"line": line})
    page = FormPage(
        _("Commit an amount"),
        back_from(program, line),
        _("What is ordered or agreed and not yet paid. Once it is paid it becomes an expense."),
        section="resources",
    )

    def save(submission: UUID, confirmed: frozenset[str], **_fields: Any) -> Commitment:
        return create_commitment(
            by=request.user, posting=form.posting(), submission=submission, confirmed=confirmed
        )

    return form_page(request, form, page, save, then=to_receipt, content=content_of)


def _commitment(request: Request, pk: int) -> Commitment:
    found = get_object_or_404(Commitment.objects.until(today()).with_subject(), pk=pk)
    show_in_header(request, found.line.program)
    return found


def commitment(request: Request, pk: int) -> HttpResponse:
    found = _commitment(request, pk)
    payments = list(found.payments.until(today()))
    context = context_of(request, found) | {
        "is_released": found.is_released_by(today()),
        "left": remaining_of(Commitment.objects.filter(pk=found.pk), today()).get(found.pk),
        "paid_too_much": paid_too_much(found, payments),
        "payments": payments,
    }
    return render_page(request, "economy/commitment.html", context)


@requires(May.KEEP_MONEY)
def release(request: Request, pk: int) -> HttpResponse:
    found = _commitment(request, pk)
    if request.method != "POST" and (found.is_retracted or found.is_released_by(today())):
        return redirect(found)
    form = ReleaseForm(request.POST or None)
    page = FormPage(
        _("Release the commitment"),
        found.get_absolute_url(),
        _(
            "For what was called off, or paid without being booked as this one's expense. What has "
            "been paid stays."
        ),
        submit=_("Release"),
        about=found,
        section="resources",
    )
    save = partial(release_commitment, by=request.user, commitment=found)
    return form_page(request, form, page, save, done=_("The commitment has been released."))


@requires(May.KEEP_MONEY)
def retract(request: Request, pk: int) -> HttpResponse:
    return retract_view(
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
    found = _commitment(request, pk)
    program = found.line.program
    address = reverse("economy:commitment_new", args=[program.slug])
    form = CommitmentForm(lines=list(lines_of(program)))
    return undo_posted(request, found, "economy:commitment_retract", address, form)
