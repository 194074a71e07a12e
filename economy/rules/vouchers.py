"""Vouchers that are booked, by number and budget line."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from economy.models.postings import voucher_key


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


class Vouchers:
    """The expenses of a programme that carry certain vouchers."""

    def __init__(self, booked: Iterable[tuple[str, BookedExpense]] = ()) -> None:
        self._by_key: dict[str, dict[int, BookedExpense]] = {}
        for key, one in booked:
            here = self._by_key.setdefault(key, {})
            known = here.get(one.line)
            # A standing one before others; of those retracted the newest.
            if known is None or one.is_active or not known.is_active:
                here[one.line] = one

    def on_line(self, voucher: str, line: int) -> BookedExpense | None:
        return self._by_key.get(voucher_key(voucher), {}).get(line)

    def active(self, voucher: str) -> list[BookedExpense]:
        """Those of every line."""
        found = self._by_key.get(voucher_key(voucher), {}).values()
        return [one for one in found if one.is_active]
