"""What a day and an amount must be to be booked: asked by forms, imports and programme files."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.rules.days import fault_before

MAX_DIGITS, PLACES = 14, 2
LEAST = Decimal("0.01")
NOTHING = gettext_lazy("Give an amount other than 0: what was paid back has a minus in front.")
TOO_LITTLE_COMMITTED = gettext_lazy(
    "Give an amount of more than 0. What was called off is released on the commitment's own page."
)
MAX_TEXT, MAX_VOUCHER = 300, 60
MANGLED = gettext_lazy(
    "A spreadsheet has made the number one in powers of ten, and its digits are lost: write it as "
    "in the finance system."
)


def fault_of_day(on: datetime.date, *, first: datetime.date, last: datetime.date) -> str:
    """What is wrong with a day that lies ahead of ``last``, or before the programme; else empty."""
    if on > last:
        return _("The date lies ahead: only what has happened is booked.")
    return fault_before(on, first)
