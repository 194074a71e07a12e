"""The resource page's figures: what they are, and how a part without any is told from nought."""

import datetime
from decimal import Decimal

import pytest

from activities.models import ActivityKind
from core.clock import now
from indicators.rules.progress import Thresholds
from resources.queries.figures import criteria_counts, resources_of
from resources.queries.statements import hours_by_subject_and_person, hours_in_area
from resources.rules.figures import PartKind
from resources.rules.hours import Hours
from resources.rules.use import CriteriaCount, Pace, pace_of, use_in_all, uses_of
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    InitiativeFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    ProgramFactory,
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

DAY = datetime.date(2011, 10, 1)  # 243 of 334 days gone


@pytest.fixture
def program():
    return ProgramFactory(slug="2011", fte=3)


def part(program, kind, pk=None, as_of=DAY):
    return resources_of(program, as_of).total.find(kind, pk)


# Hours -----------------------------------------------------------------------------------------
def test_an_areas_planned_hours_are_its_fte_in_the_programmes_days(program, area):
    found = part(program, PartKind.AREA, area.pk)

    assert (found.fte.planned, found.hours.planned) == (2, Decimal("3521.18"))
    assert found.hours.planned_to_date == Decimal("2561.82")
    assert (found.fte.planned_to_date, found.fte.to_date) == (Decimal("1.46"), None)


def test_what_is_allocated_to_nothing_stands_by_itself(program, area):
    activity = ActivityFactory(main_area=area)
    StaffAllocationFactory(main_area=area, activities=[activity], weekly_hours=22)

    assert part(program, PartKind.ACTIVITY, activity.pk).hours.planned == Decimal("1049.71")
    [rest] = [
        p for p in part(program, PartKind.AREA, area.pk).parts if p.kind == PartKind.UNALLOCATED
    ]
    assert rest.hours.planned == Decimal("3521.18") - Decimal("1049.71")


def overlap_and_rest(found, kind):
    parts = [p for _d, p in found.total.walk()]
    [rest] = [p for p in parts if p.kind == kind]
    [overlap] = [p for p in parts if p.kind == PartKind.OVERLAP]
    return overlap.hours, rest.hours


def test_more_allocated_than_there_is_leaves_nothing_and_is_told(program, area):
    StaffAllocationFactory(main_area=area, weekly_hours=None, fte=5)

    found = resources_of(program, DAY)

    overlap, rest = overlap_and_rest(found, PartKind.UNALLOCATED)
    assert (rest.planned, rest.planned_to_date) == (0, 0)
    assert overlap.planned == Decimal("3521.18") - Decimal("8802.96")
    assert "too many" in found.warnings[1]


def test_what_comes_earlier_than_the_whole_it_is_in_leaves_nothing_and_is_told(program, area):
    initiative = InitiativeFactory(main_area=area)
    three = ActivityFactory.create_batch(3, main_area=area, initiative=initiative)
    StaffAllocationFactory(
        main_area=area, title="Three", activities=three, weekly_hours=22,
        starts_on=datetime.date(2011, 9, 1),
    )  # fmt: skip
    StaffAllocationFactory(
        main_area=area, activities=three[:1], weekly_hours=10,
        starts_on=datetime.date(2011, 2, 1), ends_on=datetime.date(2011, 7, 31),
    )  # fmt: skip

    found = resources_of(program, DAY)

    overlap, rest = overlap_and_rest(found, PartKind.SHARED)
    assert (overlap.planned, rest.planned_to_date) == (0, 0)
    assert rest.planned > 0 > overlap.planned_to_date
    [warning] = [text for text in found.warnings if "comes earlier" in text]
    assert warning.startswith("«Three» has 97,43 hours planned to date, and what is inside it")


def test_fte_that_do_not_add_up_are_warned_of(program, area):
    assert "1 are missing" in resources_of(program, DAY).warnings[0]


