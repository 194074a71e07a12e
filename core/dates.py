"""Dates as Danes write them: 20-11-2007 and «20. november 2007»."""

import re
from calendar import monthrange
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_with_month_names
from django.utils.translation import gettext

FIRST_YEAR, LAST_YEAR = 1900, 2200

_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<s>[-./])(?P<month>[0-9]{1,2})(?P=s)(?P<year>[0-9]{4})"
)
_WEEK = re.compile(r"(?P<year>[0-9]{4})-W(?P<week>[0-9]{2})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


def parse_date(text: str | None) -> date | None:
    """Read 20-11-2007, 20.11.2007, 20/11/2007 or 2007-11-20; None for anything else.

    Years outside 1900–2200 are slips of the hand, and are refused too.
    """
    stripped = (text or "").strip()
    parts = _DAY_FIRST.fullmatch(stripped) or _ISO.fullmatch(stripped)
    if parts is None or not FIRST_YEAR <= int(parts["year"]) <= LAST_YEAR:
        return None
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None


def local_date(value: date) -> date:
    """The Danish day of a moment; 23:30 UTC is already tomorrow here. A date stays itself."""
    if not isinstance(value, datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last of a shorter one: 31 August + 6 is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_week(text: str) -> date | None:
    """The Monday of an ISO week such as 2011-W38; None for what is none."""
    parts = _WEEK.fullmatch(text)
    if parts is None or not FIRST_YEAR <= int(parts["year"]) <= LAST_YEAR:
        return None
    try:
        return date.fromisocalendar(int(parts["year"]), int(parts["week"]), 1)
    except ValueError:
        return None


def iso_week(day: date) -> str:
    """The ISO week that holds the day, as addresses have it: 2011-W38."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def format_week(day: date) -> str:
    """«uge 38, 2011»: the ISO week that holds the day, and the year that it belongs to."""
    year, week, _weekday = day.isocalendar()
    return gettext("week %(week)s, %(year)s") % {"week": week, "year": year}


def format_date_short(value: date) -> str:
    """20-11-2007."""
    day = local_date(value)
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def format_date_words(value: date) -> str:
    """lørdag 20. august 2011."""
    return format_with_month_names(local_date(value), "l j. F Y")


def format_date_day(value: date) -> str:
    """lør 20-08-2011: where a day is looked for."""
    day = local_date(value)
    return f"{format_with_month_names(day, 'D')} {format_date_short(day)}"


def format_date_long(value: date) -> str:
    """20. november 2007."""
    return format_with_month_names(local_date(value), "j. F Y")


def format_month(day: date) -> str:
    """«september 2011»."""
    return format_with_month_names(day, "F Y")
