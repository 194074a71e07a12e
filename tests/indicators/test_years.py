"""One criterion across the years that it was carried over."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models.choices import Status
from indicators.queries.years import chart_of_years, years_of
from indicators.rules.progress import Progress
from indicators.rules.years import Outcome, Trend, trend
from tests.factories import CriterionFactory, MeasurementFactory, ProgramFactory

BETTER, SAME, WORSE = Trend.IMPROVING, Trend.KEEPING, Trend.WORSENING


def outcome(measure="count", comparison=">=", unit="unge", **figures):
    given = {name: one if isinstance(one, bool) else Decimal(one) for name, one in figures.items()}
    return Outcome(measure, comparison, unit, Progress(Status.MET, **given))


def count(value, comparison=">=", unit="unge"):
    return outcome("count", comparison, unit, value=value)


def share(part, whole, comparison=">="):
    return outcome("share", comparison, "", numerator=part, denominator=whole)


@pytest.mark.parametrize(
    ("earlier", "later", "found"),
    [
        (count(100), count(105), BETTER),  # the threshold itself
        (count(100), count("104.9999"), SAME),
        (count(100), count(100), SAME),
        (count(100), count("95.0001"), SAME),
        (count(100), count(95), WORSE),
        (count(0), count(1), BETTER),
        (count(1), count(0), WORSE),
        (count(0), count(0), SAME),
        (count(3), count("3.15"), BETTER),  # decided exactly
        (count(100, "<="), count(95, "<="), BETTER),
        (count(100, "<"), count(105, "<="), WORSE),
        (count(100, ">"), count(105), BETTER),
        (count(100, "="), count(105, "="), None),
        (count(100), count(105, "<="), None),
        (count(100), count(105, unit="møder"), None),
        (count(100, unit="Unge"), count(105), BETTER),
        (share(2, 3), share(43, 60), BETTER),  # 66,67 and 71,67: exactly 5 points
        (share(2, 3), share(429, 600), SAME),
        (share(75, 100), share(14, 20), WORSE),
        (share(75, 100), share(0, 0), None),
        (share(1, 2), count(50), None),
        (outcome("milestone", done=False), outcome("milestone", done=True), BETTER),
        (outcome("milestone", done=True), outcome("milestone", done=True), SAME),
        (outcome("milestone", done=True), outcome("milestone", done=False), WORSE),
        (outcome("milestone"), outcome("milestone", done=True), None),
        (outcome("narrative"), outcome("narrative"), None),
        (outcome(), count(5), None),
        (None, count(5), None),
        (count(5), None, None),
    ],
)
def test_two_years_are_compared(earlier, later, found):
    assert trend(earlier, later) == found


@pytest.fixture
def chain(db, clock):
    """2009 to 2011, of which 2011 is not over; 2009 was carried over from outside the system."""
    found = []
    for year, target, value in ((2009, 50, 50), (2010, 55, 60), (2011, 60, 40)):
        program = ProgramFactory(
            slug=str(year),
            starts_on=datetime.date(year, 1, 1),
            ends_on=datetime.date(year, 12, 31),
        )
        one = CriterionFactory(
            main_area__program=program,
            target=target,
            due_on=datetime.date(year, 12, 31),
            carried_over_from=str(year - 1),
            original=found[-1] if found else None,
        )
        day = datetime.date(year, 5, 1)
        MeasurementFactory(criterion=one, value=value, measured_on=day)
        found.append(one)
    return found


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_chain_is_the_same_from_each_of_its_years(chain, place):
    years = years_of(chain[place])

    assert [year.standing.criterion for year in years] == chain
    assert [year.trend for year in years] == [None, BETTER, None]
    assert [year.is_over for year in years] == [True, True, False]


def test_a_sibling_of_the_same_origin_is_of_another_chain(chain):
    other = CriterionFactory(original=chain[0])

    assert other not in [year.standing.criterion for year in years_of(chain[1])]
    assert other in [year.standing.criterion for year in years_of(chain[0])]


def test_the_drawing_has_target_and_outcome_of_each_year(chain):
    chart = chart_of_years(years_of(chain[0]))

    assert [point["y"] for point in chart["value"]["points"]] == [50, 60]
    assert [point["y"] for point in chart["target"]["points"]] == [50, 55, 60]
    assert (chart["from"], chart["to"]) == ("2009-12-31", "2011-12-31")


def test_one_year_is_no_drawing(db, clock):
    assert chart_of_years(years_of(CriterionFactory())) is None


@pytest.mark.usefixtures("english")
def test_the_page_publishes_the_threshold_beside_the_table(chain, client_of, laeser):
    client = client_of(laeser)
    page = client.get(reverse("indicators:years", args=[chain[1].pk])).content.decode()
    own = client.get(chain[0].get_absolute_url()).content.decode()

    assert "at least 5 % of the year before" in page
    assert "the year is not in the system" in page
    assert "Improving" in page
    assert reverse("indicators:years", args=[chain[0].pk]) in own


@pytest.mark.parametrize(("years", "queries"), [(1, 11), (3, 19)])
def test_each_year_costs_the_same(
    chain, years, queries, client_of, laeser, django_assert_num_queries
):
    if years == 1:
        chain[:] = [CriterionFactory(main_area=chain[2].main_area)]
    client = client_of(laeser)

    with django_assert_num_queries(queries):
        client.get(reverse("indicators:years", args=[chain[-1].pk]))