def test_an_allocation_shared_by_activities_is_the_initiatives_but_for_its_parts(program, area):
    initiative = InitiativeFactory(main_area=area)
    three = ActivityFactory.create_batch(3, main_area=area, initiative=initiative)
    StaffAllocationFactory(main_area=area, activities=three, weekly_hours=None, fte=1)
    StaffAllocationFactory(main_area=area, activities=three[:1], weekly_hours=22)

    whole = part(program, PartKind.INITIATIVE, initiative.pk)

    assert whole.hours.planned == Decimal("1760.59")
    assert part(program, PartKind.ACTIVITY, three[0].pk).hours.planned == Decimal("1049.71")
    assert part(program, PartKind.ACTIVITY, three[1].pk).hours.planned is None
    [shared] = [p for p in whole.parts if p.kind == PartKind.SHARED]
    assert shared.hours.planned == Decimal("1760.59") - Decimal("1049.71")


def test_an_allocation_across_initiatives_is_the_areas(program, area):
    two = [
        ActivityFactory(main_area=area, initiative=InitiativeFactory(main_area=area))
        for _turn in range(2)
    ]
    StaffAllocationFactory(main_area=area, activities=two, weekly_hours=10)

    [shared] = [p for p in part(program, PartKind.AREA, area.pk).parts if p.kind == PartKind.SHARED]
    assert shared.hours.planned == Decimal("477.14")


def test_hours_that_nobody_logged_are_none_and_not_nought(program, area):
    activity = ActivityFactory(main_area=area)

    hours = part(program, PartKind.ACTIVITY, activity.pk).hours

    assert (hours.logged, hours.forecast, hours.left) == (None, None, None)
    assert part(program, PartKind.AREA, area.pk).hours.logged is None


def test_hours_are_those_of_the_weeks_and_of_standing_entries_until_the_day(program, area):
    activity = ActivityFactory(main_area=area)
    entry = {"log_entry": LogEntryFactory(activity=activity), "activity": activity}
    taken_back = LogEntryFactory(
        activity=activity, retracted_at=now(), retraction_reason="Forkert."
    )
    TimeEntryFactory(activity=activity, hours=Decimal("7.5"))
    TimeEntryFactory(hours=2, **entry)
    TimeEntryFactory(activity=activity, log_entry=taken_back, hours=4)
    TimeEntryFactory(activity=activity, on=DAY + datetime.timedelta(days=1), hours=8)

    assert part(program, PartKind.ACTIVITY, activity.pk).hours.logged == Decimal("9.50")


def test_the_forecast_is_a_straight_line(program, area):
    activity = ActivityFactory(main_area=area)
    TimeEntryFactory(activity=activity, hours=Decimal("7.5"))

    hours = part(program, PartKind.ACTIVITY, activity.pk).hours

    assert hours.forecast == Decimal("10.31")  # 7,5 × 334 / 243


def test_hours_of_cases_are_the_areas_and_stand_together(program, area):
    for _turn in range(3):
        case = ActivityFactory(main_area=area, kind=ActivityKind.CASE)
        TimeEntryFactory(activity=case, hours=2)
    ActivityFactory(main_area=area, kind=ActivityKind.CASE)  # nobody has worked on it

    [cases] = [p for p in part(program, PartKind.AREA, area.pk).parts if p.kind == PartKind.CASES]

    assert (len(cases.parts), cases.hours.logged) == (3, 6)
    assert part(program, PartKind.AREA, area.pk).hours.logged == 6


def test_hours_logged_at_an_area_stand_without_an_activity(program, area):
    TimeEntryFactory(activity=None, main_area=area, hours=3)

    [itself] = [
        p for p in part(program, PartKind.AREA, area.pk).parts if p.kind == PartKind.AREA_ITSELF
    ]
    assert (itself.title, itself.hours.logged) == ("Without an activity", 3)


def test_hours_elsewhere_count_nowhere(program, area):
    TimeEntryFactory()

    assert resources_of(program, DAY).total.hours.logged is None


