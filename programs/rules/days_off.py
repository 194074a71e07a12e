"""Days on which a municipality is closed: weekends and Danish public holidays."""

import datetime
from functools import cache

from django.utils.dates import WEEKDAYS
from holidays import HolidayBase, country_holidays

SATURDAY = 5


@cache
def _holidays(year: int) -> HolidayBase:
    # Said, as the names would follow the server's own language.
    return country_holidays("DK", years=year, language="da")


def day_off(day: datetime.date) -> str:
    """The holiday's Danish name, else «Saturday» or «Sunday»; nothing for a working day."""
    named = _holidays(day.year).get(day)
    if named:
        return named
    return str(WEEKDAYS[day.weekday()]) if day.weekday() >= SATURDAY else ""
