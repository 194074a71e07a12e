"""The week's address, and the rows that it offers."""

import datetime
from decimal import Decimal

import pytest

from activities.models import ActivityKind
from activities.services.log import LogEntryInput, create_entry
from requisitions.services.cases import set_state
from requisitions.services.receiving import NewCaseInput, receive
from tests.activities.week_page.shared import MONDAY, WEEK, cell, shown
from tests.factories import ActivityFactory
from tests.factories.resources import TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

LAST_WEEK = datetime.date(2011, 9, 20)


class TestTheAddress:
    def test_hours_lead_to_this_week(self, client):
        assert client.get("/hours/")["Location"] == WEEK

    def test_the_week_of_the_address_is_shown(self, client):
        response = client.get("/hours/2009-W53/")

        assert response.context["week"].monday == datetime.date(2009, 12, 28)
        assert "week 53, 2009" in response.content.decode()

    @pytest.mark.parametrize(
        "week", ["2011-W53", "2011-W00", "2011-W60", "1899-W01", "9999-W52", "2011-38", "x"]
    )
    def test_what_is_no_week_is_not_found(self, client, week):
        assert client.get(f"/hours/{week}/").status_code == 404

    def test_my_page_and_the_header_lead_there(self, client, area):
        page = client.get("/my/").content.decode()

        assert page.count('href="/hours/"') == 3  # at the top, in the phone's menu and on the page

    def test_a_reader_is_not_led_there(self, client_of, laeser, area):
        page = client_of(laeser).get("/programs/2011/status/").content.decode()

        assert "/hours/" not in page


