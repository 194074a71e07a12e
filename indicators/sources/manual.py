"""The source «manual»: people enter measurements."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.statements import day_of, from_ten_thousandths, placeholders, rows_of
from indicators.models import DECIMAL_PLACES, Criterion, Measurement
from indicators.models.choices import MANUAL, Aggregation, Measure
from indicators.rules.criteria import rule_of
from indicators.rules.progress import NO_FACTS, Facts, Reading
from indicators.rules.sources import Behind, Days, Evidence, Forecast, Report, Source
from indicators.rules.values import facts_by_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from activities.models import LogEntry

_SCALE = 10**DECIMAL_PLACES

# Written by hand, as every page that shows a value asks for it: building it out of query
# expressions took ten times as long as running it. Both databases read it.
#
# Of each criterion it finds the measurement that is newest, the forecast that was stated last, and
# the shares that may be the highest: a ratio of floats within a millionth of the top, which only
# the pure rule can rank exactly. Beside each stands what the criterion's measurements add up to, in
# ten-thousandths as integers: SQLite would add Decimals as floats. A pair whose denominator is 0
# says nothing.
#
# For earlier days it finds the same rows as of each of them, and adds up in two steps: first what
# lies between two days, in which each measurement is looked at once, then the few sums of these.
_COUNTING = "retracted_at IS NULL AND forecast_stated_on IS NULL AND measured_on <= %s"
_REPORTED = """
SELECT m.id, m.criterion_id, m.measured_on, CAST(ROUND(m.value * {scale}) AS bigint),
       CAST(ROUND(m.numerator * {scale}) AS bigint), CAST(ROUND(m.denominator * {scale}) AS bigint),
       m.done, m.approximate, m.forecast_stated_on, m.recorded_at,
       {by_name}{totals}
FROM indicators_measurement m
LEFT JOIN accounts_user u ON u.id = m.recorded_by_id
LEFT JOIN (
    SELECT criterion_id{sums}
    FROM (
        SELECT criterion_id, {stretch} AS stretch, COUNT(*) AS number,
               SUM(CAST(ROUND(value * {scale}) AS bigint)) AS total,
               CAST(ROUND(MAX(value) * {scale}) AS bigint) AS top,
               CAST(ROUND(MAX(value) FILTER (WHERE NOT approximate) * {scale}) AS bigint)
                   AS top_exact,
               MAX(CASE WHEN approximate THEN 1 ELSE 0 END) AS rough,
               SUM(CAST(ROUND(numerator * {scale}) AS bigint)) AS numerators,
               SUM(CAST(ROUND(numerator * {scale}) AS bigint)) FILTER (WHERE denominator > 0)
                   AS pair_numerators,
               SUM(CAST(ROUND(denominator * {scale}) AS bigint)) AS pair_denominators,
               MAX(CASE WHEN approximate THEN 1 ELSE 0 END) FILTER (WHERE denominator > 0)
                   AS rough_pairs
        FROM indicators_measurement WHERE criterion_id IN ({added}) AND {counting}
        GROUP BY 1, 2
    ) stretches GROUP BY criterion_id
) added ON added.criterion_id = m.criterion_id
WHERE m.id IN (
    SELECT (
        SELECT id FROM indicators_measurement WHERE criterion_id = c.id AND {counting}
        ORDER BY measured_on DESC, recorded_at DESC, id DESC LIMIT 1
    ) FROM indicators_criterion c WHERE c.id IN ({wanted})
    UNION ALL
    SELECT (
        SELECT id FROM indicators_measurement
        WHERE criterion_id = c.id AND retracted_at IS NULL
          AND measured_on > %s AND forecast_stated_on <= %s
        ORDER BY forecast_stated_on DESC, recorded_at DESC, id DESC LIMIT 1
    ) FROM indicators_criterion c WHERE c.id IN ({wanted})
    {more}
)
"""
# The newest as of an earlier day, of those whose newest decides.
_NEWEST_THEN = """
    UNION ALL
    SELECT (
        SELECT id FROM indicators_measurement WHERE criterion_id = c.id AND {counting}
        ORDER BY measured_on DESC, recorded_at DESC, id DESC LIMIT 1
    ) FROM indicators_criterion c WHERE c.id IN ({single})
"""
# Of shares that are ranked; the planner is spared it where there are none.
_HIGHEST = """
    UNION ALL
    SELECT near.id FROM (
        SELECT r.id, r.ratio, MAX(r.ratio) OVER (PARTITION BY r.criterion_id) AS top FROM (
            SELECT m.id, m.criterion_id,
                   1.0 * m.numerator / CASE WHEN c.base = '' THEN m.denominator ELSE 1 END AS ratio
            FROM indicators_measurement m JOIN indicators_criterion c ON c.id = m.criterion_id
            WHERE m.criterion_id IN ({ranked}) AND (c.base <> '' OR m.denominator > 0)
              AND {counting}
        ) r
    ) near WHERE near.ratio >= 0.999999 * near.top
