"""FTE and forecasts of the parts of a main area: dealt so that they add up to the whole."""

import datetime
from decimal import Decimal

import pytest

from activities.models import ActivityKind
from resources.queries.figures import resources_of
from resources.rules.figures import PartKind
from resources.rules.fte import dealt, in_hundredths
from tests.factories import ActivityFactory, InitiativeFactory, ProgramFactory
from tests.factories.resources import TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

DAY = datetime.date(2011, 10, 1)  # 243 of 334 days gone


@pytest.fixture
def program():
    return ProgramFactory(slug="2011", fte=3)


def part(program, kind, pk=None):
    return resources_of(program, DAY).total.find(kind, pk)


def test_fte_of_a_year_of_cases_are_what_their_hours_come_to(program, area):
    for _turn in range(20):
        case = ActivityFactory(main_area=area, kind=ActivityKind.CASE)
        TimeEntryFactory(activity=case, hours=5)

    # 100 of 1.760,59 hours; those of each, 0,0028, would be rounded away.
    assert part(program, PartKind.AREA, area.pk).fte.to_date == Decimal("0.06")


def test_three_thirds_are_one():
    third = Decimal("586.86") / (Decimal(1924) * 334 / 365)

    assert sorted(dealt([third] * 3, Decimal(1))) == [
        Decimal("0.33"),
        Decimal("0.33"),
        Decimal("0.34"),
    ]


def test_what_there_is_none_of_has_no_share():
    assert dealt([None, Decimal("0.99999"), None], Decimal(1)) == [None, 1, None]


def test_fte_are_dealt_level_by_level(program, area):
    program.hours_per_fte = Decimal(1000)
    program.save()
    for hours in (6, 4):
        initiative = InitiativeFactory(main_area=area)
        for _turn in range(3):
            activity = ActivityFactory(main_area=area, initiative=initiative)
            TimeEntryFactory(activity=activity, hours=hours)

    found = [one.fte.to_date for one in part(program, PartKind.AREA, area.pk).parts]

    # 18 and 12 of 915,07 hours are 0,0197 and 0,0131 of together 0,0328.
    assert found[:2] == [Decimal("0.02"), Decimal("0.01")]


def test_a_forecast_of_many_parts_is_that_of_their_sum(program, area):
    for _turn in range(20):
        case = ActivityFactory(main_area=area, kind=ActivityKind.CASE)
        TimeEntryFactory(activity=case, hours=1)
    found = in_hundredths(resources_of(program, DAY))  # as tables and files show it
    whole = found.total.find(PartKind.AREA, area.pk)
    cases = whole.find(PartKind.CASES, None)

    exact = 20 * Decimal(found.period.days) / found.period.gone
    assert whole.hours.forecast == cases.hours.forecast == round(exact, 2)
    assert sum(one.hours.forecast for one in cases.parts) == whole.hours.forecast
