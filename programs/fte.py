"""Full-time equivalents: how many hours one is, and what a part of one comes to in a period.

Pure: no database. Shapes and units: FTE are Decimal numbers of full-time staff, hours are Decimal
with two places, days are whole and both ends of a period count.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from holidays import country_holidays

HUNDREDTH = Decimal("0.01")
DAYS_OF_A_YEAR = 365
DAYS_OF_A_WEEK = 7

# The municipal agreement: a week of 37 hours in five days, five weeks of holiday and five days of
# the sixth.
HOURS_OF_A_WEEK = Decimal(37)
WORKING_HOURS_A_DAY = Decimal("7.4")
WEEKS_PAID = 52
DAYS_OF_LEAVE = 25 + 5
SATURDAY = 5


class Basis(models.TextChoices):
    """What the hours of a full-time equivalent are hours of."""

    GROSS = "gross", _("gross: every week of the year is paid")
    NET = "net", _("net: less public holidays and leave")


def hours_of(basis: str, year: int) -> Decimal:
    """The hours of one full-time equivalent in a calendar year.

    >>> hours_of(Basis.GROSS, 2011), hours_of(Basis.NET, 2011), hours_of(Basis.NET, 2026)
    (Decimal('1924'), Decimal('1650.2'), Decimal('1657.6'))
    """
    if basis == Basis.GROSS:
        return gross_hours()
    return (working_days(year) - DAYS_OF_LEAVE) * WORKING_HOURS_A_DAY


def gross_hours() -> Decimal:
    return HOURS_OF_A_WEEK * WEEKS_PAID


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
