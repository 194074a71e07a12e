"""Success criteria: what the committee adopted, and what it demands in figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models import Activity
from core.constraints import check, unique
from core.dates import format_date_short
from core.history import ClockedHistory
from core.numbers import format_number
from indicators.models.choices import MANUAL, Aggregation, Base, Comparison, Measure, Pacing
from indicators.models.constraints import CRITERION_CONSTRAINTS
from indicators.models.querysets import CriterionQuerySet
from programs.models import Initiative, MainArea

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# A billion with four decimals: 100,000 of them still sum exactly in 64 bits of ten-thousandths.
MAX_DIGITS, DECIMAL_PLACES = 13, 4


def amount(label: StrOrPromise, **options) -> models.DecimalField:
    """A measured or demanded number."""
    return models.DecimalField(
        label,
        max_digits=MAX_DIGITS,
        decimal_places=DECIMAL_PLACES,
        null=True,
        blank=True,
        **options,
    )


class Criterion(ClockedHistory, models.Model):
    """A success criterion: the adopted wording, and what it demands in figures."""

    main_area = models.ForeignKey(
        MainArea, models.CASCADE, related_name="criteria", verbose_name=_("main area")
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("initiative"),
    )
    activities = models.ManyToManyField(
        Activity,
        blank=True,
        related_name="criteria",
        verbose_name=_("activities"),
        help_text=_("Whoever logs one of them is asked for a result of this criterion."),
    )
    ref = models.CharField(_("reference"), max_length=60)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("The group it stands under in the programme document."),
    )
    wording = models.TextField(_("wording"), help_text=_("As the committee adopted it."))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("For a sub-criterion: the criterion that it is a part of."),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("responsible"),
        help_text=_("Left empty it is whoever is responsible for the first activity."),
    )
    carried_over_from = models.CharField(_("carried over from"), max_length=60, blank=True)
    # The criterion that it was copied from; what is carried over from a year that was never in the
    # system, or came with a file, has its name above only.
    original = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="carried_on",
        verbose_name=_("the criterion it was carried over from"),
    )

    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices)
    comparison = models.CharField(
        _("comparison"), max_length=2, choices=Comparison.choices, default=Comparison.AT_LEAST
    )
    target = amount(_("target"), help_text=_("A number; for a share, per cent."))
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    aggregation = models.CharField(
        _("how measurements become one value"),
        max_length=8,
        choices=Aggregation.choices,
        blank=True,
        help_text=_("Usually the sum for a count and the latest for a share."),
    )
    source = models.CharField(_("source"), max_length=20, default=MANUAL)
    pacing = models.CharField(
        _("expected when"),
        max_length=8,
        choices=Pacing.choices,
        default=Pacing.AT_DUE,
        help_text=_("Only a count can be expected bit by bit."),
    )
    measured_from = models.DateField(
        _("measured from"),
        null=True,
        blank=True,
        help_text=_("Left empty: from the programme's start."),
    )
    due_on = models.DateField(_("due on"), help_text=_("Left empty: the programme's end."))
    base = models.CharField(
        _("denominator"),
        max_length=6,
        choices=Base.choices,
        blank=True,
        help_text=_("Left empty: the denominator is measured together with the numerator."),
    )
    base_value = amount(_("fixed denominator"))
    base_criteria = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="shares",
        verbose_name=_("linked denominator"),
        help_text=_("The counts whose values together are the denominator."),
    )
    baseline_value = amount(_("baseline"))
    baseline_on = models.DateField(_("baseline measured on"), null=True, blank=True)
    # Changes of what was adopted, as indicators.rules.revisions reads and writes them.
    revisions = models.JSONField(_("changes after adoption"), default=list, editable=False)

    # Set where it is read as it was on an earlier day: what was demanded then, by field.
    demanded_then: Mapping[str, Any] = {}

    history = HistoricalRecords(m2m_fields=[activities, base_criteria])
    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("success criterion")
        verbose_name_plural = _("success criteria")
        ordering = ["main_area", "position", "pk"]
        constraints = CRITERION_CONSTRAINTS

    def __str__(self) -> str:
        return self.wording if len(self.wording) <= 120 else f"{self.wording[:119]}…"

    def get_absolute_url(self) -> str:
        return reverse("indicators:criterion", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.main_area.program_id


class PlannedPoint(models.Model):
    """How far a count is planned to have come on a day."""

    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="planned_points", verbose_name=_("criterion")
    )
    on = models.DateField(_("date"))
    value = models.DecimalField(
        _("planned value"), max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES
    )

    class Meta:
        verbose_name = _("planned point")
        verbose_name_plural = _("planned points")
        ordering = ["criterion", "on"]
        constraints = [
            unique(
                "planned_point_once_a_day",
                ["criterion", "on"],
                _("There is a planned point on that day already."),
            ),
            check(
                "planned_point_is_not_negative",
                Q(value__gte=0),
                _("A planned value cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{format_date_short(self.on)}: {format_number(self.value)}"
