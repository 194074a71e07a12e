"""How a criterion stands: pure rules, in integers and Decimal, without a database.

Shapes: a ``Rule`` says what is demanded, a ``Reading`` is one measurement, ``Facts`` are what the
readings come to as of a date, ``Progress`` is the answer. ``evaluate`` takes a whole programme at
once, because a criterion may hang on others (sub-criteria, a linked denominator).

Source of the rules: the product's domain specification, sections 3.1 (value), 3.2 (expected) and
3.3 (status, the numbered rows named below). Percentages are numbers from 0 to 100.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.vocabulary import Aggregation, Comparison, Measure, Pacing, Status

Key = Hashable

UPWARD = frozenset({Comparison.AT_LEAST, Comparison.MORE_THAN})
DOWNWARD = frozenset({Comparison.AT_MOST, Comparison.LESS_THAN})

# Row 2, worst first. A sub-criterion past its own date drags the whole behind while there is time.
_WORST_FIRST = (
    Status.BEHIND,
    Status.UNMEASURED,
    Status.AT_RISK,
    Status.ON_TRACK,
    Status.NOT_DUE,
)
_AS_PART = {
    Status.MISSED: Status.BEHIND,
    Status.PARTLY: Status.BEHIND,
    Status.NOT_COMPUTABLE: Status.UNMEASURED,
}


@dataclass(frozen=True, slots=True)
class Fixed:
    """A denominator written in the programme."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Linked:
    """A denominator that is the sum of other criteria's values as of the same date."""

    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a criterion demands. ``target``: a number, per cent for a share, else None."""

    key: Key
    measure: str
    starts_on: datetime.date
    due_on: datetime.date
    target: Decimal | None = None
    comparison: str = Comparison.AT_LEAST
    aggregation: str = ""
    pacing: str = Pacing.AT_DUE
    planned: tuple[tuple[datetime.date, Decimal], ...] = ()
    base: Fixed | Linked | None = None
    parent: Key | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement. ``recorded`` orders two of the same day and compares with its like."""

    measured_on: datetime.date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    recorded: int | datetime.datetime | tuple = 0
    approximate: bool = False
    retracted: bool = False
    forecast: bool = False

    def counts(self, as_of: datetime.date) -> bool:
        return self.measured_on <= as_of and not self.retracted and not self.forecast


@dataclass(frozen=True, slots=True)
class Facts:
    """What was reported as of a date. ``reported`` is true when anything was."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    reported: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Per cent of what is expected from which a value is on track, or at risk."""

    on_track_from: Decimal = Decimal(90)
    at_risk_from: Decimal = Decimal(75)


@dataclass(frozen=True, slots=True)
class Progress:
    """The answer. ``value`` is a count's; a share has its pair; a milestone ``done``.

    ``expected`` is None where nothing is expected on the way. ``base_missing`` tells a share whose
    denominator is unknown or 0 from one that was never measured.
    """

    status: Status
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    expected: Decimal | None = None
    approximate: bool = False
    base_missing: bool = False
    parts: tuple[Status, ...] = field(default=())

    @property
    def has_value(self) -> bool:
        return self.value is not None or self.share is not None

    @property
    def share(self) -> tuple[Decimal, Decimal] | None:
        """The pair, where it makes a share: numerator known, denominator above 0."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator, self.denominator


NOTHING = Facts()


# 3.1 The value as of a date -------------------------------------------------------------------


def facts_of(rule: Rule, readings: Iterable[Reading], as_of: datetime.date) -> Facts:
    """What the readings come to. Their order plays no part; only their dates and ``recorded``."""
    counted = [reading for reading in readings if reading.counts(as_of)]
    if not counted:
        return NOTHING
    if rule.measure == Measure.SHARE:
        return _share_facts(rule, counted)
    if rule.measure == Measure.COUNT:
        return _count_facts(rule, counted)
    newest = _newest(counted)
    return Facts(done=newest.done, reported=True, approximate=newest.approximate)


def _newest(readings: list[Reading]) -> Reading:
    return max(readings, key=lambda reading: (reading.measured_on, reading.recorded))


def _count_facts(rule: Rule, readings: list[Reading]) -> Facts:
    rough = any(reading.approximate for reading in readings)
    if rule.aggregation == Aggregation.LATEST:
        newest = _newest(readings)
        return Facts(value=newest.value, reported=True, approximate=newest.approximate)
    values = [reading.value for reading in readings]
    if rule.aggregation == Aggregation.HIGHEST:
        top = max(values)
        exact = any(r.value == top and not r.approximate for r in readings)
        return Facts(value=top, reported=True, approximate=not exact)
    if rule.aggregation == Aggregation.AVERAGE:
        return Facts(value=average(sum(values), len(values)), reported=True, approximate=rough)
    return Facts(value=sum(values, Decimal(0)), reported=True, approximate=rough)


def average(total: Decimal, count: int) -> Decimal:
    """The arithmetic mean, to Decimal's 28 digits."""
    return Decimal(total) / count


