"""What a day and an amount must be to be booked: asked by forms, imports and programme files."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import format_date_long

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


def is_too_early(on: datetime.date, first: datetime.date) -> bool:
    """Before the programme's first day; after its last is allowed, as invoices come late."""
    return on < first


def fault_of_day(on: datetime.date, *, first: datetime.date, last: datetime.date) -> str:
    """What is wrong with a day that lies ahead of ``last``, or before the programme; else empty."""
    if on > last:
        return _("The date lies ahead: only what has happened is booked.")
    if is_too_early(on, first):
        message = _("The programme starts on %s: an earlier date belongs to another programme.")
        return message % format_date_long(first)
    return ""
