"""The page of a log entry, its corrections and its retraction."""

import datetime

import pytest

from activities.models import Attachment, LogEntry
from indicators.services.results import retract_measurement
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
)
from tests.indicators.entry_pages.shared import to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


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

    def test_says_that_it_is_with_and_without_the_entry_as_of_today(
        self, client_of, konsulent, measurement
    ):
        page = client_of(konsulent).get(measurement.log_entry.get_absolute_url()).content.decode()

        assert "As of 1. October 2011." in page
        assert "without this entry: – · with it: <b>40</b>" in page

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

        with django_assert_num_queries(19):
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

        opened = client.get(to("entry_correct", entry), follow=True)
        again = client.post(to("entry_retract", entry), happened(), follow=True)
        for response in (opened, again):
            assert response.redirect_chain == [(entry.get_absolute_url(), 302)]
            assert "has been taken back already" in response.content.decode()
        assert client.post(to("entry_undo", entry)).headers["Location"] == entry.get_absolute_url()
        entry.refresh_from_db()
        assert entry.retraction_reason == "Forkert dag"

    def test_a_correction_that_was_open_comes_back_with_what_was_typed(
        self, client_of, konsulent, leder, entry
    ):
        client_of(leder).post(to("entry_retract", entry), {"reason": "Forkert dag"})

        sent = happened(text="Det lange møde", reason="Uddybet")
        response = client_of(konsulent).post(to("entry_correct", entry), sent)

        page = response.content.decode()
        assert response.status_code == 422
        assert "It has been taken back already." in page
        assert "By Leo Leder, " in page and "Forkert dag" in page
        assert "Det lange møde" in page and "Uddybet" in page

    @pytest.mark.parametrize("who", ["kollega", "laeser"])
    def test_is_for_nobody_else(self, request, client_of, entry, who):
        client = client_of(request.getfixturevalue(who))

        for name in ("entry_retract", "entry_undo"):
            assert client.post(to(name, entry), {"reason": "Nej"}).status_code == 403
        assert not LogEntry.objects.get().is_retracted
