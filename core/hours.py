"""Hours are whole minutes: 7:20 three times is 22 hours, and not 21,99.

They are kept and added up as minutes. Everywhere else they are Decimal hours, of which those of a
whole number of minutes are always the same Decimal, so that they can be compared.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from core.numbers import format_number, plain_number, plus

HUNDREDTH = Decimal("0.01")


def in_hours(minutes: int | Decimal | None) -> Decimal:
    """Of a sum, too; a sum of no rows is 0."""
    return Decimal(int(minutes or 0)) / 60


def in_minutes(hours: int | Decimal) -> int:
    """To the nearest minute: 7,33 hours are 440."""
    return int((Decimal(hours) * 60).to_integral_value(ROUND_HALF_UP))


def to_the_minute(hours: int | Decimal) -> Decimal:
    return in_hours(in_minutes(hours))


def sum_hours(parts: Iterable[Decimal]) -> Decimal:
    """Exactly: thirds of hours, none of which a Decimal can hold, add up to whole ones."""
    return to_the_minute(sum(parts, Decimal(0)))


def plus_hours(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The same of two, absent only where both are."""
    total = plus(one, other)
    return None if total is None else to_the_minute(total)


def rounded_hours(hours: Decimal) -> Decimal:
    """To the hundredth. No two minutes look alike: 7,33 is 7:20, and 7,35 is 7:21."""
    return hours.quantize(HUNDREDTH, ROUND_HALF_UP)


def format_hours(hours: Decimal) -> str:
    """«7,5» and «7,33»: what it says is read back as the same minutes."""
    return format_number(rounded_hours(hours))


def plain_hours(hours: Decimal | None) -> str | None:
    """«7.5» and «7.33», for data; None stays None."""
    return None if hours is None else plain_number(rounded_hours(hours))
