"""What a day and an amount must be to be booked: asked by forms, imports and programme files."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.numbers import format_money
from core.plausibility import Question, QuestionCode
from programs.rules.days import fault_before

if TYPE_CHECKING:
    from core.uploads import Prepared
    from economy.models import BudgetLine

MAX_DIGITS, PLACES = 14, 2
LEAST = Decimal("0.01")
NOTHING = gettext_lazy("Give an amount other than 0: what was paid back has a minus in front.")
TOO_LITTLE_COMMITTED = gettext_lazy(
    "Give an amount of more than 0. What was called off is released on the commitment's own page."
)
MAX_TEXT, MAX_VOUCHER = 300, 60
MANGLED = gettext_lazy(
    "A spreadsheet has made something else of the number, and its digits are lost: write it as in "
    "the finance system."
)


@dataclass(frozen=True, slots=True)
class PostingInput:
    """Input of a form for an expense or a commitment; the latter has no voucher and no files."""

    line: BudgetLine
    on: datetime.date
    amount: Decimal
    text: str
    voucher: str = ""
    files: Sequence[Prepared] = ()


def fault_of_day(on: datetime.date, *, first: datetime.date, last: datetime.date) -> str:
    """What is wrong with a day that lies ahead of ``last``, or before the programme; else empty."""
    if on > last:
        return _("The date lies ahead: only what has happened is booked.")
    return fault_before(on, first)


def ask_below_line(line: object, becomes: Decimal) -> Question:
    """What to ask where more would be paid back on a budget line than was paid."""
    text = _("With this, more was paid back on «%(line)s» than was paid: %(sum)s")
    words = {"line": line, "sum": format_money(becomes)}
    return Question(QuestionCode.BELOW_NOTHING, "amount", text % words)


def ask_below_voucher(becomes: Decimal) -> Question:
    """The same of a voucher that is booked."""
    text = _("With this, more was paid back of the voucher than was paid: %(sum)s")
    return Question(QuestionCode.BELOW_NOTHING, "amount", text % {"sum": format_money(becomes)})
