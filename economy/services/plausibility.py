"""Asking about what looks wrong, before an expense or a commitment is saved or corrected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from core.numbers import ZERO
from economy.models import Expense
from economy.models.postings import Posted
from economy.models.voucher_keys import voucher_key
from economy.rules.posted import ask_below_line, ask_below_voucher
from programs.rules.days import ask_after_end

if TYPE_CHECKING:
    from decimal import Decimal

    from core.plausibility import Question
    from economy.models import BudgetLine
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


def questions_of_retraction(posted: Posted) -> list[Question]:
    """What to ask before it is taken back: of what was paid back on its line or its voucher."""
    return list(_left_below_nothing(posted)) if isinstance(posted, Expense) else []


def _below_nothing(posting: PostingInput, instead_of: Expense | None) -> Iterator[Question]:
    """Of the line, and of the voucher where that is booked on it: more paid back than paid."""
    if posting.amount > 0 and instead_of is None:
        return
    others = _others(instead_of)
    yield from _of_line(others, posting.line, posting.amount)
    yield from _of_voucher(others, posting.line, voucher_key(posting.voucher), posting.amount)
    if instead_of:
        yield from _left_below_nothing(instead_of, posting)


def _left_below_nothing(
    expense: Expense, becomes: PostingInput | None = None
) -> Iterator[Question]:
    """The same of the line and the voucher that an expense leaves."""
    others = _others(expense)
    leaves_line = becomes is None or becomes.line.pk != expense.line_id
    if leaves_line:
        yield from _of_line(others, expense.line, ZERO)
    if leaves_line or not becomes or voucher_key(becomes.voucher) != expense.voucher_key:
        yield from _of_voucher(others, expense.line, expense.voucher_key, ZERO)


def _others(expense: Expense | None) -> QuerySet[Expense]:
    active = Expense.objects.active()
    return active.exclude(pk=expense.pk) if expense else active


def _of_line(others: QuerySet[Expense], line: BudgetLine, amount: Decimal) -> Iterator[Question]:
    becomes = amount + _sum(others.filter(line=line))
    if becomes < 0:
        yield ask_below_line(line, becomes)


def _of_voucher(
    others: QuerySet[Expense], line: BudgetLine, key: str, amount: Decimal
) -> Iterator[Question]:
    of_voucher = others.filter(line=line, voucher_key=key) if key else others.none()
    if of_voucher and (becomes := amount + _sum(of_voucher)) < 0:
        yield ask_below_voucher(becomes)


def _sum(expenses: QuerySet[Expense]) -> Decimal:
    return expenses.aggregate(sum=Sum("amount"))["sum"] or ZERO


def is_as_asked(expense: Expense, posting: PostingInput) -> bool:
    """Whether a correction leaves all that was asked about as it is."""
    names = ("line", "on", "amount", "voucher")
    return all(getattr(expense, name) == getattr(posting, name) for name in names)
