"""The way from a criterion to its cases, and what that costs."""

import datetime

import pytest

from requisitions.models import Requisition
from requisitions.models.choices import Scope, State
from requisitions.sources import RequisitionsSource
from tests.factories import (
    MainAreaFactory,
    OrganisationFactory,
    PartyFactory,
    RequisitionFactory,
    StateFactory,
    UserFactory,
)
from tests.indicators.test_sources_agree import START
from tests.requisitions.source.shared import END, RULES, answered, criterion_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestTheWayToTheCases:
    def test_each_change_leads_to_its_case(self):
        criterion = criterion_of(MainAreaFactory(), RULES[0])
        row = RequisitionFactory(activity__main_area=criterion.main_area)
        StateFactory(requisition=row, state=State.COMPLETED)

        [found] = RequisitionsSource().evidence([criterion], END)[criterion.pk]

        assert (found.label, found.address) == (str(row), row.get_absolute_url())

    def test_the_cases_stand_with_state_requester_and_responsible(self):
        criterion = criterion_of(MainAreaFactory(), RULES[0])
        responsible = UserFactory(full_name="Karla Konsulent")
        row = RequisitionFactory(
            activity__main_area=criterion.main_area, activity__responsible=responsible
        )
        StateFactory(requisition=row, state=State.IN_PROGRESS, on=START)
        PartyFactory(requisition=row, organisation=OrganisationFactory(name="Socialforvaltningen"))
        RequisitionFactory(activity__main_area=criterion.main_area)

        [case] = RequisitionsSource().cases(criterion, END).shown

        assert (case.who, case.state, case.on) == ("Socialforvaltningen", "In progress", START)
        assert (case.label, case.responsible, case.counts) == (str(row), "Karla Konsulent", True)

    @pytest.mark.parametrize(("due_before", "marks"), [(0, 0), (1, 3)])
    def test_one_after_the_due_date_is_marked(self, client_of, konsulent, due_before, marks):
        """Beside the figure, among the days that changed it, and in the list of cases."""
        criterion = criterion_of(MainAreaFactory(), RULES[0])
        row = RequisitionFactory(activity__main_area=criterion.main_area)
        StateFactory(requisition=row, state=State.COMPLETED, on=START)
        criterion.due_on = START - datetime.timedelta(days=due_before)
        criterion.save()

        page = client_of(konsulent).get(criterion.get_absolute_url()).content.decode()

        assert page.count('<span class="small late">after the due date') == marks

    @pytest.mark.parametrize(
        ("scope", "label"),
        [
            (Scope.INTERNAL, "External ones, which do not count"),
            (Scope.EXTERNAL, "Internal ones, which do not count"),
        ],
    )
    def test_apart_from_a_count_of_the_one_scope_stand_those_of_the_other(self, scope, label):
        criterion = criterion_of(MainAreaFactory(), {**RULES[0], "scope": scope})
        for each, number in ((Scope.INTERNAL, 2), (Scope.EXTERNAL, 3)):
            for row in RequisitionFactory.create_batch(
                number, activity__main_area=criterion.main_area, scope=each
            ):
                StateFactory(requisition=row, state=State.COMPLETED, on=START)

        found = RequisitionsSource().cases(criterion, END, 2)

        own, others = (2, 3) if scope == Scope.INTERNAL else (3, 2)
        assert (found.number, found.apart.number, found.apart_label) == (own, others, label)
        assert (found.hidden, found.apart.hidden) == (own - 2, others - 2)
        assert not any(case.counts for case in found.apart.shown)

    def test_nothing_stands_apart_from_a_count_of_both_or_from_a_share(self):
        area = MainAreaFactory()
        answered(area, "yes", "no", waiting=1)
        for rule in (RULES[0], RULES[3]):
            assert RequisitionsSource().cases(criterion_of(area, rule), END).apart is None

    def test_of_a_share_those_who_did_not_answer_stand_too(self):
        criterion = criterion_of(MainAreaFactory(), RULES[2])
        answered(criterion.main_area, "yes", "no", waiting=1)

        found = RequisitionsSource().cases(criterion, END).shown

        assert sorted((case.state, case.counts) for case in found) == [
            ("No", False),
            ("Not answered", False),
            ("Yes", True),
        ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_criterions_page_costs_the_same_for_one_case_and_for_three(
    client_of, konsulent, rows, django_assert_num_queries
):
    criterion = criterion_of(MainAreaFactory(), RULES[2])
    answered(criterion.main_area, *["yes"] * rows, waiting=rows)
    for row in Requisition.objects.all():
        PartyFactory(requisition=row)
    client = client_of(konsulent)

    with django_assert_num_queries(25):
        page = client.get(criterion.get_absolute_url()).content.decode()

    assert page.count("Not answered") == rows
    assert all(row.get_absolute_url() in page for row in Requisition.objects.all())


@pytest.mark.parametrize("rows", [1, 3])
def test_reports_cost_three_queries(rows, django_assert_num_queries):
    area = MainAreaFactory()
    criteria = [criterion_of(area, rule) for rule in RULES * rows]
    answered(area, *["yes"] * rows)

    with django_assert_num_queries(3):
        RequisitionsSource().reports(criteria, END)
