"""What one row decides about a criterion: the combinations that the database refuses.

What several rows decide stands in ``configuration.py``.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import check, unique
from indicators.models.choices import (
    ATTENDANCE,
    HOURS,
    MANUAL,
    PARTICIPANTS,
    Aggregation,
    Base,
    Comparison,
    Measure,
    Pacing,
)

CRITERION_CONSTRAINTS = [
    unique(
        "criterion_ref_once_a_main_area",
        ["main_area", "ref"],
        _("The main area has a criterion with that reference."),
    ),
    check(
        "criterion_words_are_known",
        Q(measure__in=Measure.values)
        & Q(comparison__in=Comparison.values)
        & Q(pacing__in=Pacing.values)
        & Q(base__in=["", *Base.values]),
    ),
    check(
        "criterion_measured_before_due",
        Q(measured_from__isnull=True) | Q(measured_from__lte=models.F("due_on")),
        _("The criterion is due before it is measured: move one of the two dates."),
    ),
    check(
        "criterion_target_fits_its_measure",
        Q(measure=Measure.COUNT, target__gte=0, target__isnull=False)
        | Q(measure=Measure.SHARE, target__gte=0, target__lte=100, target__isnull=False)
        | Q(
            measure__in=[Measure.MILESTONE, Measure.ALL, Measure.NARRATIVE],
            target__isnull=True,
        ),
        _(
            "Give a target: for a count a number that is not negative, for a share a "
            "percentage from 0 to 100. The other measures have no target: leave it empty."
        ),
    ),
    check(
        "criterion_aggregation_fits_its_measure",
        Q(measure=Measure.COUNT, aggregation__in=Aggregation.values)
        | Q(
            measure=Measure.SHARE,
            aggregation__in=[Aggregation.SUM, Aggregation.LATEST, Aggregation.HIGHEST],
        )
        | Q(
            measure__in=[Measure.MILESTONE, Measure.ALL, Measure.NARRATIVE],
            aggregation="",
        ),
        _(
            "A count has a sum, a latest, a highest or an average; a share no average, "
            "as percentages are never averaged; the other measures have none: leave it "
            "empty."
        ),
    ),
    check(
        "criterion_average_only_at_due",
        ~Q(aggregation=Aggregation.AVERAGE) | Q(pacing=Pacing.AT_DUE),
        _("An average is expected on the due date only: choose that pacing."),
    ),
    check(
        "criterion_pacing_is_for_counts",
        Q(measure=Measure.COUNT) | Q(pacing=Pacing.AT_DUE),
        _("Only a count can be expected bit by bit: choose «on the due date»."),
    ),
    check(
        "criterion_base_is_for_shares",
        Q(base="", base_value__isnull=True)
        | Q(measure=Measure.SHARE, base=Base.FIXED, base_value__isnull=False) & Q(base_value__gte=0)
        | Q(measure=Measure.SHARE, base=Base.LINKED, base_value__isnull=True),
        _(
            "Only a share has a denominator: a fixed one with its number, or a linked "
            "one without a number."
        ),
    ),
    check(
        "criterion_attendance_is_a_summed_count",
        ~Q(source=ATTENDANCE) | Q(measure=Measure.COUNT, aggregation=Aggregation.SUM),
        _("Attendance is counted and summed: choose the measure «count» and the sum."),
    ),
    check(
        "criterion_roster_is_a_summed_count_or_latest_share",
        ~Q(source=PARTICIPANTS)
        | Q(measure=Measure.COUNT, aggregation=Aggregation.SUM)
        | Q(measure=Measure.SHARE, aggregation=Aggregation.LATEST),
        _(
            "Participants are counted and summed, or the latest share of them is ticked: choose "
            "«count» with the sum, or «share» with the latest."
        ),
    ),
    check(
        "criterion_hours_are_a_summed_or_latest_count",
        ~Q(source=HOURS)
        | Q(measure=Measure.COUNT, aggregation__in=[Aggregation.SUM, Aggregation.LATEST]),
        _(
            "Hours are counted: choose the measure «count», with the sum, or with the latest for "
            "hours a week."
        ),
    ),
    check(
        "criterion_without_figures_is_manual",
        Q(measure__in=[Measure.COUNT, Measure.SHARE]) | Q(source=MANUAL),
        _("Only a count or a share can have that source."),
    ),
    check(
        "criterion_baseline_has_its_date",
        Q(baseline_value__isnull=True, baseline_on__isnull=True)
        | Q(baseline_value__isnull=False, baseline_on__isnull=False),
        _("Give the baseline both its number and its date."),
    ),
    check(
        "criterion_is_not_its_own_parent",
        Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
        _("A criterion cannot be a part of itself."),
    ),
    check(
        "criterion_is_not_its_own_original",
        Q(original__isnull=True) | ~Q(original=models.F("pk")),
    ),
]
