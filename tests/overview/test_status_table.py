"""The status table: counts, rows in their order, filters, and what wants somebody."""

import datetime
from decimal import Decimal

import pytest

from core.bars import Bar
from indicators.models.choices import Base, Status
from overview.queries.pages import status_table
from overview.rules.status import StatusFilter
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    CriterionFactory,
    InitiativeFactory,
    LogEntryFactory,
    MainAreaFactory,
    MeasurementFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)  # a Saturday
MONDAY = datetime.date(2011, 9, 26)
OVER = datetime.date(2012, 1, 1)


@pytest.fixture
def program():
    return ProgramFactory(slug="2011")


@pytest.fixture
def area(program):
    return MainAreaFactory(program=program, number=1)


def a_count(area, value=None, on=datetime.date(2011, 8, 20), **fields):
    """A count of at least 100, measured once or never."""
    criterion = CriterionFactory(main_area=area, **fields)
    if value is not None:
        MeasurementFactory(criterion=criterion, value=value, measured_on=on)
    return criterion


def wordings(rows):
    return [row.wording for row in rows]


def row_of(criterion, as_of=TODAY):
    table = status_table(criterion.main_area.program, as_of)
    return next(row for row in table.rows if row.pk == criterion.pk)


class TestCounts:
    def test_say_how_many_there_are_of_each_status(self, program, area):
        for value in (100, 120, None):
            a_count(area, value)
        a_count(area, 1, even=True)

        counts = {count.status: count.number for count in status_table(program, TODAY).counts()}

        assert counts == {
            Status.MET: 2,
            Status.ON_TRACK: 0,
            Status.AT_RISK: 0,
            Status.BEHIND: 1,
            Status.UNMEASURED: 0,
            Status.NOT_DUE: 1,
        }

    def test_name_the_rarer_statuses_where_there_are_any(self, program, area):
        a_count(area, 1)

        counts = {count.status: count.number for count in status_table(program, OVER).counts()}

        assert counts[Status.MISSED] == 1
        assert Status.PARTLY not in counts

    def test_use_the_computed_status_and_not_the_judged(self, program, area):
        criterion = a_count(area, 1)
        AssessmentFactory(criterion=criterion, status=Status.MET)

        counts = {count.status: count.number for count in status_table(program, OVER).counts()}

        assert (counts[Status.MET], counts[Status.MISSED]) == (0, 1)

    def test_are_of_all_rows_whatever_the_filter(self, program, area):
        a_count(area, 100)
        a_count(area)

        table = status_table(program, TODAY).filtered(StatusFilter(status=Status.MET))

        assert len(table.rows) == 1
        assert sum(count.number for count in table.counts()) == 2

    def test_are_told_for_each_main_area(self, program, area):
        empty = MainAreaFactory(program=program, number=2)
        a_count(area, 100)
        a_count(area)

        first, second = status_table(program, TODAY).area_summaries()

        assert (first.main_area, first.total) == (area, 2)
        assert [(c.status, c.number) for c in first.counts] == [
            (Status.MET, 1),
            (Status.NOT_DUE, 1),
        ]
        assert [(s.start, s.width) for s in first.segments] == [(0, 50), (50, 50)]
        assert (second.main_area, second.total, second.segments) == (empty, 0, [])