def test_activities_made_between_those_of_an_area_or_a_programme_are_not_its(program, area):
    """A programme's rows of hours are read from its first activity to its last."""
    beside, elsewhere = MainAreaFactory(program=program), MainAreaFactory()
    at = [area, beside, elsewhere, area, beside, elsewhere, area]
    hours = [TimeEntryFactory(activity__main_area=one, on=DAY, hours=2) for one in at]

    def of(*areas):
        rows = [row for row in hours if row.activity.main_area in areas]
        return {(row.activity_id, row.activity.main_area_id, row.person_id, 2) for row in rows}

    assert set(hours_by_subject_and_person([area.pk, beside.pk], DAY)) == of(area, beside)
    for one in (area, beside, elsewhere):
        assert set(hours_in_area(one.pk, DAY)) == of(one)


def test_an_area_without_fte_has_nothing_planned_whatever_is_for_its_parts(program):
    area = MainAreaFactory(program=program, number=1, fte=None)
    activity = ActivityFactory(main_area=area)
    StaffAllocationFactory(main_area=area, activities=[activity], weekly_hours=22)

    whole = part(program, PartKind.AREA, area.pk)

    assert (whole.hours.planned, whole.hours.planned_to_date, whole.hours.left) == (None,) * 3
    assert (whole.fte.planned, whole.fte.left) == (None, None)
    assert part(program, PartKind.ACTIVITY, activity.pk).hours.planned == Decimal("1049.71")
    assert not [one for one in whole.parts if one.kind == PartKind.UNALLOCATED]


def test_an_area_of_no_fte_has_nought_planned(program):
    area = MainAreaFactory(program=program, number=1, fte=0)

    whole = part(program, PartKind.AREA, area.pk)

    assert (whole.hours.planned, whole.fte.planned, whole.hours.left) == (0, 0, 0)


# Allocations -----------------------------------------------------------------------------------
def test_an_allocation_counts_the_hours_at_its_activities_in_its_own_days(program, area):
    initiative = InitiativeFactory(main_area=area)
    activity = ActivityFactory(main_area=area, initiative=initiative)
    june = {"starts_on": datetime.date(2011, 6, 1), "ends_on": datetime.date(2011, 6, 30)}
    StaffAllocationFactory(main_area=area, activities=[activity], position=0)
    StaffAllocationFactory(main_area=area, initiative=initiative, position=1, activities=())
    StaffAllocationFactory(main_area=area, activities=[activity], position=2, **june)
    for month in (5, 6):
        TimeEntryFactory(activity=activity, on=datetime.date(2011, month, 15), hours=6)

    rows = {row.allocation.position: row for row in resources_of(program, DAY).allocations}

    assert [rows[place].hours.logged for place in range(3)] == [12, 12, 6]
    # 6 hours in the 30 days of June, rounded down; and the month is over.
    assert (rows[2].a_week, rows[2].hours.forecast) == (Decimal("1.40"), 6)


def test_an_allocation_stands_below_the_wider_one(program, area):
    two = ActivityFactory.create_batch(2, main_area=area)
    StaffAllocationFactory(main_area=area, activities=two, weekly_hours=30)
    StaffAllocationFactory(main_area=area, activities=two[:1], weekly_hours=22)

    assert [row.depth for row in resources_of(program, DAY).allocations] == [0, 1]


# Money -----------------------------------------------------------------------------------------
def test_a_lines_money_is_its_activitys_and_its_sources(program, area):
    activity = ActivityFactory(main_area=area)
    source = FundingSourceFactory(program=program)
    line = BudgetLineFactory(source=source, activity=activity, amount=1000)
    BudgetRevisionFactory(line=line, amount=800)
    ExpenseFactory(line=line, amount=300)
    CommitmentFactory(line=line, amount=100)

    found = resources_of(program, DAY)

    for money in (found.total.find(PartKind.ACTIVITY, activity.pk).money, found.sources[0].money):
        assert (money.granted, money.revised, money.used) == (1000, 800, 300)
        assert (money.committed, money.left, money.forecast) == (100, 400, 800)


def test_a_part_without_lines_has_no_money_rather_than_none_left(program, area):
    assert part(program, PartKind.AREA, area.pk).money is None


