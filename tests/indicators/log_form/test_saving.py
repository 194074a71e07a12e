"""What follows once a result is saved."""

import pytest
from django.urls import reverse

from activities.models import LogEntry
from indicators.models import Measurement
from indicators.models.choices import Status
from tests.factories import (
    CriterionFactory,
    LogEntryFactory,
    MeasurementFactory,
)
from tests.indicators.log_form.shared import address, field, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestAfterSaving:
    def test_the_receipt_shows_what_moved(self, client, activity, visitors):
        MeasurementFactory(criterion=visitors, value=12000)

        response = client.post(
            address(activity), typed() | {field(visitors, "value"): "18.000"}, follow=True
        )

        [moved] = response.context["moved"]
        assert response.context["saved"]
        assert moved.before.progress.value == 12000
        assert moved.after.progress.value == 30000
        assert (moved.before.status, moved.after.status) == (Status.NOT_DUE, Status.MET)
        assert "30.000" in response.content.decode()

    def test_the_receipt_shows_what_the_attendance_moved(self, client, activity):
        CriterionFactory(
            attendance=True, target=40, main_area=activity.main_area, activities=[activity]
        )

        response = client.post(address(activity), typed(attendance="40"), follow=True)

        [moved] = response.context["moved"]
        assert (moved.before.progress.value, moved.after.progress.value) == (0, 40)

    def test_sent_twice_answers_with_the_same_receipt(self, client, activity):
        sent = typed()

        first, second = (client.post(address(activity), sent) for _press in range(2))

        assert first["Location"] == second["Location"]
        assert LogEntry.objects.count() == 1

    def test_save_and_log_another_goes_on_to_the_choice(self, client, activity):
        response = client.post(address(activity), typed(another="1"), follow=True)

        entry = LogEntry.objects.get()
        choice = f"{reverse('indicators:log')}?program={entry.program.slug}&saved={entry.pk}"
        assert response.redirect_chain == [(choice, 302)]
        assert response.context["saved"] == entry

    @pytest.mark.parametrize("saved", ["x", "99999", "9" * 5000, "-1", "\x00", "²"])
    def test_the_choice_stands_whatever_the_address_calls_saved(self, client, saved):
        response = client.get(reverse("indicators:log"), {"saved": saved})

        assert response.status_code == 200
        assert response.context["saved"] is None

    def test_the_choice_calls_nobody_elses_entry_saved(self, client, kollega):
        other = LogEntryFactory(recorded_by=kollega)

        response = client.get(reverse("indicators:log"), {"saved": other.pk})

        assert response.context["saved"] is None

    def test_undo_takes_it_back_with_all_that_was_measured(self, client, activity, visitors):
        client.post(address(activity), typed() | {field(visitors, "value"): "5"})
        entry = LogEntry.objects.get()

        response = client.post(reverse("indicators:entry_undo", args=[entry.pk]), follow=True)

        entry.refresh_from_db()
        assert entry.is_retracted
        assert Measurement.objects.get().is_retracted
        assert "Undone" in entry.retraction_reason
        assert response.status_code == 200

    def test_undo_is_no_link(self, client, konsulent):
        entry = LogEntryFactory(recorded_by=konsulent)

        response = client.get(reverse("indicators:entry_undo", args=[entry.pk]))

        assert response.headers["Location"] == entry.get_absolute_url()
        entry.refresh_from_db()
        assert not entry.is_retracted
