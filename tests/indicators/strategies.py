"""Made-up criteria and measurements of every lawful kind, for the property tests."""

import datetime
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from indicators.models.choices import Aggregation, Comparison, Measure, Pacing, Status
from indicators.rules.progress import Fixed, Reading, Rule
from tests.indicators.rules import DUE, START, Case

LONG_AGO = START - datetime.timedelta(days=100)
THE_DAY_AFTER = DUE + datetime.timedelta(days=1)

DAYS = st.dates(START - datetime.timedelta(days=40), DUE + datetime.timedelta(days=40))
# Few and small, so that targets are hit exactly; and any with four decimals.
AMOUNTS = st.integers(0, 40).map(Decimal) | st.decimals(0, 10**9, places=4)
PER_CENT = st.sampled_from([Decimal(n) for n in (0, 25, 40, 50, 70, 100)]) | st.decimals(
    0, 100, places=4
)
ANY_COMPARISON = st.sampled_from(Comparison)
ANY_AGGREGATION = st.sampled_from(Aggregation)
CUMULATIVE = st.sampled_from([Aggregation.SUM, Aggregation.HIGHEST])
UPWARD = st.sampled_from([Comparison.AT_LEAST, Comparison.MORE_THAN])
SHARE_AGGREGATIONS = st.sampled_from([Aggregation.SUM, Aggregation.LATEST, Aggregation.HIGHEST])
FIXED_BASE = AMOUNTS.map(Fixed)
POSITIVE_BASE = AMOUNTS.map(lambda amount: Fixed(amount + 1))
ANY_BASE = st.none() | FIXED_BASE


@st.composite
def count_rules(draw, aggregations=ANY_AGGREGATION, comparisons=ANY_COMPARISON):
    starts_on = draw(st.dates(START, DUE))
    due_on = draw(st.dates(starts_on, DUE))
    target, aggregation = draw(AMOUNTS), draw(aggregations)
    # An average is expected on its due date only.
    pacing = Pacing.AT_DUE
    if aggregation != Aggregation.AVERAGE:
        pacing = draw(st.sampled_from(Pacing))
    planned = ()
    if pacing == Pacing.PLANNED:
        days = draw(st.lists(st.dates(starts_on, due_on), max_size=4, unique=True))
        parts = sorted(draw(st.lists(st.integers(0, 10), min_size=len(days), max_size=len(days))))
        values = [target * part / 10 for part in parts[:-1]] + [target]
        planned = tuple(zip(sorted(days), values, strict=False))
    return Rule(
        "it",
        Measure.COUNT,
        starts_on,
        due_on,
        target=target,
        comparison=draw(comparisons),
        aggregation=aggregation,
        pacing=pacing,
        planned=planned,
        derived=draw(st.booleans()),
    )


@st.composite
def share_rules(draw, aggregations=SHARE_AGGREGATIONS, comparisons=ANY_COMPARISON, bases=ANY_BASE):
    return Rule(
        "it",
        Measure.SHARE,
        START,
        draw(st.dates(START, DUE)),
        target=draw(PER_CENT),
        comparison=draw(comparisons),
        aggregation=draw(aggregations),
        base=draw(bases),
    )


def milestone_rules():
    return st.dates(START, DUE).map(lambda due: Rule("it", Measure.MILESTONE, START, due))


def any_rule():
    return count_rules() | share_rules() | milestone_rules()


@st.composite
def readings_for(draw, rule, min_size=0, max_size=6):
    """Measurements as that criterion takes them, no two recorded at the same moment."""
    readings = []
    for recorded in range(draw(st.integers(min_size, max_size))):
        reading = Reading(
            draw(DAYS), recorded=recorded, approximate=draw(st.sampled_from([False, False, True]))
        )
        match rule.measure:
            case Measure.COUNT:
                reading = replace(reading, value=draw(AMOUNTS))
            case Measure.MILESTONE:
                reading = replace(reading, done=draw(st.booleans()))
            case _ if rule.base:
                reading = replace(reading, numerator=draw(AMOUNTS))
            case _:
                reading = replace(reading, numerator=draw(AMOUNTS), denominator=draw(AMOUNTS))
        readings.append(reading)
    return readings


@st.composite
def cases(draw, rules=None, min_size=0):
    rule = draw(any_rule() if rules is None else rules)
    readings = draw(readings_for(rule, min_size))
    part = draw(st.none() | st.sampled_from(Status))
    return case_of(rule, readings, part)


def case_of(rule, readings, part=None):
    """With ``part`` the criterion has one sub-criterion, of that status."""
    if part is None:
        return Case(rule, {rule.key: rule}, {rule.key: readings})
    child = Rule("part", Measure.NARRATIVE, START, rule.due_on, parent=rule.key)
    return Case(rule, {rule.key: rule, "part": child}, {rule.key: readings}, {"part": part})


def own(one):
    return one.readings[one.rule.key]


@st.composite
def more_and_more(draw, rules):
    """A criterion with a value, and the same with further measurements."""
    one = draw(cases(rules=rules))
    amount = draw(AMOUNTS)
    first = Reading(LONG_AGO, recorded=-1)
    if one.rule.measure == Measure.COUNT:
        first = replace(first, value=amount)
    else:
        base = None if one.rule.base else draw(AMOUNTS) + 1
        first = replace(first, numerator=amount, denominator=base)
    more = [replace(r, recorded=100 + r.recorded) for r in draw(readings_for(one.rule, 1))]
    return one.measured([first, *own(one)]), one.measured([first, *own(one), *more])
