"""How a criterion will be judged, said before anything is measured: by the rules that judge it.

The limits are not worked out here: they are looked for among the figures that could be reported,
by asking ``evaluate`` for the status of each.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from core.numbers import format_number, format_percent
from indicators.models.choices import Measure, Pacing, Status
from indicators.rules.explanations import day, target_text
from indicators.rules.progress import (
    DOWNWARD,
    UPWARD,
    Facts,
    Fixed,
    Rule,
    Thresholds,
    evaluate,
)

# Of how many an example is where nobody knows yet.
EXAMPLE = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """The figure from which a criterion is met, and the one below which it is behind on a day.

    ``met`` is the least figure that meets it, or the largest where less is better; None where no
    figure does. ``behind`` is None where nothing is expected on the way. Of a share both are
    numerators, out of ``whole``.
    """

    met: int | None = None
    behind: int | None = None
    on: datetime.date | None = None
    whole: int | None = None
    sentence: str = ""


def verdict_of(rule: Rule, thresholds: Thresholds = Thresholds(), unit: str = "") -> Verdict:
    """How it will be judged, as a sentence and on an example."""
    if rule.measure not in (Measure.COUNT, Measure.SHARE) or rule.target is None:
        return Verdict(sentence=_without_figure(rule))
    alone = replace(rule, parent=None, base=_base(rule))
    trial = _Trial(alone, thresholds)
    verdict = _limits(trial)
    return replace(verdict, sentence=_sentence(trial, verdict, unit))


def _without_figure(rule: Rule) -> str:
    due = day(rule.due_on)
    match rule.measure:
        case Measure.MILESTONE:
            return _("Met once it is reported as done; not met if it is not by %s.") % due
        case Measure.ALL:
            return _("Met once every one of its sub-criteria is met.")
        case Measure.NARRATIVE:
            return _("Has no number: a manager judges it, by %s.") % due
    return _("Enter a target to see how it will be judged.")


def _base(rule: Rule) -> Fixed | None:
    """The denominator of the example: the programme's own where it is a whole number of things."""
    if rule.measure != Measure.SHARE:
        return None
    if isinstance(rule.base, Fixed) and rule.base.value == rule.base.value.to_integral_value():
        return rule.base
    return Fixed(Decimal(EXAMPLE))


class _Trial:
    """A criterion by itself, of which any figure can be judged on any day."""

    def __init__(self, rule: Rule, thresholds: Thresholds) -> None:
        self.rule, self.thresholds = rule, thresholds
        self.whole = int(rule.base.value) if isinstance(rule.base, Fixed) else None
        largest = int(rule.demanded) + 2 if self.whole is None else self.whole
        self.figures = range(largest + 1)

    def status(self, figure: int, on: datetime.date) -> Status:
        key, amount = self.rule.key, Decimal(figure)
        facts = {key: Facts(value=amount, numerator=amount, reported=True)}
        return evaluate({key: self.rule}, facts, {}, on, self.thresholds)[key].status

    def first(self, on: datetime.date, *, is_not: Status) -> int:
        """The least figure that is not judged so, where the figures below it all are."""
        return bisect_left(self.figures, True, key=lambda n: self.status(n, on) != is_not)

    def is_met(self, figure: int, on: datetime.date) -> bool:
        return figure in self.figures and self.status(figure, on) == Status.MET


def _limits(trial: _Trial) -> Verdict:
    rule, whole = trial.rule, trial.whole
    over = rule.due_on + datetime.timedelta(days=1)
    if rule.comparison in DOWNWARD:
        too_many = trial.first(over, is_not=Status.MET)
        return Verdict(too_many - 1 if too_many else None, whole=whole)
    if rule.comparison not in UPWARD:
        exactly = int(rule.demanded if whole is None else rule.demanded * whole / 100)
        return Verdict(exactly if trial.is_met(exactly, over) else None, whole=whole)
    least = trial.first(over, is_not=Status.MISSED)
    on = _example_day(rule)
    if on is None or not trial.is_met(least, over):
        return Verdict(least if trial.is_met(least, over) else None, whole=whole)
    return Verdict(least, trial.first(on, is_not=Status.BEHIND) or None, on, whole)


def _example_day(rule: Rule) -> datetime.date | None:
    """A day on which something is expected: of a count half-way, or at a planned point."""
    if rule.measure == Measure.SHARE:
        return rule.due_on
    if rule.pacing == Pacing.EVEN:
        return rule.starts_on + (rule.due_on - rule.starts_on) / 2
    return min((on for on, value in rule.planned if value > 0), default=None)


def _sentence(trial: _Trial, verdict: Verdict, unit: str) -> str:
    rule = trial.rule
    demanded = _("Demanded: %(demand)s by %(due)s.") % {
        "demand": " ".join(filter(None, [target_text(rule), unit])),
        "due": day(rule.due_on),
    }
    if verdict.met is None:
        told = [_("No figure can meet it.")]
    else:
        told = [_when_met(trial, verdict), _on_the_way(verdict, rule)]
    return " ".join([demanded, *told])


def _when_met(trial: _Trial, verdict: Verdict) -> str:
    rule = trial.rule
    words = {"met": _figure(rule, verdict, verdict.met), "due": day(rule.due_on)}
    if rule.comparison in DOWNWARD:
        return _("Met if it is no more than %(met)s when %(due)s is over.") % words
    if rule.comparison not in UPWARD:
        return _("Met if it is exactly %(met)s when %(due)s is over.") % words
    if verdict.met is not None and trial.is_met(verdict.met, rule.due_on):
        return _("Met as soon as it is %(met)s.") % words
    return _("Met if it is %(met)s when %(due)s is over.") % words


def _on_the_way(verdict: Verdict, rule: Rule) -> str:
    if rule.comparison not in UPWARD:
        return _("Behind as soon as it is more.")
    if verdict.behind is None or verdict.on is None:
        return _("Nothing is expected before that.")
    words = {"behind": _figure(rule, verdict, verdict.behind), "on": day(verdict.on)}
    if rule.measure == Measure.SHARE:
        return _("Until then behind if it is less than %(behind)s.") % words
    return _("Behind on %(on)s if it is less than %(behind)s.") % words


def _figure(rule: Rule, verdict: Verdict, figure: int | None) -> str:
    """«24 of 60 (40 %)», or the number."""
    if figure is None or not verdict.whole:
        return format_number(figure or 0)
    return _("%(numerator)s of %(denominator)s (%(percent)s)") % {
        "numerator": format_number(figure),
        "denominator": format_number(verdict.whole),
        "percent": format_percent(
            figure, verdict.whole, comparison=rule.comparison, target=rule.target
        ),
    }
