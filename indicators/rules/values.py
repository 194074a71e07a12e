"""Rule, readings and the facts they add up to: pure, without a database.

A ``Rule`` says what is demanded, a ``Reading`` is one measurement, ``Facts`` are what the readings
come to as of a date. Source of the rules: the product's domain specification, section 3.1.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from indicators.models.choices import Aggregation, Comparison, Measure, Pacing

# Hours a week are read with two decimals.
HUNDREDTH = Decimal("0.01")
DAYS_OF_A_WEEK = 7

# A primary key here, a plain name in a test: whatever a dictionary takes.
Key = Any


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
    # Of a count: what was added since the start is divided by the weeks gone.
    per_week: bool = False

    @property
    def demanded(self) -> Decimal:
        """The target of a count or a share. TypeError for a measure that has none."""
        if self.target is None:
            raise TypeError(f"a {self.measure} has no target")
        return self.target


@dataclass(frozen=True, slots=True)
class Response:
    """How many of those who were to be asked have answered; ``least`` per cent of them will do."""

    answered: int
    asked: int
    least: Decimal

    @property
    def too_few(self) -> bool:
        return 100 * self.answered < self.least * self.asked


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
    response: Response | None = None

    def counts(self, as_of: datetime.date) -> bool:
        return self.measured_on <= as_of and not self.retracted and not self.forecast


@dataclass(frozen=True, slots=True)
class Facts:
    """What was reported as of a date. ``reported`` is true when anything was.

    A count's value is ``value / of``; an average keeps its sum and its number of readings, hours a
    week keep seven times their sum and the days, so that no division rounds before it is decided.
    ``response`` is of a share of those who answered.
    """

    value: Decimal | None = None
    of: int = 1
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    reported: bool = False
    approximate: bool = False
    response: Response | None = None


NO_FACTS = Facts()


def facts_of(rule: Rule, readings: Iterable[Reading], as_of: datetime.date) -> Facts:
    """What the readings come to. Their order plays no part; only their dates and ``recorded``."""
    counted = [reading for reading in readings if reading.counts(as_of)]
    if not counted:
        return NO_FACTS
    if rule.measure == Measure.SHARE:
        return _share_facts(rule, counted)
    if rule.measure == Measure.COUNT:
        return _weekly_facts(rule, counted, as_of) if rule.per_week else _count_facts(rule, counted)
    newest = _newest(counted)
    return Facts(done=newest.done, reported=True, approximate=newest.approximate)


def by_day(rule: Rule, readings: Iterable[Reading]) -> list[Reading]:
    """For a count that adds up one reading a day, which comes to the same; others as they are."""
    adds_up = rule.aggregation == Aggregation.SUM or rule.per_week
    if rule.measure != Measure.COUNT or not adds_up:
        return list(readings)
    days: dict[datetime.date, Reading] = {}
    for reading in readings:
        if reading.counts(reading.measured_on) and reading.value is not None:
            of = days.get(reading.measured_on, Reading(reading.measured_on, value=Decimal(0)))
            days[reading.measured_on] = replace(
                of,
                value=(of.value or 0) + reading.value,
                approximate=of.approximate or reading.approximate,
            )
    return list(days.values())


def _newest(readings: list[Reading]) -> Reading:
    return max(readings, key=lambda reading: (reading.measured_on, reading.recorded))


def _count_facts(rule: Rule, readings: list[Reading]) -> Facts:
    rough = any(reading.approximate for reading in readings)
    if rule.aggregation == Aggregation.LATEST:
        newest = _newest(readings)
        return Facts(value=newest.value, reported=True, approximate=newest.approximate)
    values = [reading.value for reading in readings if reading.value is not None]
    if rule.aggregation == Aggregation.HIGHEST:
        top = max(values)
        exact = any(r.value == top and not r.approximate for r in readings)
        return Facts(value=top, reported=True, approximate=not exact)
    if rule.aggregation == Aggregation.AVERAGE:
        return Facts(sum(values, Decimal(0)), len(values), reported=True, approximate=rough)
    return Facts(value=sum(values, Decimal(0)), reported=True, approximate=rough)


def _weekly_facts(rule: Rule, readings: Iterable[Reading], as_of: datetime.date) -> Facts:
    until = min(as_of, rule.due_on)
    values = [
        reading.value
        for reading in readings
        if reading.value is not None and rule.starts_on <= reading.measured_on <= until
    ]
    if not values:
        return NO_FACTS
    return hours_a_week(sum(values, Decimal(0)), rule.starts_on, until)


def hours_a_week(total: Decimal, first: datetime.date, last: datetime.date) -> Facts:
    """A total over the weeks between two days, both included, exactly."""
    return Facts(total * DAYS_OF_A_WEEK, (last - first).days + 1, reported=True)


def a_week(total: Decimal, first: datetime.date, last: datetime.date) -> Decimal:
    """The same to the hundredth, rounded down: for reading only.

    >>> a_week(Decimal(31), datetime.date(2011, 2, 1), datetime.date(2011, 2, 10))
    Decimal('21.70')
    """
    days = (last - first).days + 1
    return (total * DAYS_OF_A_WEEK / days).quantize(HUNDREDTH, ROUND_FLOOR)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A share as it was reported; with a base of its own over 1, as only the numerator is."""

    numerator: Decimal
    denominator: Decimal
    reading: Reading

    def is_larger_than(self, other: _Pair) -> bool:
        """Compared crosswise; of two alike the exact one stands, then the newer."""
        left, right = self.numerator * other.denominator, other.numerator * self.denominator
        return (left, *_standing(self.reading)) > (right, *_standing(other.reading))


def _standing(reading: Reading) -> tuple:
    return (not reading.approximate, reading.measured_on, reading.recorded)


def _pairs(rule: Rule, readings: Iterable[Reading]) -> list[_Pair]:
    """Those that say something: a pair whose denominator is 0 is passed over."""
    one = Decimal(1)
    pairs = [
        _Pair(reading.numerator, one if rule.base else reading.denominator or Decimal(0), reading)
        for reading in readings
        if reading.numerator is not None
    ]
    return [pair for pair in pairs if pair.denominator]


def _share_facts(rule: Rule, readings: list[Reading]) -> Facts:
    if rule.aggregation == Aggregation.LATEST:
        newest = _newest(readings)
        return Facts(
            numerator=newest.numerator,
            denominator=None if rule.base else newest.denominator,
            reported=True,
            approximate=newest.approximate,
            response=newest.response,
        )
    pairs = _pairs(rule, readings)
    if not pairs:
        return Facts(denominator=Decimal(0), reported=True)
    if rule.aggregation == Aggregation.HIGHEST:
        top = pairs[0]
        for pair in pairs[1:]:
            top = pair if pair.is_larger_than(top) else top
        pairs = [top]
    return Facts(
        numerator=sum((pair.numerator for pair in pairs), Decimal(0)),
        denominator=None if rule.base else sum((pair.denominator for pair in pairs), Decimal(0)),
        reported=True,
        approximate=any(pair.reading.approximate for pair in pairs),
    )
