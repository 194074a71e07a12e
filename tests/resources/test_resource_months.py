"""Hours and kroner month by month: every series that is drawn, and what there is none of."""

import datetime
from decimal import Decimal

import pytest

from resources.queries.figures import months, resources_of
from resources.rules.months import chart_of_hours, chart_of_kroner, months_of
from tests.factories import MainAreaFactory, ProgramFactory
from tests.factories.resources import (
    BudgetLineFactory,
    BudgetRevisionFactory,
    ExpenseFactory,
    FundingSourceFactory,
    TimeEntryFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

DAY = datetime.date(2011, 10, 1)  # 243 of 334 days gone


@pytest.fixture
def program():
    """Of whose 3 FTE the area has 2."""
    return ProgramFactory(slug="2011", fte=3)


def test_each_month_has_its_hours_and_all_so_far(program, area):
    TimeEntryFactory(activity__main_area=area, on=datetime.date(2011, 2, 15), hours=5)
    TimeEntryFactory(activity=None, main_area=area, on=datetime.date(2011, 4, 30), hours=2)

    found = months(resources_of(program, datetime.date(2011, 5, 10)))

    assert [month.last.day for month in found] == [28, 31, 30, 10]
    assert [month.hours for month in found] == [5, None, 2, None]
    assert [month.hours_so_far for month in found] == [5, 5, 7, 7]
    # 2 FTE × 1924 × 28 days / 365
    assert found[0].planned_so_far == Decimal("295.19")


@pytest.mark.parametrize(
    ("as_of", "number"), [(datetime.date(1900, 1, 1), 0), (datetime.date(2200, 1, 1), 11)]
)
def test_the_months_are_never_more_than_there_is_to_show(program, area, as_of, number):
    found = months_of(resources_of(program, as_of), {}, {}, lambda day: Decimal(0))

    assert len(found) == number


def test_what_there_is_none_of_in_a_month_is_none_and_not_nought(program):
    MainAreaFactory(program=program, number=2, fte=None)
    TimeEntryFactory(activity__main_area__program=program, on=datetime.date(2011, 4, 4), hours=2)

    found = months(resources_of(program, datetime.date(2011, 4, 30)))

    assert [month.hours_so_far for month in found] == [None, None, 2]
    nothing = {(month.planned_so_far, month.kroner_so_far, month.evenly_so_far) for month in found}
    assert nothing == {(None, None, None)}
    assert chart_of_hours(resources_of(program, DAY), found)["target"] is None
    assert chart_of_kroner(resources_of(program, DAY), found) is None


def test_every_series_of_the_kroner_is_exact_to_the_oere(program, area):
    source = FundingSourceFactory(program=program)
    line = BudgetLineFactory(source=source, activity__main_area=area, amount=Decimal("1000.10"))
    BudgetRevisionFactory(line=line, on=datetime.date(2011, 3, 1), amount=Decimal("900.07"))
    ExpenseFactory(line=line, on=datetime.date(2011, 3, 2), amount=Decimal("0.10"))
    resources = resources_of(program, datetime.date(2011, 3, 31))

    february, march = months(resources)

    assert (february.kroner_so_far, march.kroner_so_far) == (0, Decimal("0.10"))
    # 900,07 × 28 / 334 and × 59 / 334, rounded to the øre
    assert february.evenly_so_far == Decimal("75.45")
    assert march.evenly_so_far == Decimal("158.99")
    drawn = chart_of_kroner(resources, [february, march])
    assert drawn["target"]["label"] == "Granted now"
    assert {point["y"] for point in drawn["target"]["points"]} == {900.07}
    assert [point["y"] for point in drawn["expected"]["points"]] == [0, 75.45, 158.99]


def test_what_was_logged_before_the_programme_counts_in_its_first_month(program, area):
    early = {"1999-12": Decimal(3), "2011-02": Decimal(1)}

    found = months_of(resources_of(program, DAY), early, {}, lambda day: Decimal(0))

    assert (found[0].last, found[0].hours) == (datetime.date(2011, 2, 28), 4)
    assert found[-1].hours_so_far == 4


def test_what_comes_after_the_programme_has_months_of_its_own_for_a_time(program, area):
    late = {"2012-01": Decimal(3), "2199-01": Decimal(1)}
    found = resources_of(program, datetime.date(2200, 1, 1))

    rows = months_of(found, late, {}, lambda day: Decimal(0))

    assert [month.hours for month in rows][11:13] == [3, None]
    assert (rows[-1].last, rows[-1].hours_so_far) == (datetime.date(2013, 12, 31), 4)
