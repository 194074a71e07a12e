"""Bare rows of measurements: those that decide the values of criteria, and what they add up to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from accounts.models import User
from core.statements import day_of, from_ten_thousandths, placeholders, rows_of
from indicators.models import DECIMAL_PLACES, Criterion
from indicators.models.choices import Aggregation, Measure
from indicators.rules.progress import Reading
from indicators.rules.sources import Days, Forecast

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
# The newest as of an earlier day, of those whose figures are not added up.
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


class Totals(NamedTuple):
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


class MeasuredRow(NamedTuple):
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
    totals: Sequence[Totals]

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

    def forecast(self) -> Forecast:
        return Forecast(
            stated_on=day_of(self.forecast_stated_on or self.measured_on),
            on=day_of(self.measured_on),
            value=_figure(self.value),
            numerator=_figure(self.numerator),
            denominator=_figure(self.denominator),
            done=_known(self.done),
            approximate=bool(self.approximate),
        )


def _figure(scaled: int | None) -> Decimal | None:
    return None if scaled is None else from_ten_thousandths(scaled)


def _known(flag: bool | int | None) -> bool | None:
    return None if flag is None else bool(flag)


_OWN = MeasuredRow._fields.index("totals")  # columns of a row's own, before the totals


def _is_ranked(criterion: Criterion) -> bool:
    """The highest of shares: SQL has no exact ratio, so the pure rule ranks the last few."""
    return criterion.measure == Measure.SHARE and criterion.aggregation == Aggregation.HIGHEST


def is_added(criterion: Criterion) -> bool:
    """Whether several measurements make up the value, so that the database adds them up."""
    return criterion.aggregation not in ("", Aggregation.LATEST) and not _is_ranked(criterion)


def measured_rows(
    criteria: Iterable[Criterion], as_of: datetime.date, earlier: Days
) -> dict[int, list[MeasuredRow]]:
    """By criterion, the rows that ``_REPORTED`` finds; without any it is left out."""
    wanted = [criterion.pk for criterion in criteria]
    added = [criterion.pk for criterion in criteria if is_added(criterion)]
    ranked = [criterion.pk for criterion in criteria if _is_ranked(criterion)]
    # Of ranked shares too: where none of them has a denominator, the newest says that.
    single = [pk for pk in wanted if pk not in added]
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
    found: dict[int, list[MeasuredRow]] = {}
    for row in rows_of(sql, [*values, *values_of_more]):
        found.setdefault(row[1], []).append(
            MeasuredRow._make([*row[:_OWN], _totals_of(row[_OWN:])])
        )
    return found


def _names(place: int) -> str:
    return "".join(f", added.{name}{place}" for name in Totals._fields)


def _sums(place: int) -> str:
    """Of the stretches up to the day in this place of the days, which fall."""
    asked = f"FILTER (WHERE stretch >= {place})" if place else ""
    return "".join(
        f", {'MAX' if name in _LARGEST else 'SUM'}({name}) {asked} AS {name}{place}"
        for name in Totals._fields
    )


def _totals_of(sums: Sequence[Any]) -> list[Totals]:
    width = len(Totals._fields)
    return [Totals(*sums[start : start + width]) for start in range(0, len(sums), width)]
