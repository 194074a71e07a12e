"""What looks wrong is asked about once, beside its field, and kept with what is saved."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import LogEntry
from indicators.models import Measurement
from indicators.models.choices import Aggregation, Base
from tests.factories import (
    CriterionFactory,
    LogEntryFactory,
    MeasurementFactory,
    UserFactory,
)
from tests.indicators.log_form.shared import address, field, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

THE_EVENT = datetime.date(2011, 8, 20)
TODAY = datetime.date(2011, 10, 1)
RETRACTED = {
    "retracted_at": datetime.datetime(2011, 10, 1, 12, tzinfo=datetime.UTC),
    "retraction_reason": "Forkert aktivitet",
}


def asked(response):
    """The questions of a form that was not saved, as pairs of code and sentence."""
    assert response.status_code == 422
    return [(one.code, one.text) for one in response.context["form"].questions]


def confirm(client, activity, sent, response):
    """What one press on «Yes» sends: the same, with the questions that stood there."""
    key = response.context["form"]["confirmed"].value()
    return client.post(address(activity), sent | {"confirmed": key})


@pytest.fixture
def attendance(activity):
    return CriterionFactory(
        wording="Minimum 1.000 til Eid.",
        attendance=True,
        target=1000,
        due_on=datetime.date(2011, 8, 31),
        main_area=activity.main_area,
        activities=[activity],
    )


@pytest.fixture
def share(activity):
    """80 % of these 85; 47 have been counted."""
    found = CriterionFactory(
        share=True,
        target=80,
        aggregation=Aggregation.SUM,
        base=Base.FIXED,
        base_value=Decimal(85),
        main_area=activity.main_area,
        activities=[activity],
    )
    MeasurementFactory(criterion=found, value=None, numerator=Decimal(47), denominator=None)
    return found


class TestAsked:
    def test_a_share_that_would_exceed_its_whole(self, client, activity, share):
        sent = typed() | {field(share, "numerator"): "50"}
        response = client.post(address(activity), sent)
        text = "With this it becomes 97 of 85: 114,1\xa0%."
        assert asked(response) == [("over_whole", text)]
        assert text in response.context["form"].errors[field(share, "numerator")]
        assert not LogEntry.objects.exists()

        assert confirm(client, activity, sent, response).status_code == 302
        assert share.measurements.get(numerator=50).confirmed == "over_whole"

    def test_a_share_that_comes_to_its_whole_is_not(self, client, activity, share):
        sent = typed() | {field(share, "numerator"): "38"}
        assert client.post(address(activity), sent).status_code == 302

    def test_a_share_of_what_is_logged_in_the_same_form_is_not(self, client, activity):
        taking_part = CriterionFactory(
            target=60, main_area=activity.main_area, activities=[activity]
        )
        content = CriterionFactory(
            share=True,
            base=Base.LINKED,
            base_criteria=[taking_part],
            main_area=activity.main_area,
            activities=[activity],
        )
        sent = typed() | {field(taking_part, "value"): "58", field(content, "numerator"): "42"}
        assert client.post(address(activity), sent).status_code == 302

    @pytest.mark.parametrize(("typed_value", "is_asked"), [("299.999", False), ("300.000", True)])
    def test_ten_times_the_target(self, client, activity, visitors, typed_value, is_asked):
        response = client.post(address(activity), typed() | {field(visitors, "value"): typed_value})
        assert (response.status_code == 422) == is_asked
        if is_asked:
            assert [code for code, _text in asked(response)] == ["ten_times"]

    def test_an_attendance_of_ten_times_the_target(self, client, activity, attendance):
        response = client.post(address(activity), typed(attendance="10.000"))
        assert [code for code, _text in asked(response)] == ["ten_times"]
        assert "attendance" in response.context["form"].errors

    def test_the_same_figure_of_the_same_day_from_a_colleague(self, client, activity, attendance):
        karin = UserFactory(full_name="Karin Holst")
        LogEntryFactory(activity=activity, on=THE_EVENT, attendance=500, recorded_by=karin)
        response = client.post(address(activity), typed(attendance="500"))
        assert asked(response) == [
            ("same_figure", "500 has been logged for 20. August 2011 already, by Karin Holst.")
        ]

    def test_the_same_value_of_a_criterion(self, client, activity, visitors):
        entry = LogEntryFactory(activity=activity, on=THE_EVENT)
        MeasurementFactory(
            criterion=visitors, log_entry=entry, measured_on=THE_EVENT, value=Decimal(14500)
        )
        response = client.post(address(activity), typed() | {field(visitors, "value"): "14.500"})
        assert [code for code, _text in asked(response)] == ["same_figure"]
        other_figure = typed() | {field(visitors, "value"): "14.501"}
        assert client.post(address(activity), other_figure).status_code == 302

    @pytest.mark.parametrize("day", ["2011-08-31", "2011-09-01"], ids=["on the day", "after"])
    def test_a_date_after_the_due_date(self, client, activity, attendance, day):
        response = client.post(address(activity), typed(on=day, attendance="40"))
        if day == "2011-08-31":
            assert response.status_code == 302
        else:
            assert [code for code, _text in asked(response)] == ["after_due"]
            assert "on" in response.context["form"].errors

    def test_a_date_after_the_programme(self, client, activity, clock):
        clock(datetime.date(2012, 1, 5))
        response = client.post(address(activity), typed(on="2012-01-01"))
        assert [code for code, _text in asked(response)] == ["after_end"]


class TestConfirming:
    def test_is_one_press_and_is_kept(self, client, activity, attendance):
        sent = typed(on="2011-10-01", attendance="10.000")
        response = client.post(address(activity), sent)
        assert [code for code, _text in asked(response)] == ["after_due", "ten_times"]
        assert "Yes, save it" in response.content.decode()

        answer = confirm(client, activity, sent, response)
        entry = LogEntry.objects.get()
        assert answer["Location"].startswith(entry.get_absolute_url())
        assert entry.confirmed == "after_due,ten_times"
        page = client.get(entry.get_absolute_url()).content.decode()
        assert "after the due date, ten times the target or more" in page

    def test_another_figure_is_asked_about_anew(self, client, activity, attendance):
        response = client.post(address(activity), typed(attendance="10.000"))
        again = confirm(client, activity, typed(attendance="20.000"), response)
        assert [code for code, _text in asked(again)] == ["ten_times"]
        assert not LogEntry.objects.exists()

    def test_pressed_twice_saves_once(self, client, activity, attendance):
        sent = typed(attendance="10.000")
        response = client.post(address(activity), sent)
        first, second = (confirm(client, activity, sent, response) for _press in range(2))
        assert first["Location"] == second["Location"]
        assert LogEntry.objects.count() == 1

    def test_nobody_is_asked_about_what_looks_right(self, client, activity, visitors, attendance):
        sent = typed(attendance="400") | {field(visitors, "value"): "12.000"}
        assert client.post(address(activity), sent).status_code == 302
        assert LogEntry.objects.get().confirmed == Measurement.objects.get().confirmed == ""


class TestCorrecting:
    def test_asks_about_another_day(self, client, konsulent, activity, attendance):
        entry = LogEntryFactory(
            activity=activity, on=THE_EVENT, attendance=40, recorded_by=konsulent
        )
        page = reverse("indicators:entry_correct", args=[entry.pk])
        form = client.get(page).context["form"]
        sent = {
            "on": "2011-09-15",
            "text": entry.text,
            "attendance": "40",
            "opened_with": form["opened_with"].value(),
            "reason": "Det var i september",
        }
        response = client.post(page, sent)
        assert [code for code, _text in asked(response)] == ["after_due"]
        key = response.context["form"]["confirmed"].value()
        assert client.post(page, sent | {"confirmed": key}).status_code == 302
        entry.refresh_from_db()
        assert (entry.on, entry.confirmed) == (datetime.date(2011, 9, 15), "after_due")

    def test_of_the_words_alone_asks_nothing_and_keeps_what_was_confirmed(
        self, client, konsulent, activity, attendance
    ):
        entry = LogEntryFactory(
            activity=activity, attendance=10000, confirmed="ten_times", recorded_by=konsulent
        )
        page = reverse("indicators:entry_correct", args=[entry.pk])
        sent = {"on": "2011-08-20", "text": "Nye ord", "attendance": "10.000", "reason": "Slåfejl"}
        assert client.post(page, sent).status_code == 302
        entry.refresh_from_db()
        assert (entry.text, entry.confirmed) == ("Nye ord", "ten_times")

    def test_of_the_figure_alone_keeps_what_was_confirmed_of_the_day(
        self, client, konsulent, visitors
    ):
        visitors.due_on = datetime.date(2011, 8, 31)
        visitors.save()
        late = MeasurementFactory(
            criterion=visitors,
            measured_on=datetime.date(2011, 9, 15),
            confirmed="after_due",
            recorded_by=konsulent,
        )
        page = reverse("indicators:measurement_correct", args=[late.pk])
        sent = {"on": "2011-09-15", "value": "40", "reason": "Talt igen"}
        assert client.post(page, sent).status_code == 302
        late.refresh_from_db()
        assert (late.value, late.confirmed) == (40, "after_due")

    def test_a_share_to_more_than_its_whole_is_asked(self, client, konsulent, share):
        found = share.measurements.get()
        more = MeasurementFactory(
            criterion=share,
            value=None,
            numerator=Decimal(30),
            denominator=None,
            log_entry=None,
            recorded_by=konsulent,
        )
        page = reverse("indicators:measurement_correct", args=[more.pk])
        sent = {"on": f"{more.measured_on}", "numerator": "39", "reason": "Talt igen"}
        response = client.post(page, sent)
        assert [code for code, _text in asked(response)] == ["over_whole"]
        key = response.context["form"]["confirmed"].value()
        assert client.post(page, sent | {"confirmed": key}).status_code == 302
        more.refresh_from_db()
        assert (more.numerator, more.confirmed) == (39, "over_whole")
        assert found.confirmed == ""

    def test_a_base_to_less_than_the_part_of_it_is_asked(self, client, konsulent, activity):
        taking_part = CriterionFactory(main_area=activity.main_area, activities=[activity])
        content = CriterionFactory(
            wording="Tilfredse",
            share=True,
            base=Base.LINKED,
            base_criteria=[taking_part],
            main_area=activity.main_area,
        )
        found = MeasurementFactory(
            criterion=taking_part, value=Decimal(58), log_entry=None, recorded_by=konsulent
        )
        MeasurementFactory(criterion=content, value=None, numerator=Decimal(42), denominator=None)
        page = reverse("indicators:measurement_correct", args=[found.pk])
        sent = {"on": f"{found.measured_on}", "value": "40", "reason": "Talt igen"}

        response = client.post(page, sent)

        text = "With this «Tilfredse» becomes 42 of 40: 105\xa0%."
        assert asked(response) == [("over_whole", text)]
        assert text in response.context["form"].errors["value"]


class TestAlreadyLogged:
    def test_stands_on_top_of_the_form(self, client, activity, clock):
        clock(THE_EVENT)
        karin = UserFactory(full_name="Karin Holst")
        LogEntryFactory(activity=activity, on=THE_EVENT, attendance=14500, recorded_by=karin)
        text = client.get(address(activity)).content.decode()
        assert "Logged for Saturday 20. August 2011 already" in text
        assert "14.500" in text
        assert "Karin Holst" in text

    def test_says_what_happened_where_no_figure_does(self, client, activity, clock):
        clock(THE_EVENT)
        LogEntryFactory(activity=activity, on=THE_EVENT, text="Mødte de frivillige")
        assert "«Mødte de frivillige», <a" in client.get(address(activity)).content.decode()

    def test_follows_the_date_that_is_typed(self, client, activity):
        karin = UserFactory(full_name="Karin Holst")
        LogEntryFactory(activity=activity, on=THE_EVENT, attendance=14500, recorded_by=karin)
        preview = reverse("indicators:log_preview", args=["activity", activity.pk])
        assert "Karin Holst" in client.post(preview, typed()).content.decode()
        assert "Karin Holst" not in client.post(preview, typed(on="2011-08-21")).content.decode()

    def test_says_nothing_of_a_day_without_entries(self, client, activity):
        LogEntryFactory(activity=activity, on=TODAY, **RETRACTED)
        assert "Logged for" not in client.get(address(activity)).content.decode()


class TestCorrectingMeanwhile:
    """What the record becomes is asked about, not what an overtaken form still holds."""

    def test_an_old_form_is_not_asked_about_the_attendance_that_others_put_right(
        self, client, konsulent, activity, attendance
    ):
        entry = LogEntryFactory(
            activity=activity, attendance=10000, confirmed="ten_times", recorded_by=konsulent
        )
        page = reverse("indicators:entry_correct", args=[entry.pk])
        form = client.get(page).context["form"]
        old = {"opened_with": form["opened_with"].value(), "on": f"{entry.on}", "reason": "Slåfejl"}
        right = old | {"text": entry.text, "attendance": "1.000"}
        assert client.post(page, right).status_code == 302
        entry.refresh_from_db()
        assert (entry.attendance, entry.confirmed) == (1000, "")

        late = old | {"text": "Nye ord", "attendance": "10.000"}
        assert client.post(page, late).status_code == 302
        entry.refresh_from_db()
        assert (entry.attendance, entry.text, entry.confirmed) == (1000, "Nye ord", "")

    def test_a_figure_of_an_old_form_is_not_asked_about(self, client, konsulent, visitors):
        row = MeasurementFactory(
            criterion=visitors, value=Decimal(500_000), log_entry=None, recorded_by=konsulent
        )
        page = reverse("indicators:measurement_correct", args=[row.pk])
        opened = client.get(page).context["form"]["opened_with"].value()
        old = {"opened_with": opened, "on": f"{row.measured_on}", "reason": "Slåfejl"}
        assert client.post(page, old | {"value": "5.000"}).status_code == 302

        late = old | {"on": "2011-08-19", "value": "500.000"}
        assert client.post(page, late).status_code == 302
        row.refresh_from_db()
        assert (row.value, row.measured_on) == (5000, datetime.date(2011, 8, 19))

    def test_nothing_changed_keeps_the_mark_and_saves_no_version(self, client, konsulent, visitors):
        row = MeasurementFactory(
            criterion=visitors,
            value=Decimal(50),
            confirmed="same_figure",
            log_entry=None,
            recorded_by=konsulent,
        )
        before = row.history.count()
        page = reverse("indicators:measurement_correct", args=[row.pk])
        sent = {"on": f"{row.measured_on}", "value": "50", "reason": "Set efter"}
        assert client.post(page, sent).status_code == 302
        row.refresh_from_db()
        assert (row.confirmed, row.history.count()) == ("same_figure", before)
