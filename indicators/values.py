"""What is demanded, what was reported, and what the reports come to: pure, without a database.

A ``Rule`` says what is demanded, a ``Reading`` is one measurement, ``Facts`` are what the readings
come to as of a date. Source of the rules: the product's domain specification, section 3.1.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.vocabulary import Aggregation, Comparison, Measure, Pacing

Key = Hashable


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
    """What was reported as of a date. ``reported`` is true when anything was.

    A count's value is ``value / of``; an average keeps its sum and its number of readings, so
    that no division rounds before it is decided.
    """

    value: Decimal | None = None
    of: int = 1
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    reported: bool = False
    approximate: bool = False


NOTHING = Facts()


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
        return Facts(sum(values, Decimal(0)), len(values), reported=True, approximate=rough)
    return Facts(value=sum(values, Decimal(0)), reported=True, approximate=rough)


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
