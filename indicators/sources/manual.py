"""The source «manual»: people enter measurements."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Cast, Round
from django.utils.translation import gettext_lazy as _

from indicators.models import DECIMAL_PLACES, Criterion, Measurement
from indicators.progress import Facts, Reading
from indicators.progress import facts_of as pure_facts_of
from indicators.rules import rule_of
from indicators.sources import Evidence, Forecast, Report
from indicators.vocabulary import Aggregation, Measure

_SCALE = 10**DECIMAL_PLACES


def _exact_sum(name: str, condition: Q | None = None) -> Sum:
    """Σ in ten-thousandths as integers: SQLite would add Decimals as floats."""
    scaled = ExpressionWrapper(
        F(name) * _SCALE, output_field=DecimalField(max_digits=30, decimal_places=DECIMAL_PLACES)
    )
    return Sum(Cast(Round(scaled), BigIntegerField()), filter=condition)


def _unscaled(total: object) -> Decimal:
    return Decimal(int(total or 0)) / _SCALE


class ManualSource:
    code = "manual"
    label = _("Measured by hand")
    derived = False

    def reports(self, criteria: Sequence[Criterion], as_of: datetime.date) -> dict[int, Report]:
        """Three queries: totals, newest and forecasts, and the few pairs SQL cannot rank."""
        newest, forecasts = _newest_and_forecasts(criteria, as_of)
        totals = _totals(criteria, as_of)
        ranked = _ranked_shares(criteria, as_of)
        found = {}
        for criterion in criteria:
            last = newest.get(criterion.pk)
            facts = ranked.get(criterion.pk) or _facts(criterion, last, totals.get(criterion.pk))
            forecast = forecasts.get(criterion.pk)
            if last or forecast:
                found[criterion.pk] = Report(
                    facts=facts,
                    measured_on=last.measured_on if last else None,
                    measured_by=str(last.recorded_by or "") if last else "",
                    forecast=_forecast(forecast) if forecast else None,
                )
        return found

    def evidence(
        self, criteria: Sequence[Criterion], as_of: datetime.date
    ) -> dict[int, list[Evidence]]:
        rows = (
            Measurement.objects.filter(criterion__in=criteria)
            .filter(
                Q(measured_on__lte=as_of, forecast_stated_on__isnull=True)
                | Q(forecast_stated_on__lte=as_of)
            )
            .select_related(
                "recorded_by", "log_entry__activity", "log_entry__main_area", "log_entry"
            )
            .newest_first()
        )
        found: dict[int, list[Evidence]] = {}
        for row in rows:
            found.setdefault(row.criterion_id, []).append(_evidence(row))
        return found


def _evidence(row: Measurement) -> Evidence:
    return Evidence(
        reading=reading_of(row),
        by=str(row.recorded_by or ""),
        log_entry=row.log_entry,
        measurement=row,
        retraction_reason=row.retraction_reason,
        note=row.note,
    )


def reading_of(row: Measurement) -> Reading:
    """The pure rule's view of a stored measurement."""
    return Reading(
        measured_on=row.measured_on,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        done=row.done,
        recorded=(row.recorded_at, row.pk or 0),
        approximate=row.approximate,
        retracted=row.is_retracted,
        forecast=row.is_forecast,
    )


def _newest_of(rows: QuerySet) -> Subquery:
    return Subquery(rows.filter(criterion=OuterRef("pk")).newest_first().values("pk")[:1])


def _newest_and_forecasts(
    criteria: Iterable[Criterion], as_of: datetime.date
) -> tuple[dict[int, Measurement], dict[int, Measurement]]:
    """The newest measurement and the newest forecast of each criterion: one query."""
    wanted = Criterion.objects.filter(pk__in=[criterion.pk for criterion in criteria]).order_by()
    counting = _newest_of(Measurement.objects.counting(as_of))
    stated = Subquery(
        Measurement.objects.forecasts(as_of)
        .filter(criterion=OuterRef("pk"))
        .order_by("-forecast_stated_on", "-recorded_at", "-pk")
        .values("pk")[:1]
    )
    rows = (
        Measurement.objects.filter(
            Q(pk__in=wanted.values(newest=counting)) | Q(pk__in=wanted.values(newest=stated))
        )
        .select_related("recorded_by")
        .order_by()
    )
    newest, forecasts = {}, {}
    for row in rows:
        (forecasts if row.is_forecast else newest)[row.criterion_id] = row
    return newest, forecasts