def _share_facts(rule: Rule, readings: list[Reading]) -> Facts:
    if rule.aggregation == Aggregation.SUM:
        # A pair whose denominator is 0 says nothing; with a base only numerators are reported.
        used = readings if rule.base else [r for r in readings if r.denominator]
        if not used:
            return Facts(reported=True)
        return Facts(
            numerator=sum((r.numerator for r in used), Decimal(0)),
            denominator=None if rule.base else sum((r.denominator for r in used), Decimal(0)),
            reported=True,
            approximate=any(r.approximate for r in used),
        )
    if rule.aggregation == Aggregation.HIGHEST:
        used = readings if rule.base else [r for r in readings if r.denominator]
        if not used:
            return Facts(reported=True)
        chosen = used[0]
        for reading in used[1:]:
            if _rank(reading, chosen, bool(rule.base)):
                chosen = reading
    else:
        chosen = _newest(readings)
    return Facts(
        numerator=chosen.numerator,
        denominator=None if rule.base else chosen.denominator,
        reported=True,
        approximate=chosen.approximate,
    )


def _rank(one: Reading, other: Reading, by_numerator: bool) -> bool:
    """Whether one share is larger; of two alike the exact, then the newer, stands."""
    left, right = one.numerator, other.numerator
    if not by_numerator:
        left, right = left * other.denominator, right * one.denominator
    if left != right:
        return left > right
    return (not one.approximate, one.measured_on, one.recorded) > (
        not other.approximate,
        other.measured_on,
        other.recorded,
    )


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
        return rule.target * used // in_all
    reached = [point for point in rule.planned if point[0] <= as_of]
    return max(reached)[1] if reached else Decimal(0)


# 3.3 Status -----------------------------------------------------------------------------------


def holds(comparison: str, left: Decimal, right: Decimal) -> bool:
    """Whether ``left`` stands to ``right`` as demanded."""
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


def _status_of_all(parts: tuple[Status, ...], over: bool) -> Status:
    if not parts:
        # Nothing to be met yet: an empty demand is not a fulfilled one.
        return Status.UNMEASURED if over else Status.NOT_DUE
    if all(part == Status.MET for part in parts):
        return Status.MET
    if over:
        return Status.PARTLY if Status.MET in parts else Status.MISSED
    open_parts = {_AS_PART.get(part, part) for part in parts if part != Status.MET}
    return next(status for status in _WORST_FIRST if status in open_parts)


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
    target = rule.target * of
    reached = holds(rule.comparison, amount, target)
    cumulative = (
        rule.measure == Measure.COUNT
        and rule.aggregation in (Aggregation.SUM, Aggregation.HIGHEST)
        and rule.comparison in UPWARD
    )
    if reached and parts_met and (over or cumulative):  # row 6
        return Status.MET
    if over:  # row 7
        return Status.PARTLY if reached else Status.MISSED
    if reached:  # row 8
        return Status.ON_TRACK
    if rule.comparison in DOWNWARD or (rule.comparison == Comparison.EXACTLY and amount > target):
        return Status.BEHIND  # row 9
    if rule.measure == Measure.COUNT and due == 0:  # row 10
        return Status.NOT_DUE
    against = target if rule.measure == Measure.SHARE else due * of  # row 11
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
        facts = self.facts.get(rule.key, NOTHING)
        if rule.measure == Measure.MILESTONE:  # row 3
            status = _status_of_milestone(facts.done, parts_met, over)
            return Progress(status, done=facts.done, parts=parts)
        if rule.measure == Measure.SHARE:
            return self._share(rule, facts, parts, parts_met, over)
        value = self._count_value(rule, facts)
        due = expected(rule, self.as_of)
        pair = None if value is None else (value, Decimal(1))
        status = _status_of_figures(rule, pair, due, parts_met, over, self.thresholds)
        return Progress(
            status, value=value, expected=due, approximate=facts.approximate, parts=parts
        )

    @staticmethod
    def _count_value(rule: Rule, facts: Facts) -> Decimal | None:
        # A derived count is known to be 0 before the first; a measured one is not known.
        return Decimal(0) if facts.value is None and rule.derived else facts.value

    def _denominator(self, rule: Rule, facts: Facts) -> Decimal | None:
        if isinstance(rule.base, Fixed):
            return rule.base.value
        if isinstance(rule.base, Linked):
            values = [
                self._count_value(self.rules[key], self.facts.get(key, NOTHING))
                for key in rule.base.keys
            ]
            # One unknown part makes the whole unknown: a share of half the base would flatter.
            return None if None in values or not values else sum(values, Decimal(0))
        return facts.denominator

    def _share(
        self, rule: Rule, facts: Facts, parts: tuple[Status, ...], parts_met: bool, over: bool
    ) -> Progress:
        base = self._denominator(rule, facts)
        asked = facts.reported or (over and rule.base is not None)
        if asked and not base:  # row 4
            status = Status.NOT_COMPUTABLE
        else:
            known = base and facts.numerator is not None
            pair = (100 * facts.numerator, base) if known else None
            status = _status_of_figures(rule, pair, None, parts_met, over, self.thresholds)
        return Progress(
            status,
            numerator=facts.numerator,
            denominator=base,
            approximate=facts.approximate,
            base_missing=not base and (facts.reported or rule.base is not None),
            parts=parts,
        )


def evaluate(
    rules: Mapping[Key, Rule],
    facts: Mapping[Key, Facts],
    judgements: Mapping[Key, Status],
    as_of: datetime.date,
    thresholds: Thresholds = Thresholds(),
) -> dict[Key, Progress]:
    """Every criterion's progress as of a date.

    ``judgements`` holds, per narrative, the newest judgement dated no later than ``as_of``.
    ``rules`` must hold the sub-criteria and linked criteria of those it holds, in no circle.
    """
    evaluation = _Evaluation(rules, facts, judgements, as_of, thresholds)
    return {key: evaluation.of(key) for key in rules}
