"""The rules of a criterion's status: pure, in integers and Decimal.

``evaluate`` takes a whole programme at once, because a criterion may hang on others (sub-criteria,
a linked denominator), and answers with each one's ``Progress``.

Source of the rules: the product's domain specification, sections 3.2 (expected) and 3.3 (status,
the numbered rows named below); 3.1 stands in ``values.py``. Percentages go from 0 to 100.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.models.choices import Aggregation, Comparison, Measure, Pacing, Status
from indicators.rules.values import (
    NO_FACTS,
    Facts,
    Fixed,
    Key,
    Linked,
    Reading,
    Response,
    Rule,
    facts_by_day,
    facts_of,
)

__all__ = [
    "DOWNWARD",
    "NO_FACTS",
    "Facts",
    "Fixed",
    "Key",
    "Linked",
    "Progress",
    "Reading",
    "Response",
    "Rule",
    "Thresholds",
    "evaluate",
    "expected",
    "facts_of",
    "holds",
    "progress_by_day",
]

UPWARD = frozenset({Comparison.AT_LEAST, Comparison.MORE_THAN})
DOWNWARD = frozenset({Comparison.AT_MOST, Comparison.LESS_THAN})

# Row 2. A sub-criterion past its own date drags the whole behind while there is time.
_AS_PART = {
    Status.MISSED: Status.BEHIND,
    Status.PARTLY: Status.BEHIND,
    Status.NOT_COMPUTABLE: Status.UNMEASURED,
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Per cent of what is expected from which a value is on track, or at risk."""

    on_track_from: Decimal = Decimal(90)
    at_risk_from: Decimal = Decimal(75)


