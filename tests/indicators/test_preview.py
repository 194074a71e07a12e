"""What a criterion will read once this is saved: by the same rules, and nothing is saved."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import LogEntry
from indicators.models import Measurement
from indicators.models.choices import Aggregation, Base, Status
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MeasurementFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def a_criterion(activity):
    def made(**fields):
        return CriterionFactory(main_area=activity.main_area, activities=[activity], **fields)

    return made


@pytest.fixture
def preview(client_of, konsulent, activity):
    """What the criteria become, by primary key; only those that the typed figures change."""
    client = client_of(konsulent)

    def asked(figures=(), **fields):
        sent = {"submission": str(uuid.uuid4()), "on": "2011-08-20", "text": "", **fields}
        for (criterion, name), text in dict(figures).items():
            sent[f"c{criterion.pk}-{name}"] = text
        address = reverse("indicators:log_preview", args=["activity", activity.pk])
        response = client.post(address, sent)
        assert response.status_code == 200
        asked.page = response.content.decode()
        return {
            standing.criterion.pk: standing.progress
            for standing, changed in response.context["becoming"]
            if changed
        }

    return asked


def test_nothing_is_saved(preview, a_criterion):
    criterion = a_criterion()

    preview({(criterion, "value"): "5"}, text="Det gik godt", attendance="40")

    assert not LogEntry.objects.exists()
    assert not Measurement.objects.exists()


def test_a_sum_becomes_more(preview, a_criterion):
    criterion = a_criterion(target=30000)
    MeasurementFactory(criterion=criterion, value=18000)

    becoming = preview({(criterion, "value"): "14.500"})[criterion.pk]

    assert (becoming.value, becoming.status) == (32500, Status.MET)
    assert "32.500" in preview.page


def test_a_rough_figure_makes_the_value_rough(preview, a_criterion):
    criterion = a_criterion()

    assert preview({(criterion, "value"): "ca. 50"})[criterion.pk].approximate


def test_what_is_left_empty_does_not_change(preview, a_criterion):
    given, empty = a_criterion(), a_criterion()

    assert set(preview({(given, "value"): "5", (empty, "value"): ""})) == {given.pk}


def test_a_figure_that_cannot_be_read_changes_nothing(preview, a_criterion):
    wrong, right = a_criterion(), a_criterion()

    assert set(preview({(wrong, "value"): "30,000", (right, "value"): "5"})) == {right.pk}


def test_the_latest_stays_when_an_older_day_is_logged(preview, a_criterion):
    criterion = a_criterion(aggregation=Aggregation.LATEST)
    MeasurementFactory(criterion=criterion, value=8, measured_on=datetime.date(2011, 9, 1))

    assert preview({(criterion, "value"): "5"}, on="20-08-2011")[criterion.pk].value == 8


def test_the_latest_of_the_same_day_is_the_one_being_typed(preview, a_criterion):
    criterion = a_criterion(aggregation=Aggregation.LATEST)
    MeasurementFactory(criterion=criterion, value=8, measured_on=datetime.date(2011, 8, 20))

    assert preview({(criterion, "value"): "5"}, on="20-08-2011")[criterion.pk].value == 5


def test_retracted_figures_and_forecasts_play_no_part(preview, a_criterion):
    criterion = a_criterion()
    MeasurementFactory(
        criterion=criterion,
        retracted_at=datetime.datetime(2011, 9, 1, tzinfo=datetime.UTC),
        retraction_reason="Forkert",
    )
    MeasurementFactory(
        criterion=criterion,
        measured_on=datetime.date(2011, 12, 31),
        forecast_stated_on=datetime.date(2011, 9, 1),
    )

    assert preview({(criterion, "value"): "5"})[criterion.pk].value == 5


def test_pairs_are_pooled(preview, a_criterion):
    criterion = a_criterion(share=True, aggregation=Aggregation.SUM)
    MeasurementFactory(criterion=criterion, numerator=20, denominator=30)

    becoming = preview({(criterion, "numerator"): "40", (criterion, "denominator"): "50"})

    assert becoming[criterion.pk].share == (60, 80)


def test_half_a_pair_changes_nothing(preview, a_criterion):
    criterion = a_criterion(share=True)

    assert preview({(criterion, "numerator"): "40"}) == {}


def test_a_milestone_becomes_done(preview, a_criterion):
    criterion = a_criterion(milestone=True)

    assert preview({(criterion, "done"): "yes"})[criterion.pk].status == Status.MET


def test_a_share_of_a_linked_count_follows_that_counts_typed_value(preview, a_criterion):
    took_part = a_criterion()
    share = a_criterion(share=True, target=Decimal(40), base=Base.LINKED, base_criteria=[took_part])

    becoming = preview({(took_part, "value"): "75", (share, "numerator"): "30"})[share.pk]

    assert (becoming.numerator, becoming.denominator) == (30, 75)
    assert becoming.status == Status.ON_TRACK


def test_attendance_becomes_more(preview, a_criterion, activity):
    criterion = a_criterion(attendance=True)
    LogEntryFactory(activity=activity, attendance=60)

    becoming = preview(attendance="40")[criterion.pk]

    assert (becoming.value, becoming.status) == (100, Status.MET)


def test_without_attendance_nothing_changes(preview, a_criterion):
    a_criterion(attendance=True)

    assert preview(attendance="") == {}


def test_it_says_what_it_becomes_once_saved(preview, a_criterion, client_of, konsulent, activity):
    """The very progress that the saved figures have afterwards."""
    count, share = a_criterion(even=True), a_criterion(share=True)
    MeasurementFactory(criterion=count, value=30)
    figures = {
        (count, "value"): "ca. 12",
        (share, "numerator"): "20",
        (share, "denominator"): "30",
    }

    foretold = preview(figures)
    sent = {f"c{criterion.pk}-{name}": text for (criterion, name), text in figures.items()}
    response = client_of(konsulent).post(
        reverse("indicators:log_form", args=["activity", activity.pk]),
        {"submission": str(uuid.uuid4()), "on": "2011-08-20", "text": "Gik godt", **sent},
        follow=True,
    )

    moved = {move.after.criterion.pk: move.after.progress for move in response.context["moved"]}
    assert moved == foretold


def test_the_largest_figure_that_moves_stands_beside_the_button(preview, a_criterion):
    few, many = a_criterion(target=60), a_criterion(target=30000)
    MeasurementFactory(criterion=many, value=27000)
    MeasurementFactory(criterion=few, value=50)

    preview({(few, "value"): "3", (many, "value"): "14.500"})
    assert (
        '<span id="moves" class="moves" hx-swap-oob="true">27.000 → <b>41.500</b>' in preview.page
    )
    preview({(few, "value"): "3"})
    assert "50 → <b>53</b>" in preview.page
    preview()
    assert '<span id="moves" class="moves" hx-swap-oob="true"></span>' in preview.page


def test_a_reader_is_refused(client_of, laeser, activity):
    address = reverse("indicators:log_preview", args=["activity", activity.pk])

    assert client_of(laeser).post(address, {}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_figure_and_for_three(
    preview, a_criterion, rows, django_assert_num_queries
):
    figures = {}
    for _row in range(rows):
        criterion = a_criterion()
        MeasurementFactory.create_batch(rows, criterion=criterion)
        figures[criterion, "value"] = "5"

    with django_assert_num_queries(10):
        preview(figures)
