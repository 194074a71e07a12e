"""Moving days from one programme's period into another's."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import overload

from core.dates import FIRST_YEAR, LAST_YEAR, months_after

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Move:
    """From a period into another: by whole years, as 31 December stays 31 December.

    The first day becomes the first and the last the last; what is inside the one is inside the
    other. No two days change their order.
    """

    starts_on: datetime.date
    ends_on: datetime.date
    to_start: datetime.date
    to_end: datetime.date

    @overload
    def __call__(self, day: datetime.date) -> datetime.date: ...
    @overload
    def __call__(self, day: None) -> None: ...
    def __call__(self, day: datetime.date | None) -> datetime.date | None:
        if day is None:
            return None
        years = self.to_start.year - self.starts_on.year
        moved = months_after(day, 12 * years)
        if day >= self.ends_on:
            return self.to_end if day == self.ends_on else max(moved, self.to_end)
        if day <= self.starts_on:
            return self.to_start if day == self.starts_on else min(moved, self.to_start)
        return min(max(moved, self.to_start), self.to_end)


def a_year_on(text: str) -> str:
    """A name with each year in it one later.

    >>> a_year_on("Program 2011"), a_year_on("2007-2"), a_year_on("Sagsnr. 123456")
    ('Program 2012', '2008-2', 'Sagsnr. 123456')
    """

    def later(found: re.Match[str]) -> str:
        year = int(found[0])
        return str(year + 1) if FIRST_YEAR <= year < LAST_YEAR else found[0]

    return _YEAR.sub(later, text)
