"""The three bands of the status page, the one step that each row offers, and what has moved."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models.choices import Measure, Status
from overview.queries.pages import status_table
from overview.rules.bands import Step, bands, next_step
from overview.rules.status import IS_NEW, NEEDS_ACTION, StatusFilter
from tests.factories import AssessmentFactory, CriterionFactory, MeasurementFactory, UserFactory
from tests.overview.test_status_table import MONDAY, OVER, TODAY, a_count, row_of, wordings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


def bands_of(program, as_of=TODAY):
    return bands(status_table(program, as_of).all_rows)


class TestNeedsAction:
    def test_are_at_most_seven(self, program, area):
        for _number in range(9):
            a_count(area, 1)

        band = bands_of(program, OVER).actions
        assert (len(band.rows), band.more) == (7, 2)

    def test_begin_with_what_is_behind_then_missing_then_missed(self, program, area):
        a_count(area, 1, wording="Ikke nået", due_on=datetime.date(2011, 9, 1))
        a_count(area, wording="Mangler", even=True)
        a_count(area, 1, wording="Bagud", even=True)

        assert wordings(bands_of(program).actions.rows) == ["Bagud", "Mangler", "Ikke nået"]

    def test_of_one_status_begin_with_the_first_due(self, program, area):
        a_count(area, wording="Sidst", even=True)
        a_count(area, wording="Først", even=True, due_on=datetime.date(2011, 11, 1))

        assert wordings(bands_of(program).actions.rows) == ["Først", "Sidst"]

    def test_what_was_missed_and_judged_needs_none(self, program, area):
        criterion = a_count(area, 1)
        AssessmentFactory(criterion=criterion, status=Status.PARTLY)

        assert wordings(bands_of(program, OVER).actions.rows) == []

    def test_are_shown_in_full_by_their_filter(self, program, area):
        a_count(area, 1, wording="Bagud", even=True)
        a_count(area, 100, on=MONDAY, wording="Ny")

        table = status_table(program, TODAY)

        for asked, found in ((NEEDS_ACTION, ["Bagud"]), (IS_NEW, ["Ny"])):
            assert wordings(table.filtered(StatusFilter(status=asked)).rows) == found


class TestTheOtherBands:
    def test_are_new_what_was_measured_since_monday(self, program, area):
        a_count(area, 100, on=MONDAY, wording="Fra mandag")
        a_count(area, 100, on=MONDAY - datetime.timedelta(1), wording="Fra søndag")

        assert wordings(bands_of(program).new.rows) == ["Fra mandag"]

    def test_name_each_criterion_once(self, program, area):
        a_count(area, 1, on=MONDAY, wording="Bagud og ny", even=True)
        a_count(area, 60, on=MONDAY, wording="I risiko og ny", even=True)

        found = bands_of(program)

        assert wordings(found.actions.rows) == ["Bagud og ny"]
        assert wordings(found.at_risk.rows) == ["I risiko og ny"]
        assert found.new.rows == []

    def test_counts_stand_with_the_worst_first(self, program, area):
        a_count(area, 100)
        a_count(area, wording="Mangler", even=True)

        counts = [one.status for one in status_table(program, TODAY).counts()]

        assert counts == [
            Status.BEHIND,
            Status.UNMEASURED,
            Status.AT_RISK,
            Status.ON_TRACK,
            Status.NOT_DUE,
            Status.MET,
        ]


NOBODY, LOGS, JUDGES = (False, False), (True, False), (True, True)


@pytest.mark.parametrize(
    ("status", "rights", "step"),
    [
        (Status.MISSED, JUDGES, Step.JUDGE),
        (Status.BEHIND, JUDGES, Step.WRITE),
        (Status.UNMEASURED, JUDGES, Step.LOG),
        *((status, LOGS, Step.LOG) for status in (Status.MISSED, Status.BEHIND, Status.UNMEASURED)),
        *((status, NOBODY, Step.WRITE) for status in (Status.MISSED, Status.BEHIND)),
    ],
)
def test_one_step_is_offered(area, status, rights, step):
    criterion = a_count(area, responsible=UserFactory(email="hun@example.org"))
    row = replace(row_of(criterion), status=status)

    assert next_step(row, may_log=rights[0], may_judge=rights[1]) == step


@pytest.mark.parametrize(
    ("measure", "rights", "step"),
    [
        (Measure.COUNT, JUDGES, Step.LOG),
        (Measure.ALL, JUDGES, Step.JUDGE),
        (Measure.ALL, LOGS, None),
        (Measure.COUNT, NOBODY, None),
    ],
)
def test_where_nobody_can_be_asked_it_is_another(area, measure, rights, step):
    gone = UserFactory(email="hun@example.org", is_active=False)
    row = replace(row_of(a_count(area, responsible=gone)), status=Status.BEHIND, measure=measure)

    assert next_step(row, may_log=rights[0], may_judge=rights[1]) == step


@pytest.mark.parametrize(
    ("status", "measure", "step"),
    [
        (Status.MISSED, Measure.COUNT, Step.JUDGE),
        (Status.BEHIND, Measure.COUNT, Step.LOG),
        (Status.BEHIND, Measure.ALL, Step.ACT),
    ],
)
def test_nobody_is_to_write_to_themselves(area, status, measure, step):
    leder = UserFactory(email="hun@example.org", manager=True)
    row = replace(row_of(a_count(area, responsible=leder)), status=status, measure=measure)

    assert next_step(row, may_log=True, may_judge=True, reader=leder.pk) == step


class TestMovement:
    def moved(self, criterion):
        row = row_of(criterion)
        return [
            one and (one.before, one.now, one.rise) for one in (row.since_monday, row.since_a_month)
        ]

    def test_is_told_since_monday_and_since_a_month_ago(self, area):
        criterion = a_count(area, 1, on=datetime.date(2011, 9, 1))
        for on in (datetime.date(2011, 9, 2), MONDAY - datetime.timedelta(1), MONDAY):
            MeasurementFactory(criterion=criterion, value=10, measured_on=on)

        assert self.moved(criterion) == [("21", "31", 1), ("1", "31", 1)]

    def test_is_none_where_it_reads_the_same(self, area):
        assert self.moved(a_count(area, 1)) == [None, None]

    def test_may_fall_and_may_begin(self, area):
        latest = a_count(area, 9, aggregation="latest")
        MeasurementFactory(criterion=latest, value=Decimal("4.5"), measured_on=MONDAY)
        milestone = CriterionFactory(milestone=True, main_area=area)
        MeasurementFactory(criterion=milestone, done=True, measured_on=MONDAY)

        assert self.moved(latest) == [("9", "4,5", -1)] * 2
        assert self.moved(milestone) == [("–", "done", 0)] * 2

    def test_of_a_linked_share_follows_its_base(self, area):
        base = a_count(area, 10, on=datetime.date(2011, 8, 1))
        MeasurementFactory(criterion=base, value=10, measured_on=MONDAY)
        share = CriterionFactory(share=True, main_area=area, base="linked", base_criteria=[base])
        MeasurementFactory(criterion=share, numerator=5, measured_on=datetime.date(2011, 8, 1))

        [since_monday, _month] = self.moved(share)
        assert since_monday[2] == -1


@pytest.mark.parametrize(
    ("who", "offered"), [("leder", "Write to the responsible"), ("konsulent", "Log a result")]
)
def test_the_page_offers_the_step_of_the_role(request, client_of, area, who, offered):
    a_count(area, 1, even=True, responsible=UserFactory(email="hun@example.org"))
    client = client_of(request.getfixturevalue(who))

    page = client.get(reverse("overview:status", args=["2011"])).content.decode()

    assert offered in page.partition('id="actions"')[2].partition("</section>")[0]


def test_what_a_band_has_no_room_for_is_counted(client_of, laeser, area):
    for _number in range(9):
        a_count(area, 1, even=True)

    page = client_of(laeser).get(reverse("overview:status", args=["2011"])).content.decode()

    assert '<a href="?status=needs_action#all">+2 more</a>' in page


def test_to_log_leads_to_where_the_figure_is_brought_about(client_of, konsulent, area):
    criterion = a_count(area)

    response = client_of(konsulent).get(reverse("indicators:measure", args=[criterion.pk]))

    assert response.url == reverse("indicators:log_form", args=["criterion", criterion.pk])