@dataclass(frozen=True, slots=True)
class Progress:
    """A criterion's computed progress: a count has a value, a share a pair, a milestone ``done``.

    ``expected`` is None where nothing is expected on the way.
    """

    status: Status
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    expected: Decimal | None = None
    approximate: bool = False
    parts: tuple[Status, ...] = ()
    response: Response | None = None

    @property
    def has_value(self) -> bool:
        return self.value is not None or self.share is not None

    @property
    def share(self) -> tuple[Decimal, Decimal] | None:
        """The pair, where it makes a share: numerator known, denominator above 0."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator, self.denominator


# 3.2 Expected by now --------------------------------------------------------------------------


def expected(rule: Rule, as_of: datetime.date) -> Decimal | None:
    """How much a count should have reached, a whole number for even pacing; None for others.

    Even: target × days used ÷ days in all, both ends included, rounded down.
    """
    if rule.measure != Measure.COUNT:
        return None
    if as_of > rule.due_on:
        return rule.target
    if rule.comparison in DOWNWARD:
        return None
    if as_of < rule.starts_on or rule.pacing == Pacing.AT_DUE:
        return Decimal(0)
    if rule.pacing == Pacing.EVEN:
        used = (as_of - rule.starts_on).days + 1
        in_all = (rule.due_on - rule.starts_on).days + 1
        return rule.demanded * used // in_all
    reached = [point for point in rule.planned if point[0] <= as_of]
    return max(reached)[1] if reached else Decimal(0)


# 3.3 Status -----------------------------------------------------------------------------------


def holds(comparison: str, left: Decimal, right: Decimal) -> bool:
    """Whether ``left`` and ``right`` satisfy the comparison."""
    match comparison:
        case Comparison.AT_LEAST:
            return left >= right
        case Comparison.MORE_THAN:
            return left > right
        case Comparison.AT_MOST:
            return left <= right
        case Comparison.LESS_THAN:
            return left < right
        case _:
            return left == right


def _grows(rule: Rule) -> bool:
    """Whether a demand that holds once holds from then on."""
    return (
        rule.measure == Measure.COUNT
        and rule.aggregation in (Aggregation.SUM, Aggregation.HIGHEST)
        and rule.comparison in UPWARD
    )


def _status_of_all(parts: tuple[Status, ...], over: bool) -> Status:
    if not parts:
        # Nothing to be met yet: an empty demand is not a fulfilled one.
        return Status.UNMEASURED if over else Status.NOT_DUE
    if all(part == Status.MET for part in parts):
        return Status.MET
    if over:
        return Status.PARTLY if Status.MET in parts else Status.MISSED
    open_parts = {_AS_PART.get(part, part) for part in parts if part != Status.MET}
    return min(open_parts, key=lambda status: status.meaning.urgency)


def _status_of_milestone(done: bool | None, parts_met: bool, over: bool) -> Status:
    if done:
        if parts_met:
            return Status.MET
        return Status.PARTLY if over else Status.ON_TRACK
    if not over:
        return Status.NOT_DUE
    return Status.UNMEASURED if done is None else Status.MISSED


def _status_of_figures(
    rule: Rule,
    value: tuple[Decimal, Decimal] | None,
    due: Decimal | None,
    parts_met: bool,
    over: bool,
    thresholds: Thresholds,
) -> Status:
    """Rows 5 to 11. ``value`` is a pair: for a count over 1, for a share in hundredths."""
    if value is None:  # row 5
        return Status.UNMEASURED if over or (due or 0) > 0 else Status.NOT_DUE
    # Cross-multiplied, so that no division rounds: value/of against target/1.
    amount, of = value
    target = rule.demanded * of
    reached = holds(rule.comparison, amount, target)
    if reached and parts_met and (over or _grows(rule)):  # row 6
        return Status.MET
    if over:  # row 7
        return Status.PARTLY if reached else Status.MISSED
    if reached:  # row 8
        return Status.ON_TRACK
    if rule.comparison in DOWNWARD or (rule.comparison == Comparison.EXACTLY and amount > target):
        return Status.BEHIND  # row 9
    if rule.measure == Measure.COUNT and due == 0:  # row 10
        return Status.NOT_DUE
    against = target if rule.measure == Measure.SHARE else (due or 0) * of  # row 11
    if 100 * amount >= thresholds.on_track_from * against:
        return Status.ON_TRACK
    if 100 * amount >= thresholds.at_risk_from * against:
        return Status.AT_RISK
    return Status.BEHIND


class _Evaluation:
    """One programme as of one date: each criterion's progress is worked out once."""

    def __init__(
        self,
        rules: Mapping[Key, Rule],
        facts: Mapping[Key, Facts],
        judgements: Mapping[Key, Status],
        as_of: datetime.date,
        thresholds: Thresholds,
    ) -> None:
        self.rules, self.facts, self.judgements = rules, facts, judgements
        self.as_of, self.thresholds = as_of, thresholds
        self.children: dict[Key, list[Key]] = {}
        for rule in rules.values():
            if rule.parent in rules:
                self.children.setdefault(rule.parent, []).append(rule.key)
        self.done: dict[Key, Progress] = {}

    def of(self, key: Key) -> Progress:
        if key not in self.done:
            self.done[key] = self._work_out(self.rules[key])
        return self.done[key]

    def _work_out(self, rule: Rule) -> Progress:
        over = self.as_of > rule.due_on
        parts = tuple(self.of(child).status for child in self.children.get(rule.key, ()))
        parts_met = all(part == Status.MET for part in parts)
        if rule.measure == Measure.NARRATIVE:  # row 1
            unjudged = Status.NOT_COMPUTABLE if over else Status.NOT_DUE
            return Progress(self.judgements.get(rule.key, unjudged), parts=parts)
        if rule.measure == Measure.ALL:  # row 2
            return Progress(_status_of_all(parts, over), parts=parts)
        facts = self.facts.get(rule.key, NO_FACTS)
        if rule.measure == Measure.MILESTONE:  # row 3
            status = _status_of_milestone(facts.done, parts_met, over)
            return Progress(status, done=facts.done, parts=parts)
        if rule.measure == Measure.SHARE:
            return self._share(rule, facts, parts, parts_met, over)
        pair = _count_pair(rule, facts)
        due = expected(rule, self.as_of)
        return Progress(
            _status_of_figures(rule, pair, due, parts_met, over, self.thresholds),
            value=pair and _quotient(*pair),
            expected=due,
            approximate=facts.approximate,
            parts=parts,
        )

    def _base(self, rule: Rule, facts: Facts) -> tuple[Decimal, Decimal] | None:
        """A share's denominator as an exact pair, None where it is unknown."""
        if isinstance(rule.base, Fixed):
            return rule.base.value, Decimal(1)
        if not isinstance(rule.base, Linked):
            return None if facts.denominator is None else (facts.denominator, Decimal(1))
        amount, of = Decimal(0), Decimal(1)
        for key in rule.base.keys:
            part = _count_pair(self.rules[key], self.facts.get(key, NO_FACTS))
            if part is None:
                # One unknown part makes the whole unknown: a share of half the base would flatter.
                return None
            amount, of = amount * part[1] + part[0] * of, of * part[1]
        return amount, of

    def _base_is_rough(self, rule: Rule) -> bool:
        keys = rule.base.keys if isinstance(rule.base, Linked) else ()
        return any(self.facts.get(key, NO_FACTS).approximate for key in keys)

    def _share(
        self, rule: Rule, facts: Facts, parts: tuple[Status, ...], parts_met: bool, over: bool
    ) -> Progress:
        if facts.response and facts.response.too_few and (facts.reported or over):  # row 4 as well
            return Progress(Status.NOT_COMPUTABLE, parts=parts, response=facts.response)
        base = self._base(rule, facts)
        denominator = base and _quotient(*base)
        asked = facts.reported or (over and rule.base is not None)
        if asked and not denominator:  # row 4
            status = Status.NOT_COMPUTABLE
        else:
            pair = None
            if base and denominator and facts.numerator is not None:
                pair = (100 * facts.numerator * base[1], base[0])
            status = _status_of_figures(rule, pair, None, parts_met, over, self.thresholds)
        return Progress(
            status,
            numerator=facts.numerator,
            denominator=denominator,
            approximate=facts.approximate or self._base_is_rough(rule),
            parts=parts,
            response=facts.response,
        )


