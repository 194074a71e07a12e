"""Where the programme's staff is set to work: a part of a main area's full-time equivalents."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models.activity import Activity
from core.constraints import check
from core.history import ClockedHistory
from programs.models import Initiative, MainArea
from programs.rules.fte import days_between, hours_of_fte, hours_of_weeks

if TYPE_CHECKING:
    from programs.models import Program


class StaffAllocation(ClockedHistory, models.Model):
    """Full-time equivalents, or hours a week, for an initiative or for one or several activities.

    Those of a whole main area are the area's own, in ``MainArea.fte``. One that names a person is
    a part of that person's planned hours.
    """

    main_area = models.ForeignKey(
        MainArea, models.CASCADE, related_name="allocations", verbose_name=_("main area")
    )
    title = models.CharField(_("title"), max_length=200)
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("initiative"),
        help_text=_("Left empty where it is for single activities."),
    )
    activities = models.ManyToManyField(
        Activity,
        blank=True,
        related_name="allocations",
        verbose_name=_("activities"),
        help_text=_("One or several that share it; none where it is for an initiative."),
    )
    fte = models.DecimalField(
        _("full-time equivalents"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    weekly_hours = models.DecimalField(
        _("hours a week"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("person"),
        help_text=_("Whose hours they are. Left empty where nobody in particular is set to it."),
    )
    starts_on = models.DateField(
        _("starts on"), null=True, blank=True, help_text=_("Left empty: with the programme.")
    )
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Left empty: with the programme.")
    )
    decision_reference = models.CharField(_("decision"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords(m2m_fields=[activities])

    class Meta:
        verbose_name = _("allocation of staff")
        verbose_name_plural = _("allocations of staff")
        ordering = ["main_area", "position", "pk"]
        constraints = [
            check(
                "allocation_is_fte_or_weekly_hours",
                Q(fte__isnull=True, weekly_hours__gt=0) | Q(fte__gt=0, weekly_hours__isnull=True),
                _("Give either full-time equivalents or hours a week, more than 0."),
            ),
            check(
                "allocation_starts_before_it_ends",
                Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=models.F("ends_on")),
                _("The allocation ends before it starts: move one of the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def planned_hours(self, program: Program, as_of: datetime.date | None = None) -> Decimal:
        """Hours of the whole allocation, or those of its days until a date, both ends included."""
        first = self.starts_on or program.starts_on
        last = self.ends_on or program.ends_on
        days = days_between(first, min(last, as_of) if as_of else last)
        if self.weekly_hours is not None:
            return hours_of_weeks(self.weekly_hours, days)
        # A constraint holds that one of the two is given.
        return hours_of_fte(self.fte or Decimal(0), program.hours_per_fte, days)
