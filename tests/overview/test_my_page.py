"""A consultant's own page, and where each one's day begins."""

import datetime

import pytest
from django.urls import resolve, reverse

from indicators.rules.sources import measure_link
from indicators.services.results import retract_logged
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    PlaceFactory,
    ProgramFactory,
    RequisitionFactory,
    StateFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)


def days(number):
    return TODAY + datetime.timedelta(days=number)


@pytest.fixture
def area():
    return MainAreaFactory(program=ProgramFactory(slug="2011"))


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)


@pytest.fixture
def mine(client):
    """What stands on the consultant's page."""
    return lambda: client.get(reverse("overview:my_page")).context


class TestWhereTheDayBegins:
    def test_for_a_consultant_it_is_the_own_page(self, client, area):
        assert client.get("/")["Location"] == reverse("overview:my_page")

    @pytest.mark.parametrize("who", ["leder", "admin", "laeser"])
    def test_for_the_others_it_is_the_status(self, request, client_of, area, who):
        response = client_of(request.getfixturevalue(who)).get("/")

        assert response["Location"] == "/programs/2011/status/"

    @pytest.mark.parametrize("who", ["konsulent", "leder", "laeser"])
    def test_without_a_programme_it_says_so(self, request, client_of, who):
        assert client_of(request.getfixturevalue(who)).get("/", follow=True).status_code == 200

    def test_a_reader_has_no_page_of_ones_own(self, client_of, laeser):
        assert client_of(laeser).get(reverse("overview:my_page")).status_code == 403


class TestToBeMeasured:
    @pytest.fixture
    def due(self, mine):
        return lambda: [standing.criterion for standing in mine()["due"]]

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({}, "indicators:log_form"),
            ({"source": "participants", "target": 15}, "directory:roster"),
            ({"source": "participants", "share": True}, "indicators:criterion"),
            ({"source": "requisitions", "target": 5}, "requisitions:register"),
        ],
    )
    def test_its_button_leads_to_where_the_figure_is_brought_about(
        self, client, area, own, fields, name
    ):
        activity = ActivityFactory(main_area=area)
        own(activities=[activity], due_on=days(5), **fields)
        page = client.get(reverse("overview:my_page"))
        [standing] = page.context["due"]
        link = measure_link(standing.criterion)
        assert resolve(link.address.partition("#")[0]).view_name == name
        assert f'href="{link.address}"' in page.content.decode()

    @pytest.fixture
    def own(self, area, konsulent):
        def made(**fields):
            return CriterionFactory(main_area=area, responsible=konsulent, **fields)

        return made

    def test_is_what_lacks_a_measurement(self, own, due):
        criterion = own(even=True)

        assert due() == [criterion]

    def test_is_what_is_behind(self, own, due):
        criterion = own(even=True)
        MeasurementFactory(criterion=criterion, value=1)

        assert due() == [criterion]

    @pytest.mark.parametrize(("in_days", "is_there"), [(0, True), (14, True), (15, False)])
    def test_is_what_is_due_within_a_fortnight(self, own, due, in_days, is_there):
        own(due_on=days(in_days))

        assert bool(due()) == is_there

    def test_is_not_what_is_met(self, own, due):
        MeasurementFactory(criterion=own(due_on=days(3)), value=100)

        assert due() == []

    def test_is_not_what_others_answer_for(self, area, kollega, due):
        CriterionFactory(main_area=area, even=True, responsible=kollega)
        CriterionFactory(main_area=area, even=True)

        assert due() == []

    def test_is_also_what_the_own_activity_feeds(self, area, konsulent, due):
        activity = ActivityFactory(main_area=area, responsible=konsulent)
        criterion = CriterionFactory(main_area=area, even=True, activities=[activity])

        assert due() == [criterion]

    @pytest.mark.parametrize("kind", ["all", "narrative"])
    def test_is_not_what_has_no_figures(self, own, due, kind):
        own(due_on=days(3), **{kind: True})

        assert due() == []

    def test_leads_straight_to_the_form(self, client, own, area, konsulent):
        activity = ActivityFactory(main_area=area)
        own(even=True, activities=[activity])
        alone = own(even=True)

        page = client.get(reverse("overview:my_page")).content.decode()

        assert reverse("indicators:log_form", args=["activity", activity.pk]) in page
        assert reverse("indicators:log_form", args=["criterion", alone.pk]) in page

    def test_of_another_programme_than_the_running_one_waits(self, konsulent, area, due):
        later = ProgramFactory(
            starts_on=datetime.date(2012, 1, 1), ends_on=datetime.date(2012, 12, 31)
        )
        CriterionFactory(
            main_area__program=later, responsible=konsulent, due_on=datetime.date(2012, 1, 5)
        )

        assert due() == []


