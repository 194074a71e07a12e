"""The source «manual»: people enter measurements."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.statements import day_of, from_ten_thousandths
from indicators.models import Criterion, Measurement
from indicators.models.choices import MANUAL, Aggregation, Measure
from indicators.queries.measured import MeasuredRow, Totals, is_added, measured_rows
from indicators.rules.criteria import rule_of
from indicators.rules.progress import NO_FACTS, Facts, Reading
from indicators.rules.sources import Behind, Days, Evidence, Report, Source
from indicators.rules.values import facts_by_day
from indicators.rules.wording.clues import OPINION, Clue

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from activities.models import LogEntry


class ManualSource(Source):
    code = MANUAL
    label = _("Measured by hand")
    derived = False
    clues = (Clue(MANUAL, Measure.SHARE, OPINION, anywhere=True, strength=2),)

    def reports(
        self, criteria: Sequence[Criterion], as_of: datetime.date, earlier: Days = ()
    ) -> dict[int, Report]:
        """One query for all."""
        reported = measured_rows(criteria, as_of, earlier)
        return {
            criterion.pk: _report(criterion, reported[criterion.pk], [as_of, *earlier])
            for criterion in criteria
            if criterion.pk in reported
        }

    def evidence(
        self, criteria: Sequence[Criterion], as_of: datetime.date
    ) -> dict[int, list[Evidence]]:
        found: dict[int, list[Evidence]] = {}
        for row in _with_subject(_measured(criteria, as_of)):
            found.setdefault(row.criterion_id, []).append(_evidence(row))
        return found

    def readings(
        self,
        criteria: Sequence[Criterion],
        as_of: datetime.date,
        without: LogEntry | None = None,
    ) -> dict[int, list[Reading]]:
        """One query, of bare rows, as there may be thousands."""
        measured = _measured(criteria, as_of)
        if without is not None:
            measured = measured.exclude(log_entry=without)
        found: dict[int, list[Reading]] = {}
        names = ("criterion_id", "pk", "recorded_at", "retracted_at", "forecast_stated_on")
        for key, pk, at, retracted, stated, *figures in measured.values_list(*names, *_FIGURES):
            on, value, numerator, denominator, done, approximate = figures
            found.setdefault(key, []).append(
                Reading(
                    on,
                    value,
                    numerator,
                    denominator,
                    done,
                    recorded=(at, pk),
                    approximate=approximate,
                    retracted=retracted is not None,
                    forecast=stated is not None,
                )
            )
        return found

    def behind(self, criterion: Criterion, as_of: datetime.date, most: int | None) -> Behind:
        """One query; where there are more than ``most``, two more."""
        measured = _measured([criterion], as_of)
        rows = list(_with_subject(measured)[: most and most + 1])
        if most is None or len(rows) <= most:
            evidence = [_evidence(row) for row in rows]
            return Behind([row.reading for row in evidence], evidence, measurements=rows)
        readings = self.readings([criterion], as_of)[criterion.pk]
        newest = [_evidence(row) for row in rows[:most]]
        changed = Measurement.history.filter(criterion=criterion, history_type="~")
        corrected = list(measured.filter(pk__in=changed.values("id")))
        return Behind(readings, newest, len(readings) - most, corrected)


def _measured(criteria: Sequence[Criterion], as_of: datetime.date) -> QuerySet[Measurement]:
    """What was measured, and what had been forecast, by a day, newest first."""
    known = Q(measured_on__lte=as_of, forecast_stated_on__isnull=True)
    known |= Q(forecast_stated_on__lte=as_of)
    return Measurement.objects.filter(known, criterion__in=criteria).newest_first()


def _with_subject(rows: QuerySet[Measurement]) -> QuerySet[Measurement]:
    return rows.select_related(
        "recorded_by", "log_entry__activity", "log_entry__main_area", "log_entry"
    )


def _evidence(row: Measurement) -> Evidence:
    return Evidence(
        reading=_reading(row),
        by=str(row.recorded_by or ""),
        log_entry=row.log_entry,
        measurement=row,
        retraction_reason=row.retraction_reason,
        note=row.note,
    )


_FIGURES = ("measured_on", "value", "numerator", "denominator", "done", "approximate")


def _reading(row: Measurement) -> Reading:
    """The pure rule's view of a stored measurement."""
    return Reading(
        **{name: getattr(row, name) for name in _FIGURES},
        recorded=(row.recorded_at, row.pk),
        retracted=row.retracted_at is not None,
        forecast=row.forecast_stated_on is not None,
    )


def _report(criterion: Criterion, rows: Sequence[MeasuredRow], days: Days) -> Report:
    forecast = next((row.forecast() for row in rows if row.is_forecast), None)
    counting = [row for row in rows if not row.is_forecast]
    if not counting:
        return Report(forecast=forecast, earlier=[NO_FACTS] * (len(days) - 1))
    newest = max(counting, key=lambda row: (row.measured_on, row.recorded_at, row.pk))
    facts, *earlier = _facts(criterion, counting, days)
    return Report(
        facts=facts,
        measured_on=day_of(newest.measured_on),
        measured_by=newest.by_name,
        forecast=forecast,
        earlier=earlier,
    )


def _facts(criterion: Criterion, rows: Sequence[MeasuredRow], days: Days) -> list[Facts]:
    """What the database found as of each day, as the pure rule would (``values.facts_by_day``)."""
    if is_added(criterion):
        return [_sum(criterion, totals) for totals in rows[0].totals]
    # One measurement decides: the newest, or the highest of shares.
    rule, readings = rule_of(criterion, criterion.due_on), [row.reading() for row in rows]
    return list(reversed(facts_by_day(rule, readings, list(reversed(days)))))


def _sum(criterion: Criterion, totals: Totals) -> Facts:
    if not totals.number:
        return NO_FACTS
    rough = bool(totals.rough)
    if criterion.measure == Measure.SHARE:
        return _sum_of_pairs(criterion, totals, rough)
    if criterion.aggregation == Aggregation.HIGHEST:
        exact = totals.top_exact == totals.top
        return Facts(value=from_ten_thousandths(totals.top), reported=True, approximate=not exact)
    total = from_ten_thousandths(totals.total)
    if criterion.aggregation == Aggregation.AVERAGE:
        return Facts(total, int(totals.number), reported=True, approximate=rough)
    return Facts(total, reported=True, approximate=rough)


def _sum_of_pairs(criterion: Criterion, totals: Totals, rough: bool) -> Facts:
    if criterion.base:
        return Facts(
            numerator=from_ten_thousandths(totals.numerators), reported=True, approximate=rough
        )
    if not totals.pair_denominators:
        return Facts(denominator=Decimal(0), reported=True)
    return Facts(
        numerator=from_ten_thousandths(totals.pair_numerators),
        denominator=from_ten_thousandths(totals.pair_denominators),
        reported=True,
        approximate=bool(totals.rough_pairs),
    )
