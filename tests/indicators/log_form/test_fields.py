"""What the form that logs a result asks for, and how it reads it."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import LogEntry
from indicators.models import Measurement
from indicators.models.choices import Base
from tests.factories import (
    CriterionFactory,
    MeasurementFactory,
)
from tests.indicators.log_form.shared import address, field, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

THE_EVENT = datetime.date(2011, 8, 20)


@pytest.fixture
def satisfied(activity):
    return CriterionFactory(share=True, main_area=activity.main_area, activities=[activity])


def errors_of(response):
    assert response.status_code == 422
    return {name: " ".join(found) for name, found in response.context["form"].errors.items()}


class TestNumbersAreDanish:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("30.000", 30000), ("30000", 30000), ("30 000", 30000), ("1,5", Decimal("1.5"))],
    )
    def test_a_value_is_read_as_danes_write_it(self, client, activity, visitors, text, value):
        client.post(address(activity), typed() | {field(visitors, "value"): text})

        assert Measurement.objects.get().value == value

    def test_a_rough_value_is_marked_so(self, client, activity, visitors):
        client.post(address(activity), typed() | {field(visitors, "value"): "ca. 3000"})

        measurement = Measurement.objects.get()
        assert (measurement.value, measurement.approximate) == (3000, True)

    def test_a_wrong_separator_is_refused_with_a_suggestion(self, client, activity, visitors):
        response = client.post(address(activity), typed() | {field(visitors, "value"): "30,000"})

        assert "Did you mean 30.000?" in errors_of(response)[field(visitors, "value")]
        assert not LogEntry.objects.exists()

    @pytest.mark.parametrize("text", ["1.5", "1.0000", "1.000.00", "1e5", "-1", "mange", "1,23456"])
    def test_what_is_no_danish_number_is_refused(self, client, activity, visitors, text):
        response = client.post(address(activity), typed() | {field(visitors, "value"): text})

        assert field(visitors, "value") in errors_of(response)

    def test_attendance_and_hours_are_danish_too(self, client, activity):
        client.post(address(activity), typed(attendance="ca. 3.000", hours="6,5"))

        entry = LogEntry.objects.get()
        assert (entry.attendance, entry.approximate) == (3000, True)
        assert entry.time_entry.hours == Decimal("6.5")

    @pytest.mark.parametrize("text", ["20-08-2011", "20.08.2011", "20/08/2011", "2011-08-20"])
    def test_dates_are_danish(self, client, activity, text):
        client.post(address(activity), typed(on=text))

        assert LogEntry.objects.get().on == THE_EVENT


class TestEachCriterionAsksForItsOwn:
    def test_an_empty_field_records_nothing(self, client, activity, visitors, satisfied):
        client.post(address(activity), typed())

        assert LogEntry.objects.exists()
        assert not Measurement.objects.exists()

    @pytest.mark.parametrize(("value", "says"), [("", True), ("7", False)])
    def test_an_entry_that_changes_no_figure_says_so(self, client, activity, visitors, value, says):
        sent = typed() | {field(visitors, "value"): value}

        receipt = client.post(address(activity), sent, follow=True).content.decode()

        assert ("The entry changes no figure." in receipt) == says

    def test_nought_is_a_value(self, client, activity, visitors):
        client.post(address(activity), typed() | {field(visitors, "value"): "0"})

        assert Measurement.objects.get().value == 0

    def test_a_share_takes_a_pair(self, client, activity, satisfied):
        pair = {field(satisfied, "numerator"): "20", field(satisfied, "denominator"): "30"}

        client.post(address(activity), typed() | pair)

        measurement = Measurement.objects.get()
        assert (measurement.numerator, measurement.denominator) == (20, 30)

    @pytest.mark.parametrize(
        ("given", "missing"), [("numerator", "denominator"), ("denominator", "numerator")]
    )
    def test_half_a_pair_is_refused(self, client, activity, satisfied, given, missing):
        response = client.post(address(activity), typed() | {field(satisfied, given): "20"})

        assert "Give both numbers" in errors_of(response)[field(satisfied, missing)]

    def test_a_part_cannot_be_more_than_the_whole(self, client, activity, satisfied):
        pair = {field(satisfied, "numerator"): "31", field(satisfied, "denominator"): "30"}

        response = client.post(address(activity), typed() | pair)

        assert "more than the whole" in errors_of(response)[field(satisfied, "numerator")]

    def test_people_are_whole(self, client, activity, satisfied):
        pair = {field(satisfied, "numerator"): "2,5", field(satisfied, "denominator"): "5"}

        response = client.post(address(activity), typed() | pair)

        assert "without decimals" in errors_of(response)[field(satisfied, "numerator")]
        assert not Measurement.objects.exists()

    def test_a_share_of_a_known_number_asks_for_the_numerator_only(self, client, activity):
        share = CriterionFactory(
            share=True, base=Base.FIXED, base_value=60, activities=[activity],
            main_area=activity.main_area,
        )  # fmt: skip

        page = client.get(address(activity))
        client.post(address(activity), typed() | {field(share, "numerator"): "24"})

        assert field(share, "denominator") not in page.context["form"].fields
        assert Measurement.objects.get().numerator == 24

    @pytest.mark.parametrize(("answer", "done"), [("yes", True), ("no", False)])
    def test_a_milestone_is_done_or_not(self, client, activity, answer, done):
        milestone = CriterionFactory(
            milestone=True, main_area=activity.main_area, activities=[activity]
        )

        client.post(address(activity), typed() | {field(milestone, "done"): answer})

        assert Measurement.objects.get().done is done

    def test_a_milestone_without_an_answer_records_nothing(self, client, activity):
        milestone = CriterionFactory(
            milestone=True, main_area=activity.main_area, activities=[activity]
        )

        client.post(address(activity), typed() | {field(milestone, "done"): ""})

        assert not Measurement.objects.exists()

    def test_what_is_counted_from_attendance_has_no_second_field(self, client, activity):
        heads = CriterionFactory(
            attendance=True, main_area=activity.main_area, activities=[activity]
        )

        page = client.get(address(activity))
        client.post(address(activity), typed(attendance="40") | {field(heads, "value"): "99"})

        [group] = page.context["groups"]
        assert (group.criterion, list(group.fields)) == (heads, [])
        assert not Measurement.objects.exists()

    def test_each_shows_its_target_and_the_value_so_far(self, client, activity, visitors):
        MeasurementFactory(criterion=visitors, value=12000)

        page = client.get(address(activity)).content.decode()

        assert "at least 30.000" in page
        assert "12.000" in page

    @pytest.mark.parametrize("kind", ["all", "narrative"])
    def test_what_has_no_figures_of_its_own_is_not_asked_for(self, client, activity, kind):
        CriterionFactory(main_area=activity.main_area, activities=[activity], **{kind: True})

        assert client.get(address(activity)).context["groups"] == []


class TestAnErrorLosesNothing:
    def test_what_was_typed_stands_in_the_form_again(self, client, activity, visitors):
        sent = typed(text="Regn hele dagen", hours="6,5", attendance="ca. 400")

        response = client.post(address(activity), sent | {field(visitors, "value"): "30,000"})

        page = response.content.decode()
        assert response.status_code == 422
        assert "Regn hele dagen" in page
        for text in ("6,5", "ca. 400", "30,000", sent["submission"]):
            assert f'value="{text}"' in page

    def test_nothing_is_saved(self, client, activity, visitors):
        client.post(address(activity), typed(text="") | {field(visitors, "value"): "5"})

        assert not LogEntry.objects.exists()

    def test_a_day_ahead_is_refused(self, client, activity):
        assert (
            "lies ahead" in errors_of(client.post(address(activity), typed(on="2011-10-02")))["on"]
        )

    def test_a_cpr_number_is_refused(self, client, activity):
        response = client.post(address(activity), typed(text="Borger 010180-1234 kom"))

        assert "CPR" in errors_of(response)["text"]
        assert not LogEntry.objects.exists()

    @pytest.mark.parametrize("hours", ["25", "-1", "1,234"])
    def test_hours_fit_in_a_day(self, client, activity, hours):
        assert "hours" in errors_of(client.post(address(activity), typed(hours=hours)))

    def test_no_hours_and_nought_hours_are_the_same(self, client, activity):
        client.post(address(activity), typed(hours="0"))

        assert not hasattr(LogEntry.objects.get(), "time_entry")

    @pytest.mark.parametrize("submission", ["", "not-one"])
    def test_a_damaged_submission_is_no_server_error(self, client, activity, submission):
        response = client.post(address(activity), typed(submission=submission))

        assert "submission" in errors_of(response)

    def test_a_file_that_cannot_be_kept_is_refused(self, client, activity):
        response = client.post(
            address(activity), typed() | {"files": SimpleUploadedFile("a.exe", b"MZ\x00\x01")}
        )

        assert "a.exe" in errors_of(response)["files"]
