"""Full-time equivalents: how many hours one is, and what a part of one comes to in a period.

Pure: no database. Shapes and units: FTE are Decimal numbers of full-time staff, hours are Decimal
with two places, days are whole and both ends of a period count.
"""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from holidays import country_holidays

from programs.models.basis import Basis, gross_hours

HUNDREDTH = Decimal("0.01")
DAYS_OF_A_YEAR = 365
DAYS_OF_A_WEEK = 7

WORKING_HOURS_A_DAY = Decimal("7.4")
DAYS_OF_LEAVE = 25 + 5
SATURDAY = 5


def hours_of(basis: str, year: int) -> Decimal:
    """The hours of one full-time equivalent in a calendar year.

    >>> hours_of(Basis.GROSS, 2011), hours_of(Basis.NET, 2011), hours_of(Basis.NET, 2026)
    (Decimal('1924'), Decimal('1650.2'), Decimal('1657.6'))
    """
    if basis == Basis.GROSS:
        return gross_hours()
    return (working_days(year) - DAYS_OF_LEAVE) * WORKING_HOURS_A_DAY


def working_days(year: int) -> int:
    """Weekdays of the year that are no Danish public holiday."""
    holidays = country_holidays("DK", years=year)
    first = datetime.date(year, 1, 1)
    days = (first + datetime.timedelta(n) for n in range(days_between(first, _end_of(year))))
    return sum(day.weekday() < SATURDAY and day not in holidays for day in days)


def _end_of(year: int) -> datetime.date:
    return datetime.date(year, 12, 31)


def days_between(first: datetime.date, last: datetime.date) -> int:
    """How many days, both included; 0 where the last comes before the first."""
    return max((last - first).days + 1, 0)


def hours_of_fte(fte: Decimal, hours_per_fte: Decimal, days: int) -> Decimal:
    """FTE × hours per FTE × days / 365, to the hundredth."""
    return (fte * hours_per_fte * days / DAYS_OF_A_YEAR).quantize(HUNDREDTH, ROUND_HALF_UP)


def hours_of_weeks(weekly_hours: Decimal, days: int) -> Decimal:
    """Hours a week × days / 7, to the hundredth."""
    return (weekly_hours * days / DAYS_OF_A_WEEK).quantize(HUNDREDTH, ROUND_HALF_UP)


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
