"""The arithmetic of hours and money. Pure: Decimal and days, no database.

Hours have two decimals, kroner have two decimals. Everything is rounded once, where it belongs to
a single line, allocation or activity; what stands above is the sum of what stands below it, so
that the parts always add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add

from core.numbers import ZERO
from programs.rules.fte import Period


# Money ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Money:
    """Kroner of a budget line, or of everything that stands below something."""

    granted: Decimal = ZERO
    revised: Decimal = ZERO
    used: Decimal = ZERO
    committed: Decimal = ZERO
    forecast: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """Neither used nor committed; negative where the two are more than there is."""
        return self.revised - self.used - self.committed

    @property
    def over(self) -> Decimal:
        """How much more is used than there is; 0 where that is not so."""
        return max(self.used - self.revised, ZERO)

    @property
    def is_overspent(self) -> bool:
        return self.over > 0

    @property
    def will_be_overspent(self) -> bool:
        """What is used still fits, but not once what is committed has been paid as well."""
        return self.too_much_committed > 0

    @property
    def too_much_committed(self) -> Decimal:
        """What does not fit beside what is used; 0 where all does, or too much is used already."""
        return ZERO if self.is_overspent else max(-self.left, ZERO)

    def __add__(self, other: Money) -> Money:
        return Money(
            self.granted + other.granted,
            self.revised + other.revised,
            self.used + other.used,
            self.committed + other.committed,
            self.forecast + other.forecast,
        )


def money_of_line(
    *, granted: Decimal, revised: Decimal, used: Decimal, committed: Decimal, period: Period
) -> Money:
    """A line's figures with its forecast outturn.

    While the period runs the rest of the line is expected to be used: the forecast is the larger of
    the line and what is used and committed. Once it is over nothing more is expected.
    """
    bound = used + committed
    forecast = bound if period.is_over else max(revised, bound)
    return Money(granted, revised, used, committed, forecast)


def total_money(parts: Iterable[Money]) -> Money:
    return reduce(add, parts, Money())