class TestTheNextEightWeeks:
    @pytest.fixture
    def ahead(self, mine):
        return lambda: [(one.text, one.kind, one.first) for one in mine()["coming"]]

    def test_have_what_is_mine_by_its_day(self, area, konsulent, kollega, ahead):
        place = {"main_area": area}
        ActivityFactory(title="Fest", responsible=konsulent, starts_on=days(9), **place)
        ActivityFactory(title="Deres", responsible=kollega, starts_on=days(9), **place)
        mine = {"responsible": konsulent, **place}
        CriterionFactory(wording="At styrke", narrative=True, due_on=days(56), **mine)
        CriterionFactory(wording="Senere", due_on=days(57), **mine)
        planned = CriterionFactory(wording="60 unge", pacing="planned", due_on=days(60), **mine)
        planned.planned_points.create(on=days(5), value=30)
        case = RequisitionFactory(
            activity__title="Råd",
            activity__responsible=konsulent,
            relevant=True,
            activity__main_area=area,
        )
        StateFactory(requisition=case, state="completed", on=days(-28))

        assert ahead() == [
            ("60 unge", "point", days(5)),
            ("Fest", "activity", days(9)),
            ("Råd", "follow_up", days(28)),
            ("At styrke", "due", days(56)),
        ]

    def test_are_ten_and_the_number_of_the_rest(self, area, konsulent, mine):
        for _one in range(12):
            CriterionFactory(main_area=area, responsible=konsulent, due_on=days(3))

        assert (len(mine()["coming"]), mine()["more_coming"]) == (10, 2)


class TestMyActivities:
    def test_are_those_i_answer_for(self, area, konsulent, kollega, mine):
        own = ActivityFactory(main_area=area, responsible=konsulent)
        ActivityFactory(main_area=area, responsible=kollega)
        ActivityFactory(main_area=area)

        assert list(mine()["activities"]) == [own]

    def test_begin_with_the_next_to_start_or_end_and_end_with_those_past(
        self, area, konsulent, mine
    ):
        def own(title, starts_on=None, ends_on=None):
            ActivityFactory(
                main_area=area,
                responsible=konsulent,
                title=title,
                starts_on=starts_on,
                ends_on=ends_on or starts_on,
            )

        own("Forbi", days(-30))
        own("Uden dato")
        own("Senere", days(20))
        own("Snart", days(2))
        own("I gang", days(-5), days(5))

        titles = [activity.title for activity in mine()["activities"]]

        assert titles == ["Snart", "I gang", "Senere", "Uden dato", "Forbi"]


class TestMyLatestEntries:
    def test_are_my_own_newest_first(self, konsulent, kollega, mine):
        older = LogEntryFactory(recorded_by=konsulent, on=days(-2))
        newer = LogEntryFactory(recorded_by=konsulent, on=days(-1))
        LogEntryFactory(recorded_by=kollega)

        assert [entry for entry, _correctable in mine()["entries"]] == [newer, older]

    def test_are_at_most_ten(self, konsulent, mine):
        LogEntryFactory.create_batch(11, recorded_by=konsulent)

        assert len(mine()["entries"]) == 10

    def test_may_be_corrected_unless_taken_back(self, client, konsulent, mine):
        standing = LogEntryFactory(recorded_by=konsulent, on=days(-1))
        gone = LogEntryFactory(recorded_by=konsulent, on=days(-2))
        retract_logged(by=konsulent, entry=gone, reason="Forkert dag")

        page = client.get(reverse("overview:my_page")).content.decode()

        assert mine()["entries"] == [(standing, True), (gone, False)]
        assert reverse("indicators:entry_correct", args=[standing.pk]) in page
        assert reverse("indicators:entry_correct", args=[gone.pk]) not in page

    def test_of_days_that_the_demos_clock_has_not_reached_are_not_there(self, konsulent, mine):
        LogEntryFactory(recorded_by=konsulent, on=days(1))

        assert mine()["entries"] == []


def test_the_form_is_two_clicks_away(client, area, konsulent):
    """The start page leads to the form of an activity of one's own in one, of any in two."""
    own = ActivityFactory(main_area=area, responsible=konsulent)
    other = ActivityFactory(main_area=area)

    start = client.get("/", follow=True).content.decode()
    choice = client.get(reverse("indicators:log")).content.decode()

    assert reverse("indicators:log_form", args=["activity", own.pk]) in start
    assert f'href="{reverse("indicators:log")}' in start
    assert reverse("indicators:log_form", args=["activity", other.pk]) in choice


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_of_each_and_for_three(
    client, area, konsulent, rows, django_assert_num_queries
):
    for _row in range(rows):
        activity = ActivityFactory(main_area=area, responsible=konsulent, place=PlaceFactory())
        CriterionFactory(main_area=area, even=True, activities=[activity])
        LogEntryFactory(activity=activity, recorded_by=konsulent)

    with django_assert_num_queries(21):
        client.get(reverse("overview:my_page"))
