"""What a result can be about, and what the form costs."""

import datetime

import pytest
from django.urls import reverse

from activities.models import LogEntry
from indicators.models import Measurement
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    InitiativeFactory,
    MainAreaFactory,
    MeasurementFactory,
    ProgramFactory,
)
from tests.indicators.log_form.shared import address, field, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


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

    def test_an_activity_without_criteria_names_those_of_its_initiative_that_have_some(
        self, client, activity
    ):
        initiative = InitiativeFactory(main_area=activity.main_area)
        bare, measured, _other = ActivityFactory.create_batch(
            3, main_area=activity.main_area, initiative=initiative
        )
        CriterionFactory(main_area=activity.main_area, activities=[measured])

        assert list(client.get(address(bare)).context["measured_beside"]) == [measured]
        assert address(measured) in client.get(address(bare)).content.decode()
        assert address(bare) not in client.get(address(measured)).content.decode()

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


class TestTheWayOn:
    """What is not counted in this form leads to where it is."""

    def test_a_roster_is_linked_where_it_counts(self, client, activity):
        CriterionFactory(source="participants", main_area=activity.main_area, activities=[activity])
        roster = reverse("directory:roster", args=[activity.pk])
        assert f'href="{roster}"' in client.get(address(activity)).content.decode()

    def test_the_register_is_linked_where_it_counts(self, client, activity):
        CriterionFactory(source="requisitions", main_area=activity.main_area, activities=[activity])
        [group] = client.get(address(activity)).context["groups"]
        assert group.measure_link.address == reverse("requisitions:register")

    def test_what_the_entry_itself_counts_leads_nowhere_else(self, client, activity):
        CriterionFactory(attendance=True, main_area=activity.main_area, activities=[activity])
        [group] = client.get(address(activity)).context["groups"]
        assert group.measure_link is None

    def test_an_activity_without_criteria_names_those_of_its_initiative(self, client):
        initiative = InitiativeFactory()
        area = initiative.main_area
        bare = ActivityFactory(main_area=area, initiative=initiative)
        measured = ActivityFactory(main_area=area, initiative=initiative, title="Workshopper")
        ActivityFactory(main_area=area, initiative=initiative, title="Uden kriterier")
        CriterionFactory(main_area=area, activities=[measured])
        CriterionFactory(narrative=True, main_area=area, activities=[bare])

        page = client.get(address(bare))
        assert list(page.context["measured_beside"]) == [measured]
        assert address(measured) in page.content.decode()
        assert not client.get(address(measured)).context["measured_beside"]


class TestItCostsTheSame:
    """One criterion or three, one measurement or many."""

    @pytest.mark.parametrize("rows", [1, 3])
    def test_to_open(self, client, konsulent, rows, django_assert_num_queries):
        activity = feeding(rows)

        with django_assert_num_queries(8):
            client.get(address(activity))

    @pytest.mark.parametrize("rows", [1, 3])
    def test_to_save(self, client, rows, django_assert_num_queries):
        activity = feeding(rows)
        figures = {field(criterion, "value"): "5" for criterion in activity.criteria.all()}

        with django_assert_num_queries(23):
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
