"""The source «manual»: people enter measurements."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import DECIMAL_PLACES, Criterion, Measurement
from indicators.progress import Facts, Reading
from indicators.progress import facts_of as pure_facts_of
from indicators.rules import rule_of
from indicators.sources import Evidence, Forecast, Report, marks
from indicators.vocabulary import Aggregation, Measure

_SCALE = 10**DECIMAL_PLACES

# Written by hand, as every page that shows a value asks for it: to build these two statements out
# of query expressions took ten times as long as running them. Both databases read them.

# Per criterion the measurement that is newest, the forecast that was stated last, and the shares
# that may be the highest: a ratio of floats within a millionth of the top, which only the pure rule
# can rank exactly.
_NEWEST = """
SELECT m.id, m.criterion_id, m.measured_on, m.value, m.numerator, m.denominator, m.done,
       m.approximate, m.forecast_stated_on, m.recorded_at, m.retracted_at,
       COALESCE(NULLIF(u.full_name, ''), u.username, '') AS by_name
FROM indicators_measurement m
LEFT JOIN accounts_user u ON u.id = m.recorded_by_id
WHERE m.id IN (
    SELECT (
        SELECT n.id FROM indicators_measurement n
        WHERE n.criterion_id = c.id AND n.measured_on <= %s
          AND n.retracted_at IS NULL AND n.forecast_stated_on IS NULL
        ORDER BY n.measured_on DESC, n.recorded_at DESC, n.id DESC LIMIT 1
    ) FROM indicators_criterion c WHERE c.id IN ({wanted})
    UNION ALL
    SELECT (
        SELECT f.id FROM indicators_measurement f
        WHERE f.criterion_id = c.id AND f.measured_on > %s
          AND f.retracted_at IS NULL AND f.forecast_stated_on <= %s
        ORDER BY f.forecast_stated_on DESC, f.recorded_at DESC, f.id DESC LIMIT 1
    ) FROM indicators_criterion c WHERE c.id IN ({wanted})
    UNION ALL
    SELECT near.id FROM (
        SELECT r.id, r.ratio, MAX(r.ratio) OVER (PARTITION BY r.criterion_id) AS top FROM (
            SELECT m.id, m.criterion_id,
                   1.0 * m.numerator / CASE WHEN c.base = '' THEN m.denominator ELSE 1 END AS ratio
            FROM indicators_measurement m JOIN indicators_criterion c ON c.id = m.criterion_id
            WHERE m.criterion_id IN ({ranked}) AND m.measured_on <= %s
              AND m.retracted_at IS NULL AND m.forecast_stated_on IS NULL
              AND (c.base <> '' OR m.denominator > 0)
        ) r
    ) near WHERE near.ratio >= 0.999999 * near.top
)
"""

# Sums, highest and counts, in ten-thousandths as integers: SQLite would add Decimals as floats. A
# pair with the denominator 0 says nothing.
_TOTALS = """
SELECT criterion_id AS id, COUNT(*) AS number, SUM(v) AS total,
       MAX(v) AS top, MAX(v) FILTER (WHERE NOT approximate) AS top_exact,
       SUM(n) AS numerators,
       SUM(n) FILTER (WHERE d > 0) AS pair_numerators, SUM(d) AS pair_denominators,
       MAX(CASE WHEN approximate THEN 1 ELSE 0 END) AS rough,
       MAX(CASE WHEN approximate THEN 1 ELSE 0 END) FILTER (WHERE d > 0) AS rough_pairs
