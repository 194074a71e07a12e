"""Named examples of the very day on which somebody comes, leaves or is counted: pure rules."""

import datetime
from decimal import Decimal

import pytest

from economy.rules.amounts import money_of_line
from indicators.rules.rosters import Member, RosterPeriod, RosterTerms, counts, is_in_share
from programs.rules.fte import Period
from requisitions.models.choices import Reply
from requisitions.rules.counting import CaseTimeline, RegisterTerms, has_answered, says_yes

MARCH, MAY = datetime.date(2011, 3, 1), datetime.date(2011, 5, 1)
A_DAY = datetime.timedelta(1)


@pytest.mark.parametrize(
    ("day", "is_there"),
    [(MARCH - A_DAY, False), (MARCH, True), (MAY - A_DAY, True), (MAY, False)],
)
def test_who_left_on_the_very_day_counts_no_more(day, is_there):
    member = Member(periods=(RosterPeriod(MARCH, MAY),))

    assert counts(member, RosterTerms(), day) is is_there
    assert is_in_share(member, RosterTerms(), day) is is_there


@pytest.mark.parametrize(("day", "is_counted"), [(MAY - A_DAY, False), (MAY, True)])
def test_a_schools_share_counts_on_the_very_day(day, is_counted):
    shares = ((MARCH, Decimal(40)), (MAY, Decimal(41)))
    member = Member(periods=(RosterPeriod(MARCH),), shares=shares)

    assert counts(member, RosterTerms(bilingual_over=Decimal(40)), day) is is_counted


@pytest.mark.parametrize(("day", "forecast"), [(MAY, 100), (MAY + A_DAY, 30)])
def test_the_forecast_of_a_finished_programme_is_what_is_used_and_bound(day, forecast):
    money = money_of_line(
        granted=Decimal(100),
        revised=Decimal(100),
        used=Decimal(20),
        committed=Decimal(10),
        period=Period(MARCH, MAY, day),
    )

    assert money.forecast == forecast


@pytest.mark.parametrize(("reply", "yes"), [(Reply.YES, True), (Reply.DONT_KNOW, False)])
def test_who_does_not_know_is_in_the_pure_base(reply, yes):
    terms = RegisterTerms(question="new_methods")
    case = CaseTimeline((), relevant=True, answered_on=MAY, answers={"new_methods": reply})

    assert has_answered(case, terms, MAY)
    assert says_yes(case, terms, MAY) is yes
    assert not has_answered(case, terms, MAY - A_DAY)
