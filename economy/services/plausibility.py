"""Asking about what looks wrong, before an expense or a commitment is saved or corrected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from core.numbers import ZERO
from economy.models import Expense
from economy.models.voucher_keys import voucher_key
from economy.rules.posted import ask_below_line, ask_below_voucher
from programs.rules.days import ask_after_end

if TYPE_CHECKING:
    from decimal import Decimal

    from core.plausibility import Question
    from economy.rules.posted import PostingInput


def questions_of(posting: PostingInput) -> list[Question]:
    """What to ask before an amount is booked or committed, whatever it is: of its day."""
    program = posting.line.program
    return [ask_after_end(program, posting.on)] if posting.on > program.ends_on else []


def questions_of_expense(
    posting: PostingInput, instead_of: Expense | None = None
) -> list[Question]:
    """What to ask before an expense is booked, or takes the place of another."""
    return [*questions_of(posting), *_below_nothing(posting, instead_of)]


def _below_nothing(posting: PostingInput, instead_of: Expense | None) -> Iterator[Question]:
    """Of the line, and of the voucher where that is booked on it: more paid back than paid."""
    if posting.amount > 0 and instead_of is None:
        return
    others = Expense.objects.active().filter(line=posting.line)
    if instead_of:
        others = others.exclude(pk=instead_of.pk)
    on_line = posting.amount + _sum(others)
    if on_line < 0:
        yield ask_below_line(posting.line, on_line)
    key = voucher_key(posting.voucher)
    of_voucher = others.filter(voucher_key=key) if key else others.none()
    if of_voucher and (left := posting.amount + _sum(of_voucher)) < 0:
        yield ask_below_voucher(left)


def _sum(expenses: QuerySet[Expense]) -> Decimal:
    return expenses.aggregate(sum=Sum("amount"))["sum"] or ZERO


def is_as_asked(expense: Expense, posting: PostingInput) -> bool:
    """Whether a correction leaves all that was asked about as it is."""
    names = ("line", "on", "amount", "voucher")
    return all(getattr(expense, name) == getattr(posting, name) for name in names)
