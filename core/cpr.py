"""Civil registration numbers (CPR): personal data that must not stand in any text."""

import re
from datetime import date

from core.text import folded

# Six digits, at most one hyphen, dash or space, four digits. The day limits what else fits:
# «+45» before eight digits, say, is no day of any month.
_CANDIDATE = re.compile(
    r"(?<!\d)(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)"
    r"[-\u2010-\u2015\u2212 \u00a0]?(?P<serial>\d{4})(?!\d)"
)


def contains_cpr(text: str) -> bool:
    """Whether the text holds something with a CPR number's shape and an existing birth date.

    The check digit is not used: numbers without a valid one have been issued since 2007.
    """
    return any(_is_birth_date(candidate) for candidate in _CANDIDATE.finditer(folded(text)))


def _is_birth_date(candidate: re.Match[str]) -> bool:
    year = _century(int(candidate["serial"][0]), int(candidate["year"])) + int(candidate["year"])
    try:
        date(year, int(candidate["month"]), int(candidate["day"]))
    except ValueError:
        return False
    return True


def _century(seventh_digit: int, year: int) -> int:
    """The seventh digit tells the century of birth (the CPR Office's table)."""
    if seventh_digit <= 3:
        return 1900
    if seventh_digit in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800
