"""The arithmetic of planned and logged hours. Pure: Decimal and days, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import add

from core.hours import plus_hours, rounded_hours
from core.numbers import ZERO, plus
from programs.rules.fte import HUNDREDTH, Period


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
    def logged_shown(self) -> Decimal | None:
        """To the hundredth, for tables."""
        return None if self.logged is None else rounded_hours(self.logged)

    @property
    def left(self) -> Decimal | None:
        """Planned and not yet logged, to the hundredth; negative where more was logged."""
        return None if self.planned is None else rounded_hours(self.planned - (self.logged or ZERO))

    def __add__(self, other: Hours) -> Hours:
        return Hours(
            plus(self.planned, other.planned),
            plus(self.planned_to_date, other.planned_to_date),
            plus_hours(self.logged, other.logged),
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


# Sums -----------------------------------------------------------------------------------------
def total_hours(parts: Iterable[Hours]) -> Hours:
    return reduce(add, parts, Hours())
