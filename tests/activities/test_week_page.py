"""The week on one screen: its rows, saving it, and whose week may be seen."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import ActivityKind, TimeEntry
from activities.services.log import LogEntryInput, create_entry
from requisitions.services.cases import set_state
from requisitions.services.receiving import NewCaseInput, receive
from tests.factories import ActivityFactory, MainAreaFactory, ProgramFactory
from tests.factories.resources import TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

MONDAY = datetime.date(2011, 9, 26)  # the clock stands at Saturday of that week
LAST_WEEK = datetime.date(2011, 9, 20)
WEEK = "/hours/2011-W39/"


@pytest.fixture
def area():
    return MainAreaFactory(program=ProgramFactory(slug="2011"), number=2, title="Boligområder")


@pytest.fixture
def activity(area):
    return ActivityFactory(main_area=area, title="Mjølnerparken")


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)


def name(activity, day=MONDAY):
    return f"a{activity.pk}-{day.isoformat()}"


def typed(activity, hours, was="", day=MONDAY, **more):
    """What a browser sends of a row in which one box was typed into."""
    opened = "|".join(was if n == day.weekday() else "" for n in range(7))
    return {
        "row": f"a{activity.pk}",
        f"was-a{activity.pk}": opened,
        name(activity, day): hours,
        **more,
    }


def shown(response):
    return [row.title for row in response.context["week"].rows]


def cell(response, day=MONDAY, row=0):
    return response.context["week"].rows[row].cells[day.weekday()]


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

        assert page.count('href="/hours/"') == 2

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

        with django_assert_num_queries(8):
            client.get(WEEK)


class TestSaving:
    @pytest.mark.parametrize(
        ("text", "hours"),
        [("7,5", "7.5"), ("7:30", "7.5"), ("7:20", "7.33"), ("8", "8"), (" 0,25 ", "0.25")],
    )
    def test_hours_are_typed_as_a_number_or_as_a_clock(self, client, activity, text, hours):
        response = client.post(WEEK, typed(activity, text))

        assert response["Location"] == WEEK
        assert TimeEntry.objects.get().hours == Decimal(hours)

    @pytest.mark.parametrize("text", ["0", "0,00", "", "  "])
    def test_no_hours_and_nought_hours_are_the_same(self, client, activity, text):
        client.post(WEEK, typed(activity, text))

        assert not TimeEntry.objects.exists()

    def test_the_message_says_what_the_week_comes_to(self, client, activity):
        response = client.post(WEEK, typed(activity, "7,5"), follow=True)

        assert "Saved: week 39, 2011 has 7,5 hours." in response.content.decode()

    def test_a_main_area_is_saved_as_an_activity_is(self, client, area):
        key = f"m{area.pk}"

        client.post(WEEK, {"row": key, f"{key}-2011-09-26": "2"})

        assert TimeEntry.objects.get().main_area == area

    def test_an_emptied_box_takes_its_hours_away(self, client, konsulent, activity):
        TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY)

        client.post(WEEK, typed(activity, "", was="7.5"))

        assert not TimeEntry.objects.exists()

    def test_what_was_not_touched_is_left_as_others_have_made_it(self, client, konsulent, activity):
        TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY, hours=6)

        # Opened with 5, which another window has made 6 since.
        response = client.post(WEEK, typed(activity, "5", was="5"))

        assert response.status_code == 302
        assert TimeEntry.objects.get().hours == 6

    @pytest.mark.parametrize("text", ["7.5", "25", "-1", "1,234", "otte", "7:75", "<b>"])
    def test_what_are_no_hours_comes_back_as_it_was_typed(self, client, activity, text):
        response = client.post(WEEK, typed(activity, text))

        assert response.status_code == 422
        assert not TimeEntry.objects.exists()
        assert (cell(response).typed, cell(response).is_wrong) == (text, True)
        assert "Nothing has been saved yet" in response.content.decode()

    def test_beside_a_fault_nothing_else_is_saved_or_lost(self, client, activity):
        tuesday = MONDAY + datetime.timedelta(1)
        data = typed(activity, "otte") | {name(activity, tuesday): "4"}

        response = client.post(WEEK, data)

        assert not TimeEntry.objects.exists()
        assert cell(response, tuesday).shown == "4"

    def test_a_cell_that_changed_meanwhile_comes_back_with_both(self, client, konsulent, activity):
        TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY, hours=6)

        response = client.post(WEEK, typed(activity, "7,5", was="5"))

        assert response.status_code == 422
        page = response.content.decode()
        assert "you typed 7,5 over 5, and meanwhile it has become 6" in page
        assert (cell(response).shown, cell(response).before) == ("7,5", 6)
        assert TimeEntry.objects.get().hours == 6

    def test_saved_once_more_ones_own_figure_stands(self, client, konsulent, activity):
        TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY, hours=6)
        response = client.post(WEEK, typed(activity, "7,5", was="5"))
        [row] = response.context["week"].rows
        assert row.opened == "6||||||"

        client.post(WEEK, typed(activity, "7,5", was="6"))

        assert TimeEntry.objects.get().hours == Decimal("7.5")

    def test_less_than_the_entries_hold_leads_to_them(self, client, konsulent, activity):
        entries = [
            create_entry(
                by=konsulent,
                subject=activity,
                entry_input=LogEntryInput(on=MONDAY, text="Et møde", hours=Decimal(hours)),
            )
            for hours in (3, 2)
        ]

        response = client.post(WEEK, typed(activity, "4", was="5"))

        page = response.content.decode()
        assert response.status_code == 422
        assert all(page.count(f'href="{entry.get_absolute_url()}"') == 2 for entry in entries)

    def test_a_day_of_more_than_24_hours_is_named(self, client, activity, area):
        other = ActivityFactory(main_area=area)
        data = {"row": [f"a{activity.pk}", f"a{other.pk}"]}

        response = client.post(WEEK, data | {name(activity): "20", name(other): "5"})

        assert response.status_code == 422
        assert "would hold 25 hours in all" in response.content.decode()

    def test_its_cells_are_marked_those_saved_before_among_them(
        self, client, konsulent, activity, area
    ):
        other, idle = ActivityFactory.create_batch(2, main_area=area)
        TimeEntryFactory(person=konsulent, activity=other, on=MONDAY, hours=20)

        response = client.post(
            WEEK, typed(activity, "5") | {"row": [f"a{activity.pk}", f"a{idle.pk}"]}
        )

        marked = {
            cell.name
            for row in response.context["week"].rows
            for cell in row.cells
            if cell.is_wrong
        }
        assert marked == {name(activity), name(other)}
        assert f'<a href="#{name(other)}">' in response.content.decode()

    def test_what_are_no_hours_is_named_by_row_and_day_and_leads_there(self, client, activity):
        tuesday = MONDAY + datetime.timedelta(1)

        page = client.post(WEEK, typed(activity, "abc", day=tuesday)).content.decode()

        cell = name(activity, tuesday)
        message = "Mjølnerparken, Tuesday 27/9: «abc»: Enter hours, for example 7,5 or 7:30."
        assert f'<a href="#{cell}">{message}</a>' in page
        assert f'id="{cell}"' in page

    def test_of_a_row_that_is_gone_it_leads_nowhere(self, client):
        page = client.post(WEEK, {"row": "a999", "a999-2011-09-26": "abc"}).content.decode()

        assert "<li>«abc»: Enter hours" in page

    def test_a_slip_in_the_separator_is_still_offered_its_reading(self, client, activity):
        assert "Did you mean 7,5?" in client.post(WEEK, typed(activity, "7.5")).content.decode()

    def test_the_message_leaves_out_the_days_ahead_as_the_table_does(
        self, client, konsulent, activity
    ):
        sunday = MONDAY + datetime.timedelta(6)
        TimeEntryFactory(person=konsulent, activity=activity, on=sunday, hours=Decimal("3.5"))

        response = client.post(WEEK, typed(activity, "7,5"), follow=True)

        assert "Saved: week 39, 2011 has 7,5 hours." in response.content.decode()
        assert response.context["week"].total == Decimal("7.5")

    def test_a_day_ahead_is_not_read(self, client, activity):
        sunday = MONDAY + datetime.timedelta(6)

        client.post(WEEK, typed(activity, "7", day=sunday))

        assert not TimeEntry.objects.exists()

    def test_a_row_is_added_and_what_was_typed_stays(self, client, activity, area):
        other = ActivityFactory(main_area=area, title="Titanparken")

        response = client.post(WEEK, typed(activity, "7,5", new=f"a{other.pk}", add="1"))

        assert response.status_code == 200
        assert shown(response) == ["Mjølnerparken", "Titanparken"]
        assert cell(response).shown == "7,5"
        assert not TimeEntry.objects.exists()

    def test_adding_a_row_does_not_hide_that_a_cell_has_changed_meanwhile(
        self, client, konsulent, activity, area
    ):
        TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY, hours=6)

        response = client.post(WEEK, typed(activity, "7,5", was="5", new="", add="1"))

        assert response.context["week"].rows[0].opened == "5||||||"

    def test_a_reader_saves_none(self, client_of, laeser, activity):
        assert client_of(laeser).post(WEEK, typed(activity, "7")).status_code == 403

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_costs_the_same_for_one_and_for_three(
        self, client, area, rows, django_assert_num_queries
    ):
        activities = ActivityFactory.create_batch(rows, main_area=area)
        data = {"row": [f"a{one.pk}" for one in activities]}
        for one in activities:
            data |= {name(one, MONDAY + datetime.timedelta(n)): "1" for n in range(6)}
        client.get("/rules/")

        with django_assert_num_queries(10):
            client.post(WEEK, data)


class TestAnothersWeek:
    @pytest.fixture
    def colleagues(self, konsulent, activity):
        TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY)
        return f"{WEEK}?person={konsulent.pk}"

    @pytest.mark.parametrize("who", ["leder", "admin"])
    def test_is_read_by_those_who_see_everybodys_hours(self, request, client_of, who, colleagues):
        response = client_of(request.getfixturevalue(who)).get(colleagues)

        page = response.content.decode()
        assert "Karla Konsulent's hours" in page
        assert shown(response) == ["Mjølnerparken"]
        assert 'name="row"' not in page

    @pytest.mark.parametrize("who", ["kollega", "laeser"])
    def test_is_closed_to_others(self, request, client_of, who, colleagues):
        assert client_of(request.getfixturevalue(who)).get(colleagues).status_code == 403

    def test_is_not_changed_by_a_manager(self, client_of, leder, colleagues, activity):
        response = client_of(leder).post(colleagues, typed(activity, "1", was="7.5"))

        assert response.status_code == 403
        assert TimeEntry.objects.get().hours == Decimal("7.5")

    def test_ones_own_can_be_asked_for_by_name(self, client, colleagues):
        assert client.get(colleagues).context["is_own"]

    def test_an_empty_one_says_so(self, client_of, leder, kollega):
        page = client_of(leder).get(f"{WEEK}?person={kollega.pk}").content.decode()

        assert "No hours have been logged this week." in page

    @pytest.mark.parametrize("person", ["999999", "x", "%00", "9" * 40])
    def test_nobodys_is_not_found(self, client_of, leder, person):
        assert client_of(leder).get(f"{WEEK}?person={person}").status_code == 404

    def test_a_reader_has_none_to_be_looked_at(self, client_of, leder, laeser):
        assert client_of(leder).get(f"{WEEK}?person={laeser.pk}").status_code == 404

    def test_a_manager_is_offered_everybody_with_a_week(self, client_of, leder, kollega, laeser):
        people = client_of(leder).get(WEEK).context["people"]

        assert set(people) == {leder, kollega}


def test_the_log_form_says_which_day_has_no_room(client, konsulent, activity):
    TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY, hours=20)
    address = reverse("indicators:log_form", args=["activity", activity.pk])
    submission = "7a9e2ab6-1c1f-4a4b-8a1e-0d8d5f9c2b11"
    data = {"on": "2011-09-26", "text": "Et møde", "hours": "5", "submission": submission}

    response = client.post(address, data)

    assert response.status_code == 422
    assert "would hold 25 hours in all" in response.content.decode()


def test_a_correction_says_which_day_has_no_room(client, konsulent, activity):
    TimeEntryFactory(person=konsulent, activity=activity, on=MONDAY, hours=20)
    entry_input = LogEntryInput(on=MONDAY, text="Et møde", hours=Decimal(4))
    entry = create_entry(by=konsulent, subject=activity, entry_input=entry_input)
    address = reverse("indicators:entry_correct", args=[entry.pk])

    response = client.post(
        address, {"on": "2011-09-26", "text": "Et møde", "hours": "5", "reason": "Talt om"}
    )

    assert response.status_code == 422
    assert "would hold 25 hours in all" in response.content.decode()
    entry.refresh_from_db()
    assert entry.time_entry.hours == 4


def test_a_cases_hours_are_those_of_the_week_too(client, konsulent, area):
    case = receive(by=konsulent, taken=NewCaseInput("Sagen"))

    client.post(WEEK, typed(case.activity, "2,5"))

    assert "Your hours: <b>2,5</b>" in client.get(case.get_absolute_url()).content.decode()
