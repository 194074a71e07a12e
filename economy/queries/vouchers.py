"""Which vouchers are booked. A voucher is booked once on a budget line: a bill may be shared."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum

from economy.models import BudgetLine, Expense
from economy.models.voucher_keys import voucher_key
from economy.rules.vouchers import BookedExpense, Vouchers

if TYPE_CHECKING:
    from programs.models import Program


_FIELDS = ("pk", "line", "line__title", "on", "amount", "retraction_reason")


def active_on_line(
    line: BudgetLine, voucher: str, amount: Decimal, apart_from: int | None = None
) -> BookedExpense | None:
    """The line's standing expense with the voucher, or refund as the amount is. One query."""
    rows = Expense.objects.active().filter(line=line, voucher_key=voucher_key(voucher))
    rows = rows.filter(amount__lt=0) if amount < 0 else rows.filter(amount__gt=0)
    found = rows.exclude(pk=apart_from).values_list(*_FIELDS).first()
    return BookedExpense(*found) if found else None


def paid_by_line(program: Program) -> dict[int, Decimal]:
    """Kroner paid on each of the programme's lines, less what was paid back. One query."""
    rows = Expense.objects.active().of_program(program).order_by()
    return dict(rows.values_list("line").annotate(Sum("amount")))


def vouchers_of(program: Program, among: Collection[str] | None = None) -> Vouchers:
    """What the programme has booked of the vouchers, or with any. One query."""
    rows = Expense.objects.of_program(program).exclude(voucher_key="")
    if among is not None:
        rows = rows.filter(voucher_key__in={voucher_key(voucher) for voucher in among})
    found = rows.order_by("recorded_at", "pk").values_list("voucher_key", *_FIELDS)
    return Vouchers((key, BookedExpense(*fields)) for key, *fields in found)