class TestRows:
    def test_of_sub_criteria_stand_under_the_one_they_are_part_of(self, program, area):
        smallest = CriterionFactory(main_area=area, position=1, wording="Mindst")
        part = CriterionFactory(main_area=area, position=2, wording="Del")
        whole = CriterionFactory(main_area=area, position=3, wording="Hel", all=True)
        CriterionFactory(main_area=area, position=4, wording="Anden")
        for child, parent in ((part, whole), (smallest, part)):
            child.parent = parent
            child.save()

        rows = status_table(program, TODAY).rows

        assert [(row.wording, row.depth) for row in rows] == [
            ("Hel", 0),
            ("Del", 1),
            ("Mindst", 2),
            ("Anden", 0),
        ]
        assert rows[1].parent == whole.ref

    def test_say_who_answers_for_it(self, area, konsulent, kollega):
        own = CriterionFactory(main_area=area, responsible=konsulent)
        first, second = (
            ActivityFactory(main_area=area, position=position, responsible=user)
            for position, user in ((1, kollega), (2, konsulent))
        )
        through_activity = CriterionFactory(main_area=area, activities=[second, first])
        nobody = CriterionFactory(main_area=area)

        assert row_of(own).responsible == "Karla Konsulent"
        assert row_of(through_activity).responsible == "Kim Kollega"
        assert (row_of(nobody).responsible, row_of(nobody).responsible_id) == ("", None)

    def test_say_when_and_by_whom_it_was_last_measured(self, area, konsulent):
        criterion = CriterionFactory(main_area=area)
        MeasurementFactory(criterion=criterion, recorded_by=konsulent, measured_on=MONDAY)

        row = row_of(criterion)

        assert (row.measured_on, row.measured_by) == (MONDAY, "Karla Konsulent")

    def test_say_when_attendance_was_last_counted(self, area, konsulent):
        activity = ActivityFactory(main_area=area)
        criterion = CriterionFactory(main_area=area, attendance=True, activities=[activity])
        LogEntryFactory(activity=activity, attendance=5, on=MONDAY, recorded_by=konsulent)

        row = row_of(criterion)

        assert (row.measured_on, row.measured_by) == (MONDAY, "Karla Konsulent")

    def test_show_both_statuses(self, area):
        criterion = a_count(area, 1)
        AssessmentFactory(criterion=criterion, status=Status.MET)

        row = row_of(criterion, OVER)

        assert (row.status, row.assessed_status) == (Status.MISSED, Status.MET)

    def test_have_a_share_to_six_places_towards_the_losing_side(self, area):
        share = CriterionFactory(share=True, main_area=area)
        MeasurementFactory(criterion=share, numerator=2, denominator=3)
        at_most = CriterionFactory(share=True, main_area=area, comparison="<=")
        MeasurementFactory(criterion=at_most, numerator=2, denominator=3)

        assert row_of(share).value == Decimal("66.666666")
        assert row_of(at_most).value == Decimal("66.666667")

    def test_have_averages_with_two_places_to_be_read_and_six_in_data(self, area):
        average = a_count(area, 1, aggregation="average", target=2)
        for value in (1, 2):
            MeasurementFactory(criterion=average, value=value)

        row = row_of(average)

        assert (row.value, row.value_text) == (Decimal("1.333333"), "1,33")

    def test_have_as_many_places_as_tell_a_share_from_its_target(self, area):
        share = CriterionFactory(share=True, main_area=area, target=Decimal("33.33"))
        MeasurementFactory(criterion=share, numerator=1, denominator=3)

        assert row_of(share).value_text == "33,33\N{NO-BREAK SPACE}%"

    def test_of_a_share_say_the_per_cent_of_the_target_that_decided(self, area):
        share = CriterionFactory(share=True, main_area=area, target=60)
        MeasurementFactory(criterion=share, numerator=111, denominator=200)

        assert "(92,5\N{NO-BREAK SPACE}% of it)" in row_of(share).explanation

    @pytest.mark.parametrize(
        ("fields", "value", "bar"),
        [
            ({}, 25, Bar(25, 0)),
            ({"target": 334, "even": True}, 167, Bar(50, 72)),
            ({"target": 0}, 0, None),
            ({}, 400, Bar(100, 0)),
            ({"comparison": "<="}, 50, Bar(50, None)),
        ],
    )
    def test_have_a_bar_that_marks_what_is_expected(self, area, fields, value, bar):
        assert row_of(a_count(area, value, **fields)).bar == bar

    def test_of_a_share_mark_the_target(self, area):
        share = CriterionFactory(share=True, target=70, main_area=area)
        MeasurementFactory(criterion=share, numerator=1, denominator=2)

        assert row_of(share).bar == Bar(50, 70)

    @pytest.mark.parametrize("kind", ["milestone", "all", "narrative"])
    def test_without_figures_have_no_bar(self, area, kind):
        assert row_of(CriterionFactory(main_area=area, **{kind: True})).bar is None

    def test_of_a_linked_share_without_its_base_stand_too(self, area):
        base = CriterionFactory(main_area=area)
        share = CriterionFactory(share=True, main_area=area, base=Base.LINKED, base_criteria=[base])
        MeasurementFactory(criterion=share, numerator=5)

        row = row_of(share)

        assert (row.value, row.numerator, row.denominator) == (None, 5, None)
        assert row.status == Status.NOT_COMPUTABLE


