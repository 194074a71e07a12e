"""What a criterion of hours counts."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.models.roles import Role
from activities.models import TimeEntry
from activities.services.log import LogEntryInput, create_entry, retract_entry
from core.clock import now
from core.hours import in_hours
from indicators.models.choices import Pacing, Status
from indicators.queries.standings import series, standings, standings_of, values_so_far
from indicators.rules.criteria import rule_of
from indicators.rules.explanations import value_text
from indicators.rules.progress import NO_FACTS, Reading, facts_of
from indicators.rules.sources import Report
from indicators.sources.hours import HoursSource
from tests.examples import undone
from tests.factories import (
    ActivityFactory,
    LogEntryFactory,
    MainAreaFactory,
    UserFactory,
)
from tests.factories.resources import TimeEntryFactory
from tests.indicators.hours_source.shared import TODAY, criterion_of
from tests.indicators.test_sources_agree import START

pytestmark = pytest.mark.django_db

DAYS = st.integers(-5, 40).map(lambda days: START + datetime.timedelta(days))

# The day asked for, and earlier ones.
FALLING_DAYS = st.lists(DAYS, min_size=1, max_size=3, unique=True).map(
    lambda days: sorted(days, reverse=True)
)

PERIOD_LATER = {
    "measured_from": START + datetime.timedelta(3),
    "due_on": START + datetime.timedelta(30),
}


@st.composite
def logged(draw):
    return {
        "activity": draw(st.integers(0, 2)),
        "on": draw(DAYS),
        "hours": in_hours(draw(st.integers(1, 24 * 60))),
        "entry": draw(st.sampled_from([None, "standing", "retracted"])),
    }


def stored(row, activities):
    activity, entry = activities[row["activity"]], None
    if row["entry"]:
        retracted = row["entry"] == "retracted"
        entry = LogEntryFactory(
            activity=activity,
            on=row["on"],
            retracted_at=now() if retracted else None,
            retraction_reason="Forkert" if retracted else "",
        )
    return TimeEntryFactory(
        log_entry=entry, activity=activity, on=row["on"], hours=row["hours"], person=UserFactory()
    )


@settings(max_examples=20)
@given(
    rows=st.lists(logged(), max_size=5),
    days=FALLING_DAYS,
    per_week=st.booleans(),
    later=st.booleans(),
)
@pytest.mark.parametrize("comparison", [">=", "<="])
def test_the_database_and_the_pure_rule_agree(comparison, rows, days, per_week, later):
    as_of, *earlier = days
    with undone():
        area = MainAreaFactory()
        activities = ActivityFactory.create_batch(3, main_area=area)
        fields = PERIOD_LATER if later else {}
        criterion = criterion_of(activities[:2], per_week=per_week, comparison=comparison, **fields)
        for row in rows:
            stored(row, activities)

        nothing = Report(earlier=[NO_FACTS] * len(earlier))
        report = HoursSource().reports([criterion], as_of, earlier).get(criterion.pk, nothing)

        rule = rule_of(criterion, START, per_week=per_week)
        found = [
            Reading(row["on"], value=row["hours"], retracted=row["entry"] == "retracted")
            for row in rows
            if row["activity"] < 2
        ]
        assert report.facts == facts_of(rule, found, as_of)
        assert report.earlier == [facts_of(rule, found, day) for day in earlier]
        # And so do the readings that the chart and the preview are made of.
        evidence = HoursSource().evidence([criterion], as_of).get(criterion.pk, [])
        program = area.program
        standing = standings_of(program, [criterion], as_of)[criterion.pk]
        readings = [row.reading for row in evidence]
        line = series(standing, program, readings, User(role=Role.MANAGER))
        assert line[-1][1].value == standing.progress.value


def logged(activity, total):
    """So many hours at the start, by as many people as it takes."""
    while total:
        TimeEntryFactory(activity=activity, on=START, hours=min(total, Decimal(24)))
        total -= min(total, Decimal(24))


@pytest.mark.parametrize("per_week", [True, False])
def test_three_times_seven_hours_and_twenty_minutes_are_twenty_two_hours(per_week):
    activity = ActivityFactory()
    until = START + datetime.timedelta(6)
    criterion = criterion_of([activity], per_week=per_week, due_on=until)
    for day in range(3):
        on = START + datetime.timedelta(day)
        TimeEntryFactory(activity=activity, on=on, hours=in_hours(440))

    day_after = until + datetime.timedelta(1)
    standing = standings_of(criterion.main_area.program, [criterion], day_after)[criterion.pk]

    assert (standing.progress.value, standing.status) == (22, Status.MET)


class TestHoursAWeek:
    @pytest.mark.parametrize(
        ("total", "days", "comparison", "read"),
        [
            ("22", 7, ">=", "22"),
            ("21.70", 7, ">=", "21,7"),
            ("10", 3, ">=", "23,33"),
            ("10", 3, "<=", "23,34"),
            # Where two decimals would read as another answer.
            ("66.01", 21, ">", "22,0055"),
            ("65.99", 21, ">=", "21,99"),
            ("65.99", 21, "<", "21,9945"),
        ],
    )
    def test_are_read_with_two_decimals_towards_the_losing_side(
        self, total, days, comparison, read
    ):
        until = START + datetime.timedelta(days - 1)
        activity = ActivityFactory()
        criterion = criterion_of([activity], per_week=True, comparison=comparison, target=22)
        logged(activity, Decimal(total))

        standing = self.active(criterion, until)

        assert value_text(standing.rule, standing.progress) == read
        [so] = values_so_far(criterion.main_area.program, [criterion], until)
        assert so.value == read

    @pytest.mark.parametrize(
        ("total", "comparison", "status"),
        [
            ("66.01", ">", Status.ON_TRACK),
            ("66", ">", Status.NOT_DUE),
            ("66.01", "<=", Status.BEHIND),
            ("65.99", "<", Status.ON_TRACK),
            ("66.01", "=", Status.BEHIND),
        ],
    )
    def test_are_decided_before_they_are_rounded(self, total, comparison, status):
        activity = ActivityFactory()
        criterion = criterion_of([activity], per_week=True, comparison=comparison, target=22)
        logged(activity, Decimal(total))

        assert self.active(criterion, START + datetime.timedelta(20)).status == status

    def active(self, criterion, as_of):
        return standings_of(criterion.main_area.program, [criterion], as_of)[criterion.pk]

    def test_fall_with_every_day_without_hours(self):
        activity = ActivityFactory()
        criterion = criterion_of([activity], per_week=True)
        TimeEntryFactory(activity=activity, on=START, hours=11)

        week, fortnight = (START + datetime.timedelta(days) for days in (6, 13))
        assert self.active(criterion, week).progress.value == 11
        assert self.active(criterion, fortnight).progress.value == Decimal("5.5")

    def test_stand_still_after_the_due_date(self):
        activity = ActivityFactory()
        criterion = criterion_of([activity], per_week=True, due_on=START + datetime.timedelta(6))
        TimeEntryFactory(activity=activity, on=START, hours=22)
        TimeEntryFactory(activity=activity, on=START + datetime.timedelta(20), hours=7)

        standing = self.active(criterion, TODAY)

        assert (standing.progress.value, standing.status) == (22, Status.MET)

    def test_do_not_meet_the_demand_before_the_period_is_over(self):
        activity = ActivityFactory()
        criterion = criterion_of([activity], per_week=True)
        TimeEntryFactory(activity=activity, on=START, hours=24)

        assert self.active(criterion, START).status == Status.ON_TRACK

    def test_warn_on_the_way_with_a_planned_point_at_the_start(self):
        activity = ActivityFactory()
        criterion = criterion_of([activity], per_week=True, pacing=Pacing.PLANNED)
        criterion.planned_points.create(on=START, value=22)
        TimeEntryFactory(activity=activity, on=START, hours=10)

        standing = self.active(criterion, START + datetime.timedelta(6))

        assert (standing.progress.expected, standing.status) == (22, Status.BEHIND)


class TestHoursInAll:
    def test_stand_at_0_before_the_first(self):
        criterion = criterion_of([ActivityFactory()], per_week=False)

        [standing] = standings(criterion.main_area.program, TODAY)

        assert standing.progress.value == 0

    def test_of_a_retracted_entry_count_no_more(self, konsulent, clock):
        activity = ActivityFactory()
        criterion = criterion_of([activity], per_week=False)
        entry_input = LogEntryInput(on=TODAY, text="Et møde", hours=Decimal(3))
        entry = create_entry(by=konsulent, subject=activity, entry_input=entry_input)
        assert HoursSource().reports([criterion], TODAY)[criterion.pk].facts.value == 3

        retract_entry(by=konsulent, entry=entry, reason="Forkert")

        assert HoursSource().reports([criterion], TODAY) == {}

    def test_many_criteria_do_not_mix(self, django_assert_num_queries):
        area = MainAreaFactory()
        activities = ActivityFactory.create_batch(3, main_area=area)
        criteria = [
            criterion_of([activity], per_week=number == 2)
            for number, activity in enumerate(activities)
        ]
        for number, activity in enumerate(activities, 1):
            TimeEntryFactory(activity=activity, on=START, hours=number)

        with django_assert_num_queries(1):
            found = HoursSource().reports(criteria, START + datetime.timedelta(6))

        facts = [found[one.pk].facts for one in criteria]
        assert [of.value / of.of for of in facts] == [1, 2, 3]

    def test_the_report_names_nobody(self):
        row = TimeEntryFactory()
        criterion = criterion_of([row.activity], per_week=False)

        report = HoursSource().reports([criterion], TODAY)[criterion.pk]

        assert (report.measured_on, report.measured_by) == (row.on, "")


def test_hours_of_a_whole_main_area_are_those_of_no_criterion():
    activity = ActivityFactory()
    criterion = criterion_of([activity], per_week=False)
    TimeEntryFactory(activity=None, main_area=activity.main_area, on=START)

    assert TimeEntry.objects.count() == 1
    assert HoursSource().reports([criterion], TODAY) == {}
