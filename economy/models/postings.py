"""Money: what was granted from where and to what, what of it is spent, and what is bound.

Amounts are kroner with two decimals, never floats.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models.activity import Activity
from core.attachments import Attachment
from core.constraints import check, unique
from core.history import ClockedHistory
from core.kroner import KronerColumn
from core.plausibility import confirmed_field
from core.records import AuthoredRow, retraction_has_its_reason
from core.submissions import SubmittedRow, once_a_submission
from economy.models.querysets import BudgetLineQuerySet, PostedQuerySet
from economy.models.voucher_keys import MAX_KEY, voucher_key
from programs.models import FundingSource, Initiative

if TYPE_CHECKING:
    from programs.models import MainArea, Program


def kroner(label: object, **options: object) -> models.DecimalField:
    return KronerColumn(label, max_digits=14, decimal_places=2, **options)  # type: ignore


class BudgetLine(ClockedHistory, models.Model):
    """An amount from a funding source to an initiative or an activity, as first granted."""

    source = models.ForeignKey(
        FundingSource, models.PROTECT, related_name="lines", verbose_name=_("funding source")
    )
    ref = models.CharField(_("reference"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("initiative"),
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("activity"),
    )
    amount = kroner(_("granted (kr.)"))
    decision_reference = models.CharField(_("decision"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()
    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["source", "position", "pk"]
        constraints = [
            unique("budget_line_ref_once_a_source", ["source", "ref"]),
            check(
                "budget_line_is_for_one_thing",
                Q(initiative__isnull=True) ^ Q(activity__isnull=True),
                _("Choose either an initiative or an activity."),
            ),
            check(
                "budget_line_is_not_negative", Q(amount__gte=0), _("Give an amount of 0 or more.")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("economy:budget_line", args=[self.pk])

    @property
    def subject(self) -> Activity | Initiative:
        # A constraint holds that one of them is there.
        return self.activity or cast(Initiative, self.initiative)

    @property
    def main_area(self) -> MainArea:
        return self.subject.main_area

    @property
    def program(self) -> Program:
        return self.source.program

    @property
    def program_id(self) -> int:
        return self.source.program_id


class BudgetRevision(AuthoredRow):
    """From a day on the line is another amount. Rows are added, never changed: the newest holds."""

    line = models.ForeignKey(
        BudgetLine, models.CASCADE, related_name="revisions", verbose_name=_("budget line")
    )
    on = models.DateField(_("holds from"))
    amount = kroner(_("revised amount (kr.)"))
    reason = models.CharField(_("reason"), max_length=500)
    decision_reference = models.CharField(_("decision"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("revised amount")
        verbose_name_plural = _("revised amounts")
        ordering = ["line", "-on", "-recorded_at", "-pk"]
        indexes = [models.Index(fields=["line", "on", "recorded_at"], name="revision_newest")]
        constraints = [
            check("revision_is_not_negative", Q(amount__gte=0), _("Give an amount of 0 or more.")),
            check("revision_has_its_reason", ~Q(reason=""), _("Say why the amount is revised.")),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.on}"

    @property
    def program_id(self) -> int:
        return self.line.program_id


class Posted(SubmittedRow):
    """An amount on a budget line on a day. Taken back with a reason, it counts no more."""

    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="%(class)ss", verbose_name=_("budget line")
    )
    on = models.DateField(_("date"))
    amount = kroner(_("amount (kr.)"))
    text = models.CharField(_("text"), max_length=300)
    confirmed = confirmed_field()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def program_id(self) -> int:
        return self.line.program_id


class VoucherKeyField(models.CharField):
    """The voucher as it is compared: written by itself whenever its row is, one by one or many."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = voucher_key(model_instance.voucher)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, key)
        return key


class Expense(Posted):
    """What was paid, or less than nothing where it was paid back.

    The voucher's number is that of the finance system: on a budget line it stands once as what was
    paid, and once as what of that was paid back.
    """

    voucher = models.CharField(
        _("voucher number"),
        max_length=60,
        blank=True,
        help_text=_(
            "As in the finance system, so that the same voucher is never booked twice on a line."
        ),
    )
    voucher_key = VoucherKeyField(max_length=MAX_KEY, blank=True, editable=False)
    settles = models.ForeignKey(
        "Commitment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("pays the commitment"),
    )

    history = HistoricalRecords(excluded_fields=["voucher_key"])
    objects = PostedQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        ordering = ["-on", "-recorded_at", "-pk"]
        indexes = [
            # Holds all that a line's sums ask for: they never read the rows.
            models.Index(fields=["line", "on", "retracted_at", "amount"], name="expense_of_line")
        ]
        constraints = [
            once_a_submission("expense"),
            unique(
                "expense_voucher_once_a_line",
                ["line", "voucher_key"],
                _("The voucher is booked already."),
                condition=~Q(voucher_key="") & Q(retracted_at__isnull=True, amount__gt=0),
            ),
            unique(
                "refund_voucher_once_a_line",
                ["line", "voucher_key"],
                _("The voucher is booked already."),
                condition=~Q(voucher_key="") & Q(retracted_at__isnull=True, amount__lt=0),
            ),
            check("expense_is_not_nothing", ~Q(amount=0), _("Give an amount other than 0.")),
            check(
                "refund_pays_no_commitment",
                Q(settles__isnull=True) | Q(amount__gt=0),
                _("What was paid back pays no commitment."),
            ),
            retraction_has_its_reason("expense", _("Say why the expense is taken back.")),
        ]

    def get_absolute_url(self) -> str:
        return reverse("economy:expense", args=[self.pk])

    @property
    def is_refund(self) -> bool:
        return self.amount < 0


class Commitment(Posted):
    """What is ordered or agreed and not yet paid.

    What is left of it is its amount less the standing expenses that settle it; it is released by
    hand where the rest will not be paid.
    """

    released_on = models.DateField(_("released on"), null=True, blank=True)

    history = HistoricalRecords()
    objects = PostedQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["-on", "-recorded_at", "-pk"]
        indexes = [models.Index(fields=["line", "on"], name="commitment_of_line")]
        constraints = [
            once_a_submission("commitment"),
            check("commitment_is_positive", Q(amount__gt=0), _("Give an amount of more than 0.")),
            check(
                "commitment_is_released_after_it_was_made",
                Q(released_on__isnull=True) | Q(released_on__gte=models.F("on")),
                _("It cannot be released before the day it was made."),
            ),
            retraction_has_its_reason("commitment", _("Say why the commitment is taken back.")),
        ]

    def get_absolute_url(self) -> str:
        return reverse("economy:commitment", args=[self.pk])

    def is_released_by(self, day: datetime.date) -> bool:
        return self.released_on is not None and self.released_on <= day


class ExpenseAttachment(Attachment):
    """A file of an expense, handed out only to those who may see files."""

    belongs_to = "expense"
    expense = models.ForeignKey(
        Expense, models.PROTECT, related_name="attachments", verbose_name=_("expense")
    )

    def get_absolute_url(self) -> str:
        return reverse("economy:expense_file", args=[self.key])

    @property
    def thumbnail_address(self) -> str:
        return reverse("economy:expense_thumbnail", args=[self.key])
