"""A person's hours of a day: the rules that hold wherever they are typed."""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import TimeEntry
from activities.models.log import MOST_HOURS_A_DAY
from core.dates import format_date_long
from core.hours import format_hours, in_hours

# For statements written by hand, of a row ``t`` of hours: until the day, and not of an entry that
# was retracted. Such entries are few and looked up in a list, which costs a row next to nothing.
HOURS_THAT_COUNT = """t."on" <= %s AND (t.log_entry_id IS NULL OR t.log_entry_id NOT IN (
    SELECT e.id FROM activities_logentry e WHERE e.retracted_at IS NOT NULL
))"""
# Their sum. PostgreSQL makes a numeric of a sum of sums.
SUM_OF_MINUTES = "CAST(SUM(t.minutes) AS bigint)"


def message_of_day(day: datetime.date, hours: Decimal) -> str:
    """What is wrong with a day that would hold so many hours of one person; nothing up to 24."""
    if hours <= MOST_HOURS_A_DAY:
        return ""
    words = {"day": format_date_long(day), "hours": format_hours(hours)}
    message = _("%(day)s would hold %(hours)s hours in all, and a day has 24: correct one of them.")
    return message % words


def lock_person_hours(person_id: int) -> None:
    """Lock a person's hours until the transaction ends."""
    # Without the key: a row that two transactions have just made may name the same person, and
    # each would wait for the other.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person_id)


def check_day(row: TimeEntry) -> None:
    """Raise a ValidationError where the row would make its day longer than 24 hours."""
    others = TimeEntry.objects.active().filter(person=row.person_id, on=row.on)
    total = others.exclude(pk=row.pk).aggregate(total=Sum("minutes"))["total"] or 0
    message = message_of_day(row.on, in_hours(total + row.minutes))
    if message:
        raise ValidationError({"hours": [message]})