"""


class _Totals(NamedTuple):
    """What the measurements of a criterion add up to by a day; nothing where it has none."""

    number: int | None
    total: int | Decimal | None
    top: int | None
    top_exact: int | None
    rough: int | None
    numerators: int | Decimal | None
    pair_numerators: int | Decimal | None
    pair_denominators: int | Decimal | None
    rough_pairs: int | None


_LARGEST = {"top", "top_exact", "rough", "rough_pairs"}


class _Row(NamedTuple):
    """A row of ``_REPORTED``: bare, as there are hundreds. Figures are ten-thousandths.

    Days and times are texts on SQLite, and what is true or false is 1 or 0.
    """

    pk: int
    criterion: int
    measured_on: datetime.date | str
    value: int | None
    numerator: int | None
    denominator: int | None
    done: bool | int | None
    approximate: bool | int
    forecast_stated_on: datetime.date | str | None
    recorded_at: Any
    by_name: str
    # Now, and as of each of the earlier days.
    totals: Sequence[_Totals]

    @property
    def is_forecast(self) -> bool:
        return self.forecast_stated_on is not None

    def reading(self) -> Reading:
        """The pure rule's view of it: it stands, and is no forecast."""
        return Reading(
            measured_on=day_of(self.measured_on),
            value=_figure(self.value),
            numerator=_figure(self.numerator),
            denominator=_figure(self.denominator),
            done=_known(self.done),
            recorded=(self.recorded_at, self.pk),
            approximate=bool(self.approximate),
        )


def _figure(scaled: int | None) -> Decimal | None:
    return None if scaled is None else from_ten_thousandths(scaled)


def _known(flag: bool | int | None) -> bool | None:
    return None if flag is None else bool(flag)


OWN = _Row._fields.index("totals")  # columns of a row's own, before the totals


class ManualSource(Source):
    code = MANUAL
    label = _("Measured by hand")
    derived = False

    def reports(
        self, criteria: Sequence[Criterion], as_of: datetime.date, earlier: Days = ()
    ) -> dict[int, Report]:
        """One query for all."""
        reported = _reported(criteria, as_of, earlier)
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


def _is_ranked(criterion: Criterion) -> bool:
    """The highest of shares: SQL has no exact ratio, so the pure rule ranks the last few."""
    return criterion.measure == Measure.SHARE and criterion.aggregation == Aggregation.HIGHEST


def _is_added(criterion: Criterion) -> bool:
    """Whether several measurements make up the value, so that the database adds them up."""
    return criterion.aggregation not in ("", Aggregation.LATEST) and not _is_ranked(criterion)


def _reported(
    criteria: Iterable[Criterion], as_of: datetime.date, earlier: Days
) -> dict[int, list[_Row]]:
    """By criterion, the rows that ``_REPORTED`` finds; without any it is left out."""
    wanted = [criterion.pk for criterion in criteria]
    added = [criterion.pk for criterion in criteria if _is_added(criterion)]
    ranked = [criterion.pk for criterion in criteria if _is_ranked(criterion)]
    single = [pk for pk in wanted if pk not in {*added, *ranked}]
    more, values_of_more = [], []
    for day in (as_of, *earlier):
        if ranked:
            more.append(_HIGHEST.format(counting=_COUNTING, ranked=placeholders(ranked)))
            values_of_more += [*ranked, day]
        if single and day != as_of:
            more.append(_NEWEST_THEN.format(counting=_COUNTING, single=placeholders(single)))
            values_of_more += [day, *single]
    stretch = "".join("CASE WHEN measured_on > %s THEN 0 ELSE 1 END + " for _day in earlier) + "0"
    sql = _REPORTED.format(
        scale=_SCALE,
        by_name=User.name_in_sql("u"),
        counting=_COUNTING,
        wanted=placeholders(wanted),
        added=placeholders(added),
        stretch=stretch,
        totals="".join(map(_names, range(1 + len(earlier)))),
        sums="".join(map(_sums, range(1 + len(earlier)))),
        more="".join(more),
    )
    values = [*earlier, *added, as_of, as_of, *wanted, as_of, as_of, *wanted]
    found: dict[int, list[_Row]] = {}
    for row in rows_of(sql, [*values, *values_of_more]):
        found.setdefault(row[1], []).append(_Row._make([*row[:OWN], _totals_of(row[OWN:])]))
    return found


def _names(place: int) -> str:
    return "".join(f", added.{name}{place}" for name in _Totals._fields)


def _sums(place: int) -> str:
    """Of the stretches up to the day in this place of the days, which fall."""
    asked = f"FILTER (WHERE stretch >= {place})" if place else ""
    return "".join(
        f", {'MAX' if name in _LARGEST else 'SUM'}({name}) {asked} AS {name}{place}"
        for name in _Totals._fields
    )


def _totals_of(sums: Sequence[Any]) -> list[_Totals]:
    width = len(_Totals._fields)
    return [_Totals(*sums[start : start + width]) for start in range(0, len(sums), width)]


def _report(criterion: Criterion, rows: Sequence[_Row], days: Days) -> Report:
    forecast = next((_forecast(row) for row in rows if row.is_forecast), None)
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


def _facts(criterion: Criterion, rows: Sequence[_Row], days: Days) -> list[Facts]:
    """What the database found as of each day, as the pure rule would (``values.facts_by_day``)."""
    if _is_added(criterion):
        return [_sum(criterion, totals) for totals in rows[0].totals]
    # One measurement decides: the newest, or the highest of shares.
    rule, readings = rule_of(criterion, criterion.due_on), [row.reading() for row in rows]
    return list(reversed(facts_by_day(rule, readings, list(reversed(days)))))


def _sum(criterion: Criterion, totals: _Totals) -> Facts:
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


def _sum_of_pairs(criterion: Criterion, totals: _Totals, rough: bool) -> Facts:
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


def _forecast(row: _Row) -> Forecast:
    return Forecast(
        stated_on=day_of(row.forecast_stated_on or row.measured_on),
        on=day_of(row.measured_on),
        value=_figure(row.value),
        numerator=_figure(row.numerator),
        denominator=_figure(row.denominator),
        done=_known(row.done),
        approximate=bool(row.approximate),
    )
