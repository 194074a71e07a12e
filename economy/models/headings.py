"""Headings of the finance system's files that somebody has said the meaning of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_HEADING = 60


class Holds(models.TextChoices):
    """What a column of the finance system's file holds."""

    ON = "on", _("Date")
    AMOUNT = "amount", _("Amount (kr.)")
    DEBIT = "debit", _("Debit (kr.)")
    CREDIT = "credit", _("Credit (kr.)")
    SIDE = "side", _("Debit or credit")
    CURRENCY = "currency", _("Currency")
    TEXT = "text", _("Text")
    VOUCHER = "voucher", _("Voucher number")
    LINE = "line", _("Budget line")


class ColumnHeading(models.Model):
    """What the column under a heading holds; nothing where it is passed over."""

    heading = models.CharField(_("heading"), max_length=MAX_HEADING, unique=True)
    holds = models.CharField(_("holds"), max_length=10, choices=Holds.choices, blank=True)

    class Meta:
        verbose_name = _("heading of a file")
        verbose_name_plural = _("headings of files")
        ordering = ["heading"]

    def __str__(self) -> str:
        return self.heading
