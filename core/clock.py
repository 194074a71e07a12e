"""The one clock. Every «today» in the product comes from here."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """The local day in Copenhagen, or the day at which the demo's clock stands."""
    return settings.FIXED_TODAY or timezone.localdate()


def now() -> datetime.datetime:
    """The moment, aware; on a stopped clock the real time of day on the fixed day."""
    moment = timezone.now()
    if settings.FIXED_TODAY is None:
        return moment
    local = timezone.localtime(moment)
    return local.replace(
        year=settings.FIXED_TODAY.year,
        month=settings.FIXED_TODAY.month,
        day=settings.FIXED_TODAY.day,
    )


def first_of_month(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def last_monday(day: datetime.date) -> datetime.date:
    """The Monday of the ISO week that holds the day."""
    return day - datetime.timedelta(days=day.weekday())
