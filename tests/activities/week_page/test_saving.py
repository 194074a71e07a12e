"""Saving the hours of a week."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import TimeEntry
from activities.services.log import LogEntryInput, create_entry
from core.hours import in_hours
from tests.activities.week_page.shared import MONDAY, WEEK, cell, name, shown, typed
from tests.factories import ActivityFactory
from tests.factories.resources import TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestSaving:
    @pytest.mark.parametrize(
        ("text", "minutes"),
        [("7,5", 450), ("7:30", 450), ("7:20", 440), ("7,33", 440), ("8", 480), (" 0,25 ", 15)],
    )
    def test_hours_are_typed_as_a_number_or_as_a_clock(self, client, activity, text, minutes):
        response = client.post(WEEK, typed(activity, text))

        assert response["Location"] == WEEK
        assert TimeEntry.objects.get().minutes == minutes

    def test_hours_after_the_programme_are_asked_about_once(self, client, activity):
        program = activity.main_area.program
        program.ends_on = MONDAY - datetime.timedelta(1)
        program.save()
        sent = typed(activity, "2")

        response = client.post(WEEK, sent)

        assert response.status_code == 422
        assert "is after the end of the programme" in response.content.decode()
        assert not TimeEntry.objects.exists()
        sent["confirmed"] = response.context["form"].data["confirmed"]
        assert client.post(WEEK, sent)["Location"] == WEEK
        assert TimeEntry.objects.get().confirmed == "after_end"
        assert client.post(WEEK, typed(activity, "3", was="2"))["Location"] == WEEK
        page = client.get(reverse("activities:activity_hours", args=[activity.pk]))
        assert "after the end of the programme" in page.content.decode()

    def test_three_days_of_seven_hours_and_twenty_minutes_are_twenty_two_hours(
        self, client, konsulent, activity
    ):
        for day in range(3):
            on = MONDAY + datetime.timedelta(day)
            TimeEntryFactory(person=konsulent, activity=activity, on=on, hours=in_hours(440))

        week = client.get(WEEK).context["week"]

        assert week.total == 22
        assert [cell.shown for cell in week.rows[0].cells[:3]] == ["7,33"] * 3

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
        message = "Mjølnerparken, Tuesday 27/9: »abc«: Enter hours, for example 7,5 or 7:30."
        assert f'<a href="#{cell}">{message}</a>' in page
        assert f'id="{cell}"' in page

    def test_of_a_row_that_is_gone_it_leads_nowhere(self, client):
        page = client.post(WEEK, {"row": "a999", "a999-2011-09-26": "abc"}).content.decode()

        assert "<li>»abc«: Enter hours" in page

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

        with django_assert_num_queries(12):
            client.post(WEEK, data)
