"""Hours by person: who sees whose, and which planned hours are somebody's."""

import datetime
from decimal import Decimal

import pytest

from resources.queries.figures import people, resources_of
from tests.factories import ActivityFactory, ProgramFactory, UserFactory
from tests.factories.resources import StaffAllocationFactory, TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

DAY = datetime.date(2011, 10, 1)  # 243 of 334 days gone


@pytest.fixture
def program():
    return ProgramFactory(slug="2011", fte=3)


def test_a_manager_sees_everybodys_hours_and_others_their_own(program, area, leder, laeser):
    one, other = UserFactory(full_name="Åse"), UserFactory(full_name="Bo")
    activity = ActivityFactory(main_area=area)
    TimeEntryFactory(activity=activity, person=one, hours=5)
    TimeEntryFactory(activity=activity, person=other, hours=7)
    found = resources_of(program, DAY)

    assert [(p.name, p.hours.logged) for p in people(found, leder)] == [("Bo", 7), ("Åse", 5)]
    assert [(p.name, p.by_area) for p in people(found, one)] == [("Åse", (5,))]
    assert people(found, laeser) == []


def test_a_persons_planned_hours_are_those_of_the_allocations_that_name_them(program, area, leder):
    one, other, third = (UserFactory(full_name=name) for name in ("Amina", "Bo", "Carl"))
    activity = ActivityFactory(main_area=area)
    StaffAllocationFactory(main_area=area, activities=[activity], weekly_hours=22, person=one)
    StaffAllocationFactory(main_area=area, activities=[activity], weekly_hours=7, person=third)
    for person in (one, other):
        TimeEntryFactory(activity=activity, person=person, hours=5)
    found = resources_of(program, DAY)

    amina, bo, carl = (person.hours for person in people(found, leder))

    assert (amina.planned, amina.planned_to_date) == (Decimal("1049.71"), Decimal("763.71"))
    assert (amina.logged, amina.left, amina.forecast) == (5, Decimal("1044.71"), Decimal("6.87"))
    assert (bo.planned, bo.left, bo.logged) == (None, None, 5)
    assert (carl.planned, carl.logged, carl.forecast) == (334, None, None)
    assert [person.name for person in people(found, third)] == ["Carl"]
