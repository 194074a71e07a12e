"""A figure is corrected and taken back."""

import datetime

import pytest

from activities.models import LogEntry
from indicators.models import Measurement
from indicators.services.results import retract_measurement
from tests.factories import (
    CriterionFactory,
    MeasurementFactory,
)
from tests.indicators.entry_pages.shared import THE_EVENT, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestCorrectingAFigure:
    def test_of_an_entry_leaves_its_day_to_the_entry(self, client_of, konsulent, measurement):
        page = client_of(konsulent).get(to("measurement_correct", measurement))

        assert "on" not in page.context["form"].fields
        assert 'value="40"' in page.content.decode()

    def test_puts_another_in_its_place(self, client_of, konsulent, measurement):
        response = client_of(konsulent).post(
            to("measurement_correct", measurement),
            {"value": "ca. 45", "reason": "Talt igen"},
            follow=True,
        )

        measurement.refresh_from_db()
        assert (measurement.value, measurement.approximate) == (45, True)
        assert measurement.measured_on == THE_EVENT
        changes = {change.after_text for change in response.context["changes"]}
        assert changes == {"45", "yes"}

    def test_without_an_entry_may_move_its_day(self, client_of, konsulent):
        measurement = MeasurementFactory(recorded_by=konsulent)

        client_of(konsulent).post(
            to("measurement_correct", measurement),
            {"value": "45", "on": "21-08-2011", "reason": "Dagen efter"},
        )

        measurement.refresh_from_db()
        assert measurement.measured_on == datetime.date(2011, 8, 21)

    def test_cannot_move_ahead(self, client_of, konsulent):
        measurement = MeasurementFactory(recorded_by=konsulent)

        response = client_of(konsulent).post(
            to("measurement_correct", measurement),
            {"value": "45", "on": "02-10-2011", "reason": "I morgen"},
        )

        assert response.status_code == 422
        assert "on" in response.context["form"].errors

    def test_of_a_forecast_keeps_the_day_it_is_for(self, client_of, konsulent):
        new_year = datetime.date(2011, 12, 31)
        forecast = MeasurementFactory(
            recorded_by=konsulent, measured_on=new_year, forecast_stated_on=THE_EVENT
        )

        response = client_of(konsulent).post(
            to("measurement_correct", forecast), {"value": "25", "reason": "Skrevet forkert"}
        )

        assert response.status_code == 302
        forecast.refresh_from_db()
        assert (forecast.value, forecast.measured_on) == (25, new_year)

    @pytest.mark.parametrize(
        "sent",
        [
            {"value": "45", "reason": ""},
            {"value": "", "reason": "Talt igen"},
            {"value": "30,000", "reason": "Talt igen"},
        ],
    )
    def test_needs_a_figure_and_a_reason(self, client_of, konsulent, measurement, sent):
        response = client_of(konsulent).post(to("measurement_correct", measurement), sent)

        assert response.status_code == 422
        assert Measurement.objects.get().value == 40

    def test_of_a_pair_shows_both_numbers(self, client_of, konsulent):
        measurement = MeasurementFactory(
            criterion=CriterionFactory(share=True),
            numerator=20,
            denominator=30,
            recorded_by=konsulent,
        )
        client = client_of(konsulent)

        page = client.get(to("measurement_correct", measurement)).content.decode()
        client.post(
            to("measurement_correct", measurement),
            {"on": "2011-08-20", "numerator": "21", "denominator": "30", "reason": "En til"},
        )

        assert 'value="20"' in page and 'value="30"' in page
        assert Measurement.objects.get().numerator == 21

    @pytest.mark.parametrize("who", ["kollega", "laeser"])
    def test_is_for_nobody_else(self, request, client_of, measurement, who):
        client = client_of(request.getfixturevalue(who))

        for name in ("measurement_correct", "measurement_retract"):
            assert client.get(to(name, measurement)).status_code == 403

    @pytest.mark.parametrize("name", ["measurement_correct", "measurement_retract"])
    def test_is_over_once_it_is_taken_back(self, client_of, konsulent, measurement, name):
        retract_measurement(by=konsulent, measurement=measurement, reason="Dobbelt")

        response = client_of(konsulent).get(to(name, measurement), follow=True)

        assert response.redirect_chain == [(measurement.criterion.get_absolute_url(), 302)]
        assert "has been taken back already" in response.content.decode()


class TestTakingAFigureBack:
    def test_needs_a_reason_and_then_counts_no_more(self, client_of, konsulent, measurement):
        client = client_of(konsulent)

        refused = client.post(to("measurement_retract", measurement), {"reason": ""})
        response = client.post(
            to("measurement_retract", measurement), {"reason": "Dobbelt"}, follow=True
        )

        assert refused.status_code == 422
        assert response.context["standing"].progress.value is None
        assert "Dobbelt" in response.content.decode()

    def test_leaves_the_entry_standing(self, client_of, konsulent, measurement):
        client_of(konsulent).post(to("measurement_retract", measurement), {"reason": "Dobbelt"})

        assert not LogEntry.objects.get().is_retracted

    def test_the_entry_then_says_that_it_moved_nothing(self, client_of, konsulent, measurement):
        retract_measurement(by=konsulent, measurement=measurement, reason="Dobbelt")

        response = client_of(konsulent).get(measurement.log_entry.get_absolute_url())

        [moved] = response.context["moved"]
        assert moved.before.progress == moved.after.progress
