"""Booking an expense, its page and receipt, and putting it right."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.attachments import shown_files
from core.clock import today
from core.forms.pages import FormPage, form_page
from core.numbers import format_money
from economy.forms.posting import CorrectExpenseForm, ExpenseForm
from economy.models import Commitment, Expense
from economy.queries.budget import lines_of
from economy.queries.lines import remaining_of
from economy.services.posting import book_expense, correct_expense
from economy.views.shared import (
    back_from,
    chosen_line,
    content_of,
    context_of,
    retract_view,
    to_receipt,
    undo_posted,
)
from programs.models import Program
from programs.queries import program_of, show_in_header


def _settled(request: Request, program: Program) -> tuple[Commitment | None, Decimal]:
    """The commitment that the address says is paid by it, and what is left of that."""
    named = request.GET.get("commitment", "")
    if not named.isdecimal():
        return None, Decimal(0)
    rows = Commitment.objects.of_program(program).filter(pk=named[:18])
    left = next(iter(remaining_of(rows, today()).values()), Decimal(0))
    if not left:
        return None, left
    return rows.select_related("line__source__program").first(), left


@requires(May.BOOK_EXPENSES)
def new(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    lines = list(lines_of(program))
    paid, left = _settled(request, program)
    line = paid.line if paid else chosen_line(request, lines)
    initial: dict[str, object] = {"line": line}
    if paid:
        initial |= {"amount": left, "text": paid.text}
    form = ExpenseForm(request.POST or None, request.FILES or None, lines=lines, initial=initial)
    page = _page(_("Book an expense"), back_from(program, line), _about_paying(paid, left))

    def save(submission: UUID, confirmed: frozenset[str], **_fields: Any) -> Expense:
        return book_expense(
            by=request.user,
            posting=form.posting(),
            submission=submission,
            settles=paid,
            confirmed=confirmed,
        )

    return form_page(request, form, page, save, then=to_receipt, content=content_of)


def _page(heading: str, back: str, intro: str, about: object = "") -> FormPage:
    template = "economy/expense_form.html"
    return FormPage(heading, back, intro, about=about, section="resources", template=template)


def _about_paying(paid: Commitment | None, left: Decimal) -> str:
    if paid is None:
        return ""
    message = _(
        "It pays the commitment «%(text)s», of which %(left)s is left. What is not paid stays "
        "bound until it is released."
    )
    return message % {"text": paid, "left": format_money(left)}


def _expense(request: Request, pk: int) -> Expense:
    rows = Expense.objects.until(today()).with_subject().select_related("settles")
    found = get_object_or_404(rows, pk=pk)
    show_in_header(request, found.line.program)
    return found


def expense(request: Request, pk: int) -> HttpResponse:
    """The voucher; straight after saving it is the receipt, with how its line stands."""
    found = _expense(request, pk)
    files = shown_files(found.attachments.all(), may_see=request.user.may(May.SEE_FILES))
    context = context_of(request, found) | {"files": files}
    return render_page(request, "economy/expense.html", context)


@requires(May.BOOK_EXPENSES)
def correct(request: Request, pk: int) -> HttpResponse:
    found = _expense(request, pk)
    if found.is_retracted and request.method != "POST":
        return redirect(found)
    lines = list(lines_of(found.line.program))
    form = CorrectExpenseForm(
        request.POST or None, request.FILES or None, lines=lines, expense=found
    )

    intro = _("The old figures stay in the history with your reason.")
    page = _page(_("Correct the expense"), found.get_absolute_url(), intro, about=found)

    def save(reason: str, opened_with: str, confirmed: frozenset[str], **_fields: Any) -> Expense:
        return correct_expense(
            by=request.user,
            expense=found,
            posting=form.posting(),
            reason=reason,
            opened_with=opened_with,
            confirmed=confirmed,
        )

    return form_page(request, form, page, save, done=_("The expense has been corrected."))


@requires(May.BOOK_EXPENSES)
def retract(request: Request, pk: int) -> HttpResponse:
    return retract_view(
        request,
        _expense(request, pk),
        heading=_("Take the expense back"),
        intro=_("It stays to be read, with your reason, and counts no more."),
        done=_("The expense has been taken back."),
    )


@requires(May.BOOK_EXPENSES)
def undo(request: Request, pk: int) -> HttpResponse:
    found = _expense(request, pk)
    program = found.line.program
    address = reverse("economy:expense_new", args=[program.slug])
    if found.settles_id:
        address += f"?commitment={found.settles_id}"
    form = ExpenseForm(lines=list(lines_of(program)))
    return undo_posted(request, found, "economy:expense_retract", address, form)
