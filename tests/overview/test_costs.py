"""What one result of an activity has cost: told where exactly one count says what came out."""

from decimal import Decimal

import pytest

from core.clock import today
from economy.rules.amounts import Money
from indicators.queries.standings import standings_of
from overview.queries.pages import criteria_fed_only_by
from overview.rules.costs import cost_of
from resources.rules.figures import Fte, Part, PartKind
from resources.rules.hours import Hours
from tests.factories import ActivityFactory, CriterionFactory, LogEntryFactory, MeasurementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def activity():
    return ActivityFactory()


def count(activity, value=500, *others, **fields):
    criterion = CriterionFactory(
        main_area=activity.main_area, activities=[activity, *others], unit="guests", **fields
    )
    if value is not None:
        MeasurementFactory(criterion=criterion, value=value)
    return criterion


def cost(activity, *, hours=Decimal(125), used=Decimal(1050)):
    money = Money(used=used) if used is not None else None
    part = Part(PartKind.ACTIVITY, "", Hours(logged=hours), money, Fte())
    program = activity.main_area.program
    found = standings_of(program, activity.criteria.all(), today())
    return cost_of(part, list(found.values()), criteria_fed_only_by(activity))


def words(*args, **kwargs):
    return cost(*args, **kwargs).words.replace("\xa0", " ")


def test_one_count_says_what_each_cost(activity):
    count(activity)

    assert words(activity) == "2,10 kr. and 0,25 hours for each of 500 guests"


def test_only_hours_or_only_kroner(activity):
    count(activity)

    assert words(activity, used=None) == "0,25 hours for each of 500 guests"
    assert words(activity, used=Decimal(0)) == "0,25 hours for each of 500 guests"
    assert words(activity, hours=None) == "2,10 kr. for each of 500 guests"


def test_less_than_a_tenth_of_an_hour_is_left_out(activity):
    count(activity)

    assert words(activity, hours=Decimal(50)) == "2,10 kr. and 0,1 hours for each of 500 guests"
    assert words(activity, hours=Decimal(47)) == "2,10 kr. for each of 500 guests"
    assert cost(activity, hours=Decimal(47), used=None) is None


def test_neither_hours_nor_kroner_cost_nothing_to_tell(activity):
    count(activity)

    assert cost(activity, hours=None, used=None) is None


@pytest.mark.parametrize("value", [None, 0])
def test_a_count_without_a_value_tells_nothing(activity, value):
    count(activity, value)

    assert cost(activity) is None


def test_two_counts_tell_nothing(activity):
    count(activity)
    count(activity)

    assert cost(activity) is None


def test_of_two_counts_the_one_of_those_who_came_tells(activity):
    count(activity)
    count(activity, None, attendance=True)
    LogEntryFactory(activity=activity, attendance=105, approximate=True)

    assert words(activity) == "10 kr. and 1,19 hours for each of about 105 guests"


def test_a_count_that_other_activities_feed_too_tells_nothing(activity):
    count(activity, 500, ActivityFactory(main_area=activity.main_area))

    assert cost(activity) is None


def test_a_count_of_which_there_should_be_few_tells_nothing(activity):
    count(activity, comparison="<=")

    assert cost(activity) is None


def test_a_share_tells_nothing(activity):
    share = CriterionFactory(share=True, main_area=activity.main_area, activities=[activity])
    MeasurementFactory(criterion=share, numerator=1, denominator=2)

    assert cost(activity) is None
