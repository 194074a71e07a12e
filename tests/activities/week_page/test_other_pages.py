"""Another's week, and the same hours on other pages."""

from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import TimeEntry
from activities.services.log import LogEntryInput, create_entry
from requisitions.services.receiving import NewCaseInput, receive
from tests.activities.week_page.shared import MONDAY, WEEK, shown, typed
from tests.factories.resources import TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


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
