"""Civil registration numbers (CPR): personal data that must not stand in any text.

A number is certain where its sum holds; since 2007 others have been issued too, for 1 January above
all. Where only the date fits, as in «referat 150911-1830.pdf», nobody but a person can tell.
"""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from core.names import visible

# What stands between the parts: spaces, full stops, dashes of all kinds, strokes.
_BETWEEN = r"[^\S\n]|[-./_·\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
# The day limits what else fits: «+45» before eight digits, say, is no day of any month. The parts
# of the date stand together or all apart; «2007-432783» is the number of a case.
_CANDIDATE = re.compile(
    rf"(?<!\d)(?=(?P<number>(?P<day>\d\d)(?P<apart>(?:{_BETWEEN}){{1,3}})?(?P<month>\d\d)"
    rf"(?(apart)(?:{_BETWEEN}){{1,3}})(?P<century>(?(apart)(?:18|19|20)?))(?P<year>\d\d)"
    rf"(?:{_BETWEEN}){{0,4}}(?P<serial>\d{{4}}))(?!\d))"
)
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def certain(text: str) -> str | None:
    """The first CPR number of the text, as it is written there; None where none is certain."""
    return next((found["number"] for found in _candidates(text) if _is_certain(found)), None)


def possible(text: str) -> str | None:
    """The first that has a CPR number's shape and a birth date, and may be something else."""
    return next((found["number"] for found in _candidates(text) if not _is_certain(found)), None)


def contains_cpr(text: str) -> bool:
    """Whether the text holds a number that must be refused."""
    return certain(text) is not None


def place_of(number: str, text: str) -> str:
    """Where it stands, for the one who is to find it: the number, of several lines also which."""
    before, _number, _after = visible(text).partition(number)
    words = {"number": number, "line": before.count("\n") + 1}
    in_lines = "\n" in text
    return (_("«%(number)s» in line %(line)s") if in_lines else _("«%(number)s»")) % words


def question(text: str) -> str | None:
    """What is asked before a text is kept in which only the date fits; None where nothing is."""
    number = None if contains_cpr(text) else possible(text)
    if number is None:
        return None
    return _("%(place)s may be a CPR number. Is it something else?") % {
        "place": place_of(number, text)
    }


def _candidates(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _CANDIDATE.finditer(visible(text)) if _is_birth_date(found))


def _is_certain(found: re.Match[str]) -> bool:
    if int(found["day"]) == int(found["month"]) == 1 and not found["century"]:
        return True
    digits = "".join(found[part] for part in ("day", "month", "year", "serial"))
    return sum(int(d) * weight for d, weight in zip(digits, _WEIGHTS, strict=True)) % 11 == 0


def _is_birth_date(found: re.Match[str]) -> bool:
    year = int(found["year"])
    century = found["century"]
    year += int(century) * 100 if century else _century(int(found["serial"][0]), year)
    try:
        date(year, int(found["month"]), int(found["day"]))
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
