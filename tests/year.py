"""A year with an area of 2 FTE; at its fair an allocation, hours and a line that is overspent."""

import datetime
from decimal import Decimal

import pytest

from tests.factories import (
    ActivityFactory,
    InitiativeFactory,
    MainAreaFactory,
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


@pytest.fixture
def program():
    return ProgramFactory(slug="2011", title="The year", fte=2)


@pytest.fixture
def area(program):
    return MainAreaFactory(
        program=program, number=1, title="The area", resource_title="The other title", fte=2
    )


@pytest.fixture
def activity(area):
    initiative = InitiativeFactory(main_area=area, ref="young", title="The young")
    return ActivityFactory(main_area=area, initiative=initiative, ref="fair", title="The fair")


@pytest.fixture
def line(program, activity):
    """Overspent by 500,50 kroner from 1 June on, when it was made less."""
    source = FundingSourceFactory(program=program, name="The pool")
    line = BudgetLineFactory(
        source=source, activity=activity, amount=2000, ref="fair", title="Fair money"
    )
    BudgetRevisionFactory(line=line, on=datetime.date(2011, 6, 1), amount=1000)
    ExpenseFactory(line=line, on=datetime.date(2011, 5, 2), amount=Decimal("1400.50"))
    CommitmentFactory(line=line, on=datetime.date(2011, 5, 2), amount=100)
    return line


@pytest.fixture
def hours(activity, area):
    StaffAllocationFactory(
        main_area=area, activities=[activity], title="The decision", weekly_hours=22
    )
    TimeEntryFactory(activity=activity, hours=Decimal("7.5"))
