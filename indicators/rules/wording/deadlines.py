"""By when a wording demands it: «inden 1. maj», «senest den 15-09-2011», «et halvt år efter»."""

from __future__ import annotations

import re

from core.dates import parse_date
from core.numbers import NotANumber
from indicators.rules.wording.proposals import Deadline, Read
from indicators.rules.wording.words import MONTHS, NUMBER, any_of, number_of, plain

_BY = r"(?P<by>inden|senest|før|ved|pr\.|ultimo)"
_MONTH = rf"(?P<month>{any_of(MONTHS)})(?!\w)"
_YEAR = r"(?:\s+(?P<year>(?:19|20)[0-9]{2}))?(?![0-9])"
_FULL = re.compile(
    rf"(?<!\w){_BY}\s+(?:d\.\s*|den\s+)?(?P<on>[0-9]{{1,2}}([-./])[0-9]{{1,2}}\3[0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"(?<!\w){_BY}\s+(?:d\.\s*|den\s+)?(?P<day>[0-9]{{1,2}})\.?\s*{_MONTH}{_YEAR}", re.IGNORECASE
)
_END_OF_MONTH = re.compile(
    rf"(?<!\w)(?P<by>ultimo|(?:inden|senest\s+ved|ved)\s+(?:udgangen|slutningen)\s+af)\s+"
    rf"{_MONTH}{_YEAR}",
    re.IGNORECASE,
)
_END_OF_YEAR = re.compile(
    r"(?<!\w)(?:(?:inden|ved|senest\s+ved)\s+(?:årets\s+udgang|udgangen\s+af\s+året"
    r"|udgangen\s+af\s+(?P<year>(?:19|20)[0-9]{2}))|ultimo\s+(?P<ultimo>(?:19|20)[0-9]{2}))(?!\w)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<!\w)(?:(?P<half>(?:et\s+)?halvt)|(?P<number>{NUMBER}))\s+"
    r"(?P<unit>år|måned(?:er)?)\s+efter(?:,\s+at)?(?!\w)",
    re.IGNORECASE,
)
MOST_MONTHS = 120


def deadline_in(text: str) -> Read[Deadline] | None:
    """The first deadline that was understood; what only looks like one is none."""
    ways = ((_FULL, _full), (_DAY, _day), (_END_OF_MONTH, _month), (_END_OF_YEAR, _year))
    for pattern, read in (*ways, (_AFTER, _after)):
        for found in pattern.finditer(text):
            deadline = read(found)
            if deadline is not None:
                return Read(deadline, *found.span())
    return None


def _is_before(found: re.Match[str]) -> bool:
    return plain(found["by"]) in ("inden", "før")


def _full(found: re.Match[str]) -> Deadline | None:
    on = parse_date(found["on"])
    return Deadline(on.day, on.month, on.year, before=_is_before(found)) if on else None


def _day(found: re.Match[str]) -> Deadline | None:
    day, month = int(found["day"]), MONTHS[plain(found["month"])]
    year = int(found["year"]) if found["year"] else None
    # 29 February stands in some years: which one is for the programme to say.
    if not parse_date(f"{year or 2000:04}-{month:02}-{day:02}"):
        return None
    return Deadline(day, month, year, before=_is_before(found))


def _month(found: re.Match[str]) -> Deadline:
    year = int(found["year"]) if found["year"] else None
    return Deadline(0, MONTHS[plain(found["month"])], year)


def _year(found: re.Match[str]) -> Deadline:
    year = found["year"] or found["ultimo"]
    return Deadline(31, 12, int(year) if year else None)


def _after(found: re.Match[str]) -> Deadline | None:
    if found["half"]:
        return Deadline(months_after=6) if plain(found["unit"]) == "år" else None
    try:
        number = number_of(found["number"])
    except NotANumber:
        return None
    months = number * 12 if plain(found["unit"]) == "år" else number
    whole = months == months.to_integral_value() and 0 < months <= MOST_MONTHS
    return Deadline(months_after=int(months)) if whole else None