FROM (
    SELECT criterion_id, approximate,
           CAST(ROUND(value * {scale}) AS bigint) AS v,
           CAST(ROUND(numerator * {scale}) AS bigint) AS n,
           CAST(ROUND(denominator * {scale}) AS bigint) AS d
    FROM indicators_measurement
    WHERE criterion_id IN ({wanted}) AND measured_on <= %s
      AND retracted_at IS NULL AND forecast_stated_on IS NULL
) counting
GROUP BY criterion_id
"""


def _unscaled(total: object) -> Decimal:
    return Decimal(int(total or 0)) / _SCALE


class ManualSource:
    code = "manual"
    label = _("Measured by hand")
    derived = False

    def reports(self, criteria: Sequence[Criterion], as_of: datetime.date) -> dict[int, Report]:
        """Two queries: single measurements that decide alone, and totals of the others."""
        single = _single(criteria, as_of)
        totals = _totals(criteria, as_of)
        found = {}
        for criterion in criteria:
            rows = single.get(criterion.pk, ())
            counting = [row for row in rows if not row.is_forecast]
            forecast = next((row for row in rows if row.is_forecast), None)
            last = max(counting, key=_age, default=None)
            if last or forecast:
                found[criterion.pk] = Report(
                    facts=_facts(criterion, counting, totals.get(criterion.pk), as_of),
                    measured_on=last.measured_on if last else None,
                    measured_by=last.by_name if last else "",
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


def _age(row: Measurement) -> tuple:
    return (row.measured_on, row.recorded_at, row.pk)


def _is_ranked(criterion: Criterion) -> bool:
    """The highest of shares: SQL has no exact ratio, so the pure rule ranks the last few."""
    return criterion.measure == Measure.SHARE and criterion.aggregation == Aggregation.HIGHEST


def _single(criteria: Iterable[Criterion], as_of: datetime.date) -> Mapping[int, list[Any]]:
    """By criterion, what ``_NEWEST`` finds: one query."""
    wanted = [criterion.pk for criterion in criteria]
    ranked = [criterion.pk for criterion in criteria if _is_ranked(criterion)]
    found: dict[int, list] = defaultdict(list)
    for row in Measurement.objects.raw(
        _NEWEST.format(wanted=marks(wanted), ranked=marks(ranked)),
        [as_of, *wanted, as_of, as_of, *wanted, *ranked, as_of],
    ):
        found[row.criterion_id].append(row)
    return found


def _totals(criteria: Iterable[Criterion], as_of: datetime.date) -> dict[int, Any]:
    """Of the criteria whose value is made of several rows, what ``_TOTALS`` adds up: one query."""
    several = [
        criterion.pk
        for criterion in criteria
        if criterion.aggregation not in ("", Aggregation.LATEST) and not _is_ranked(criterion)
    ]
    if not several:
        return {}
    sql = _TOTALS.format(wanted=marks(several), scale=_SCALE)
    return {row.pk: row for row in Criterion.objects.raw(sql, [*several, as_of])}


def _facts(
    criterion: Criterion, rows: Sequence[Measurement], totals: Any, as_of: datetime.date
) -> Facts:
    """What the database found, in the shape of the pure rule (``progress.facts_of``)."""
    if not rows:
        return Facts()
    if totals is None:
        # One row decides: the newest, or the highest of shares.
        rule = rule_of(criterion, criterion.due_on)
        return pure_facts_of(rule, [reading_of(row) for row in rows], as_of)
    rough = bool(totals.rough)
    if criterion.measure == Measure.SHARE:
        return _sum_of_pairs(criterion, totals, rough)
    if criterion.aggregation == Aggregation.HIGHEST:
        exact = totals.top_exact == totals.top
        return Facts(value=_unscaled(totals.top), reported=True, approximate=not exact)
    of = totals.number if criterion.aggregation == Aggregation.AVERAGE else 1
    return Facts(_unscaled(totals.total), of, reported=True, approximate=rough)


def _sum_of_pairs(criterion: Criterion, totals: Any, rough: bool) -> Facts:
    if criterion.base:
        return Facts(numerator=_unscaled(totals.numerators), reported=True, approximate=rough)
    if not totals.pair_denominators:
        return Facts(reported=True)
    return Facts(
        numerator=_unscaled(totals.pair_numerators),
        denominator=_unscaled(totals.pair_denominators),
        reported=True,
        approximate=bool(totals.rough_pairs),
    )


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
