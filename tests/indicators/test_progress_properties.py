"""What holds for every criterion and every set of measurements, tried on many made-up ones."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indicators.models.choices import Aggregation, Comparison, Measure, Pacing, Status
from indicators.rules.progress import (
    Fixed,
    Linked,
    Reading,
    Rule,
    Thresholds,
    expected,
    progress_by_day,
)
from tests.indicators.rules import DUE, START, Case
from tests.indicators.strategies import (
    AMOUNTS,
    CUMULATIVE,
    DAYS,
    LONG_AGO,
    POSITIVE_BASE,
    THE_DAY_AFTER,
    UPWARD,
    case_of,
    cases,
    count_rules,
    more_and_more,
    own,
    readings_for,
    share_rules,
)

# The suite holds no timed assertions.
many = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ON_THE_WAY = [Status.NOT_DUE, Status.BEHIND, Status.AT_RISK, Status.ON_TRACK, Status.MET]
AFTERWARDS = [Status.MISSED, Status.PARTLY, Status.MET]


# What counts --------------------------------------------------------------------------------------


@many
@given(st.data(), cases(), DAYS)
def test_a_retracted_measurement_changes_nothing(data, one, as_of):
    retracted = [replace(r, retracted=True) for r in data.draw(readings_for(one.rule, 1))]

    assert one.measured([*retracted, *own(one)]).progress(as_of) == one.progress(as_of)


@many
@given(cases(min_size=1), DAYS, st.data())
def test_retracting_a_measurement_is_as_if_it_had_never_been(one, as_of, data):
    position = data.draw(st.integers(0, len(own(one)) - 1))
    before, chosen, after = own(one)[:position], own(one)[position], own(one)[position + 1 :]

    retracted = one.measured([*before, replace(chosen, retracted=True), *after])

    assert retracted.progress(as_of) == one.measured([*before, *after]).progress(as_of)


@many
@given(st.data(), cases(), DAYS)
def test_forecasts_count_for_nothing(data, one, as_of):
    forecasts = [replace(r, forecast=True) for r in data.draw(readings_for(one.rule, 1))]

    assert one.measured([*forecasts, *own(one)]).progress(as_of) == one.progress(as_of)


@many
@given(cases(), DAYS)
def test_what_is_measured_later_changes_nothing(one, as_of):
    by_then = [reading for reading in own(one) if reading.measured_on <= as_of]

    assert one.measured(by_then).progress(as_of) == one.progress(as_of)


@many
@given(st.data(), cases(), DAYS)
def test_the_order_of_entry_is_irrelevant(data, one, as_of):
    shuffled = data.draw(st.permutations(own(one)))

    assert one.measured(shuffled).progress(as_of) == one.progress(as_of)


@many
@given(cases(rules=count_rules() | share_rules(), min_size=1), DAYS, st.data())
def test_the_order_of_recording_is_irrelevant_but_for_the_latest_of_a_day(one, as_of, data):
    if one.rule.aggregation == Aggregation.LATEST:
        one = one.measured({reading.measured_on: reading for reading in own(one)}.values())
    moments = data.draw(st.permutations(range(len(own(one)))))
    entered = [replace(r, recorded=m) for r, m in zip(own(one), moments, strict=True)]

    first, second = one.progress(as_of), one.measured(entered).progress(as_of)

    # Of two equally high shares another may be chosen: 1/2 or 2/4.
    assert (second.status, second.value) == (first.status, first.value)


@many
@given(st.data(), cases(rules=count_rules() | share_rules(), min_size=1), DAYS)
def test_no_criterion_depends_on_the_order_or_company_in_which_it_is_asked(data, one, as_of):
    stranger = replace(data.draw(count_rules()), key="stranger")
    order = data.draw(st.permutations([*one.rules.items(), ("stranger", stranger)]))
    in_company = Case(one.rule, dict(order), one.readings, one.judgements)

    assert in_company.progress(as_of) == one.progress(as_of)


@many
@given(cases(rules=share_rules(CUMULATIVE, bases=st.none())), DAYS)
def test_pairs_of_nought_are_passed_over_by_sum_and_highest(one, as_of):
    a_pair = Reading(LONG_AGO, numerator=Decimal(1), denominator=Decimal(2), recorded=-1)
    of_something = [reading for reading in own(one) if reading.denominator]

    without = one.measured([a_pair, *of_something]).progress(as_of)

    assert one.measured([a_pair, *own(one)]).progress(as_of) == without


@many
@given(cases(rules=count_rules(aggregations=st.just(Aggregation.SUM)), min_size=1), DAYS)
def test_a_sum_told_in_two_parts_is_the_same_sum(one, as_of):
    whole = own(one)[0]
    first = whole.value // 3
    parts = [
        replace(whole, value=first),
        replace(whole, value=whole.value - first, recorded=len(own(one))),
    ]

    assert one.measured([*parts, *own(one)[1:]]).progress(as_of) == one.progress(as_of)


@st.composite
def cases_with_a_linked_base(draw):
    """A share of a count, or of two, each with readings of its own."""
    share = replace(draw(share_rules(bases=st.none())), base=Linked(("one", "two")))
    bases = {key: replace(draw(count_rules()), key=key) for key in share.base.keys}
    readings = {key: draw(readings_for(rule)) for key, rule in bases.items()}
    return Case(share, {"it": share, **bases}, {"it": draw(readings_for(share)), **readings})


def weekly_cases():
    latest = count_rules(st.just(Aggregation.LATEST))
    return cases(rules=latest.map(lambda rule: replace(rule, per_week=True)))


@many
@given(cases() | weekly_cases() | cases_with_a_linked_base(), st.sets(DAYS), st.data())
def test_one_pass_over_the_days_is_the_progress_of_each(one, days, data):
    flag = st.sampled_from(["retracted", "forecast"])
    more = [
        replace(reading, recorded=100 + reading.recorded, **{data.draw(flag): True})
        for reading in data.draw(readings_for(one.rule))
    ]
    one = one.measured(data.draw(st.permutations([*own(one), *more])))

    found = progress_by_day(one.rules, one.readings, sorted(days), one.rule.key)

    alone = replace(one, judgements={})
    assert found == [(day, alone.progress(day)) for day in sorted(days)]


# More is never worse ------------------------------------------------------------------------------


@many
@given(
    more_and_more(
        count_rules(CUMULATIVE, UPWARD)
        | share_rules(CUMULATIVE, UPWARD, POSITIVE_BASE)
        | share_rules(st.just(Aggregation.HIGHEST), UPWARD, st.none())
    ),
    DAYS,
)
def test_for_sum_and_highest_more_never_lowers_the_status(fewer_and_more, as_of):
    """Once there is a value: a first measurement may show that what was unmeasured is behind.

    A sum of pairs is no such sum: a poor pair added lowers the share.
    """
    fewer, more = (one.status(as_of) for one in fewer_and_more)

    order = AFTERWARDS if as_of > fewer_and_more[0].rule.due_on else ON_THE_WAY
    assert order.index(more) >= order.index(fewer)


@many
@given(count_rules(CUMULATIVE, UPWARD), st.data(), st.tuples(DAYS, DAYS).map(sorted))
def test_met_before_the_due_date_stays_met(rule, data, days):
    enough = Reading(days[0], value=rule.target + 1, recorded=-1)
    one = case_of(rule, [enough, *data.draw(readings_for(rule))])

    assert [one.status(day) for day in days] == [Status.MET, Status.MET]


@many
@given(cases(rules=count_rules(CUMULATIVE, UPWARD), min_size=1), DAYS, st.data())
def test_a_stricter_programme_never_shows_a_better_status(one, as_of, data):
    lenient = [data.draw(st.integers(1, 100)) for _ in range(2)]
    strict = [data.draw(st.integers(limit, 100)) for limit in lenient]
    shown = [
        one.status(as_of, Thresholds(Decimal(max(limits)), Decimal(min(limits))))
        for limits in (lenient, strict)
    ]

    order = [Status.MISSED, Status.PARTLY, Status.UNMEASURED, *ON_THE_WAY]
    assert order.index(shown[1]) <= order.index(shown[0])


# Bases --------------------------------------------------------------------------------------------


@many
@given(share_rules(), st.lists(AMOUNTS, min_size=1, max_size=3), st.data(), DAYS)
def test_linked_and_fixed_agree_when_the_base_is_exactly_as_planned(rule, counted, data, as_of):
    fixed = replace(rule, base=Fixed(sum(counted, Decimal(0))))
    readings = data.draw(readings_for(fixed))
    part = data.draw(st.none() | st.sampled_from(Status))
    keys = tuple(f"base {number}" for number in range(len(counted)))
    linked = case_of(replace(rule, base=Linked(keys)), readings, part)
    for key, amount in zip(keys, counted, strict=True):
        linked.rules[key] = Rule(key, Measure.COUNT, START, DUE, Decimal(1), aggregation="sum")
        linked.readings[key] = [Reading(LONG_AGO, value=amount)]

    assert linked.progress(as_of) == case_of(fixed, readings, part).progress(as_of)


@many
@given(share_rules(bases=POSITIVE_BASE), AMOUNTS)
@example(Rule("it", "share", START, DUE, Decimal(70), base=Fixed(Decimal(10000))), Decimal(6996))
def test_a_share_meets_its_target_exactly_by_whole_numbers(rule, numerator):
    rule = replace(rule, comparison=Comparison.AT_LEAST)
    one = case_of(rule, [Reading(START, numerator=numerator)])
    # Ten-thousandths, the smallest that is stored.
    tops, target, base = (
        int(amount * 10**4) for amount in (numerator, rule.target, rule.base.value)
    )

    met = one.status(THE_DAY_AFTER) == Status.MET

    assert met == (100 * tops * 10**4 >= target * base)


@many
@given(st.integers(1, 33), st.lists(st.integers(1, 10**6).map(Decimal), min_size=3, max_size=3))
def test_a_share_of_an_average_meets_its_target_exactly_too(k, counted):
    """100·(k·S/100) of S/3 is 3·k per cent, though S/3 may have no end."""
    rule = Rule("it", Measure.SHARE, START, DUE, Decimal(3 * k), base=Linked(("base",)))
    average = Rule("base", Measure.COUNT, START, DUE, Decimal(1), aggregation="average")
    enough = k * sum(counted) / 100
    base = [Reading(START, value=value, recorded=moment) for moment, value in enumerate(counted)]

    def status(numerator):
        share = [Reading(START, numerator=numerator)]
        one = Case(rule, {"it": rule, "base": average}, {"it": share, "base": base})
        return one.status(THE_DAY_AFTER)

    assert status(enough) == Status.MET
    assert status(enough - Decimal("0.0001")) == Status.MISSED


# Expected by now ----------------------------------------------------------------------------------


@many
@given(count_rules(), st.tuples(DAYS, DAYS).map(sorted))
def test_the_expected_never_falls_and_never_exceeds_the_target(rule, days):
    earlier, later = (expected(rule, on) or Decimal(0) for on in days)

    assert 0 <= earlier <= later <= rule.target


@many
@given(count_rules(comparisons=UPWARD), st.data())
def test_the_even_expectation_is_the_largest_whole_number_not_above_the_line(rule, data):
    rule = replace(rule, pacing=Pacing.EVEN)
    as_of = data.draw(st.dates(rule.starts_on, rule.due_on))
    used, in_all = ((d - rule.starts_on).days + 1 for d in (as_of, rule.due_on))

    line, answer = rule.target * used, expected(rule, as_of)

    assert answer == int(answer)
    assert answer * in_all <= line < (answer + 1) * in_all


# Statuses and dates -------------------------------------------------------------------------------


@many
@given(cases(), DAYS)
def test_no_verdict_before_the_due_date_is_over_and_nothing_but_verdicts_after(one, as_of):
    verdicts = {Status.MISSED, Status.PARTLY}
    open_ones = {Status.NOT_DUE, Status.BEHIND, Status.AT_RISK, Status.ON_TRACK}

    refused = open_ones if as_of > one.rule.due_on else verdicts

    assert one.status(as_of) not in refused


@many
@given(cases(), DAYS)
def test_met_means_that_every_part_is_met(one, as_of):
    progress = one.progress(as_of)

    if progress.status == Status.MET:
        assert set(progress.parts) <= {Status.MET}
    assert progress.status != Status.PARTLY or progress.parts


@many
@given(cases(), DAYS)
def test_a_part_can_only_hold_a_criterion_back(one, as_of):
    """With its part met it stands as it would without one."""
    alone = case_of(one.rule, own(one)).status(as_of)

    assert case_of(one.rule, own(one), Status.MET).status(as_of) == alone
    assert one.status(as_of) in {alone, Status.ON_TRACK, Status.PARTLY}


@many
@given(st.lists(st.sampled_from(Status), min_size=1, max_size=5), st.data(), DAYS)
def test_a_whole_does_not_depend_on_the_order_of_its_parts(parts, data, as_of):
    def whole(statuses):
        one = case_of(Rule("it", Measure.ALL, START, DUE), [])
        for number, status in enumerate(statuses):
            one.rules[number] = Rule(number, Measure.NARRATIVE, START, DUE, parent="it")
            one.judgements[number] = status
        return one.status(as_of)

    assert whole(parts) == whole(data.draw(st.permutations(parts)))
    assert (whole(parts) == Status.MET) == (set(parts) == {Status.MET})