def _totals(criteria: Iterable[Criterion], as_of: datetime.date) -> dict[int, dict]:
    """Sums, highest and counts of the criteria whose value is made of several rows: one query."""
    several = [
        criterion.pk
        for criterion in criteria
        if criterion.aggregation not in ("", Aggregation.LATEST)
    ]
    says_something = Q(denominator__gt=0)
    rough = Case(When(approximate=True, then=1), default=0)
    rows = (
        Measurement.objects.counting(as_of)
        .filter(criterion__in=several)
        .order_by()
        .values("criterion_id")
        .annotate(
            rows=Count("pk"),
            total=_exact_sum("value"),
            top=Max("value"),
            top_exact=Max("value", filter=Q(approximate=False)),
            numerators=_exact_sum("numerator"),
            pairs=Count("pk", filter=says_something),
            pair_numerators=_exact_sum("numerator", says_something),
            pair_denominators=_exact_sum("denominator", says_something),
            rough=Max(rough),
            rough_pairs=Max(rough, filter=says_something),
        )
    )
    return {row["criterion_id"]: row for row in rows}


def _facts(criterion: Criterion, last: Measurement | None, totals: dict | None) -> Facts:
    """What the database added up, in the shape of the pure rule (``progress.facts_of``)."""
    if last is None:
        return Facts()
    if totals is None:
        # The newest decides alone: a «latest» aggregation, or a milestone.
        rule = rule_of(criterion, criterion.due_on)
        return pure_facts_of(rule, [reading_of(last)], last.measured_on)
    rough = bool(totals["rough"])
    if criterion.measure == Measure.SHARE:
        return _sum_of_pairs(criterion, totals, rough)
    if criterion.aggregation == Aggregation.HIGHEST:
        exact = totals["top_exact"] == totals["top"]
        return Facts(value=totals["top"], reported=True, approximate=not exact)
    of = totals["rows"] if criterion.aggregation == Aggregation.AVERAGE else 1
    return Facts(_unscaled(totals["total"]), of, reported=True, approximate=rough)


def _sum_of_pairs(criterion: Criterion, totals: dict, rough: bool) -> Facts:
    if criterion.base:
        return Facts(numerator=_unscaled(totals["numerators"]), reported=True, approximate=rough)
    if not totals["pairs"]:
        return Facts(reported=True)
    return Facts(
        numerator=_unscaled(totals["pair_numerators"]),
        denominator=_unscaled(totals["pair_denominators"]),
        reported=True,
        approximate=bool(totals["rough_pairs"]),
    )


def _ranked_shares(criteria: Iterable[Criterion], as_of: datetime.date) -> dict[int, Facts]:
    """The highest of shares: ranked by the pure rule, as SQL has no exact ratio."""
    ranked = {
        criterion.pk: criterion
        for criterion in criteria
        if criterion.measure == Measure.SHARE and criterion.aggregation == Aggregation.HIGHEST
    }
    if not ranked:
        return {}
    readings: dict[int, list[Reading]] = {}
    for row in Measurement.objects.counting(as_of).filter(criterion__in=ranked).order_by():
        readings.setdefault(row.criterion_id, []).append(reading_of(row))
    return {
        pk: pure_facts_of(rule_of(ranked[pk], ranked[pk].due_on), found, as_of)
        for pk, found in readings.items()
    }


def _forecast(row: Measurement) -> Forecast:
    return Forecast(
        stated_on=row.forecast_stated_on,
        on=row.measured_on,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        done=row.done,
        approximate=row.approximate,
    )
