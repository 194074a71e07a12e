"""The year as a line: what stands on it, where, and who sees it."""

import datetime

import pytest
from django.urls import reverse

from overview.queries.timeline import items_of
from overview.rules.timeline import Axis, Item, coming, drawings_of, in_order
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    CriterionFactory,
    MainAreaFactory,
    ParticipantFactory,
    ProgramFactory,
    RequisitionFactory,
    RosterRuleFactory,
    StateFactory,
    TickFactory,
)

DATE = datetime.date
YEAR = DATE(2011, 2, 1), DATE(2011, 12, 31)
TODAY = DATE(2011, 10, 1)


def item(kind, first=None, last=None, area=1, text="Det"):
    return Item(kind, text, "/", area, first, last or first)


def test_the_axis_ends_with_what_comes_last_and_each_month_stands_on_its_first_day():
    late = DATE(2012, 6, 15)
    [drawing] = drawings_of([(1, "1. Unge")], [item("due", late)], YEAR, TODAY)
    labels = [month.label for month in drawing.months]
    [mark] = drawing.rows[0].marks

    assert len(labels) == 9  # every second of seventeen
    assert labels[0].endswith(" 2011") and labels[6].endswith(" 2012")
    assert drawing.labels < drawing.today < mark.x < mark.x + mark.width < drawing.width


@pytest.mark.parametrize("today", [DATE(2011, 1, 31), DATE(2012, 1, 1)])
def test_today_has_a_line_inside_the_year_only(today):
    [drawing] = drawings_of([(1, "1. Unge")], [item("due", YEAR[1])], YEAR, today)

    assert drawing.today is None


def test_each_activity_has_a_line_and_each_other_kind_one_for_its_main_area():
    items = [
        item("due", YEAR[1]),
        item("due", YEAR[1]),
        item("due", DATE(2011, 6, 1)),
        item("activity", DATE(2011, 5, 1), DATE(2011, 5, 3), text="Senere"),
        item("activity", DATE(2011, 3, 1), text="Først"),
        item("activity", text="Uden dato"),
        item("point", DATE(2011, 6, 30), area=2),
    ]
    named = [(1, "1. Unge"), (2, "2. Ældre"), (3, "3. Tom")]
    first, second = drawings_of(named, items, YEAR, TODAY)

    assert (first.label, second.label) == ("1. Unge", "2. Ældre")
    assert [len(row.marks) for row in first.rows] == [1, 1, 2]
    assert [row.label for row in first.rows[:2]] == ["Først", "Senere"]
    assert [mark.number for mark in first.rows[2].marks] == [1, 2]
    assert first.rows[1].marks[0].width == pytest.approx(3 * first.rows[0].marks[0].width, abs=0.02)
    assert (first.today, len(first.months)) == (second.today, len(second.months))


def test_days_stand_from_left_to_right():
    axis = Axis(*YEAR)

    assert axis.x(YEAR[0]) < axis.x(DATE(2011, 2, 2)) < axis.x(YEAR[1])


def test_what_has_no_date_comes_last():
    without, later, first = item("activity"), item("due", YEAR[1]), item("due", YEAR[0])

    assert in_order([without, later, first]) == [first, later, without]


@pytest.mark.parametrize(
    ("first", "last", "is_there"),
    [
        (0, 0, True),
        (56, 56, True),
        (57, 57, False),
        (-1, -1, False),
        (-30, 5, True),  # ends
        (-30, 90, False),  # goes on all the time
        (50, 90, True),  # begins
        (None, None, False),
    ],
)
def test_ahead_is_what_begins_or_ends_within_eight_weeks(first, last, is_there):
    def day(number):
        return None if number is None else TODAY + datetime.timedelta(days=number)

    assert bool(coming([item("activity", day(first), day(last))], TODAY)) == is_there


@pytest.fixture
def program(db, clock):
    return ProgramFactory(slug="2011")


def fill(program, number):
    """One of each kind."""
    area = MainAreaFactory(program=program, title=f"Nr. {number}")
    activity = ActivityFactory(main_area=area, title="Fest", starts_on=DATE(2011, 5, 1))
    many = CriterionFactory(main_area=area, pacing="planned", target=9, unit="unge")
    many.planned_points.create(on=DATE(2011, 6, 30), value=9)
    share = CriterionFactory(
        main_area=area, source="participants", share=True, activities=[activity]
    )
    rule = RosterRuleFactory(criterion=share, kind="consultant", follow_up_months=6)
    for _person in range(2):
        ParticipantFactory(
            activity=activity,
            organisation=None,
            consultant=ConsultantFactory(),
            joined_on=DATE(2011, 2, 1),
            completed_on=DATE(2011, 7, 1),
        )
    case = RequisitionFactory(activity__main_area=area, activity__title="Råd", relevant=True)
    StateFactory(requisition=case, state="completed", on=DATE(2011, 9, 1))
    return rule


@pytest.mark.usefixtures("english")
def test_has_activities_due_dates_points_and_follow_ups_to_come(program):
    fill(program, 1)
    found = [(one.kind, one.first, one.note) for one in in_order(items_of(program))]

    assert found == [
        ("activity", DATE(2011, 5, 1), ""),
        ("point", DATE(2011, 6, 30), "9 unge"),
        ("follow_up", DATE(2011, 10, 27), "Requisition"),
        ("due", DATE(2011, 12, 31), ""),
        ("due", DATE(2011, 12, 31), ""),
        ("follow_up", DATE(2012, 1, 1), "2 to ask"),
    ]


@pytest.mark.usefixtures("english")
def test_who_was_asked_already_is_not_to_be_asked(program):
    rule = fill(program, 1)
    participant = rule.criterion.activities.get().participants.first()
    TickFactory(criterion=rule.criterion, participant=participant, on=DATE(2011, 9, 1))

    assert [one.note for one in items_of(program) if one.first == DATE(2012, 1, 1)] == ["1 to ask"]


@pytest.mark.parametrize("rows", [1, 3])
def test_costs_the_same_for_one_of_each_and_for_three(
    program, rows, client_of, laeser, django_assert_num_queries
):
    for number in range(rows):
        fill(program, number)
    client = client_of(laeser)

    with django_assert_num_queries(14):
        page = client.get(reverse("overview:timeline", args=["2011"])).content.decode()

    assert page.count("<svg viewBox") == rows
    assert page.count("Fest</a>") == rows
