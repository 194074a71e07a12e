"""Correcting, retracting and judging."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activities.models import LogEntry, TimeEntry
from core.dates import local_date
from core.records import AlreadyRetracted
from indicators.models import Assessment, Measurement
from indicators.models.choices import Status
from indicators.services.results import (
    Result,
    correct_logged,
    correct_measurement,
    judge,
    log_result,
    retract_logged,
    retract_measurement,
)
from tests.factories import (
    CriterionFactory,
    LogEntryFactory,
    MeasurementFactory,
)
from tests.indicators.services.shared import (
    THE_EVENT,
    TODAY,
    TOMORROW,
    a_file,
    entry_input,
    files_on_disk,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestWhoMayCorrect:
    @pytest.fixture
    def measurement(self, konsulent):
        return MeasurementFactory(recorded_by=konsulent)

    @staticmethod
    def correct(by, measurement):
        result = Result(measurement.criterion, value=Decimal(11))
        return correct_measurement(
            by=by,
            measurement=measurement,
            result=result,
            measured_on=measurement.measured_on,
            reason="Talt igen",
        )

    @pytest.mark.parametrize("who", ["konsulent", "leder", "admin"])
    def test_the_author_the_manager_and_the_administrator(self, request, measurement, who):
        assert self.correct(request.getfixturevalue(who), measurement).value == 11

    @pytest.mark.parametrize("who", ["kollega", "laeser"])
    def test_no_other_consultant_and_no_reader(self, request, measurement, who):
        with pytest.raises(PermissionDenied):
            self.correct(request.getfixturevalue(who), measurement)

    @pytest.mark.parametrize("who", ["kollega", "laeser"])
    def test_nor_may_they_retract_it(self, request, measurement, who):
        with pytest.raises(PermissionDenied):
            retract_measurement(
                by=request.getfixturevalue(who), measurement=measurement, reason="Nej"
            )

    @pytest.mark.parametrize("who", ["kollega", "laeser"])
    def test_nor_another_ones_entry(self, request, konsulent, who):
        entry, by = LogEntryFactory(recorded_by=konsulent), request.getfixturevalue(who)

        with pytest.raises(PermissionDenied):
            correct_logged(by=by, entry=entry, entry_input=entry_input(), reason="Nej")
        with pytest.raises(PermissionDenied):
            retract_logged(by=by, entry=entry, reason="Nej")

    def test_nobody_corrects_what_was_retracted(self, leder, measurement):
        retract_measurement(by=leder, measurement=measurement, reason="Talt dobbelt")

        with pytest.raises(AlreadyRetracted):
            self.correct(leder, measurement)
        with pytest.raises(AlreadyRetracted):
            retract_measurement(by=leder, measurement=measurement, reason="Igen")


class TestACorrection:
    @pytest.fixture
    def entry(self, konsulent, activity, visitors):
        return log_result(
            by=konsulent,
            subject=activity,
            entry_input=entry_input(attendance=100, hours=Decimal(5)),
            results=[Result(visitors, value=Decimal(100))],
        )

    def test_of_a_measurement_keeps_the_old_figure_with_who_and_why(self, leder, entry, visitors):
        correct_measurement(
            by=leder,
            measurement=entry.measurements.get(),
            result=Result(visitors, value=Decimal(120), approximate=True),
            measured_on=datetime.date(2011, 8, 19),
            reason="Talt igen",
        )

        now, before = Measurement.history.order_by("-history_id")
        assert (before.value, before.approximate, before.measured_on) == (100, False, THE_EVENT)
        assert (now.value, now.approximate) == (120, True)
        assert now.measured_on == datetime.date(2011, 8, 19)
        assert (now.history_user, now.history_change_reason) == (leder, "Talt igen")

    def test_of_a_measurement_must_fit_its_criterion(self, leder, entry, visitors):
        with pytest.raises(ValidationError):
            correct_measurement(
                by=leder,
                measurement=entry.measurements.get(),
                result=Result(visitors, done=True),
                measured_on=THE_EVENT,
                reason="Nej",
            )

    def test_cannot_move_a_measurement_ahead(self, leder, entry, visitors):
        with pytest.raises(ValidationError, match="lies ahead"):
            correct_measurement(
                by=leder,
                measurement=entry.measurements.get(),
                result=Result(visitors, value=Decimal(1)),
                measured_on=TOMORROW,
                reason="Nej",
            )

    def test_of_a_forecast_keeps_the_day_it_is_for(self, leder, visitors):
        forecast = MeasurementFactory(
            criterion=visitors,
            measured_on=datetime.date(2011, 12, 31),
            forecast_stated_on=datetime.date(2011, 9, 1),
        )

        correct_measurement(
            by=leder,
            measurement=forecast,
            result=Result(visitors, value=Decimal(25)),
            measured_on=forecast.measured_on,
            reason="Skrevet forkert",
        )

        forecast.refresh_from_db()
        assert (forecast.value, forecast.measured_on) == (25, datetime.date(2011, 12, 31))

    def test_of_an_entry_keeps_the_old_text_with_who_and_why(self, leder, entry):
        correct_logged(
            by=leder,
            entry=entry,
            entry_input=entry_input(text="Byens Stemmer"),
            reason="Forveksling",
        )

        now, before = LogEntry.history.order_by("-history_id")
        assert (before.text, now.text) == ("Taste the World", "Byens Stemmer")
        assert (before.attendance, now.attendance) == (100, None)
        assert (now.history_user, now.history_change_reason) == (leder, "Forveksling")

    def test_of_an_entrys_day_moves_its_measurements_and_hours(self, leder, entry):
        moved = datetime.date(2011, 8, 21)

        correct_logged(
            by=leder,
            entry=entry,
            entry_input=entry_input(moved, hours=Decimal(5)),
            reason="En dag før",
        )

        assert entry.measurements.get().measured_on == moved
        assert TimeEntry.objects.get().on == moved
        newest = Measurement.history.order_by("history_id").last()
        assert (newest.history_user, newest.history_change_reason) == (leder, "En dag før")

    def test_of_an_entrys_text_leaves_its_measurements_alone(self, leder, entry):
        correct_logged(
            by=leder, entry=entry, entry_input=entry_input(text="Ny"), reason="Stavefejl"
        )

        assert Measurement.history.count() == 1

    def test_of_an_entrys_day_leaves_its_retracted_measurements_and_forecasts_alone(
        self, leder, entry, visitors
    ):
        retract_measurement(by=leder, measurement=entry.measurements.get(), reason="Dobbelt")
        new_year = datetime.date(2011, 12, 31)
        forecast = MeasurementFactory(
            criterion=visitors, log_entry=entry, measured_on=new_year, forecast_stated_on=THE_EVENT
        )

        correct_logged(
            by=leder,
            entry=entry,
            entry_input=entry_input(datetime.date(2011, 8, 21)),
            reason="En dag senere",
        )

        forecast.refresh_from_db()
        assert forecast.measured_on == new_year
        assert entry.measurements.get(value=100).measured_on == THE_EVENT

    def test_of_an_entry_cannot_lie_ahead(self, leder, entry):
        with pytest.raises(ValidationError, match="lies ahead"):
            correct_logged(by=leder, entry=entry, entry_input=entry_input(TOMORROW), reason="Nej")

    def test_without_hours_takes_them_away_and_the_history_keeps_them(self, leder, entry):
        correct_logged(by=leder, entry=entry, entry_input=entry_input(), reason="Ingen timer")

        assert not TimeEntry.objects.exists()
        gone = TimeEntry.history.get(history_type="-")
        assert (gone.minutes, gone.history_user, gone.history_change_reason) == (
            5 * 60,
            leder,
            "Ingen timer",
        )

    def test_of_hours_leaves_them_with_the_person_who_worked_them(self, leder, konsulent, entry):
        correct_logged(
            by=leder, entry=entry, entry_input=entry_input(hours=Decimal(7)), reason="To mere"
        )

        assert (TimeEntry.objects.get().person, TimeEntry.objects.get().hours) == (konsulent, 7)

    def test_that_brings_only_a_file_keeps_its_reason_once(self, konsulent, entry):
        said = entry_input(on=entry.on, text=entry.text, attendance=entry.attendance)
        said = replace(said, hours=entry.time_entry.hours, files=[a_file()])

        for _press in range(2):
            correct_logged(by=konsulent, entry=entry, entry_input=said, reason="Nyt billede")

        assert entry.attachments.count() == 1
        reasons = [version.history_change_reason for version in entry.history.all()]
        assert reasons.count("Nyt billede") == 1

    def test_that_changes_nothing_saves_no_version(self, konsulent, entry):
        said = entry_input(on=entry.on, text=entry.text, attendance=entry.attendance)
        said = replace(said, hours=entry.time_entry.hours)
        before = entry.history.count()

        correct_logged(by=konsulent, entry=entry, entry_input=said, reason="Ingenting")

        assert entry.history.count() == before

    def test_that_fails_leaves_no_file_on_the_disk(self, leder, entry, monkeypatch):
        def refuse(*args, **kwargs):
            raise RuntimeError("Nothing is moved")

        monkeypatch.setattr("indicators.services.results.save_with_history", refuse)
        with pytest.raises(RuntimeError):
            correct_logged(
                by=leder,
                entry=entry,
                entry_input=entry_input(datetime.date(2011, 8, 21), files=[a_file()]),
                reason="Nyt billede",
            )

        assert files_on_disk() == []


class TestARetraction:
    def test_of_a_measurement_keeps_it_with_who_when_and_why(self, konsulent):
        measurement = MeasurementFactory(recorded_by=konsulent)

        retract_measurement(by=konsulent, measurement=measurement, reason="Talt dobbelt")

        measurement.refresh_from_db()
        assert measurement.value == 10
        assert local_date(measurement.retracted_at) == TODAY
        assert measurement.retracted_by == konsulent
        assert measurement.retraction_reason == "Talt dobbelt"
        newest = measurement.history.first()
        assert (newest.history_user, newest.history_change_reason) == (konsulent, "Talt dobbelt")

    def test_of_an_entry_takes_its_measurements_along(self, konsulent):
        entry = LogEntryFactory(recorded_by=konsulent)
        MeasurementFactory.create_batch(2, log_entry=entry, recorded_by=konsulent)

        retract_logged(by=konsulent, entry=entry, reason="Forkert dag")

        assert entry.is_retracted
        assert {m.retraction_reason for m in entry.measurements.all()} == {"Forkert dag"}

    def test_of_an_entry_keeps_the_reason_of_what_was_retracted_before(self, konsulent):
        entry = LogEntryFactory(recorded_by=konsulent)
        measurement = MeasurementFactory(log_entry=entry, recorded_by=konsulent)
        retract_measurement(by=konsulent, measurement=measurement, reason="Talt dobbelt")

        retract_logged(by=konsulent, entry=entry, reason="Forkert dag")

        assert entry.measurements.get().retraction_reason == "Talt dobbelt"


class TestAJudgement:
    def test_stands_beside_the_earlier_ones(self, leder, clock):
        criterion = CriterionFactory()
        judge(by=leder, criterion=criterion, status=Status.MISSED, reason="For lidt")
        clock(TOMORROW)

        judge(by=leder, criterion=criterion, status=Status.MET, reason="De kom alligevel")

        newest, oldest = Assessment.objects.all()
        assert (oldest.status, oldest.on, oldest.by) == (Status.MISSED, TODAY, leder)
        assert (newest.status, newest.on) == (Status.MET, TOMORROW)
        assert newest.history.get().history_user == leder

    @pytest.mark.parametrize("who", ["konsulent", "admin", "laeser"])
    def test_is_the_managers_alone(self, request, who):
        with pytest.raises(PermissionDenied):
            judge(
                by=request.getfixturevalue(who),
                criterion=CriterionFactory(),
                status=Status.MET,
                reason="Nej",
            )

    @pytest.mark.parametrize(("status", "reason"), [("splendid", "Flot"), (Status.MET, "")])
    def test_needs_a_known_status_and_a_reason(self, leder, status, reason):
        with pytest.raises(ValidationError):
            judge(by=leder, criterion=CriterionFactory(), status=status, reason=reason)
