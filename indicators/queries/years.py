"""One criterion across years: those that it was carried over from, and those it was carried to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from core.statements import rows_of
from indicators.models import Criterion
from indicators.models.choices import Measure
from indicators.queries.charts import plot
from indicators.queries.standings import Standing, standings_of
from indicators.rules.years import Outcome, Trend, trend
from programs.models import Program
from programs.rules.as_of import default_as_of

_CHAIN = """
WITH RECURSIVE earlier(id, original_id) AS (
    SELECT id, original_id FROM indicators_criterion WHERE id = %s
    UNION
    SELECT c.id, c.original_id
    FROM earlier JOIN indicators_criterion c ON c.id = earlier.original_id
), later(id) AS (
    SELECT id FROM indicators_criterion WHERE id = %s
    UNION
    SELECT c.id FROM later JOIN indicators_criterion c ON c.original_id = later.id
)
SELECT id FROM earlier UNION SELECT id FROM later
"""


@dataclass(frozen=True, slots=True)
class YearOfCriterion:
    """A criterion in one year, as its own pages show it; ``trend`` is since the year before."""

    program: Program
    standing: Standing
    is_over: bool
    trend: Trend | None = None

    @property
    def has_begun(self) -> bool:
        return self.standing.as_of >= self.standing.rule.starts_on

    @property
    def outcome(self) -> Outcome | None:
        """None while there is time: what has come so far is no outcome."""
        if not self.is_over:
            return None
        criterion = self.standing.criterion
        return Outcome(
            criterion.measure, criterion.comparison, criterion.unit, self.standing.progress
        )


def years_of(criterion: Criterion) -> list[YearOfCriterion]:
    """The first year first. Two queries, and those of a criterion's status for each year."""
    keys = [pk for (pk,) in rows_of(_CHAIN, [criterion.pk, criterion.pk])]
    found = Criterion.objects.filter(pk__in=keys).select_related("main_area__program")
    years = [_year(one) for one in found.order_by("main_area__program__starts_on", "pk")]
    trends = [None, *(trend(one.outcome, two.outcome) for one, two in pairwise(years))]
    return [
        YearOfCriterion(year.program, year.standing, year.is_over, since)
        for year, since in zip(years, trends, strict=True)
    ]


def _year(criterion: Criterion) -> YearOfCriterion:
    program = criterion.main_area.program
    as_of = default_as_of(program)
    standing = standings_of(program, [criterion], as_of)[criterion.pk]
    return YearOfCriterion(program, standing, as_of > standing.rule.due_on)


def chart_of_years(years: Sequence[YearOfCriterion]) -> dict | None:
    """What the drawing needs; None of one year alone, or where they have no figures of one kind.

    What has come so far of a year that is not over is not drawn: it would read as a fall.
    """
    kinds = {year.standing.rule.measure for year in years}
    if len(years) < 2 or len(kinds) > 1 or not kinds <= {Measure.COUNT, Measure.SHARE}:
        return None
    values = [
        {"x": _day(year), "y": plot(year.standing.progress, year.standing.rule.comparison)}
        for year in years
        if year.is_over and year.standing.progress.has_value
    ]
    targets = [{"x": _day(year), "y": float(year.standing.rule.demanded)} for year in years]
    return {
        "stepped": False,
        "percent": kinds == {Measure.SHARE},
        "named": [{"x": _day(year), "label": year.program.slug} for year in years],
        "from": _day(years[0]),
        "to": _day(years[-1]),
        "value": {"label": _("Outcome"), "points": values},
        "target": {"label": _("Target"), "points": targets},
    }


def _day(year: YearOfCriterion) -> str:
    return year.standing.rule.due_on.isoformat()
