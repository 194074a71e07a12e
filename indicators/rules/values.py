"""Rule, readings and the facts they add up to: pure, without a database.

A ``Rule`` says what is demanded, a ``Reading`` is one measurement, ``Facts`` are what the readings
come to as of a date. Source of the rules: the product's domain specification, section 3.1.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from indicators.models.choices import Aggregation, Comparison, Measure, Pacing

# Hours a week are read with two decimals.
HUNDREDTH = Decimal("0.01")
FOUR_PLACES = Decimal("0.0001")
DAYS_OF_A_WEEK = 7
MINUTES = 60

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
    [facts] = facts_by_day(rule, readings, [as_of])
    return facts


def facts_by_day(
    rule: Rule, readings: Iterable[Reading], days: Iterable[datetime.date]
) -> list[Facts]:
    """What the readings come to as of each of the days, which rise: one pass over them."""
    counting = [reading for reading in readings if reading.counts(reading.measured_on)]
    counting.sort(key=lambda reading: reading.measured_on)
    tally, taken, found = _Tally(rule), 0, []
    for day in days:
        while taken < len(counting) and counting[taken].measured_on <= day:
            tally.add(counting[taken])
            taken += 1
        found.append(tally.facts(day))
    return found


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
class _Top:
    """The highest so far, as a pair: a count, and a share with a base of its own, over 1."""

    amount: Decimal
    of: Decimal
    reading: Reading

    def is_larger_than(self, other: _Top) -> bool:
        """Compared crosswise; of two alike the exact one stands, then the newer."""
        left, right = self.amount * other.of, other.amount * self.of
        same = self.of == other.of and self.reading.approximate == other.reading.approximate
        if left == right and same:
            return False
        return (left, *_standing(self.reading)) > (right, *_standing(other.reading))


def _standing(reading: Reading) -> tuple:
    return (not reading.approximate, reading.measured_on, reading.recorded)


def _added_up(total: Decimal) -> Decimal:
    """What was typed has four decimals; only hours of minutes may have no end of them.

    They are whole minutes, and add up to such: 7:20 three times is 22 hours.
    """
    if total == total.quantize(FOUR_PLACES):
        return total
    return (MINUTES * total).to_integral_value() / MINUTES


@dataclass(slots=True)
class _Tally:
    """What the readings that it was given come to, whichever way the criterion counts them."""

    rule: Rule
    newest: Reading | None = None
    top: _Top | None = None
    number: int = 0
    total: Decimal = Decimal(0)
    of: Decimal = Decimal(0)
    approximate: bool = False

    def add(self, reading: Reading) -> None:
        if self.newest is None or not self._newest_decides or _is_newer(reading, self.newest):
            self.newest = reading
        amount, of = self._pair(reading)
        # A pair whose denominator is 0 says nothing.
        if amount is None or not of or not self._is_in_time(reading):
            return
        self.number += 1
        self.total += amount
        self.of += of
        self.approximate |= reading.approximate
        if self.rule.aggregation == Aggregation.HIGHEST:
            top = _Top(amount, of, reading)
            self.top = top if self.top is None or top.is_larger_than(self.top) else self.top

    @property
    def _newest_decides(self) -> bool:
        adds_up = self.rule.per_week or self.rule.aggregation not in ("", Aggregation.LATEST)
        return not adds_up

    def _pair(self, reading: Reading) -> tuple[Decimal | None, Decimal]:
        if self.rule.measure != Measure.SHARE:
            return reading.value, Decimal(1)
        base = Decimal(1) if self.rule.base else reading.denominator
        return reading.numerator, base or Decimal(0)

    def _is_in_time(self, reading: Reading) -> bool:
        rule = self.rule
        return not rule.per_week or rule.starts_on <= reading.measured_on <= rule.due_on

    def facts(self, as_of: datetime.date) -> Facts:
        if self.newest is None:
            return NO_FACTS
        if self.rule.measure == Measure.SHARE:
            return self._share_facts(self.newest)
        if self.rule.measure == Measure.COUNT:
            return self._weekly_facts(as_of) if self.rule.per_week else self._count(self.newest)
        return Facts(done=self.newest.done, reported=True, approximate=self.newest.approximate)

    def _weekly_facts(self, as_of: datetime.date) -> Facts:
        if not self.number:
            return NO_FACTS
        return hours_a_week(
            _added_up(self.total), self.rule.starts_on, min(as_of, self.rule.due_on)
        )

    def _count(self, newest: Reading) -> Facts:
        if self.rule.aggregation == Aggregation.LATEST:
            return Facts(value=newest.value, reported=True, approximate=newest.approximate)
        if self.top:
            rough = self.top.reading.approximate
            return Facts(value=self.top.amount, reported=True, approximate=rough)
        of = self.number if self.rule.aggregation == Aggregation.AVERAGE else 1
        return Facts(_added_up(self.total), of, reported=True, approximate=self.approximate)

    def _share_facts(self, newest: Reading) -> Facts:
        if self.rule.aggregation == Aggregation.LATEST:
            return Facts(
                numerator=newest.numerator,
                denominator=None if self.rule.base else newest.denominator,
                reported=True,
                approximate=newest.approximate,
                response=newest.response,
            )
        if not self.number:
            return Facts(denominator=Decimal(0), reported=True)
        amount, of, rough = self.total, self.of, self.approximate
        if self.top:
            amount, of, rough = self.top.amount, self.top.of, self.top.reading.approximate
        return Facts(
            numerator=amount,
            denominator=None if self.rule.base else of,
            reported=True,
            approximate=rough,
        )


def _is_newer(one: Reading, other: Reading) -> bool:
    return (one.measured_on, one.recorded) > (other.measured_on, other.recorded)