class TestTheRows:
    def test_an_empty_week_says_what_will_stand_there(self, client):
        page = client.get(WEEK).content.decode()

        assert "No rows yet." in page
        assert "Add the first one below" in page

    def test_ones_own_activities_stand_ready(self, client, konsulent, area):
        ActivityFactory(main_area=area, title="Min", responsible=konsulent)
        ActivityFactory(main_area=area, title="En andens")

        assert shown(client.get(WEEK)) == ["Min"]

    def test_one_that_is_over_does_not(self, client, konsulent, area):
        over = MONDAY - datetime.timedelta(1)
        ActivityFactory(main_area=area, responsible=konsulent, ends_on=over)

        assert shown(client.get(WEEK)) == []

    def test_nor_does_one_of_a_programme_of_another_time(self, client, konsulent):
        ActivityFactory(responsible=konsulent)

        assert shown(client.get("/hours/2010-W39/")) == []

    def test_what_has_hours_this_week_stands_there_with_them(self, client, konsulent, activity):
        TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY)

        response = client.get(WEEK)

        assert shown(response) == ["Mjølnerparken"]
        assert cell(response).hours == Decimal("7.5")
        assert cell(response).shown == "7,5"

    def test_a_main_area_with_hours_is_a_row_too(self, client, konsulent, area):
        TimeEntryFactory(person=konsulent, activity=None, main_area=area, on=MONDAY)

        assert shown(client.get(WEEK)) == ["2. Boligområder"]

    def test_last_weeks_rows_are_offered_after_them(self, client, konsulent, activity, area):
        TimeEntryFactory(person=konsulent, activity=activity, on=LAST_WEEK)
        ActivityFactory(main_area=area, title="Min", responsible=konsulent)

        response = client.get(WEEK)

        assert shown(response) == ["Min", "Mjølnerparken"]
        assert [row.is_from_last_week for row in response.context["week"].rows] == [False, True]
        assert "From last week" in response.content.decode()
        assert cell(response, row=1).hours is None

    def test_what_is_older_is_not(self, client, konsulent, activity):
        TimeEntryFactory(person=konsulent, activity=activity, on=datetime.date(2011, 9, 12))

        assert shown(client.get(WEEK)) == []

    def test_another_persons_hours_make_no_row(self, client, kollega, activity):
        TimeEntryFactory(person=kollega, activity=activity, on=MONDAY)

        assert shown(client.get(WEEK)) == []

    def test_an_address_can_ask_for_a_row(self, client, activity, area):
        response = client.get(f"{WEEK}?row=a{activity.pk}&row=m{area.pk}&row=a999&row=x")

        assert shown(response) == ["2. Boligområder", "Mjølnerparken"]

    @pytest.mark.parametrize(
        ("state", "day", "is_shown"),
        [
            ("in_progress", LAST_WEEK, True),
            ("completed", LAST_WEEK, False),
            ("declined", LAST_WEEK, False),
            ("completed", MONDAY, True),
        ],
    )
    def test_ones_cases_stand_there_until_the_week_after_they_were_closed(
        self, client, clock, konsulent, area, state, day, is_shown
    ):
        clock(day)
        case = receive(by=konsulent, taken=NewCaseInput("Sagen"))
        set_state(by=konsulent, case=case, state=state, on=day, note="Fordi")
        clock(datetime.date(2011, 10, 1))

        assert shown(client.get(WEEK)) == (["Sagen"] if is_shown else [])

    def test_a_case_taken_in_later_is_not_of_the_week(self, client, konsulent, area):
        receive(by=konsulent, taken=NewCaseInput("Sagen"))

        assert shown(client.get("/hours/2011-W38/")) == []

    def test_what_can_be_added_is_all_of_the_programme_but_what_stands_there(
        self, client, konsulent, activity, area
    ):
        ActivityFactory(main_area=area, title="Min", responsible=konsulent)
        receive(by=konsulent, taken=NewCaseInput("Min sag"))

        offered = dict(client.get(WEEK).context["week"].choices)

        assert [choice.title for choice in offered["2. Boligområder"]] == [
            "2. The main area as a whole",
            "Mjølnerparken",
        ]
        assert "Requisitions" not in offered

    def test_a_day_ahead_cannot_be_typed_in(self, client, activity):
        page = client.get(f"{WEEK}?row=a{activity.pk}").content.decode()

        assert page.count("disabled") == 1  # Sunday

    def test_absence_is_shown_as_absence(self, client, activity):
        week = client.get(f"{WEEK}?row=a{activity.pk}").context["week"]

        assert (week.total, week.rows[0].total, week.totals[0][1]) == (None, None, None)

    def test_a_cell_leads_to_its_log_entry(self, client, konsulent, activity):
        entry_input = LogEntryInput(on=MONDAY, text="Et møde", hours=Decimal(3))
        entry = create_entry(by=konsulent, subject=activity, entry_input=entry_input)

        assert f'href="{entry.get_absolute_url()}"' in client.get(WEEK).content.decode()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_costs_the_same_for_one_and_for_three(
        self, client, konsulent, area, rows, django_assert_num_queries
    ):
        for _row in range(rows):
            activity = ActivityFactory(main_area=area)
            TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY)
            TimeEntryFactory(person=konsulent, activity=activity, on=LAST_WEEK)
            ActivityFactory(main_area=area, responsible=konsulent)
            ActivityFactory(main_area=area, responsible=konsulent, kind=ActivityKind.CASE)
        client.get("/rules/")

        with django_assert_num_queries(10):
            client.get(WEEK)

    def test_the_newest_of_many_cases_stand_there_with_the_way_to_all(
        self, client, konsulent, area
    ):
        for number in range(22):
            receive(by=konsulent, taken=NewCaseInput(subject=f"Sag {number}"))

        response = client.get(WEEK)

        assert shown(response) == [f"Sag {number}" for number in range(2, 22)]
        page = response.content.decode()
        assert "Of your 22 open cases the newest stand here" in page
        assert f"program=all&amp;show=open&amp;responsible={konsulent.pk}" in page

    def test_as_many_cases_as_stand_there_need_no_way_to_more(self, client, konsulent, area):
        for number in range(20):
            receive(by=konsulent, taken=NewCaseInput(subject=f"Sag {number}"))

        response = client.get(WEEK)

        assert len(shown(response)) == 20
        assert "open cases" not in response.content.decode()
