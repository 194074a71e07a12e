"""A criterion's page: from its figure to the evidence, and a manager's judgement."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Assessment
from indicators.models.choices import Base, Status
from indicators.services.results import Result, correct_measurement
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    CriterionFactory,
    LogEntryFactory,
    MeasurementFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)


@pytest.fixture
def criterion():
    return CriterionFactory(wording="Minimum 30.000 besøgende", target=30000, unit="besøgende")


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)


def text_of(client, criterion, **query):
    response = client.get(criterion.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("who", ["konsulent", "leder", "admin", "laeser"])
def test_all_who_sign_in_read_it(request, client_of, criterion, who):
    assert "30.000 besøgende" in text_of(client_of(request.getfixturevalue(who)), criterion)


@pytest.mark.parametrize("kind", ["share", "milestone", "all", "narrative", "attendance"])
def test_every_measure_has_its_page(client, kind):
    assert text_of(client, CriterionFactory(**{kind: True}))


def test_a_criterion_that_is_not_there_is_not_found(client):
    assert client.get("/criteria/99999/").status_code == 404


def test_it_stands_as_of_today(client, criterion):
    assert client.get(criterion.get_absolute_url()).context["as_of"] == TODAY


@pytest.mark.parametrize("text", ["2011-06-30", "30-06-2011"])
def test_it_stands_as_of_the_day_in_the_address(client, criterion, text):
    MeasurementFactory(criterion=criterion, measured_on=datetime.date(2011, 6, 30), value=12000)
    MeasurementFactory(criterion=criterion, measured_on=datetime.date(2011, 8, 20), value=18000)

    context = client.get(criterion.get_absolute_url(), {"as_of": text}).context

    assert context["standing"].progress.value == 12000
    assert len(context["evidence"]) == 1


@pytest.mark.parametrize("text", ["igår", "2011-02-31", "x" * 5000, "\x00"])
def test_a_day_that_cannot_be_read_is_today(client, criterion, text):
    context = client.get(criterion.get_absolute_url(), {"as_of": text}).context

    assert context["as_of"] == TODAY


def test_each_measurement_leads_to_its_log_entry(client, criterion):
    entry = LogEntryFactory(text="Taste the World")
    MeasurementFactory(criterion=criterion, log_entry=entry, value=18000)

    page = text_of(client, criterion)

    assert f'href="{entry.get_absolute_url()}"' in page
    assert "18.000" in page


def test_each_attendance_leads_to_its_log_entry(client):
    activity = ActivityFactory()
    heads = CriterionFactory(attendance=True, main_area=activity.main_area, activities=[activity])
    entry = LogEntryFactory(activity=activity, attendance=400)

    assert f'href="{entry.get_absolute_url()}"' in text_of(client, heads)


def test_a_retracted_measurement_stays_to_be_read_with_its_reason(client, criterion):
    MeasurementFactory(
        criterion=criterion,
        value=777,
        retracted_at=datetime.datetime(2011, 9, 1, tzinfo=datetime.UTC),
        retraction_reason="Talt dobbelt",
    )

    page = text_of(client, criterion)

    assert "777" in page
    assert "Talt dobbelt" in page


def test_a_corrected_measurement_shows_from_to_who_and_why(client, leder, criterion):
    measurement = MeasurementFactory(criterion=criterion, value=777)
    correct_measurement(
        by=leder,
        measurement=measurement,
        result=Result(criterion, value=Decimal(888)),
        measured_on=measurement.measured_on,
        reason="Talt igen",
    )

    page = text_of(client, criterion)

    for text in ("777", "888", "Leo Leder", "Talt igen"):
        assert text in page


def test_the_chart_and_the_table_beside_it_hold_the_same_figures(client, criterion):
    MeasurementFactory(criterion=criterion, value=12000, measured_on=datetime.date(2011, 6, 30))
    MeasurementFactory(criterion=criterion, value=6000, measured_on=datetime.date(2011, 8, 20))

    context = client.get(criterion.get_absolute_url()).context

    drawn = {point["x"]: point["y"] for point in context["chart"]["value"]["points"]}
    in_table = {
        day.isoformat(): progress.value for day, progress in context["line"] if progress.has_value
    }
    assert drawn == in_table
    assert drawn["2011-08-20"] == 18000


def test_sub_criteria_and_denominators_are_listed_with_their_status(client):
    base = CriterionFactory(wording="60 foreninger")
    share = CriterionFactory(
        share=True, main_area=base.main_area, base=Base.LINKED, base_criteria=[base]
    )
    part = CriterionFactory(
        wording="Heraf fem unge", main_area=base.main_area, parent=share, milestone=True
    )

    page = text_of(client, share)

    for criterion in (base, part):
        assert f'href="{criterion.get_absolute_url()}"' in page
        assert criterion.wording in page


def test_a_sub_criterion_leads_to_what_it_is_a_part_of(client, criterion):
    part = CriterionFactory(main_area=criterion.main_area, parent=criterion)

    assert f'href="{criterion.get_absolute_url()}"' in text_of(client, part)


@pytest.mark.parametrize(
    ("as_of", "measured", "said"),
    [
        ("2011-08-01", False, "forecast, counts for nothing yet"),
        ("2011-09-20", False, "forecast, was not followed by a measurement"),
        ("2011-09-20", True, ">forecast"),
    ],
)
def test_a_forecast_says_what_became_of_it(client, criterion, as_of, measured, said):
    MeasurementFactory(
        criterion=criterion,
        value=50,
        measured_on=datetime.date(2011, 9, 1),
        forecast_stated_on=datetime.date(2011, 7, 1),
    )
    if measured:
        MeasurementFactory(criterion=criterion, value=40, measured_on=datetime.date(2011, 9, 10))

    page = client.get(criterion.get_absolute_url(), {"as_of": as_of}).content.decode()

    assert said in page


def test_many_measurements_are_shown_fifty_at_first(client, criterion):
    MeasurementFactory.create_batch(51, criterion=criterion, recorded_by=None)

    some = client.get(criterion.get_absolute_url()).context
    all_of_them = client.get(criterion.get_absolute_url(), {"all": "1"}).context

    assert (len(some["evidence"]), some["hidden"]) == (50, 1)
    assert (len(all_of_them["evidence"]), all_of_them["hidden"]) == (51, 0)


class TestTheWayToTheForm:
    def test_is_the_activitys(self, client):
        activity = ActivityFactory()
        criterion = CriterionFactory(main_area=activity.main_area, activities=[activity])

        to = reverse("indicators:log_form", args=["activity", activity.pk])
        assert to in text_of(client, criterion)

    def test_is_the_criterions_own_without_activities(self, client, criterion):
        to = reverse("indicators:log_form", args=["criterion", criterion.pk])
        assert to in text_of(client, criterion)

    @pytest.mark.parametrize("kind", ["all", "narrative"])
    def test_is_not_there_without_figures(self, client, kind):
        assert "/log/criterion/" not in text_of(client, CriterionFactory(**{kind: True}))

    def test_is_not_offered_to_readers(self, client_of, laeser, criterion):
        assert "/log/" not in text_of(client_of(laeser), criterion)


class TestAJudgement:
    def test_stands_beside_the_computed_status(self, client, criterion):
        AssessmentFactory(
            criterion=criterion, status=Status.MET, reason="De kom alligevel", on=TODAY
        )

        response = client.get(criterion.get_absolute_url())

        page = response.content.decode()
        assert response.context["standing"].status == Status.NOT_DUE
        assert "De kom alligevel" in page
        assert "colour-green" in page and "colour-grey" in page

    def test_of_a_later_day_is_not_shown_before_it(self, client, criterion):
        AssessmentFactory(criterion=criterion, reason="Først nu", on=TODAY)

        assert "Først nu" not in text_of(client, criterion, as_of="2011-09-30")

    def test_is_written_by_the_manager(self, client_of, leder, criterion):
        response = client_of(leder).post(
            reverse("indicators:judge", args=[criterion.pk]),
            {"status": "met", "reason": "De kom alligevel"},
            follow=True,
        )

        judgement = Assessment.objects.get()
        assert (judgement.status, judgement.by, judgement.on) == (Status.MET, leder, TODAY)
        assert response.redirect_chain == [(criterion.get_absolute_url(), 302)]
        assert response.status_code == 200

    def test_begins_without_an_answer(self, client_of, leder, criterion):
        form = (
            client_of(leder).get(reverse("indicators:judge", args=[criterion.pk])).context["form"]
        )

        assert form["status"].value() is None

    @pytest.mark.parametrize(
        "sent",
        [
            {"status": "met", "reason": ""},
            {"status": "splendid", "reason": "Flot"},
            {"status": "met", "reason": "Borger 010180-1234"},
        ],
    )
    def test_needs_a_known_status_and_a_reason_without_cpr(self, client_of, leder, criterion, sent):
        response = client_of(leder).post(reverse("indicators:judge", args=[criterion.pk]), sent)

        assert response.status_code == 422
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize("who", ["konsulent", "admin", "laeser"])
    def test_is_neither_offered_nor_open_to_others(self, request, client_of, criterion, who):
        client, to = client_of(request.getfixturevalue(who)), f"/criteria/{criterion.pk}/judge/"

        assert to not in text_of(client, criterion)
        assert client.get(to).status_code == 403
        assert client.post(to, {"status": "met", "reason": "Nej"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_measurement_and_for_three(
    client, leder, criterion, rows, django_assert_num_queries
):
    for _row in range(rows):
        entry = LogEntryFactory()
        measurement = MeasurementFactory(criterion=criterion, log_entry=entry)
        correct_measurement(
            by=leder,
            measurement=measurement,
            result=Result(criterion, value=Decimal(5)),
            measured_on=entry.on,
            reason="Talt igen",
        )
        CriterionFactory(main_area=criterion.main_area, parent=criterion)
        AssessmentFactory(criterion=criterion)
        criterion.activities.add(ActivityFactory(main_area=criterion.main_area))

    with django_assert_num_queries(15):
        client.get(criterion.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_a_share_of_linked_counts_costs_the_same_for_one_and_for_three(
    client, rows, django_assert_num_queries
):
    share = CriterionFactory(share=True, base=Base.LINKED)
    bases = CriterionFactory.create_batch(rows, main_area=share.main_area)
    share.base_criteria.set(bases)
    for base in bases:
        MeasurementFactory(criterion=base)
    MeasurementFactory(criterion=share, numerator=1)

    with django_assert_num_queries(18):
        client.get(share.get_absolute_url())


class TestManyMeasurements:
    """More than the page shows at once."""

    @pytest.fixture
    def many(self, criterion):
        first = datetime.date(2011, 2, 2)
        return [
            MeasurementFactory(
                criterion=criterion, value=1, measured_on=first + datetime.timedelta(days=number)
            )
            for number in range(120)
        ]

    def test_stand_newest_first_with_the_way_to_the_others(self, client, criterion, many):
        response = client.get(criterion.get_absolute_url())

        shown = [row.measurement for row, _may in response.context["evidence"]]
        assert shown == many[:-51:-1]
        assert response.context["hidden"] == 70
        assert "Show 70 older" in response.content.decode()

    def test_are_all_in_the_value_and_the_line(self, client, criterion, many):
        context = client.get(criterion.get_absolute_url()).context

        assert context["standing"].progress.value == 120
        assert [progress.value for _day, progress in context["line"]][1:] == [*range(1, 121), 120]

    def test_stand_with_the_newest_days_of_their_line(self, client, criterion, many):
        response = client.get(criterion.get_absolute_url())

        assert response.context["days"] == response.context["line"][-100:]
        assert "The newest 100 of 122 days" in response.content.decode()

    def test_are_one_click_away(self, client, criterion, many):
        response = client.get(criterion.get_absolute_url(), {"all": "1"})

        assert len(response.context["evidence"]) == 120
        assert response.context["hidden"] == 0
        assert response.context["days"] == response.context["line"]
        assert "The newest" not in response.content.decode()

    def test_tell_what_was_corrected_in_those_that_are_not_shown(
        self, client, leder, criterion, many
    ):
        correct_measurement(
            by=leder,
            measurement=many[0],
            result=Result(criterion, value=Decimal(888)),
            measured_on=many[0].measured_on,
            reason="Talt igen",
        )

        assert "Talt igen" in text_of(client, criterion)

    def test_cost_no_query_each(self, client, criterion, many, django_assert_num_queries):
        client.get(criterion.get_absolute_url())

        with django_assert_num_queries(15):
            client.get(criterion.get_absolute_url())
