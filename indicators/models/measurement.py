"""What was counted by hand, and how a manager judges."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models import LogEntry
from core.clock import now
from core.constraints import check
from core.history import ClockedHistory
from core.plausibility import confirmed_field
from core.records import RetractableRow, retraction_has_its_reason
from indicators.models.choices import Status
from indicators.models.criterion import Criterion, amount
from indicators.models.querysets import MeasurementQuerySet


class Measurement(RetractableRow):
    """What somebody counted on a day: a value, a pair, or done or not."""

    is_logged = True  # see core/versions.py

    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="measurements", verbose_name=_("criterion")
    )
    log_entry = models.ForeignKey(
        LogEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name=_("log entry"),
    )
    measured_on = models.DateField(_("measured on"))
    value = amount(_("value"))
    numerator = amount(_("numerator"))
    denominator = amount(_("denominator"))
    done = models.BooleanField(_("done"), null=True, blank=True)
    approximate = models.BooleanField(_("rough figure"), default=False)
    confirmed = confirmed_field()
    note = models.CharField(_("note"), max_length=500, blank=True)
    # A forecast is for the day it is measured on, and was stated before it.
    forecast_stated_on = models.DateField(_("forecast stated on"), null=True, blank=True)

    history = HistoricalRecords()
    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["-measured_on", "-recorded_at", "-pk"]
        indexes = [
            models.Index(
                fields=["criterion", "measured_on", "recorded_at"], name="measurement_newest"
            )
        ]
        constraints = [
            check(
                "measurement_is_a_value_a_pair_or_done",
                Q(
                    value__isnull=False,
                    numerator__isnull=True,
                    denominator__isnull=True,
                    done__isnull=True,
                )
                | Q(value__isnull=True, numerator__isnull=False, done__isnull=True)
                | Q(
                    value__isnull=True,
                    numerator__isnull=True,
                    denominator__isnull=True,
                    done__isnull=False,
                ),
                _("Give one result: a value, or a numerator with its denominator, or done."),
            ),
            check(
                "measurement_is_not_negative",
                (Q(value__isnull=True) | Q(value__gte=0))
                & (Q(numerator__isnull=True) | Q(numerator__gte=0))
                & (Q(denominator__isnull=True) | Q(denominator__gte=0)),
                _("A measured number cannot be negative."),
            ),
            check(
                "measurement_forecast_looks_ahead",
                Q(forecast_stated_on__isnull=True)
                | Q(forecast_stated_on__lt=models.F("measured_on")),
                _("A forecast is stated before the day that it is for."),
            ),
            retraction_has_its_reason("measurement", _("Say why the measurement is retracted.")),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.measured_on}"

    @property
    def is_forecast(self) -> bool:
        return self.forecast_stated_on is not None

    @property
    def program_id(self) -> int:
        # The programme of its entry is at hand; that of each criterion would be looked up.
        return (self.log_entry or self.criterion).program_id


class Assessment(ClockedHistory, models.Model):
    """A manager's judgement on a day. A new one stands beside the old, never in its place."""

    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="assessments", verbose_name=_("criterion")
    )
    status = models.CharField(_("judged status"), max_length=14, choices=Status.choices)
    reason = models.TextField(_("reason"))
    on = models.DateField(_("judged on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="assessments",
        verbose_name=_("judged by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        ordering = ["-on", "-recorded_at", "-pk"]
        constraints = [
            check("assessment_status_is_known", Q(status__in=Status.values)),
            check("assessment_has_its_reason", ~Q(reason=""), _("Say why you judge so.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.on}"

    @property
    def program_id(self) -> int:
        return self.criterion.program_id
