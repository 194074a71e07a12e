"""What is written about a result: all of it or nothing, by whom it may, and nothing disappears."""

import datetime
import threading
import uuid
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from activities.models import Attachment, LogEntry, TimeEntry
from activities.services.log import LogEntryInput
from core.dates import local_date
from core.uploads import Prepared
from indicators.models import Assessment, Measurement
from indicators.models.choices import Base, Status
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
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)
TOMORROW = datetime.date(2011, 10, 2)
THE_EVENT = datetime.date(2011, 8, 20)


def entry_input(on=THE_EVENT, text="Taste the World", **more):
    return LogEntryInput(on=on, text=text, **more)


def a_file(name="gæster.jpg", content=b"a picture"):
    return Prepared(name, "image/jpeg", content, len(content), "0" * 64)


def files_on_disk():
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def visitors(activity):
    return CriterionFactory(main_area=activity.main_area, activities=[activity])


@pytest.fixture
def satisfied(activity):
    return CriterionFactory(share=True, main_area=activity.main_area, activities=[activity])


class TestOneSubmit:
    def test_saves_the_entry_its_figures_hours_files_and_history(
        self, konsulent, activity, visitors, satisfied
    ):
        entry = log_result(
            by=konsulent,
            subject=activity,
            entry_input=entry_input(
                attendance=3000, approximate=True, hours=Decimal("6.5"), files=[a_file()]
            ),
            results=[
                Result(visitors, value=Decimal(30000), approximate=True),
                Result(satisfied, numerator=Decimal(20), denominator=Decimal(30)),
            ],
        )

        entry = LogEntry.objects.get(pk=entry.pk)
        assert (entry.subject, entry.on, entry.text) == (activity, THE_EVENT, "Taste the World")
        assert (entry.attendance, entry.approximate) == (3000, True)
        assert entry.recorded_by == konsulent
        assert (entry.time_entry.person, entry.time_entry.hours) == (konsulent, Decimal("6.5"))
        assert [path.read_bytes() for path in files_on_disk()] == [b"a picture"]
        assert entry.attachments.get().name == "gæster.jpg"
        count, share = entry.measurements.order_by("criterion__position")
        assert (count.criterion, count.value, count.approximate) == (visitors, 30000, True)
        assert (share.criterion, share.numerator, share.denominator) == (satisfied, 20, 30)
        for record in (entry, entry.time_entry, count, share):
            assert record.history.get().history_user == konsulent

    def test_measures_on_the_entrys_own_day(self, konsulent, activity, visitors):
        result = Result(visitors, value=Decimal(5))

        entry = log_result(
            by=konsulent, subject=activity, entry_input=entry_input(), results=[result]
        )

        measurement = entry.measurements.get()
        assert (measurement.measured_on, measurement.recorded_by) == (THE_EVENT, konsulent)

    def test_may_be_about_a_main_area_as_a_whole(self, konsulent):
        area = MainAreaFactory()

        entry = log_result(by=konsulent, subject=area, entry_input=entry_input())

        assert (entry.main_area, entry.activity) == (area, None)

    def test_leaves_nothing_when_a_result_does_not_fit(self, konsulent, activity, visitors):
        with pytest.raises(ValidationError):
            log_result(
                by=konsulent,
                subject=activity,
                entry_input=entry_input(hours=Decimal(2), files=[a_file()]),
                results=[Result(visitors, value=Decimal(1)), Result(visitors, done=True)],
            )

        for model in (LogEntry, Measurement, TimeEntry, Attachment, LogEntry.history.model):
            assert not model.objects.exists()
        assert files_on_disk() == []

    def test_leaves_nothing_when_the_database_refuses_a_figure(self, konsulent, activity, visitors):
        with pytest.raises(Exception, match="measurement_is_not_negative"):
            log_result(
                by=konsulent,
                subject=activity,
                entry_input=entry_input(files=[a_file()]),
                results=[Result(visitors, value=Decimal(-1))],
            )

        assert not LogEntry.objects.exists()
        assert files_on_disk() == []

    def test_leaves_nothing_when_a_file_fails(self, konsulent, activity, visitors, monkeypatch):
        save = Attachment.save

        def fail_on_the_second(attachment, *args, **kwargs):
            if attachment.name == "anden.jpg":
                raise OSError("The disk is full")
            save(attachment, *args, **kwargs)

        monkeypatch.setattr(Attachment, "save", fail_on_the_second)
        with pytest.raises(OSError, match="full"):
            log_result(
                by=konsulent,
                subject=activity,
                entry_input=entry_input(files=[a_file(), a_file("anden.jpg")]),
                results=[Result(visitors, value=Decimal(1))],
            )

        assert not LogEntry.objects.exists()
        assert not Measurement.objects.exists()
        assert files_on_disk() == []

    def test_is_refused_for_a_day_that_lies_ahead(self, konsulent, activity):
        with pytest.raises(ValidationError, match="lies ahead"):
            log_result(by=konsulent, subject=activity, entry_input=entry_input(on=TOMORROW))

    def test_may_be_about_today(self, konsulent, activity):
        entry = log_result(by=konsulent, subject=activity, entry_input=entry_input(on=TODAY))

        assert entry.on == TODAY

    def test_is_refused_for_a_reader(self, laeser, activity):
        with pytest.raises(PermissionDenied):
            log_result(by=laeser, subject=activity, entry_input=entry_input())

    def test_is_refused_for_somebody_who_has_left(self, activity):
        with pytest.raises(PermissionDenied):
            log_result(by=UserFactory(is_active=False), subject=activity, entry_input=entry_input())


