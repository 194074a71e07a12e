"""A page costs the same number of queries for one row as for three, session and user included."""

import datetime

import pytest
from django.test import override_settings
from django.urls import reverse

from core.search import rebuild_index
from indicators.models import PlannedPoint
from indicators.models.choices import Aggregation, Base, Pacing
from requisitions.models.choices import Question, Reply, State
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    CriterionFactory,
    FollowUpFactory,
    InitiativeFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    ParticipantFactory,
    PlaceFactory,
    ProgramFactory,
    RegisterRuleFactory,
    RequisitionFactory,
    RosterRuleFactory,
    StateFactory,
    TickFactory,
    UserFactory,
)
from tests.factories.resources import (
    BudgetLineFactory,
    BudgetRevisionFactory,
    CommitmentFactory,
    ExpenseFactory,
    FundingSourceFactory,
    StaffAllocationFactory,
    TimeEntryFactory,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock", "english"),
    pytest.mark.parametrize("rows", [1, 3], scope="module"),
]


@pytest.fixture(scope="module")
def program(built_once, rows):
    """So many of everything: main areas, and in each activities, entries and criteria."""
    with built_once():
        with override_settings(FIXED_TODAY=datetime.date(2011, 10, 1)):
            program = ProgramFactory(slug="2011")
            for number in range(1, rows + 1):
                area = MainAreaFactory(program=program, number=number)
                for _row in range(rows):
                    _fill(area, rows)
        yield program


def _fill(area, rows):
    initiative = InitiativeFactory(main_area=area)
    activity = ActivityFactory(
        main_area=area, initiative=initiative, place=PlaceFactory(), responsible=UserFactory()
    )
    LogEntryFactory.create_batch(rows, activity=activity, attendance=5)
    LogEntryFactory.create_batch(rows, activity=None, main_area=area)
    common = {"main_area": area, "initiative": initiative, "activities": [activity]}
    count = CriterionFactory(even=True, responsible=UserFactory(), **common)
    CriterionFactory(attendance=True, **common)
    CriterionFactory(milestone=True, parent=count, **common)
    CriterionFactory(all=True, **common)
    AssessmentFactory(criterion=CriterionFactory(narrative=True, **common))
    planned = CriterionFactory(pacing=Pacing.PLANNED, **common)
    PlannedPoint.objects.create(criterion=planned, on=area.program.ends_on, value=100)
    share = CriterionFactory(share=True, base=Base.LINKED, base_criteria=[count], **common)
    _fill_registers(common, activity, rows)
    _fill_resources(activity, initiative, rows)
    best = CriterionFactory(share=True, aggregation=Aggregation.HIGHEST, **common)
    for _row in range(rows):
        MeasurementFactory(criterion=count)
        MeasurementFactory(criterion=share, numerator=1)
        MeasurementFactory(criterion=best, numerator=1, denominator=2)


def _fill_registers(common, activity, rows):
    """A count and a share of a roster, and of the requisitions."""
    area = activity.main_area
    RosterRuleFactory(criterion=CriterionFactory(source="participants", **common))
    RegisterRuleFactory(criterion=CriterionFactory(source="requisitions", **common))
    asked = CriterionFactory(share=True, source="requisitions", **common)
    RegisterRuleFactory(criterion=asked, states=[], question=Question.NEW_METHODS)
    ticked = CriterionFactory(share=True, source="participants", **common)
    RosterRuleFactory(criterion=ticked)
    for _row in range(rows):
        TickFactory(criterion=ticked, participant=ParticipantFactory(activity=activity))
        case = RequisitionFactory(activity__main_area=area, relevant=True)
        StateFactory(requisition=case, state=State.COMPLETED)
        FollowUpFactory(
            requisition=case,
            answered_on=area.program.ends_on,
            new_methods=Reply.YES,
            better_cooperation=Reply.NO,
        )


def _fill_resources(activity, initiative, rows):
    """Staff, hours and money: allocations with dates of their own, lines with everything."""
    area = activity.main_area
    StaffAllocationFactory(main_area=area, activities=[activity])
    StaffAllocationFactory(
        main_area=area, initiative=initiative, starts_on=area.program.starts_on, activities=()
    )
    for _row in range(rows):
        TimeEntryFactory(activity=activity)
        TimeEntryFactory(activity=None, main_area=area)
        source = FundingSourceFactory(program=area.program)
        line = BudgetLineFactory(source=source, activity=activity)
        of_initiative = BudgetLineFactory(source=source, activity=None, initiative=initiative)
        BudgetRevisionFactory(line=line)
        ExpenseFactory(line=line)
        ExpenseFactory(line=of_initiative, amount=10**6)
        CommitmentFactory(line=line)


@pytest.fixture
def costs(client_of, leder, django_assert_num_queries):
    client = client_of(leder)

    def measured(queries, name, *args, **query):
        address = reverse(name, args=args)
        with django_assert_num_queries(queries):
            assert client.get(address, query).status_code == 200

    return measured


def test_the_dashboard(program, costs):
    """One query for the rosters and two for the register, however many criteria ask for them; one
    for the hours of the main areas and one for the money. Two are for what has moved since: the
    version by which the rosters of then are held, and the register of then.
    """
    costs(21, "overview:status", "2011")


def test_the_dashboard_of_a_programme_that_is_over(program, costs, clock):
    """It asks in addition for the last due date; this is the most that a dashboard costs."""
    clock(datetime.date(2013, 1, 1))

    costs(22, "overview:status", "2011")


def test_the_dashboard_filtered_and_sorted(program, costs):
    costs(21, "overview:status", "2011", main_area=1, sort="due", as_of="2011-06-30")


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_the_same_as_data(program, costs, kind):
    costs(18, "overview:status_data", "2011", kind)


def test_the_resources(program, costs):
    costs(16, "resources:resources", "2011")


def test_the_resources_of_a_programme_that_is_over(program, costs, clock):
    clock(datetime.date(2013, 1, 1))

    costs(17, "resources:resources", "2011")


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_the_resources_as_data(program, costs, kind):
    costs(23, "resources:resources_data", "2011", kind)


def test_the_outline(program, costs):
    costs(7, "overview:outline", "2011")


def test_the_year_as_it_is_configured(program, costs):
    costs(12, "overview:year", "2011")


def test_a_main_area(program, costs):
    costs(28, "overview:main_area", program.main_areas.first().pk)


def test_an_activity(program, costs):
    costs(28, "overview:activity", program.main_areas.first().activities.first().pk)


def test_the_logbook(program, costs):
    costs(9, "overview:logbook", "2011")


def test_the_search(program, costs):
    rebuild_index()
    costs(9, "overview:search", q="t")
