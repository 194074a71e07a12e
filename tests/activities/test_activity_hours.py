"""The page of an activity's logged hours: whose they are for those who may see it, else sums."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import ActivityKind
from activities.queries.hours import logged_hours, total_of
from core.clock import now
from resources.queries.figures import resources_of
from resources.rules.figures import PartKind
from tests.factories import ActivityFactory, LogEntryFactory, UserFactory
from tests.factories.resources import TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

DAY = datetime.date(2011, 10, 1)
MONDAY = datetime.date(2011, 9, 19)
SUNDAY = MONDAY + datetime.timedelta(6)
NEXT = MONDAY + datetime.timedelta(7)
MONTH = datetime.date(2011, 9, 1)


@pytest.fixture
def jonas():
    return UserFactory(full_name="Jonas Beck")


@pytest.fixture
def activity(konsulent, jonas):
    """Three of the consultant's in a week, one of another; later one each, and what counts not."""
    activity = ActivityFactory()
    entry = LogEntryFactory(activity=activity, on=SUNDAY)
    taken_back = LogEntryFactory(
        activity=activity, on=MONDAY, retracted_at=now(), retraction_reason="Forkert."
    )
    for on, hours, person, of in [
        (MONDAY, "1.50", konsulent, None),
        (SUNDAY, "2", konsulent, None),
        (SUNDAY, "0.25", konsulent, entry),
        (MONDAY, "4", jonas, None),
        (NEXT, "5", jonas, None),
        (MONDAY, "7", jonas, taken_back),
        (DAY + datetime.timedelta(1), "6", jonas, None),
    ]:
        TimeEntryFactory(
            activity=activity, on=on, hours=Decimal(hours), person=person, log_entry=of
        )
    TimeEntryFactory(on=MONDAY, hours=3)
    return activity


def told(activity, user, as_of=DAY):
    return [
        (row.first, row.name, row.hours, row.own) for row in logged_hours(activity, as_of, user)
    ]


def test_a_manager_sees_whose_they_are_week_by_week(activity, leder, konsulent):
    in_the_week = [
        (MONDAY, str(konsulent), Decimal("3.75"), None),
        (MONDAY, "Jonas Beck", Decimal(4), None),
    ]

    found = told(activity, leder)

    assert found[0] == (NEXT, "Jonas Beck", 5, None)
    assert found[1:] == sorted(in_the_week, key=lambda row: row[1])


def test_a_consultant_sees_months_and_the_own_hours_among_them(activity, konsulent):
    assert told(activity, konsulent) == [(MONTH, "", Decimal("12.75"), Decimal("3.75"))]


def test_a_reader_sees_months(activity, laeser):
    TimeEntryFactory(activity=activity, on=datetime.date(2011, 8, 31), hours=2)

    assert told(activity, laeser) == [
        (MONTH, "", Decimal("12.75"), None),
        (datetime.date(2011, 8, 1), "", 2, None),
    ]


def test_who_may_not_log_any_more_is_led_to_no_sheet(activity, konsulent):
    konsulent.role = "reader"
    konsulent.save()

    weeks = logged_hours(activity, DAY, konsulent)

    assert weeks[-1].own == Decimal("3.75")
    assert {week.address for week in weeks} == {""}


def test_a_case_has_its_own_page(client_of, laeser):
    case = ActivityFactory(kind=ActivityKind.CASE)
    address = reverse("activities:activity_hours", args=[case.pk])

    assert client_of(laeser).get(address).url == case.get_absolute_url()


def test_a_week_leads_to_the_sheet_that_the_reader_may_open(
    client_of, activity, leder, konsulent, jonas, laeser
):
    opened = {}
    for user in (leder, konsulent, laeser):
        addresses = [week.address for week in logged_hours(activity, DAY, user)]
        opened[user] = [client_of(user).get(one).status_code for one in addresses if one]

    assert f"/hours/2011-W39/?person={jonas.pk}" in [
        week.address for week in logged_hours(activity, DAY, leder)
    ]
    assert opened == {leder: [200] * 3, konsulent: [200], laeser: []}


@pytest.mark.parametrize("as_of", [MONDAY, SUNDAY, DAY, DAY + datetime.timedelta(1)])
def test_they_come_to_the_very_figure_that_leads_to_them(activity, leder, laeser, as_of):
    program = activity.main_area.program
    part = resources_of(program, as_of).total.find(PartKind.ACTIVITY, activity.pk)

    for user in (leder, laeser):
        assert total_of(logged_hours(activity, as_of, user)) == part.hours.logged


@pytest.mark.parametrize("query", ["", "?as_of=2011-09-25"])
def test_the_figure_leads_to_them_on_the_same_day(client_of, activity, laeser, query):
    address = reverse("activities:activity_hours", args=[activity.pk])
    slug = activity.main_area.program.slug
    client = client_of(laeser)

    resources = client.get(f"/programs/{slug}/resources/{query}").content.decode()
    assert f'<a href="{address}{query}">' in resources
    shown = "7,75" if query else "12,75"
    assert (
        f'<td class="num" data-label="Logged">{shown}</td>'
        in client.get(f"{address}{query}").content.decode().split("part-total")[1]
    )
    assert f'<a href="{address}">' in client.get(activity.get_absolute_url()).content.decode()


def test_a_date_that_cannot_be_read_is_said_and_left_out(client_of, activity, laeser):
    address = reverse("activities:activity_hours", args=[activity.pk])

    content = client_of(laeser).get(f"{address}?as_of=31").content.decode()

    assert "could not be read and was left out" in content
    assert "12,75" in content


def test_of_a_day_that_has_not_come_it_says_so(client_of, activity, laeser):
    address = reverse("activities:activity_hours", args=[activity.pk])

    content = client_of(laeser).get(f"{address}?as_of=2011-12-31").content

    assert b"The day has not come yet" in content
    assert b"A sum may be one person" in content and b"September 2011" in content
    assert b"Choose a week" not in content


def test_without_hours_it_says_what_will_be_there(client_of, laeser):
    address = reverse("activities:activity_hours", args=[ActivityFactory().pk])

    assert b"No hours are logged here until that day." in client_of(laeser).get(address).content


@pytest.mark.parametrize("weeks", [1, 3])
def test_it_costs_the_same_for_one_week_as_for_three(
    client_of, leder, django_assert_num_queries, weeks
):
    activity = ActivityFactory()
    for number in range(weeks):
        on = MONDAY - datetime.timedelta(7 * number)
        TimeEntryFactory(activity=activity, on=on, hours=1)
    client, address = client_of(leder), reverse("activities:activity_hours", args=[activity.pk])
    client.get(address)

    with django_assert_num_queries(6):
        client.get(address)
