"""The basis of a full-time equivalent: gross or net hours."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

# The municipal agreement: a week of 37 hours in five days, five weeks of holiday and five days of
# the sixth.
HOURS_OF_A_WEEK = Decimal(37)


WEEKS_PAID = 52


class Basis(models.TextChoices):
    """What the hours of a full-time equivalent are hours of."""

    GROSS = "gross", _("gross: every week of the year is paid")
    NET = "net", _("net: less public holidays and leave")


def gross_hours() -> Decimal:
    return HOURS_OF_A_WEEK * WEEKS_PAID