def test_an_initiatives_own_line_is_shared_by_its_activities(program, area):
    initiative = InitiativeFactory(main_area=area)
    source = FundingSourceFactory(program=program)
    BudgetLineFactory(source=source, activity=None, initiative=initiative, amount=500)

    whole = part(program, PartKind.INITIATIVE, initiative.pk)

    assert [p.kind for p in whole.parts] == [PartKind.SHARED]
    assert whole.money.granted == 500


def test_a_source_without_lines_is_there_with_nothing(program):
    FundingSourceFactory(program=program, name="Puljen")

    [source] = resources_of(program, DAY).sources
    assert (source.source.name, source.money.granted) == ("Puljen", 0)


def test_figures_are_those_of_the_day(program, area):
    source = FundingSourceFactory(program=program)
    line = BudgetLineFactory(source=source, activity__main_area=area, amount=1000)
    BudgetRevisionFactory(line=line, on=datetime.date(2011, 6, 1), amount=800)
    ExpenseFactory(line=line, on=datetime.date(2011, 6, 2), amount=300)

    def on(day):
        money = resources_of(program, day).total.money
        return money.revised, money.used

    assert on(datetime.date(2011, 5, 31)) == (1000, 0)
    assert on(datetime.date(2011, 6, 1)) == (800, 0)
    assert on(datetime.date(2011, 6, 2)) == (800, 300)


# Side by side ----------------------------------------------------------------------------------
LIMITS = Thresholds(Decimal(90), Decimal(75))


@pytest.mark.parametrize(
    ("planned", "to_date", "logged", "pace"),
    [
        (None, None, 5, None),
        (100, 0, None, None),
        (100, 50, None, Pace.UNLOGGED),
        (100, 50, Decimal("37.49"), Pace.UNDER),
        (100, 50, Decimal("37.5"), Pace.AS_PLANNED),
        (100, 50, 55, Pace.AS_PLANNED),
        (100, 50, Decimal("55.01"), Pace.AHEAD),
        (100, 50, 100, Pace.AHEAD),
        (100, 50, Decimal("100.01"), Pace.OVER),
    ],
)
def test_hours_are_held_against_those_planned_to_date(planned, to_date, logged, pace):
    assert pace_of(Hours(planned, to_date, logged), LIMITS) == pace


@pytest.mark.parametrize(
    ("used", "committed", "spent", "bound"),
    [(1000, 0, 0, 0), (1001, 0, 1, 0), (1001, 5, 1, 0), (900, 100, 0, 0), (900, 101, 0, 1)],
)
def test_overspent_is_used_up_and_not_only_committed(program, area, used, committed, spent, bound):
    source = FundingSourceFactory(program=program)
    line = BudgetLineFactory(source=source, activity__main_area=area, amount=1000)
    ExpenseFactory(line=line, amount=used)
    if committed:
        CommitmentFactory(line=line, amount=committed)

    [use] = uses_of(resources_of(program, DAY))

    assert (use.spent, use.bound) == (spent, bound)


def test_each_area_has_its_results_hours_and_money(program, area):
    met = CriterionFactory(main_area=area, target=5)
    MeasurementFactory(criterion=met, value=10)
    CriterionFactory(main_area=area)
    activity = ActivityFactory(main_area=area)
    TimeEntryFactory(activity=activity, hours=20)
    source = FundingSourceFactory(program=program)
    line = BudgetLineFactory(source=source, activity=activity, amount=1000)
    ExpenseFactory(line=line, amount=1500)

    found = resources_of(program, DAY)
    counts = criteria_counts(program, DAY)
    [use], total = uses_of(found, counts), use_in_all(found, counts)

    for one in (use, total):
        assert one.criteria == CriteriaCount(1, 2)
        assert (one.fte_planned, one.hours.logged, one.money.used) == (2, 20, 1500)
        assert [over.line.pk for over in one.overspent] == [line.pk]
        assert (one.elapsed, one.pace) == (72, Pace.UNDER)
        assert (one.money_bar.filled, one.hours_bar.mark) == (100, 72)
    assert (use.area, total.area) == (area, None)
