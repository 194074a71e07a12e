"""The status page: what it shows of the table."""

import datetime

import pytest
from django.urls import reverse

from indicators.models.choices import Status
from tests.factories import CriterionFactory, MeasurementFactory
from tests.overview.test_status_table import (
    TODAY,
    a_count,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestThePage:
    @pytest.fixture
    def get(self, client_of, laeser, program):
        client = client_of(laeser)
        return lambda **query: client.get(reverse("overview:status", args=["2011"]), query)

    def test_stands_as_of_today(self, get):
        assert get().context["as_of"] == TODAY

    def test_of_a_programme_past_its_last_due_date_stands_the_day_after_it(self, get, area, clock):
        a_count(area, due_on=datetime.date(2012, 6, 30))
        clock(datetime.date(2013, 1, 1))

        assert get().context["as_of"] == datetime.date(2012, 7, 1)

    def test_stands_as_of_the_day_in_the_address(self, get, area):
        a_count(area, 100, wording="Kriteriet")

        before = get(as_of="2011-08-19").context
        after = get(as_of="20-08-2011").context

        assert before["table"].rows[0].status == Status.NOT_DUE
        assert after["table"].rows[0].status == Status.MET

    def test_has_each_criterion_with_a_way_to_its_page(self, get, area):
        criterion = a_count(area, 30, wording="Minimum hundrede")

        page = get().content.decode()

        assert "Minimum hundrede" in page
        assert f'href="{criterion.get_absolute_url()}' in page

    @pytest.mark.parametrize(("day", "is_late"), [(31, False), (32, True)])
    def test_marks_what_came_after_its_due_date(self, get, area, day, is_late):
        due_on = datetime.date(2011, 8, 31)
        criterion = CriterionFactory(main_area=area, due_on=due_on)
        on = datetime.date(2011, 7, 31) + datetime.timedelta(day)
        MeasurementFactory(criterion=criterion, measured_on=on)
        assert ("after the due date" in get().content.decode()) == is_late

    def test_is_sorted_by_pressing_a_heading(self, get, area):
        a_count(area, 100)

        assert '<a href="?status=met&amp;sort=wording#all">' in get(status="met").content.decode()
        sorted_so = get(sort="wording").content.decode()
        assert '<th scope="col" aria-sort="ascending"><a href="?sort=wording#all">' in sorted_so

    def test_keeps_its_filter_in_the_addresses_of_its_data(self, get, area):
        a_count(area, 100)

        page = get(status="met", sort="due").content.decode()

        assert "/programs/2011/status.xlsx?status=met&amp;sort=due" in page

    @pytest.mark.parametrize(
        "query",
        [
            {"as_of": "igår"},
            {"status": "splendid"},
            {"main_area": "x"},
            {"main_area": "99"},
            {"responsible": "0"},
            {"sort": "nonsense"},
            {"as_of": "\x00"},
        ],
    )
    def test_leaves_out_what_it_cannot_read_and_says_so(self, get, area, query):
        a_count(area)

        response = get(**query)

        assert response.status_code == 200
        assert len(response.context["table"].rows) == 1
        assert "could not be read" in response.content.decode()

    def test_of_an_empty_programme_stands(self, get):
        assert "no success criteria yet" in get().content.decode()

    def test_where_nothing_matches_says_so(self, get, area):
        a_count(area)

        assert "No criterion matches" in get(status="met").content.decode()

    def test_of_a_programme_that_is_not_there_is_not_found(self, client_of, laeser):
        assert client_of(laeser).get("/programs/1999/status/").status_code == 404
