"""Criteria that are measured in hours: in all, or a week."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.history import ClockedHistory
from indicators.models.criterion import Criterion


class HoursRule(ClockedHistory, models.Model):
    """How a criterion with the source «hours» reads the hours logged at its activities."""

    criterion = models.OneToOneField(
        Criterion, models.CASCADE, related_name="hours_rule", verbose_name=_("criterion")
    )
    per_week = models.BooleanField(
        _("hours a week"),
        default=False,
        help_text=_(
            "The hours in the criterion's period divided by its weeks so far. Choose «the latest» "
            "above, and «by planned points» with one point at the start to be warned on the way."
        ),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("hours that it counts")
        verbose_name_plural = _("hours that they count")

    def __str__(self) -> str:
        return str(_("hours a week") if self.per_week else _("hours in all"))