class TestTheSameSubmission:
    def test_sent_twice_is_saved_once(self, konsulent, activity, visitors):
        submission = uuid.uuid4()

        first, second = (
            log_result(
                by=konsulent,
                subject=activity,
                entry_input=entry_input(files=[a_file()]),
                results=[Result(visitors, value=Decimal(5))],
                submission=submission,
            )
            for _press in range(2)
        )

        assert first == second
        assert LogEntry.objects.count() == Measurement.objects.count() == 1
        assert len(files_on_disk()) == 1

    def test_another_submission_is_another_entry(self, konsulent, activity):
        for submission in (uuid.uuid4(), uuid.uuid4()):
            log_result(
                by=konsulent, subject=activity, entry_input=entry_input(), submission=submission
            )

        assert LogEntry.objects.count() == 2

    def test_that_loses_the_race_answers_with_the_winners_entry(
        self, konsulent, activity, visitors, monkeypatch
    ):
        """The other press is saved after this one has looked for it, and before it writes."""
        submission, looks = uuid.uuid4(), []
        kept_organisation = LogEntryFactory(submission=submission, recorded_by=konsulent)

        def look_too_early(by, submission):
            looks.append(submission)
            return None if len(looks) == 1 else kept_organisation

        monkeypatch.setattr("indicators.services.results._earlier", look_too_early)
        entry = log_result(
            by=konsulent,
            subject=activity,
            entry_input=entry_input(files=[a_file()]),
            results=[Result(visitors, value=Decimal(5))],
            submission=submission,
        )

        assert entry == kept_organisation
        assert LogEntry.objects.count() == 1
        assert not Measurement.objects.exists()
        assert files_on_disk() == []

    @pytest.mark.django_db(transaction=True)
    def test_sent_twice_at_once_is_saved_once(self, konsulent, activity, visitors):
        submission, saved, faults = uuid.uuid4(), [], []
        ready = threading.Barrier(2)

        def press():
            try:
                ready.wait()
                entry = log_result(
                    by=konsulent,
                    subject=activity,
                    entry_input=entry_input(files=[a_file()]),
                    results=[Result(visitors, value=Decimal(5))],
                    submission=submission,
                )
                saved.append(entry.pk)
            except Exception as fault:  # it would be lost with the thread
                faults.append(fault)
            finally:
                connection.close()

        presses = [threading.Thread(target=press) for _press in range(2)]
        for thread in presses:
            thread.start()
        for thread in presses:
            thread.join()

        assert faults == []
        assert len(saved) == 2 and len(set(saved)) == 1
        assert LogEntry.objects.count() == Measurement.objects.count() == 1
        assert len(files_on_disk()) == 1


class TestAResultMustFitItsCriterion:
    @pytest.mark.parametrize(
        ("criterion", "figures"),
        [
            ({}, {"done": True}),
            ({}, {"numerator": Decimal(1), "denominator": Decimal(2)}),
            ({}, {"value": Decimal(1), "done": True}),
            ({}, {}),
            ({"share": True}, {"value": Decimal(70)}),
            ({"share": True}, {"numerator": Decimal(1)}),
            ({"share": True}, {"denominator": Decimal(1)}),
            (
                {"share": True, "base": Base.FIXED, "base_value": Decimal(60)},
                {"numerator": Decimal(1), "denominator": Decimal(60)},
            ),
            ({"milestone": True}, {"value": Decimal(1)}),
            ({"all": True}, {"done": True}),
            ({"narrative": True}, {"done": True}),
            ({"attendance": True}, {"value": Decimal(5)}),
        ],
    )
    def test_what_does_not_is_refused(self, konsulent, activity, criterion, figures):
        result = Result(CriterionFactory(main_area=activity.main_area, **criterion), **figures)

        with pytest.raises(ValidationError):
            log_result(by=konsulent, subject=activity, entry_input=entry_input(), results=[result])

    @pytest.mark.parametrize(
        ("criterion", "figures"),
        [
            ({}, {"value": Decimal(0)}),
            ({"share": True}, {"numerator": Decimal(0), "denominator": Decimal(0)}),
            (
                {"share": True, "base": Base.FIXED, "base_value": Decimal(60)},
                {"numerator": Decimal(24)},
            ),
            ({"milestone": True}, {"done": True}),
            ({"milestone": True}, {"done": False}),
        ],
    )
    def test_what_does_is_saved(self, konsulent, activity, criterion, figures):
        result = Result(CriterionFactory(main_area=activity.main_area, **criterion), **figures)

        log_result(by=konsulent, subject=activity, entry_input=entry_input(), results=[result])

        measurement = Measurement.objects.get()
        assert {name: getattr(measurement, name) for name in figures} == figures


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

        with pytest.raises(PermissionDenied):
            self.correct(leder, measurement)
        with pytest.raises(PermissionDenied):
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
        assert (gone.hours, gone.history_user, gone.history_change_reason) == (
            5,
            leder,
            "Ingen timer",
        )

    def test_of_hours_leaves_them_with_the_person_who_worked_them(self, leder, konsulent, entry):
        correct_logged(
            by=leder, entry=entry, entry_input=entry_input(hours=Decimal(7)), reason="To mere"
        )

        assert (TimeEntry.objects.get().person, TimeEntry.objects.get().hours) == (konsulent, 7)

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
