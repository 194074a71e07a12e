"""Logging a result: saved whole, and once."""

import threading
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from activities.models import Attachment, LogEntry, TimeEntry
from indicators.models import Measurement
from indicators.models.choices import Base
from indicators.services.results import (
    Result,
    log_result,
)
from tests.factories import (
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    UserFactory,
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

    def test_of_another_person_is_another_entry(self, konsulent, leder, activity):
        submission = uuid.uuid4()

        entries = {
            log_result(by=by, subject=activity, entry_input=entry_input(), submission=submission)
            for by in (konsulent, leder)
        }

        assert {entry.recorded_by for entry in entries} == {konsulent, leder}

    def test_that_loses_the_race_answers_with_the_winners_entry(
        self, konsulent, activity, visitors, monkeypatch
    ):
        """The other press is saved after this one has looked for it, and before it writes."""
        submission, looks = uuid.uuid4(), []
        kept_organisation = LogEntryFactory(submission=submission, recorded_by=konsulent)

        def look_too_early(model, by, submission):
            looks.append(submission)
            return None if len(looks) == 1 else kept_organisation

        monkeypatch.setattr("indicators.services.results.saved_before", look_too_early)
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
