"""What of budget lines, expenses, commitments and vouchers' files is searched."""

from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from core.numbers import format_kroner
from core.search import Searched
from economy.models import BudgetLine, Commitment, Expense, ExpenseAttachment

KINDS = (
    Searched(
        code="budget_lines",
        label=_("Budget lines"),
        records=lambda: BudgetLine.objects.select_related("source__program"),
        texts=lambda one: [one.title, one.ref, one.decision_reference],
        note=lambda one: one.source,
    ),
    Searched(
        code="expenses",
        label=_("Expenses"),
        records=lambda: Expense.objects.select_related("line"),
        texts=lambda one: [one.text, one.voucher],
        note=lambda one: f"{one.line} · {format_kroner(one.amount)}",
        day=lambda one: one.on,
    ),
    Searched(
        code="commitments",
        label=_("Commitments"),
        records=lambda: Commitment.objects.select_related("line"),
        texts=lambda one: [one.text],
        note=lambda one: f"{one.line} · {format_kroner(one.amount)}",
        day=lambda one: one.on,
    ),
    Searched(
        code="vouchers",
        label=_("Files of expenses"),
        records=lambda: ExpenseAttachment.objects.select_related("expense"),
        texts=lambda one: [one.name],
        note=lambda one: one.expense,
        day=lambda one: one.expense.on,
        address=lambda one: one.expense.get_absolute_url(),
        right=lambda one: May.SEE_FILES,
        retracted=lambda one: one.expense.is_retracted,
        follows=[(Expense, "expense")],
    ),
)
