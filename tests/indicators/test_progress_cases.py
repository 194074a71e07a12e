"""Cases by name: those of the specification (the domain's section 3.4), those that other systems'
tests hold, criteria within criteria, and what the code chose where the specification is silent."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.models.choices import Status
from indicators.rules.progress import Fixed, Linked
from tests.indicators.rules import WHEN, case, day, family, pair_in_tenths, table

VISITORS = "count >= 30000 sum even"
LATE_AUGUST = "count >= 1000 due 2011-08-31"

NAMED = f"""
case                  | criterion                   | measured          | as of      | value  | expected | status
30,000 visitors, low  | {VISITORS}                  | 12125@2011-06-15  | 2011-06-30 | 12125  | 13473    | at_risk
30,000 visitors, high | {VISITORS}                  | 12126@2011-06-15  | 2011-06-30 | 12126  | 13473    | on_track
30,000 visitors, both | {VISITORS}                  | 18000 14500       | 2011-09-01 | 32500  | 19131    | met
Eid, on the day       | {LATE_AUGUST}               | -                 | 2011-08-31 | -      | 0        | not_due
Eid, the day after    | {LATE_AUGUST}               | -                 | 2011-09-01 | -      | 1000     | unmeasured
23 of the 60          | share >= 40 derived of 60   | 23                | 2012-01-01 | 38,3 % | -        | missed
24 of the 60, on d    | share >= 40 derived of 60   | 24                | 2011-12-31 | 40 %   | -        | on_track
24 of the 60, after d | share >= 40 derived of 60   | 24                | 2012-01-01 | 40 %   | -        | met
29 of 75 linked       | share >= 40 of linked 45+30 | 29                | 2012-01-01 | 38,6 % | -        | missed
30 of 75 linked       | share >= 40 of linked 45+30 | 30                | 2012-01-01 | 40 %   | -        | met
pairs are pooled      | share >= 70 sum             | 20/30 40/50       | 2012-01-01 | 75 %   | -        | met
latest 72 %           | share >= 70 latest          | 72/100@2011-06-01 | 2011-06-30 | 72 %   | -        | on_track
9 of 9 meetings       | share >= 100 sum            | 4/4 5/5           | 2012-01-01 | 100 %  | -        | met
0 of 0 meetings       | share >= 100 sum            | 0/0               | 2012-01-01 | -      | -        | not_computable
too many complaints   | count <= 10                 | 15                | 2011-06-30 | 15     | -        | behind
"""  # noqa: E501


@pytest.mark.parametrize(
    ("criterion", "measured", "as_of", "value", "expected", "status"),
    [pytest.param(*line, id=name) for name, *line in table(NAMED)],
)
def test_the_specifications_cases(criterion, measured, as_of, value, expected, status):
    progress = case(criterion, measured).progress(day(as_of))

    figure = pair_in_tenths(progress) if progress.share else progress.value
    assert progress.status == Status(status)
    assert ("-" if figure is None else str(figure)) == value
    assert ("-" if progress.expected is None else str(progress.expected)) == expected


@pytest.mark.parametrize("employment", ["milestone", "count >= 1"])
def test_six_initiatives_of_which_one_for_employment_with_22_of_25_citizens_is_partly(employment):
    done = "done" if employment == "milestone" else "1"
    of = family(
        initiatives=("count >= 5", "4 2"),
        employment=(employment, done, "initiatives"),
        citizens=("count >= 25", "22", "employment"),
    )

    progress = of["initiatives"].evaluate(WHEN["after"])

    assert progress["citizens"].status == Status.MISSED
    assert progress["employment"].status == Status.PARTLY
    assert progress["initiatives"].status == Status.PARTLY
    assert progress["initiatives"].value == 6
    assert progress["initiatives"].expected == 5


# Cases of other systems' tests ------------------------------------------------------------------


def test_yearly_targets_of_100_200_400_with_50_and_120_stand_at_170_of_300_when_year_two_ends():
    rule = "count >= 700 due 2013-12-31 planned 100@2011-12-31 300@2012-12-31 700@2013-12-31"

    progress = case(rule, "50@2011-10-01 120@2012-10-01").progress(datetime.date(2012, 12, 31))

    assert (progress.value, progress.expected) == (170, 300)
    assert progress.status == Status.BEHIND
    assert round(100 * progress.value / progress.expected) == 57


def test_running_totals_of_8_then_15_and_10_then_45_read_8_33_78():
    """Against 10, 20 and 50 a period: 10, 30 and 80 in all."""
    rule = "count >= 80 planned 10@2011-04-30 30@2011-08-31 80@2011-12-31"
    one = case(rule, "8@2011-04-01 15@2011-06-01 10@2011-08-31 45@2011-12-01")

    ends = [one.progress(day(end)) for end in ("2011-04-30", "2011-08-31", "2011-12-31")]

    assert [end.value for end in ends] == [8, 33, 78]
    assert [end.expected for end in ends] == [10, 30, 80]
    assert [end.status for end in ends] == [Status.AT_RISK, Status.ON_TRACK, Status.ON_TRACK]


def test_updates_of_1_then_2_in_one_period_read_2_as_the_latest():
    for dates in ("1@2011-06-15 2@2011-06-15", "1@2011-06-01 2@2011-06-15"):
        assert case("count >= 10 latest", dates).progress(WHEN["before"]).value == 2


def test_3_14_of_17_and_47_11_of_4711_pool_to_50_25_of_4728():
    progress = case("share >= 1 sum", "3.14/17 47.11/4711").progress(WHEN["before"])

    assert progress.share == (Decimal("50.25"), 4728)
    assert pair_in_tenths(progress) == "1 %"
    assert progress.status == Status.ON_TRACK


# Exactly at the limit ---------------------------------------------------------------------------


def test_69_96_per_cent_is_not_70():
    progress = case("share >= 70", "6996/10000").progress(WHEN["after"])

    assert progress.status == Status.MISSED
    assert pair_in_tenths(progress) == "69,9 %"


def test_5_of_an_average_of_16_17_and_17_is_exactly_30_per_cent():
    """A third has no end as a Decimal: rounding the base must not cost a share its target."""
    share = case("share >= 30", "5")
    average = case("count >= 1 average", "16 17 17", "base")
    linked = replace(
        share,
        rules={"it": replace(share.rule, base=Linked(("base",))), **average.rules},
        readings={**share.readings, **average.readings},
    )

    assert linked.status(WHEN["after"]) == Status.MET


# Criteria within criteria -----------------------------------------------------------------------


def test_every_level_has_its_own_status_at_its_own_due_date():
    of = family(
        visits=("count >= 5 even", "6"),
        registered=("share >= 100 due 2011-06-29", "3/6", "visits"),
        described=("milestone due 2011-06-29", "done", "registered"),
    )

    progress = of["visits"].evaluate(WHEN["before"])

    assert progress["described"].status == Status.MET
    assert progress["registered"].status == Status.MISSED
    assert progress["visits"].status == Status.ON_TRACK
    assert progress["visits"].parts == (Status.MISSED,)


def test_a_whole_of_a_partnership_and_30_restaurants_is_met_when_both_are():
    of = family(
        whole=("all", "-"),
        partnership=("milestone", "done", "whole"),
        restaurants=("count >= 30", "12@2011-05-01 18@2011-08-01", "whole"),
    )

    assert of["whole"].status(datetime.date(2011, 2, 28)) == Status.NOT_DUE
    assert of["whole"].status(day("2011-05-01")) == Status.NOT_DUE
    assert of["whole"].status(day("2011-08-01")) == Status.MET


def test_a_whole_counts_its_own_parts_and_theirs_only_through_them():
    of = family(
        whole=("all", "-"),
        visits=("count >= 5", "6", "whole"),
        registered=("count >= 5", "4", "visits"),
    )

    assert of["whole"].status(WHEN["on"]) == Status.ON_TRACK
    assert of["whole"].status(WHEN["after"]) == Status.MISSED


def test_a_part_counts_with_its_computed_status_and_a_narrative_with_its_judgement():
    of = family(
        whole=("all", "-"),
        count=("count >= 10", "9", "whole"),
        told=("narrative judged met", "-", "whole"),
    )
    judged = replace(of["whole"], judgements={**of["whole"].judgements, "count": Status.MET})

    progress = judged.evaluate(WHEN["after"])

    assert progress["count"].status == Status.MISSED
    assert progress["whole"].status == Status.PARTLY


# Where the specification is silent --------------------------------------------------------------


@pytest.mark.parametrize(("when", "status"), [("on", "not_due"), ("after", "unmeasured")])
def test_a_whole_without_any_part_is_not_fulfilled(when, status):
    """By the letter «every sub-criterion met» holds where there is none; nobody means it so."""
    assert case("all").status(WHEN[when]) == Status(status)


@pytest.mark.parametrize("measured", ["-", "5"])
def test_a_base_of_which_one_count_was_never_measured_has_no_value(measured):
    """A share of half the base would flatter."""
    share = case("share >= 40 of linked 60+-", measured)

    assert share.status(WHEN["after"]) == Status.NOT_COMPUTABLE


def test_a_derived_count_without_facts_adds_nought_to_a_base():
    share = case("share >= 40 of linked 60+derived", "24")

    assert share.progress(WHEN["after"]).denominator == 60
    assert share.status(WHEN["after"]) == Status.MET


def test_what_was_measured_before_the_start_counts():
    """Only the date asked for limits what counts; the start moves the expectation."""
    early = case("count >= 10 from 2011-05-01", "10@2011-02-01")

    assert early.status(WHEN["before"]) == Status.MET


def test_a_fixed_base_stands_though_the_linked_counts_differ():
    """«40 % af disse 60»: 24 are needed, whoever else took part."""
    linked = case("share >= 40 of linked 75", "24")
    fixed = replace(linked.rule, base=Fixed(Decimal(60)))

    assert linked.status(WHEN["after"]) == Status.MISSED
    assert replace(linked, rules={**linked.rules, "it": fixed}).status(WHEN["after"]) == Status.MET
