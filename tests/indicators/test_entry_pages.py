"""An entry's page, and how an entry or a figure is corrected or taken back."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import Attachment, LogEntry, TimeEntry
from indicators.models import Measurement
from indicators.services.results import retract_measurement
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

THE_EVENT = datetime.date(2011, 8, 20)


@pytest.fixture
def entry(konsulent):
    activity = ActivityFactory(title="International Dag")
    entry = LogEntryFactory(
        activity=activity,
        on=THE_EVENT,
        text="Mange kom",
        attendance=3000,
        approximate=True,
        recorded_by=konsulent,
    )
    TimeEntry.objects.create(
        log_entry=entry,
        activity=entry.activity,
        person=konsulent,
        on=THE_EVENT,
        hours=Decimal("6.5"),
    )
    criterion = CriterionFactory(main_area=activity.main_area, activities=[activity])
    MeasurementFactory(criterion=criterion, log_entry=entry, value=40, recorded_by=konsulent)
    return entry


@pytest.fixture
def measurement(entry):
    return entry.measurements.get()


def to(name, record):
    return reverse(f"indicators:{name}", args=[record.pk])


def happened(**fields):
    """The entry as it stands, as a browser sends it, with its corrections."""
    return {
        "on": "2011-08-20",
        "text": "Mange kom",
        "hours": "6,5",
        "attendance": "ca. 3.000",
        "reason": "Talt igen",
        **fields,
    }


class TestTheEntrysPage:
    @pytest.mark.parametrize("who", ["konsulent", "kollega", "leder", "admin", "laeser"])
    def test_is_read_by_all_who_sign_in(self, request, client_of, entry, who):
        response = client_of(request.getfixturevalue(who)).get(entry.get_absolute_url())

        assert response.status_code == 200
        assert "Mange kom" in response.content.decode()

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("konsulent", True), ("leder", True), ("admin", True),
            ("kollega", False), ("laeser", False),
        ],
    )  # fmt: skip
    def test_shows_hours_to_the_person_and_those_who_follow_them(
        self, request, client_of, entry, who, sees
    ):
        response = client_of(request.getfixturevalue(who)).get(entry.get_absolute_url())

        assert ("6,5" in response.content.decode()) == sees

    @pytest.mark.parametrize(("who", "sees"), [("kollega", True), ("laeser", False)])
    def test_shows_files_to_all_but_readers(self, request, client_of, entry, konsulent, who, sees):
        Attachment.objects.create(
            log_entry=entry, file="ab/abcd", name="gæster.jpg", content_type="image/jpeg",
            size=7, sha256="0" * 64, uploaded_by=konsulent,
        )  # fmt: skip

        page = client_of(request.getfixturevalue(who)).get(entry.get_absolute_url())

        text = page.content.decode()
        assert ("gæster.jpg" in text) == sees
        assert ("1 file, not shown to readers." in text) != sees

    @pytest.mark.parametrize(
        ("who", "offered"),
        [
            ("konsulent", True), ("leder", True), ("admin", True),
            ("kollega", False), ("laeser", False),
        ],
    )  # fmt: skip
    def test_offers_corrections_to_those_who_may(self, request, client_of, entry, who, offered):
        page = client_of(request.getfixturevalue(who)).get(entry.get_absolute_url())

        assert (to("entry_correct", entry) in page.content.decode()) == offered

    def test_says_what_the_entry_did_to_each_criterion(self, client_of, konsulent, measurement):
        MeasurementFactory(criterion=measurement.criterion, value=30)

        response = client_of(konsulent).get(measurement.log_entry.get_absolute_url())

        [moved] = response.context["moved"]
        assert list(moved.measurements) == [measurement]
        assert (moved.before.progress.value, moved.after.progress.value) == (30, 70)

    def test_offers_to_correct_the_figure_that_stands(self, client_of, konsulent, measurement):
        """And shows the one beside it that was taken back."""
        retract_measurement(by=konsulent, measurement=measurement, reason="Talt dobbelt")
        standing = MeasurementFactory(
            criterion=measurement.criterion,
            log_entry=measurement.log_entry,
            value=34,
            recorded_by=konsulent,
        )

        response = client_of(konsulent).get(measurement.log_entry.get_absolute_url())

        [moved] = response.context["moved"]
        assert list(moved.measurements) == [measurement, standing]
        page = response.content.decode()
        assert to("measurement_correct", standing) in page
        assert to("measurement_correct", measurement) not in page

    def test_has_the_criteria_in_the_programmes_order(self, client_of, konsulent, measurement):
        first = measurement.criterion
        others = [CriterionFactory(main_area=first.main_area) for _ in range(2)]
        for criterion in reversed(others):
            MeasurementFactory(criterion=criterion, log_entry=measurement.log_entry)

        response = client_of(konsulent).get(measurement.log_entry.get_absolute_url())

        assert [moved.after.criterion for moved in response.context["moved"]] == [first, *others]

    def test_of_a_main_area_stands_too(self, client_of, konsulent):
        entry = LogEntryFactory(activity=None, main_area=MainAreaFactory())

        assert client_of(konsulent).get(entry.get_absolute_url()).status_code == 200

    def test_of_a_retracted_entry_says_by_whom_and_why(self, client_of, leder, entry):
        client_of(leder).post(to("entry_retract", entry), {"reason": "Forkert dag"})

        page = client_of(leder).get(entry.get_absolute_url()).content.decode()

        assert "Leo Leder" in page
        assert "Forkert dag" in page
        assert to("entry_correct", entry) not in page

    def test_that_is_not_there_is_not_found(self, client_of, konsulent):
        assert client_of(konsulent).get("/entries/99999/").status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_costs_the_same_for_one_figure_and_for_three(
        self, client_of, konsulent, rows, django_assert_num_queries
    ):
        activity = ActivityFactory()
        entry = LogEntryFactory(activity=activity, attendance=5)
        for criterion in CriterionFactory.create_batch(rows, main_area=activity.main_area):
            MeasurementFactory(criterion=criterion, log_entry=entry)
            MeasurementFactory.create_batch(rows, criterion=criterion)
        CriterionFactory.create_batch(
            rows, main_area=activity.main_area, attendance=True, activities=[activity]
        )
        client = client_of(konsulent)

        with django_assert_num_queries(20):
            client.get(entry.get_absolute_url())


class TestCorrectingAnEntry:
    def test_begins_with_what_stands(self, client_of, konsulent, entry):
        page = client_of(konsulent).get(to("entry_correct", entry)).content.decode()

        for text in ("Mange kom", 'value="6,5"', 'value="ca. 3.000"', 'value="2011-08-20"'):
            assert text in page

    def test_changes_it_and_says_so_on_its_page(self, client_of, konsulent, entry):
        response = client_of(konsulent).post(
            to("entry_correct", entry), happened(attendance="2.500"), follow=True
        )

        entry.refresh_from_db()
        assert (entry.attendance, entry.approximate) == (2500, False)
        attendance, rough = sorted(response.context["changes"], key=lambda change: change.field)
        assert (attendance.before, attendance.after) == (3000, 2500)
        assert (rough.before_text, rough.after_text) == ("yes", "no")
        assert attendance.by == "Karla Konsulent"
        assert attendance.reason == "Talt igen"

    def test_moves_its_measurements_with_its_day(self, client_of, konsulent, entry, measurement):
        client_of(konsulent).post(to("entry_correct", entry), happened(on="21-08-2011"))

        measurement.refresh_from_db()
        assert measurement.measured_on == datetime.date(2011, 8, 21)

    @pytest.mark.parametrize(
        ("field", "text"),
        [("reason", ""), ("text", ""), ("on", "2011-10-02"), ("attendance", "30,000")],
    )
    def test_that_does_not_fit_saves_nothing_and_keeps_the_rest(
        self, client_of, konsulent, entry, field, text
    ):
        sent = happened(text="Endnu flere kom") | {field: text}

        response = client_of(konsulent).post(to("entry_correct", entry), sent)

        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert LogEntry.objects.get().text == "Mange kom"

    @pytest.mark.parametrize("who", ["kollega", "laeser"])
    def test_is_for_nobody_else(self, request, client_of, entry, who):
        client = client_of(request.getfixturevalue(who))

        assert client.get(to("entry_correct", entry)).status_code == 403
        assert client.post(to("entry_correct", entry), happened()).status_code == 403


class TestTakingAnEntryBack:
    def test_takes_its_measurements_along(self, client_of, konsulent, entry, measurement):
        client_of(konsulent).post(to("entry_retract", entry), {"reason": "Forkert dag"})

        measurement.refresh_from_db()
        assert measurement.is_retracted

    def test_an_undo_is_for_the_hour_after_it_was_saved(self, client_of, konsulent, clock):
        entry = LogEntryFactory(recorded_by=konsulent)
        clock(datetime.date(2011, 10, 2))

        response = client_of(konsulent).post(to("entry_undo", entry))

        assert response.headers["Location"] == to("entry_retract", entry)
        entry.refresh_from_db()
        assert not entry.is_retracted

    def test_needs_a_reason(self, client_of, konsulent, entry):
        response = client_of(konsulent).post(to("entry_retract", entry), {"reason": " "})

        assert response.status_code == 422
        assert not LogEntry.objects.get().is_retracted

    def test_cannot_be_done_twice(self, client_of, konsulent, entry):
        client = client_of(konsulent)
        client.post(to("entry_retract", entry), {"reason": "Forkert dag"})

        for name in ("entry_retract", "entry_correct"):
            response = client.post(to(name, entry), happened(), follow=True)
            assert response.redirect_chain == [(entry.get_absolute_url(), 302)]
            assert "has been taken back already" in response.content.decode()
        assert client.post(to("entry_undo", entry)).headers["Location"] == entry.get_absolute_url()
        entry.refresh_from_db()
        assert entry.retraction_reason == "Forkert dag"

    @pytest.mark.parametrize("who", ["kollega", "laeser"])
    def test_is_for_nobody_else(self, request, client_of, entry, who):
        client = client_of(request.getfixturevalue(who))

        for name in ("entry_retract", "entry_undo"):
            assert client.post(to(name, entry), {"reason": "Nej"}).status_code == 403
        assert not LogEntry.objects.get().is_retracted


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