class TestFilters:
    @pytest.fixture
    def two(self, program, area, konsulent):
        mine = a_count(area, 100, wording="Min", responsible=konsulent)
        other = MainAreaFactory(program=program, number=2)
        a_count(other, wording="Din", responsible=UserFactory())
        return mine

    @pytest.mark.parametrize(
        ("chosen", "found"),
        [
            ({}, ["Min", "Din"]),
            ({"main_area": 1}, ["Min"]),
            ({"main_area": 2}, ["Din"]),
            ({"status": Status.MET}, ["Min"]),
            ({"main_area": 2, "status": Status.MET}, []),
        ],
    )
    def test_keep_what_matches_all_of_them(self, program, two, chosen, found):
        table = status_table(program, TODAY).filtered(StatusFilter(**chosen))

        assert wordings(table.rows) == found

    def test_keep_a_persons_own(self, program, two, konsulent):
        table = status_table(program, TODAY).filtered(StatusFilter(responsible=konsulent.pk))

        assert wordings(table.rows) == ["Min"]


class TestSorting:
    @pytest.mark.parametrize(
        ("sort", "found"),
        [
            ("", ["Åben", "Zoo", "Ære"]),
            ("wording", ["Zoo", "Ære", "Åben"]),
            ("status", ["Zoo", "Ære", "Åben"]),
            ("due", ["Ære", "Åben", "Zoo"]),
            ("measured", ["Åben", "Zoo", "Ære"]),
        ],
    )
    def test_puts_rows_in_the_order_asked_for(self, program, area, sort, found):
        """«Åben» is met, «Zoo» behind, «Ære» not due."""
        a_count(area, 100, on=MONDAY, wording="Åben")
        a_count(area, 1, wording="Zoo", even=True)
        a_count(area, wording="Ære", due_on=datetime.date(2011, 11, 1))

        table = status_table(program, TODAY).filtered(StatusFilter(sort=sort))

        assert wordings(table.rows) == found

    def test_by_an_unknown_order_leaves_the_documents(self, program, area):
        a_count(area, wording="B")
        a_count(area, wording="A")

        table = status_table(program, TODAY).filtered(StatusFilter(sort="nonsense"))

        assert wordings(table.rows) == ["B", "A"]


class TestGroups:
    def test_stand_under_their_main_area_and_initiative(self, program, area):
        initiative = InitiativeFactory(main_area=area)
        a_count(area, wording="Uden", position=1)
        a_count(area, wording="Med", position=2, initiative=initiative)
        a_count(MainAreaFactory(program=program, number=2), wording="Næste")

        groups = status_table(program, TODAY).groups()

        assert [(g.initiative, g.opens_area, wordings(g.rows)) for g in groups] == [
            (None, True, ["Uden"]),
            (initiative, False, ["Med"]),
            (None, True, ["Næste"]),
        ]

    def test_are_one_without_a_name_where_rows_are_sorted(self, program, area):
        a_count(area)
        a_count(MainAreaFactory(program=program, number=2))

        [group] = status_table(program, TODAY).filtered(StatusFilter(sort="due")).groups()

        assert (group.main_area, len(group.rows)) == (None, 2)

    @pytest.mark.parametrize("sort", ["", "due"])
    def test_are_none_where_nothing_matches(self, program, area, sort):
        a_count(area)

        table = status_table(program, TODAY).filtered(StatusFilter(status=Status.MET, sort=sort))

        assert table.groups() == []
