"""The form that logs a result: what it asks for, what it takes, and what it never loses."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import LogEntry
from indicators.models import Measurement
from indicators.models.choices import Base, Status
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    ProgramFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

THE_EVENT = datetime.date(2011, 8, 20)


@pytest.fixture
def activity():
    return ActivityFactory(title="International Dag")


@pytest.fixture
def visitors(activity):
    return CriterionFactory(
        wording="Minimum 30.000 besøgende",
        target=30000,
        main_area=activity.main_area,
        activities=[activity],
    )


@pytest.fixture
def satisfied(activity):
    return CriterionFactory(share=True, main_area=activity.main_area, activities=[activity])


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)


def address(activity):
    return reverse("indicators:log_form", args=["activity", activity.pk])


def typed(**fields):
    """What a browser sends."""
    return {
        "submission": str(uuid.uuid4()),
        "on": "2011-08-20",
        "text": "Det gik godt",
        **fields,
    }


def field(criterion, name):
    return f"c{criterion.pk}-{name}"


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
        choice = (
            f"{reverse('indicators:log')}?program={entry.program.slug}"
            f"&saved={entry.pk}&draft=activity-{activity.pk}"
        )
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


class TestWhatItCanBeAbout:
    def test_the_choice_has_mine_first_and_then_all_by_main_area(self, client, konsulent):
        area = MainAreaFactory()
        mine = ActivityFactory(main_area=area, responsible=konsulent, title="Min fest")
        ActivityFactory(main_area=area, title="Din fest")

        page = client.get(reverse("indicators:log"))

        assert list(page.context["mine"]) == [mine]
        text = page.content.decode()
        assert text.count("Min fest") == 2
        assert "Din fest" in text
        assert reverse("indicators:log_form", args=["area", area.pk]) in text

    def test_the_choice_stands_without_a_programme(self, client):
        assert client.get(reverse("indicators:log")).status_code == 200

    def test_the_choice_is_of_the_programme_that_runs_today(self, client):
        ActivityFactory(title="I år")
        last_year = ProgramFactory(
            starts_on=datetime.date(2010, 1, 1), ends_on=datetime.date(2010, 12, 31)
        )
        ActivityFactory(title="I fjor", main_area__program=last_year)

        page = client.get(reverse("indicators:log")).content.decode()

        assert "I år" in page
        assert "I fjor" not in page

    def test_a_main_area_asks_for_its_criteria_without_activities(self, client, activity, visitors):
        alone = CriterionFactory(main_area=activity.main_area)
        CriterionFactory()
        to = reverse("indicators:log_form", args=["area", activity.main_area.pk])

        page = client.get(to)
        client.post(to, typed() | {field(alone, "value"): "5"})

        assert [group.criterion for group in page.context["groups"]] == [alone]
        assert LogEntry.objects.get().main_area == activity.main_area
        assert Measurement.objects.get().criterion == alone

    def test_a_criterion_without_activities_is_logged_for_itself(self, client):
        alone = CriterionFactory()
        CriterionFactory(main_area=alone.main_area)
        to = reverse("indicators:log_form", args=["criterion", alone.pk])

        page = client.get(to)
        client.post(to, typed() | {field(alone, "value"): "5"})

        assert [group.criterion for group in page.context["groups"]] == [alone]
        assert LogEntry.objects.get().main_area == alone.main_area

    @pytest.mark.parametrize("kind", ["all", "narrative", "attendance"])
    def test_a_criterion_that_takes_no_figure_has_no_form(self, client, kind):
        criterion = CriterionFactory(**{kind: True})

        response = client.get(reverse("indicators:log_form", args=["criterion", criterion.pk]))

        assert response.status_code == 404

    @pytest.mark.parametrize("kind", ["activity", "area", "criterion"])
    def test_what_is_not_there_is_not_found(self, client, kind):
        to = reverse("indicators:log_form", args=[kind, 99999])

        assert client.get(to).status_code == 404

    def test_a_reader_is_refused(self, client_of, laeser, activity):
        client = client_of(laeser)

        assert client.get(reverse("indicators:log")).status_code == 403
        assert client.post(address(activity), typed()).status_code == 403
        assert not LogEntry.objects.exists()


class TestItCostsTheSame:
    """One criterion or three, one measurement or many."""

    @pytest.mark.parametrize("rows", [1, 3])
    def test_to_open(self, client, konsulent, rows, django_assert_num_queries):
        activity = feeding(rows)

        with django_assert_num_queries(6):
            client.get(address(activity))

    @pytest.mark.parametrize("rows", [1, 3])
    def test_to_save(self, client, rows, django_assert_num_queries):
        activity = feeding(rows)
        figures = {field(criterion, "value"): "5" for criterion in activity.criteria.all()}

        with django_assert_num_queries(14):
            client.post(address(activity), typed() | figures)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_to_choose(self, client, konsulent, rows, django_assert_num_queries):
        area = MainAreaFactory()
        ActivityFactory.create_batch(rows, main_area=area, responsible=konsulent)
        ActivityFactory.create_batch(rows, main_area=MainAreaFactory(program=area.program))

        with django_assert_num_queries(6):
            client.get(reverse("indicators:log"))


def feeding(rows):
    """An activity that feeds so many criteria, each with so many measurements."""
    activity = ActivityFactory()
    for criterion in CriterionFactory.create_batch(
        rows, main_area=activity.main_area, activities=[activity]
    ):
        MeasurementFactory.create_batch(rows, criterion=criterion)
    return activity
