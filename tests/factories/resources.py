"""Lawful records of staff, hours and money."""

import datetime
from decimal import Decimal

import factory

from activities.models import TimeEntry
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from indicators.models import HoursRule
from programs.models import FundingSource
from resources.models import StaffAllocation
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    IndexedFactory,
    MainAreaFactory,
    ProgramFactory,
    UserFactory,
)


class FundingSourceFactory(IndexedFactory):
    class Meta:
        model = FundingSource

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Pulje {n}")


class BudgetLineFactory(IndexedFactory):
    """To an activity of the source's programme."""

    class Meta:
        model = BudgetLine

    source = factory.SubFactory(FundingSourceFactory)
    ref = factory.Sequence(lambda n: f"linje-{n}")
    title = factory.LazyAttribute(lambda line: f"Linjen {line.ref}")
    activity = factory.SubFactory(
        ActivityFactory, main_area__program=factory.SelfAttribute("...source.program")
    )
    amount = Decimal(100_000)


class BudgetRevisionFactory(IndexedFactory):
    class Meta:
        model = BudgetRevision

    line = factory.SubFactory(BudgetLineFactory)
    on = datetime.date(2011, 6, 1)
    amount = Decimal(80_000)
    reason = "Udvalget flyttede midler."


class ExpenseFactory(IndexedFactory):
    class Meta:
        model = Expense

    line = factory.SubFactory(BudgetLineFactory)
    on = datetime.date(2011, 5, 2)
    amount = Decimal("1234.50")
    text = "Leje af scene"
    voucher = factory.Sequence(lambda n: f"B-{n}")


class CommitmentFactory(IndexedFactory):
    class Meta:
        model = Commitment

    line = factory.SubFactory(BudgetLineFactory)
    on = datetime.date(2011, 5, 2)
    amount = Decimal(5000)
    text = "Bestilt telt"


class StaffAllocationFactory(IndexedFactory):
    """Of one activity, unless ``activities`` or an initiative is given."""

    class Meta:
        model = StaffAllocation
        skip_postgeneration_save = True

    main_area = factory.SubFactory(MainAreaFactory)
    title = factory.Sequence(lambda n: f"Fordelingen {n}")
    weekly_hours = Decimal(22)

    @factory.post_generation
    def activities(self, create, given):
        if given is not None:
            self.activities.set(given)
        elif self.initiative is None:
            self.activities.set([ActivityFactory(main_area=self.main_area)])


class TimeEntryFactory(IndexedFactory):
    """Hours typed in a week; of a log entry where one is given."""

    class Meta:
        model = TimeEntry

    activity = factory.SubFactory(ActivityFactory)
    person = factory.SubFactory(UserFactory)
    on = datetime.date(2011, 5, 2)
    hours = Decimal("7.5")


class HoursRuleFactory(IndexedFactory):
    """Hours a week, of a criterion with the source «hours»."""

    class Meta:
        model = HoursRule

    criterion = factory.SubFactory(CriterionFactory, source="hours", aggregation="latest")
    per_week = True
