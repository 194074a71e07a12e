"""Which vouchers are booked. A voucher is booked once on a budget line: a bill may be shared."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from economy.models import BudgetLine, Expense
from economy.models.postings import voucher_key

if TYPE_CHECKING:
    from programs.models import Program


@dataclass(frozen=True, slots=True)
class BookedExpense:
    """An expense that carries a voucher's number; ``why`` it was taken back, if it was."""

    pk: int
    line: int
    line_title: str
    on: datetime.date
    amount: Decimal
    why: str = ""

    @property
    def is_active(self) -> bool:
        return not self.why


_FIELDS = ("pk", "line", "line__title", "on", "amount", "retraction_reason")


def active_on_line(
    line: BudgetLine, voucher: str, apart_from: int | None = None
) -> BookedExpense | None:
    """The line's standing expense with the voucher, if there is one. One query."""
    rows = Expense.objects.active().filter(line=line, voucher_key=voucher_key(voucher))
    found = rows.exclude(pk=apart_from).values_list(*_FIELDS).first()
    return BookedExpense(*found) if found else None


class Vouchers:
    """The expenses of a programme that carry certain vouchers."""

    def __init__(self, booked: Iterable[tuple[str, BookedExpense]] = ()) -> None:
        self._by_key: dict[str, dict[int, BookedExpense]] = {}
        for key, one in booked:
            here = self._by_key.setdefault(key, {})
            known = here.get(one.line)
            # A standing one before others; of those taken back the newest.
            if known is None or one.is_active or not known.is_active:
                here[one.line] = one

    def on_line(self, voucher: str, line: int) -> BookedExpense | None:
        return self._by_key.get(voucher_key(voucher), {}).get(line)

    def active(self, voucher: str) -> list[BookedExpense]:
        """Those of every line."""
        found = self._by_key.get(voucher_key(voucher), {}).values()
        return [one for one in found if one.is_active]


def vouchers_of(program: Program, among: Collection[str] | None = None) -> Vouchers:
    """What the programme has booked of the vouchers, or with any. One query."""
    rows = Expense.objects.of_program(program).exclude(voucher_key="")
    if among is not None:
        rows = rows.filter(voucher_key__in={voucher_key(voucher) for voucher in among})
    found = rows.order_by("recorded_at", "pk").values_list("voucher_key", *_FIELDS)
    return Vouchers((key, BookedExpense(*fields)) for key, *fields in found)
