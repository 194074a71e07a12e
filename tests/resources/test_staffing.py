"""Allocations of staff: which lies under which, what they plan, and where it is too much."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models.roles import Role
from activities.models import Activity
from resources.models import StaffAllocation
from resources.queries.staffing import trees_of
from resources.rules.staffing import (
    PersonPlan,
    check_allocation,
    overallocations_of_tree,
    planned_of_people,
)
from tests.examples import undone
from tests.factories import (
    ActivityFactory,
    InitiativeFactory,
    MainAreaFactory,
    ProgramFactory,
    UserFactory,
)
from tests.factories.resources import StaffAllocationFactory
from tests.programs.part_pages import address, messages_of, remove, submit

pytestmark = pytest.mark.django_db

GROSS = Decimal("1760.59")  # an FTE's hours in the programme's 334 days
WEEKLY = Decimal("1049.71")  # 22 hours a week in them


@pytest.fixture
def program():
    return ProgramFactory(fte=Decimal(1))


@pytest.fixture
def area(program):
    return MainAreaFactory(program=program, number=2, fte=Decimal(1))


@pytest.fixture
def plans(area):
    """Mjølnerparken, Hærværk til Netværk, Titanparken."""
    return ActivityFactory.create_batch(3, main_area=area)


def tree(program):
    [found] = trees_of(program)
    return found


def shape(program):
    return [(depth, node.allocation) for depth, node in tree(program).walk()]


class TestTheTree:
    def test_the_documents_own_allocations(self, program, area, plans):
        three = StaffAllocationFactory(
            main_area=area, fte=Decimal(1), weekly_hours=None, activities=plans
        )
        one = StaffAllocationFactory(main_area=area, activities=plans[:1])

        assert shape(program) == [(0, three), (1, one)]
        [top] = tree(program).below
        assert (top.planned, top.allocated, top.unallocated) == (GROSS, WEEKLY, GROSS - WEEKLY)
        assert tree(program).unallocated == 0

    def test_the_narrowest_that_covers_it_is_the_parent(self, program, area, plans):
        three = StaffAllocationFactory(main_area=area, activities=plans)
        two = StaffAllocationFactory(main_area=area, activities=plans[:2])
        one = StaffAllocationFactory(main_area=area, activities=plans[:1])

        assert shape(program) == [(0, three), (1, two), (2, one)]

    def test_two_of_the_same_activities_stand_side_by_side(self, program, area, plans):
        both = StaffAllocationFactory.create_batch(2, main_area=area, activities=plans[:1])

        assert shape(program) == [(0, one) for one in both]

    def test_one_that_covers_only_some_is_no_parent(self, program, area, plans):
        first = StaffAllocationFactory(main_area=area, activities=plans[:2])
        second = StaffAllocationFactory(main_area=area, activities=plans[1:])

        assert shape(program) == [(0, first), (0, second)]

    def test_without_a_wider_one_it_lies_under_its_initiatives(self, program, area):
        initiative = InitiativeFactory(main_area=area)
        activity = ActivityFactory(main_area=area, initiative=initiative)
        one = StaffAllocationFactory(main_area=area, activities=[activity])
        whole = StaffAllocationFactory(main_area=area, initiative=initiative)

        assert shape(program) == [(0, whole), (1, one)]

    def test_activities_of_two_initiatives_lie_under_the_main_area(self, program, area):
        initiatives = InitiativeFactory.create_batch(2, main_area=area)
        StaffAllocationFactory(main_area=area, initiative=initiatives[0])
        activities = [ActivityFactory(main_area=area, initiative=one) for one in initiatives]
        shared = StaffAllocationFactory(main_area=area, activities=activities)

        assert (0, shared) in shape(program)

    def test_a_main_area_without_fte_has_no_planned_hours(self, program):
        MainAreaFactory(program=program, number=1)

        assert tree(program).planned == 0

    def test_until_a_day_the_planned_hours_are_those_of_the_days_gone(self, program, area, plans):
        StaffAllocationFactory(main_area=area, activities=plans, ends_on=date(2011, 2, 14))

        [found] = trees_of(program, date(2011, 2, 7))
        [node] = found.below

        assert (node.planned, node.planned_to_date) == (44, 22)
        assert found.planned_to_date == Decimal("36.90")
        assert found.unallocated_to_date == Decimal("14.90")

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_costs_three_queries(self, program, django_assert_num_queries, rows):
        for number in range(rows):
            area = MainAreaFactory(program=program, number=number)
            StaffAllocationFactory.create_batch(rows, main_area=area)

        with django_assert_num_queries(3):
            for found in trees_of(program, date(2011, 6, 1)):
                list(found.walk())


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 3), min_size=1), st.decimals("0.01", 40, places=2)),
        max_size=6,
    )
)
def test_whatever_is_allocated_the_parts_add_up(rows):
    with undone():
        program = ProgramFactory()
        area = MainAreaFactory(program=program, fte=Decimal(1))
        activities = ActivityFactory.create_batch(4, main_area=area)
        for chosen, weekly in rows:
            StaffAllocationFactory(
                main_area=area,
                weekly_hours=weekly,
                activities=[activities[number] for number in chosen],
            )

        found = tree(program)

        assert len(list(found.walk())) == len(rows)
        assert sum((n.planned for n in found.below), found.unallocated) == found.planned
        for _depth, node in found.walk():
            assert sum((n.planned for n in node.below), node.unallocated) == node.planned


class TestWhatIsRefused:
    def check(self, allocation, *activities):
        try:
            check_allocation(allocation, activities, allocation.main_area.program)
        except ValidationError as error:
            return set(error.message_dict)
        return set()

    def allocation(self, area, **fields):
        return StaffAllocation(main_area=area, title="x", weekly_hours=22, **fields)

    def test_activities_of_its_main_area_will_do(self, area, plans):
        assert self.check(self.allocation(area), *plans) == set()

    def test_so_will_an_initiative(self, area):
        allocation = self.allocation(area, initiative=InitiativeFactory(main_area=area))

        assert self.check(allocation) == set()

    def test_neither_is_too_little(self, area):
        assert self.check(self.allocation(area)) == {"initiative"}

    def test_both_are_too_much(self, area, plans):
        allocation = self.allocation(area, initiative=InitiativeFactory(main_area=area))

        assert self.check(allocation, *plans) == {"initiative"}

    def test_an_activity_of_another_main_area(self, area):
        assert self.check(self.allocation(area), ActivityFactory()) == {"activities"}

    def test_an_initiative_of_another_main_area(self, area):
        allocation = self.allocation(area, initiative=InitiativeFactory())

        assert self.check(allocation) == {"initiative"}

    @pytest.mark.parametrize(
        ("field", "day", "refused"),
        [
            ("starts_on", date(2011, 1, 31), True),
            ("starts_on", date(2011, 2, 1), False),
            ("ends_on", date(2011, 12, 31), False),
            ("ends_on", date(2012, 1, 1), True),
        ],
    )
    def test_a_date_outside_the_programme(self, area, plans, field, day, refused):
        allocation = self.allocation(area, **{field: day})

        assert self.check(allocation, *plans) == ({field} if refused else set())


class TestTheScreen:
    pytestmark = pytest.mark.usefixtures("english")

    def add(self, client, area, plans, **changes):
        data = {
            "main_area": area.pk,
            "title": "Mjølnerparken",
            "weekly_hours": "22",
            "activities": [plan.pk for plan in plans],
            "decision_reference": "BR 123/2010",
        }
        return submit(client, address(StaffAllocation, "new", area.program), **{**data, **changes})

    def test_hours_a_week_are_set_aside_for_an_activity(self, admin_client, area, plans):
        response = self.add(admin_client, area, plans[:1])

        assert messages_of(response) == []
        made = StaffAllocation.objects.get()
        assert (made.weekly_hours, list(made.activities.all())) == (22, plans[:1])
        assert made.history.first().history_user == admin_client.user

    def test_they_are_set_aside_for_somebody_who_logs(self, admin_client, area, plans):
        anna, reader = UserFactory(), UserFactory(role=Role.READER)

        assert messages_of(self.add(admin_client, area, plans[:1], person=anna.pk)) == []
        assert StaffAllocation.objects.get().person == anna
        assert messages_of(self.add(admin_client, area, plans[:1], person=reader.pk))

    def test_more_than_the_parent_is_saved_with_a_warning_in_figures(
        self, admin_client, area, plans
    ):
        response = self.add(admin_client, area, plans, weekly_hours="40")

        shown = admin_client.get(response["Location"]).content.decode()
        assert StaffAllocation.objects.count() == 1
        assert "has 1.760,59 hours planned, and 1.908,57 are allocated" in shown
        assert "147,98 too many" in shown

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"activities": []}, "Choose either an initiative or the activities"),
            ({"fte": "1"}, "either full-time equivalents or hours a week"),
            ({"weekly_hours": "0"}, "either full-time equivalents or hours a week"),
            ({"weekly_hours": "22.5"}, "22,5"),
            ({"ends_on": "31-12-2012"}, "outside the programme's period"),
            ({"starts_on": "01-03-2011", "ends_on": "01-02-2011"}, "ends before it starts"),
        ],
    )
    def test_a_wrong_one_is_refused_with_what_to_do(
        self, admin_client, area, plans, changes, message
    ):
        found = messages_of(self.add(admin_client, area, plans, **changes))

        assert any(message in text for text in found), found
        assert not StaffAllocation.objects.exists()

    def test_an_activity_with_staff_stays_in_its_main_area(self, admin_client, area, plans):
        StaffAllocationFactory(main_area=area, title="Tre planer", activities=plans)
        other = MainAreaFactory(program=area.program)

        found = messages_of(submit(admin_client, address(plans[0]), main_area=other.pk))

        assert "shares in staff of the main area" in found[0]
        assert "«Tre planer»" in found[0]

    def test_an_activity_with_staff_is_not_deleted(self, admin_client, area, plans):
        StaffAllocationFactory(main_area=area, activities=plans)

        remove(admin_client, plans[0])

        assert Activity.objects.filter(pk=plans[0].pk).exists()

    def test_the_programme_does_not_shrink_past_an_allocation(self, admin_client, area, plans):
        StaffAllocationFactory(
            main_area=area, title="Sommer", activities=plans, ends_on=date(2011, 8, 31)
        )

        found = messages_of(submit(admin_client, address(area.program), ends_on="30-06-2011"))

        assert "«Sommer»" in found[0]


def test_the_warning_names_each_that_gives_more_than_it_has(program, area, plans, english):
    StaffAllocationFactory(main_area=area, title="Tre planer", weekly_hours=10, activities=plans)
    StaffAllocationFactory(main_area=area, weekly_hours=8, activities=plans[:1])
    StaffAllocationFactory(main_area=area, weekly_hours=8, activities=plans[1:2])

    [warning] = overallocations_of_tree(tree(program))

    assert "«Tre planer» has 477,14 hours planned, and 763,42 are allocated" in warning


class TestSideBySide:
    """Allocations of the very same activities: what lies below is weighed against all of them."""

    def test_parts_that_the_two_have_room_for_are_no_fault(self, program, area, plans):
        StaffAllocationFactory.create_batch(2, main_area=area, weekly_hours=15, activities=plans)
        StaffAllocationFactory(main_area=area, weekly_hours=22, activities=plans[:1])

        assert overallocations_of_tree(tree(program)) == []
        assert tree(program).overallocated_allocations() == set()

    def test_parts_of_more_than_both_are_said_once_of_both(self, program, area, plans, english):
        one, two = (
            StaffAllocationFactory(main_area=area, title=title, weekly_hours=10, activities=plans)
            for title in ("Anna", "Bo")
        )
        StaffAllocationFactory(main_area=area, weekly_hours=22, activities=plans[:1])

        [warning] = overallocations_of_tree(tree(program))

        assert "«Anna + Bo» has 954,28 hours planned, and 1.049,71 are allocated" in warning
        assert tree(program).overallocated_allocations() == {one.pk, two.pk}

    def test_two_of_one_initiative_have_room_together(self, program, area):
        initiative = InitiativeFactory(main_area=area)
        activity = ActivityFactory(main_area=area, initiative=initiative)
        for _ in range(2):
            StaffAllocationFactory(main_area=area, weekly_hours=15, initiative=initiative)
        StaffAllocationFactory(main_area=area, weekly_hours=22, activities=[activity])

        assert overallocations_of_tree(tree(program)) == []


class TestWhatIsPlannedForPeople:
    @pytest.fixture
    def anna(self):
        return UserFactory()

    def test_a_persons_hours_are_those_of_the_allocations_that_name_them(
        self, program, area, plans, anna
    ):
        for plan in plans[:2]:
            StaffAllocationFactory(main_area=area, activities=[plan], person=anna)
        StaffAllocationFactory(main_area=area, activities=plans[2:])

        found = planned_of_people(trees_of(program, date(2011, 2, 7)))

        assert found == {anna.pk: PersonPlan(2 * WEEKLY, Decimal(44))}

    def test_a_part_of_ones_own_counts_once(self, program, area, plans, anna):
        StaffAllocationFactory(
            main_area=area, weekly_hours=None, fte=1, activities=plans, person=anna
        )
        StaffAllocationFactory(main_area=area, activities=plans[:1], person=anna)

        assert planned_of_people(trees_of(program))[anna.pk].planned == GROSS

    def test_so_does_a_part_of_one_that_stands_beside_anothers(self, program, area, plans, anna):
        bo = UserFactory()
        for person in (bo, anna):
            StaffAllocationFactory(main_area=area, activities=plans, person=person)
        StaffAllocationFactory(main_area=area, activities=plans[:1], person=anna)

        found = planned_of_people(trees_of(program))

        assert {person: of.planned for person, of in found.items()} == {
            bo.pk: WEEKLY,
            anna.pk: WEEKLY,
        }

    def test_whoever_no_allocation_names_has_nothing_planned(self, program, area, plans, anna):
        StaffAllocationFactory(main_area=area, activities=plans)

        assert planned_of_people(trees_of(program)) == {}


def test_where_nothing_is_allocated_there_is_nothing_to_warn_of(program, area):
    assert overallocations_of_tree(tree(program)) == []
