"""A criterion's line over time, ready for the drawing in the browser and the table beside it."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from core.numbers import rounded_percent
from indicators.models.choices import Comparison, Measure, Pacing
from indicators.queries.standings import Standing
from indicators.rules.progress import Progress, expected

Line = Sequence[tuple[datetime.date, Progress]]


def chart_of(standing: Standing, line: Line) -> dict | None:
    """What the drawing needs, dates as ISO text and numbers as floats; None without figures."""
    rule = standing.rule
    if rule.measure not in (Measure.COUNT, Measure.SHARE):
        return None
    values = [
        {"x": day.isoformat(), "y": plot(progress, rule.comparison)}
        for day, progress in line
        if progress.has_value
    ]
    if not values:
        return None
    first, last = rule.starts_on, max(rule.due_on, standing.as_of)
    chart = {
        "stepped": True,
        "percent": rule.measure == Measure.SHARE,
        "from": min(first, line[0][0]).isoformat(),
        "to": last.isoformat(),
        "value": {"label": _("Value"), "points": values},
        "target": {
            "label": _("Target"),
            "points": [
                {"x": day.isoformat(), "y": float(rule.demanded)} for day in (line[0][0], last)
            ],
        },
    }
    if rule.measure == Measure.COUNT and rule.comparison not in (
        Comparison.AT_MOST,
        Comparison.LESS_THAN,
    ):
        chart["expected"] = {
            "label": _("Expected"),
            # Even pacing is a straight line, planned points are steps.
            "stepped": rule.pacing != Pacing.EVEN,
            "points": [
                {"x": day.isoformat(), "y": float(expected(rule, day) or 0)}
                for day in _days_of_expectation(standing)
            ],
        }
    return chart


def plot(progress: Progress, comparison: str) -> float:
    """A value as it is drawn, a share in per cent."""
    if progress.share:
        return float(rounded_percent(*progress.share, comparison=comparison, target=Decimal(0)))
    return float(progress.value or 0)


def _days_of_expectation(standing: Standing) -> list[datetime.date]:
    rule = standing.rule
    after = rule.due_on + datetime.timedelta(days=1)
    days = {rule.starts_on, rule.due_on, after, *(on for on, _value in rule.planned)}
    return sorted(days)
