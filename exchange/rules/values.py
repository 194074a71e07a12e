"""How a programme file writes its values: text, decimal numbers as text, ISO dates."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from activities.models.log import MOST_HOURS_A_DAY
from core.cpr import contains_cpr
from core.dates import parse_date
from core.hours import in_hours, to_the_minute
from core.text import clean_text

# As wide as the columns that keep the numbers.
WHOLE_DIGITS, DECIMAL_PLACES = 9, 4
KRONER_DIGITS = 12
MAX_SMALL = 32767

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DIGITS = re.compile(r"[0-9]+")
_CLOCK = re.compile(r"(?P<hours>[0-9]{1,2}):(?P<minutes>[0-5][0-9])")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def refused(message: str) -> PydanticCustomError:
    # Braces are the placeholders of the error's template, and these sentences have none.
    return PydanticCustomError("refused", "{sentence}", {"sentence": message})


def _text(value: str) -> str:
    if _CONTROL.search(value):
        raise refused(_("holds a character that is not text"))
    if contains_cpr(value):
        raise refused(_("holds a civil registration number (CPR), which must not be stored"))
    return clean_text(value)


def _filled(value: str) -> str:
    if not value.strip():
        raise refused(_("must not be empty"))
    return value


def _number(value: object, *, digits: int, places: int, signed: bool = False) -> Decimal:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise refused(_('must be a number written as text, such as "30000" or "3.14"'))
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise refused(_('must be a number in plain decimal notation, such as "30000" or "3.14"'))
    whole, _point, decimals = value.lstrip("-").partition(".")
    if len(decimals) > places:
        raise refused(_("must have at most %s decimals") % places)
    if len(whole) > digits:
        raise refused(_("must have at most %s digits before the decimal point") % digits)
    if value.startswith("-") and not signed:
        raise refused(_("must not be negative"))
    return Decimal(value)


def _hours(value: object) -> Decimal:
    """Somebody's hours of a day at one thing: "7.33", or "7:20"."""
    clock = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if clock:
        hours = in_hours(60 * int(clock["hours"]) + int(clock["minutes"]))
    else:
        hours = to_the_minute(_number(value, digits=2, places=2, signed=True))
    if not 0 < hours <= MOST_HOURS_A_DAY:
        raise refused(_("must be more than 0 and at most 24: a day has no more hours"))
    return hours


def _whole(value: object) -> int:
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(digits, str) or not _DIGITS.fullmatch(digits) or len(digits) > WHOLE_DIGITS:
        raise refused(_("must be a whole number, such as 2"))
    return int(digits)


def _small(value: object) -> int:
    number = _whole(value)
    if number > MAX_SMALL:
        raise refused(_("must be at most %s") % MAX_SMALL)
    return number


def _head_count(value: object) -> int:
    if not isinstance(value, str) or not _DIGITS.fullmatch(value) or len(value) > WHOLE_DIGITS:
        raise refused(_('must be a whole number written as text, such as "250"'))
    return int(value)


def _date(value: object) -> date:
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise refused(_('must be a date such as "2011-06-18"'))
    day = parse_date(value)
    if day is None:
        raise refused(_("«%s» is no date") % value)
    return day


def _moment(value: object) -> datetime:
    """Without an offset it is meant in the programme's own time zone, which loading knows."""
    if not isinstance(value, str) or not _ISO_MOMENT.fullmatch(value):
        raise refused(_('must be a moment such as "2011-06-18T20:45:00+02:00"'))
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or parse_date(value[:10]) is None:
        raise refused(_("«%s» is no moment") % value)
    return moment


Text = Annotated[str, AfterValidator(_text)]
Filled = Annotated[Text, AfterValidator(_filled)]
_usual = partial(_number, digits=WHOLE_DIGITS, places=DECIMAL_PLACES)
Amount = Annotated[Decimal, BeforeValidator(_usual)]
Signed = Annotated[Decimal, BeforeValidator(partial(_usual, signed=True))]
_kroner = partial(_number, digits=KRONER_DIGITS, places=2)
Kroner = Annotated[Decimal, BeforeValidator(_kroner)]
SignedKroner = Annotated[Decimal, BeforeValidator(partial(_kroner, signed=True))]
DayHours = Annotated[Decimal, BeforeValidator(_hours)]
Whole = Annotated[int, BeforeValidator(_whole)]
Small = Annotated[int, BeforeValidator(_small)]
HeadCount = Annotated[int, BeforeValidator(_head_count)]
Day = Annotated[date, BeforeValidator(_date)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Bool = Annotated[bool, Field(strict=True)]
