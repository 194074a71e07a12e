"""Vouchers that are booked, by number and budget line."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from economy.models.voucher_keys import voucher_key


@dataclass(frozen=True, slots=True)
class BookedExpense:
    """An expense that carries a voucher's number; ``why`` it was retracted, if it was."""

    pk: int
    line: int
    line_title: str
    on: datetime.date
    amount: Decimal
    why: str = ""

    @property
    def is_active(self) -> bool:
        return not self.why

    @property
    def is_refund(self) -> bool:
        return self.amount < 0


class Vouchers:
    """The expenses of a programme that carry certain vouchers."""

    def __init__(self, booked: Iterable[tuple[str, BookedExpense]] = ()) -> None:
        self._by_key: dict[str, dict[tuple[int, bool], BookedExpense]] = {}
        for key, one in booked:
            here = self._by_key.setdefault(key, {})
            known = here.get((one.line, one.is_refund))
            # A standing one before others; of those retracted the newest.
            if known is None or one.is_active or not known.is_active:
                here[one.line, one.is_refund] = one

    def on_line(self, voucher: str, line: int, *, is_refund: bool) -> BookedExpense | None:
        return self._by_key.get(voucher_key(voucher), {}).get((line, is_refund))

    def active(self, voucher: str) -> list[BookedExpense]:
        """Those of every line."""
        found = self._by_key.get(voucher_key(voucher), {}).values()
        return [one for one in found if one.is_active]
