"""A programme's money: its budget lines, what is posted on them, a line's page, its revisions."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.clock import today
from core.forms.pages import FormPage, form_page
from core.tables import page_of
from economy.forms.economy import MoneyFilterForm, ReviseForm
from economy.models import BudgetLine, Commitment, Expense
from economy.models.querysets import PostedQuerySet
from economy.queries.budget import Budget, budget_of
from economy.queries.lines import line_with_money, remaining_of
from economy.services.posting import revise_line
from economy.tables import CommitmentTable, ExpenseTable, PostedTable
from programs.forms.as_of import AsOfForm
from programs.models import Program
from programs.queries import program_of, show_in_header
from programs.rules.as_of import default_as_of
from programs.views.unchanged import render_held, unchanged_is_304

COMMITMENTS = "commitments"
PER_PAGE = 100


@unchanged_is_304
def economy(request: Request, slug: str) -> HttpResponse:
    """The lines with their money, and below them the expenses or the commitments."""
    program = program_of(request, slug)
    return render_held(
        request,
        program,
        "economy/economy.html",
        lambda: _shown(request, program),
        section="resources",
    )


def _shown(request: Request, program: Program) -> dict[str, Any]:
    dates = AsOfForm(request.GET)
    budget = budget_of(program, dates.chosen_date(default_as_of(program)))
    filters = MoneyFilterForm(request.GET, budget=budget)
    chosen = filters.chosen()
    commitments = request.GET.get("show") == COMMITMENTS
    model = Commitment if commitments else Expense
    rows = model.objects.of_program(program).matching(**chosen).until(budget.as_of)
    return {
        "budget": budget,
        "table": _table(request, rows, budget, is_filtered=bool(chosen)),
        "filters": filters,
        "chosen": chosen,
        "unread": bool(dates.errors or filters.errors),
        "commitments": commitments,
        "total": _total(rows, budget.as_of),
        "as_of_chosen": bool(dates.query),
        "later": _later(dates, budget.as_of, Expense.objects.of_program(program)),
    }


def _total(rows: PostedQuerySet, as_of: datetime.date) -> Decimal:
    if rows.model is Commitment:
        return sum(remaining_of(rows, as_of).values(), Decimal("0.00"))
    return rows.active_until(as_of).total()


def _later(dates: AsOfForm, day: datetime.date, expenses: PostedQuerySet) -> datetime.date | None:
    """The last day of the expenses that the usual day leaves out, as invoices come late."""
    if day >= today() or dates.cleaned_data.get("as_of"):
        return None
    rows = expenses.active_until(today()).filter(on__gt=day)
    return rows.order_by("-on").values_list("on", flat=True).first()


def _table(
    request: Request, rows: PostedQuerySet, budget: Budget, *, is_filtered: bool
) -> PostedTable:
    commitments = rows.model is Commitment
    listed = rows.select_related("line")
    if not commitments:
        listed = listed.prefetch_related("attachments")
    table = (CommitmentTable if commitments else ExpenseTable)(listed)
    table.empty_text = _empty(is_filtered, commitments)
    table.show_in(request)
    if isinstance(table, CommitmentTable):
        shown = [posted.pk for posted in table.shown()]
        table.stand_on(budget.as_of, remaining_of(rows.filter(pk__in=shown), budget.as_of))
    return table


def _empty(is_filtered: bool, commitments: bool) -> str:
    if is_filtered:
        return _("Nothing fits this choice.")
    if commitments:
        return _("Nothing is committed. What is ordered and not yet paid will stand here.")
    return _("Nothing has been booked. Every paid voucher will stand here, newest first.")


def _line(request: Request, pk: int) -> BudgetLine:
    line = get_object_or_404(BudgetLine.objects.with_subject(), pk=pk)
    show_in_header(request, line.program)
    return line


def budget_line(request: Request, pk: int) -> HttpResponse:
    """What it was and is granted, and every voucher behind what is used."""
    line = _line(request, pk)
    dates = AsOfForm(request.GET)
    day = dates.chosen_date(default_as_of(line.program))
    expenses = line.expenses.until(day)
    if request.user.may(May.SEE_FILES):
        expenses = expenses.prefetch_related("attachments")
    made = line.commitments.until(day)
    left = remaining_of(made, day)
    context = {
        "section": "resources",
        "row": line_with_money(line, day),
        "line": line,
        "day": day,
        "unread": bool(dates.errors),
        "later": _later(dates, day, line.expenses.all()),
        "revisions": line.revisions.select_related("recorded_by"),
        "page": page_of(request, expenses, PER_PAGE),
        "commitments": [(posted, left.get(posted.pk)) for posted in made],
    }
    return render(request, "economy/budget_line.html", context)


@requires(May.KEEP_MONEY)
def revise(request: Request, pk: int) -> HttpResponse:
    line = _line(request, pk)
    form = ReviseForm(request.POST or None, line=line)
    intro = _("The amount first granted stays; the page shows both, and from when which one holds.")
    back = line.get_absolute_url()
    page = FormPage(_("Revise the amount"), back, intro, about=line, section="resources")
    save = partial(revise_line, by=request.user, line=line)
    return form_page(
        request, form, page, save, done=_("The line is revised; the earlier amounts stay.")
    )
