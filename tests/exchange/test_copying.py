"""Next year's programme out of this year's."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import Activity, LogEntry
from economy.models import BudgetLine, Expense
from exchange.rules.moving import Move
from exchange.services.copying import CopyInput, copy_program
from indicators.models import Criterion, Measurement, PlannedPoint
from programs.models import FundingSource, MainArea, Program
from requisitions.models import Requisition
from resources.models import StaffAllocation
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    InitiativeFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    ParticipantFactory,
    ProgramFactory,
    RequisitionFactory,
    RosterRuleFactory,
    StateFactory,
)
from tests.factories.resources import (
    BudgetLineFactory,
    BudgetRevisionFactory,
    ExpenseFactory,
    FundingSourceFactory,
    StaffAllocationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

DATE = datetime.date
YEAR = Move(DATE(2011, 2, 1), DATE(2011, 12, 31), DATE(2012, 1, 1), DATE(2012, 11, 30))


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (None, None),
        (DATE(2011, 2, 1), DATE(2012, 1, 1)),  # the first day is the first
        (DATE(2011, 12, 31), DATE(2012, 11, 30)),  # and the last the last
        (DATE(2011, 8, 20), DATE(2012, 8, 20)),
        (DATE(2011, 12, 15), DATE(2012, 11, 30)),  # no further than the new end
        (DATE(2012, 6, 30), DATE(2013, 6, 30)),  # a follow-up after the end
        (DATE(2012, 2, 29), DATE(2013, 2, 28)),
        (DATE(2010, 12, 1), DATE(2011, 12, 1)),
    ],
)
def test_a_day_moves_by_whole_years_and_stays_inside_the_period(day, moved):
    assert YEAR(day) == moved


def test_31_december_stays_31_december_over_leap_years():
    move = Move(DATE(2011, 1, 1), DATE(2011, 6, 30), DATE(2012, 1, 1), DATE(2012, 6, 30))

    assert move(DATE(2011, 12, 31)) == DATE(2012, 12, 31)


REVISION = {
    "holds_from": "2011-05-03",
    "reason": "Færre lokaler",
    "by": "Ada",
    "on": "2011-05-03",
    "before": {"target": "70"},
    "after": {"target": "60"},
}


@pytest.fixture
def old():
    """A year with one of everything, and results of it."""
    program = ProgramFactory(
        slug="2011",
        title="Program 2011",
        fte=2,
        purpose="Formål",
        adopted_on=DATE(2011, 1, 20),
        adoption_reference="BIU",
        closed_on=DATE(2011, 9, 30),
    )
    area = MainAreaFactory(program=program, number=1, title="Unge", fte=2)
    initiative = InitiativeFactory(main_area=area, title="Klubber")
    place = {"main_area": area, "initiative": initiative}
    activity = ActivityFactory(
        title="Aftenklub", starts_on=DATE(2011, 3, 1), ends_on=DATE(2011, 3, 2), **place
    )
    case = RequisitionFactory(activity__main_area=area)
    StateFactory(requisition=case, state="completed", on=DATE(2011, 9, 1))
    many = CriterionFactory(
        wording="60 unge",
        revisions=[REVISION],
        target=60,
        pacing="planned",
        due_on=DATE(2011, 12, 31),
        activities=[activity, case.activity],
        **place,
    )
    PlannedPoint.objects.create(criterion=many, on=DATE(2011, 6, 30), value=30)
    PlannedPoint.objects.create(criterion=many, on=DATE(2011, 12, 31), value=60)
    CriterionFactory(wording="30 nye", parent=many, due_on=DATE(2011, 10, 1), **place)
    CriterionFactory(wording="70 %", share=True, base="linked", base_criteria=[many], **place)
    roster = CriterionFactory(
        wording="15 klasser", source="participants", target=15, activities=[activity], **place
    )
    RosterRuleFactory(criterion=roster)
    MeasurementFactory(criterion=many, value=58)
    LogEntryFactory(activity=activity)
    ParticipantFactory(activity=activity)
    StaffAllocationFactory(
        main_area=area, title="Vejleder", activities=[activity], decision_reference="BR"
    )
    source = FundingSourceFactory(program=program, name="Puljen")
    line = BudgetLineFactory(
        source=source, activity=activity, title="Leje", amount=1500, decision_reference="BIU"
    )
    BudgetRevisionFactory(line=line, on=DATE(2011, 6, 1), amount=1200)
    ExpenseFactory(line=line)
    return program


@pytest.fixture
def copied(old, admin):
    def copied(**given):
        period = {"starts_on": DATE(2012, 1, 1), "ends_on": DATE(2012, 12, 31)}
        wanted = CopyInput(**{"title": "Program 2012", "slug": "2012", **period, **given})
        return copy_program(by=admin, program=old, given=wanted)

    return copied


def test_takes_the_structure_on_moved_dates(copied):
    new = copied()
    [activity] = Activity.objects.of_program(new)

    assert (new.purpose, new.fte, new.adopted_on, new.closed_on) == ("Formål", 2, None, None)
    assert str(activity.main_area) == "1. Unge"
    assert (activity.title, activity.initiative.title) == ("Aftenklub", "Klubber")
    assert (activity.starts_on, activity.ends_on) == (DATE(2012, 3, 1), DATE(2012, 3, 2))
    assert activity.initiative.main_area == activity.main_area


def test_takes_the_criteria_with_all_they_are_tied_to(copied, old):
    new = copied()
    found = {one.wording: one for one in Criterion.objects.of_program(new)}
    many, nested, share = found["60 unge"], found["30 nye"], found["70 %"]

    assert (many.target, many.revisions) == (60, [])
    assert many.due_on == DATE(2012, 12, 31)
    assert [(p.on, p.value) for p in many.planned_points.all()] == [
        (DATE(2012, 6, 30), 30),
        (DATE(2012, 12, 31), 60),
    ]
    # The work of a requisition stays with the old programme.
    assert [str(one) for one in many.activities.all()] == ["Aftenklub"]
    assert many.activities.get().program == new
    assert (nested.parent, nested.due_on) == (many, DATE(2012, 10, 1))
    assert list(share.base_criteria.all()) == [many]
    assert found["15 klasser"].roster_rule.kind == "association"
    assert {one.carried_over_from for one in found.values()} == {"2011"}
    assert many.original == Criterion.objects.of_program(old).get(wording="60 unge")


def test_takes_allocations_and_the_budget_that_held_at_the_end_without_their_decisions(copied):
    new = copied()
    allocation = StaffAllocation.objects.get(main_area__program=new)
    line = BudgetLine.objects.of_program(new).get()

    assert (allocation.title, allocation.decision_reference) == ("Vejleder", "")
    assert [one.program for one in allocation.activities.all()] == [new]
    assert (line.amount, line.decision_reference) == (Decimal(1200), "")
    assert (line.source.program, line.activity.program) == (new, new)


def test_takes_no_results_and_leaves_what_is_open_with_the_old_programme(copied, old):
    before = (Measurement, LogEntry, Expense, Requisition)
    counts = [model.objects.count() for model in before]
    new = copied()

    assert [model.objects.count() for model in before] == counts
    assert Requisition.objects.of_program(old).exists()
    assert not Requisition.objects.of_program(new).exists()
    assert not Activity.objects.get(main_area__program=new).participants.exists()


@pytest.mark.parametrize(
    ("left_out", "counts"),
    [
        ({"criteria": False}, (1, 0, 1, 1)),
        ({"allocations": False}, (1, 4, 0, 1)),
        ({"budget": False}, (1, 4, 1, 0)),
        ({"structure": False}, (0, 0, 0, 0)),
    ],
)
def test_takes_what_is_chosen(copied, left_out, counts):
    new = copied(**left_out)
    found = (
        MainArea.objects.filter(program=new),
        Criterion.objects.of_program(new),
        StaffAllocation.objects.filter(main_area__program=new),
        FundingSource.objects.filter(program=new),
    )

    assert tuple(rows.count() for rows in found) == counts
    assert new.fte == (None if left_out.keys() & {"allocations", "structure"} else 2)


def test_the_history_says_who_and_from_where(copied, admin):
    new = copied()
    [many, *_others] = Criterion.objects.of_program(new).in_order()

    for record in (new, many):
        version = record.history.get()
        assert version.history_user == admin
        assert version.history_change_reason == "Copied from «Program 2011»"
    assert many.history.get().activities.count() == 1


def test_what_was_carried_over_keeps_its_original(copied, old):
    copied()

    with pytest.raises(Exception, match="protected"):
        Criterion.objects.of_program(old).get(wording="15 klasser").delete()


class TestThePage:
    @pytest.fixture
    def client(self, client_of, admin):
        return client_of(admin)

    ADDRESS = "/programs/2011/copy/"
    TYPED = {
        "title": "Program 2012",
        "slug": "2012",
        "starts_on": "01-02-2012",
        "ends_on": "31-12-2012",
        "structure": "on",
        "criteria": "on",
    }

    def test_proposes_the_year_after(self, client, old):
        form = client.get(self.ADDRESS).context["form"]

        assert form.initial["title"] == "Program 2012"
        assert form.initial["slug"] == "2012"
        assert form.initial["ends_on"] == DATE(2012, 12, 31)

    def test_leads_to_what_no_longer_fits(self, client, old):
        response = client.post(self.ADDRESS, self.TYPED)

        assert response["Location"] == "/programs/2012/unfit/"
        assert Program.objects.get(slug="2012").title == "Program 2012"
        assert not StaffAllocation.objects.filter(main_area__program__slug="2012").exists()

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"slug": "2011"}, "slug"),
            ({"slug": "to tusind"}, "slug"),
            ({"slug": "010190-1234"}, "slug"),
            ({"title": ""}, "title"),
            ({"ends_on": "31-12-2011"}, "ends_on"),
            ({"starts_on": "31-02-2012"}, "starts_on"),
            ({"structure": ""}, "criteria"),
        ],
    )
    def test_refuses(self, client, old, typed, field):
        response = client.post(self.ADDRESS, {**self.TYPED, **typed})

        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert Program.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_costs_the_same_for_one_of_each_and_for_three(
    admin, rows, client_of, django_assert_num_queries
):
    program = ProgramFactory(slug="2011")
    for _row in range(rows):
        area = MainAreaFactory(program=program)
        activity = ActivityFactory(main_area=area, initiative=InitiativeFactory(main_area=area))
        whole = CriterionFactory(main_area=area, activities=[activity])
        CriterionFactory(main_area=area, parent=whole)
        StaffAllocationFactory(main_area=area, activities=[activity])
        BudgetLineFactory(source__program=program, activity=activity)
    period = {"starts_on": DATE(2012, 2, 1), "ends_on": DATE(2012, 12, 31)}

    with django_assert_num_queries(51):
        copy_program(by=admin, program=program, given=CopyInput("2012", "2012", **period))
    # And the outline with last year's targets and outcomes, of a year that is not over.
    client = client_of(admin)
    with django_assert_num_queries(18):
        client.get(reverse("overview:year", args=["2012"]))


def test_the_outline_shows_last_years_target_and_outcome(copied, client_of, admin):
    copied()
    page = client_of(admin).get(reverse("overview:year", args=["2012"])).content.decode()

    assert "2011: at least 60, so far 58 (on track)" in page
