"""What a programme file says of staff, hours and money."""

from __future__ import annotations

from pydantic import model_validator

from overview.program_file.shape import Row, Shape, SubjectRow
from overview.program_file.values import (
    Amount,
    Bool,
    Day,
    DayHours,
    Filled,
    Kroner,
    Small,
    Text,
    refused,
)
from programs.models.basis import Basis


class Retracted(Shape):
    reason: Filled
    on: Day


# Staff -----------------------------------------------------------------------------------------
class Staff(Shape):
    """The programme's full-time equivalents; ``hours`` are a year's of one of them."""

    total: Amount
    basis: Basis = Basis.GROSS
    hours: Amount | None = None


class HoursAsked(Shape):
    """How a criterion with the source «hours» reads them."""

    per_week: Bool = False


class AllocationRow(Row):
    main_area: Small
    title: Filled
    initiative: Filled | None = None
    activities: list[Filled] = []
    fte: Amount | None = None
    weekly_hours: Amount | None = None
    person: Filled | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    decision: Text = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> AllocationRow:
        if (self.initiative is None) != bool(self.activities):
            raise refused("give either an initiative or its activities")
        if (self.fte is None) == (self.weekly_hours is None):
            raise refused("give either fte or weekly_hours")
        return self


class TimeEntryRow(SubjectRow):
    """Hours as typed in a week; those of a log entry stand with the entry."""

    hours: DayHours
    by: Filled


# Money -----------------------------------------------------------------------------------------
class FundingSourceRow(Row):
    ref: Filled
    name: Filled


class Revision(Shape):
    on: Day
    amount: Kroner
    reason: Filled
    decision: Text = ""
    by: Filled | None = None


class BudgetLineRow(Row):
    ref: Filled
    source: Filled
    title: Filled
    initiative: Filled | None = None
    activity: Filled | None = None
    amount: Kroner
    decision: Text = ""
    revisions: list[Revision] = []

    @model_validator(mode="after")
    def _one_thing(self) -> BudgetLineRow:
        if (self.initiative is None) == (self.activity is None):
            raise refused("give either an initiative or an activity")
        return self


class PostedRow(Row):
    """An amount on a budget line on a day."""

    line: Filled
    on: Day
    amount: Kroner
    text: Filled
    by: Filled | None = None
    retracted: Retracted | None = None


class ExpenseRow(PostedRow):
    voucher: Text = ""
    settles: Filled | None = None


class CommitmentRow(PostedRow):
    ref: Filled | None = None
    released_on: Day | None = None
