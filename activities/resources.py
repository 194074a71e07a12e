"""The arithmetic of hours and money. Pure: Decimal and days, no database.

Hours have two decimals, kroner have two decimals. Everything is rounded once, where it belongs to
a single line, allocation or activity; what stands above is the sum of what stands below it, so
that the parts always add up.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import add

from programs.fte import HUNDREDTH, days_between

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Period:
    """A programme's days as of a date, both ends included. ``gone`` is 0 before it starts."""

    first: datetime.date
    last: datetime.date
    as_of: datetime.date

    @property
    def days(self) -> int:
        return days_between(self.first, self.last)

    @property
    def gone(self) -> int:
        return days_between(self.first, min(self.last, self.as_of))

    @property
    def is_over(self) -> bool:
        return self.as_of > self.last


# Hours ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a part of the programme: None where none are planned, or nobody has logged any.

    ``forecast`` is what they come to at the end of the period, by ``straight_line``.
    """

    planned: Decimal | None = None
    planned_to_date: Decimal | None = None
    logged: Decimal | None = None
    forecast: Decimal | None = None

    @property
    def left(self) -> Decimal | None:
        """Planned and not yet logged; negative where more was logged than planned."""
        return None if self.planned is None else self.planned - (self.logged or NOTHING)

    def __add__(self, other: Hours) -> Hours:
        return Hours(
            plus(self.planned, other.planned),
            plus(self.planned_to_date, other.planned_to_date),
            plus(self.logged, other.logged),
            plus(self.forecast, other.forecast),
        )


def straight_line(logged: Decimal | None, period: Period) -> Decimal | None:
    """Hours at the end if every day to come brings as many as those gone: logged × days / gone.

    None before anything was logged, and before the period has begun.
    """
    if logged is None or not period.gone:
        return None
    return (logged * period.days / period.gone).quantize(HUNDREDTH, ROUND_HALF_UP)


def as_fte(hours: Decimal, *, hours_per_fte: Decimal, days: int) -> Decimal:
    """How many full-time equivalents of the period the hours come to: hours / (h × days / 365)."""
    of_one = hours_per_fte * days / 365
    return (hours / of_one).quantize(HUNDREDTH, ROUND_HALF_UP)


# Money ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Money:
    """Kroner of a budget line, or of everything that stands below something."""

    granted: Decimal = NOTHING
    revised: Decimal = NOTHING
    used: Decimal = NOTHING
    committed: Decimal = NOTHING
    forecast: Decimal = NOTHING

    @property
    def left(self) -> Decimal:
        """Neither used nor committed; negative where the two are more than there is."""
        return self.revised - self.used - self.committed

    @property
    def over(self) -> Decimal:
        """How much more is used than there is; 0 where that is not so."""
        return max(self.used - self.revised, NOTHING)

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
        return NOTHING if self.is_overspent else max(-self.left, NOTHING)

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


# Sums -----------------------------------------------------------------------------------------
def total_hours(parts: Iterable[Hours]) -> Hours:
    return reduce(add, parts, Hours())


def total_money(parts: Iterable[Money]) -> Money:
    return reduce(add, parts, Money())


def plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Absent only where both are: hours that nobody planned or logged are not zero."""
    if one is None or other is None:
        return other if one is None else one
    return one + other
