"""Booking an expense, its page and receipt, and putting it right."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import Request, requires
from accounts.roles import May
from activities.budget import lines_of
from activities.forms import ReasonForm
from activities.forms_posting import CorrectExpenseForm, ExpenseForm
from activities.models import BudgetLine, Commitment, Expense
from activities.money import book_expense, correct_expense, retract
from activities.money_queries import left_of
from activities.services import may_undo
from activities.views.money import FormPage, row_beside, shown, undone
from core.changes import Change, changes_between
from core.clock import today
from core.numbers import format_money
from core.refusals import saved
from programs.models import Program
from programs.queries import focus, program_of


def chosen_line(request: Request, lines: list[BudgetLine]) -> BudgetLine | None:
    """The one that the address names, else the only one there is."""
    named = [line for line in lines if str(line.pk) == request.GET.get("line")]
    return next(iter(named or lines), None) if named or len(lines) == 1 else None


def back_from(program: Program, line: object) -> str:
    if isinstance(line, BudgetLine):
        return line.get_absolute_url()
    return reverse("activities:economy", args=[program.slug])


def _settled(request: Request, program: Program) -> tuple[Commitment | None, Decimal]:
    """The commitment that the address says is paid by it, and what is left of that."""
    named = request.GET.get("commitment", "")
    if not named.isdecimal():
        return None, Decimal(0)
    rows = Commitment.objects.of_program(program).filter(pk=named[:18])
    left = next(iter(left_of(rows, today()).values()), Decimal(0))
    return (rows.select_related("line__source__program").first(), left) if left else (None, left)


@requires(May.KEEP_MONEY)
def new(request: Request, slug: str) -> HttpResponse:
    program = program_of(request, slug)
    lines = list(lines_of(program))
    paid, left = _settled(request, program)
    initial: dict[str, object] = {"line": paid.line if paid else chosen_line(request, lines)}
    if paid:
        initial |= {"amount": left, "text": paid.text}
    form = ExpenseForm(request.POST or None, request.FILES or None, lines=lines, initial=initial)
    made: list[Expense] = []

    def save() -> None:
        submission = form.cleaned_data["submission"]
        given = {"posting": form.posting(), "submission": submission, "settles": paid}
        made.append(book_expense(by=request.user, **given))

    if saved(form, save):
        if made[0].was_saved_before:
            messages.warning(request, _("It had been saved already: this is what was saved."))
        return redirect(f"{made[0].get_absolute_url()}?saved=1")
    back = back_from(program, initial["line"])
    return shown(request, form, FormPage(_("Book an expense"), back, _about_paying(paid, left)))


def _about_paying(paid: Commitment | None, left: Decimal) -> str:
    if paid is None:
        return ""
    message = _(
        "It pays the commitment «%(text)s», of which %(left)s is left. What is not paid stays "
        "bound until it is released."
    )
    return message % {"text": paid, "left": format_money(left)}


def _expense(request: Request, pk: int) -> Expense:
    rows = Expense.objects.until(today()).select_related(
        "line__source__program",
        "line__initiative__main_area",
        "line__activity__main_area",
        "settles",
        "recorded_by",
        "retracted_by",
    )
    found = get_object_or_404(rows, pk=pk)
    focus(request, found.line.program)
    return found


def expense(request: Request, pk: int) -> HttpResponse:
    """The voucher; straight after saving it is the receipt, with how its line stands."""
    found = _expense(request, pk)
    keeps = request.user.may(May.KEEP_MONEY) and not found.is_retracted
    files = list(found.attachments.all())
    context = {
        "section": "resources",
        "posted": found,
        "row": row_beside(found),
        "attachments": files if request.user.may(May.SEE_FILES) else None,
        "attachment_count": len(files),
        "changes": changes_between([found], Change, relations=["line"]),
        "may_correct": keeps,
        "saved": "saved" in request.GET and keeps and may_undo(request.user, found),
    }
    return render_page(request, "activities/expense.html", context)


@requires(May.KEEP_MONEY)
def correct(request: Request, pk: int) -> HttpResponse:
    found = _expense(request, pk)
    if found.is_retracted:
        return redirect(found)
    lines = list(lines_of(found.line.program))
    form = CorrectExpenseForm(
        request.POST or None, request.FILES or None, lines=lines, expense=found
    )

    def save() -> None:
        reason = form.cleaned_data["reason"]
        correct_expense(by=request.user, expense=found, posting=form.posting(), reason=reason)

    if saved(form, save):
        messages.success(request, _("The expense has been corrected."))
        return redirect(found)
    intro = _("The old figures stay in the history with your reason.")
    page = FormPage(_("Correct the expense"), found.get_absolute_url(), intro, about=found)
    return shown(request, form, page)


@requires(May.KEEP_MONEY)
def take_back(request: Request, pk: int) -> HttpResponse:
    found = _expense(request, pk)
    if found.is_retracted:
        return redirect(found)
    form = ReasonForm(request.POST or None)
    if saved(form, lambda: retract(by=request.user, posted=found, **form.cleaned_data)):
        messages.success(request, _("The expense has been taken back."))
        return redirect(found)
    intro = _("It stays to be read, with your reason, and counts no more.")
    heading, submit = _("Take the expense back"), _("Take it back")
    page = FormPage(heading, found.get_absolute_url(), intro, submit, about=found)
    return shown(request, form, page)


@requires(May.KEEP_MONEY)
def undo(request: Request, pk: int) -> HttpResponse:
    return undone(request, _expense(request, pk), "activities:expense_retract")