def _count_pair(rule: Rule, facts: Facts) -> tuple[Decimal, Decimal] | None:
    """A count as amount over divisor. A derived one is known to be 0 before the first."""
    if facts.value is not None:
        return facts.value, Decimal(facts.of)
    return (Decimal(0), Decimal(1)) if rule.derived else None


def _quotient(amount: Decimal, of: Decimal) -> Decimal:
    """For reading only: Decimal's 28 digits."""
    return amount if of == 1 else amount / of


def evaluate(
    rules: Mapping[Key, Rule],
    facts: Mapping[Key, Facts],
    judgements: Mapping[Key, Status],
    as_of: datetime.date,
    thresholds: Thresholds = Thresholds(),
) -> dict[Key, Progress]:
    """The progress of every criterion as of a date.

    ``judgements`` holds, per narrative, the newest judgement dated no later than ``as_of``.
    ``rules`` must hold the sub-criteria and linked criteria of those it holds, in no circle.
    """
    evaluation = _Evaluation(rules, facts, judgements, as_of, thresholds)
    return {key: evaluation.of(key) for key in rules}


def progress_by_day(
    rules: Mapping[Key, Rule],
    readings: Mapping[Key, Iterable[Reading]],
    days: Sequence[datetime.date],
    key: Key,
    thresholds: Thresholds = Thresholds(),
) -> list[tuple[datetime.date, Progress]]:
    """A criterion's progress as of each of the days, which rise: one pass over the readings."""
    facts = [facts_by_day(rule, readings.get(own, ()), days) for own, rule in rules.items()]
    return [
        (day, evaluate(rules, dict(zip(rules, then, strict=True)), {}, day, thresholds)[key])
        for day, then in zip(days, zip(*facts, strict=True), strict=True)
    ]
