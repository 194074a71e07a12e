from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities.models import Activity
from exchange.rules.shapes import Row
from exchange.rules.values import Amount, Day, Filled, Small, Text
from exchange.services.drafts import Draft
from exchange.services.saving import create
from exchange.services.section import Made, Rows, Section
from exchange.services.written import Names
from programs.models import Program
from resources.models import StaffAllocation
from resources.rules.staffing import check_allocation


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

    def fault_of_all(self) -> str:
        if (self.initiative is None) != bool(self.activities):
            return _("give either an initiative or its activities")
        if (self.fte is None) == (self.weekly_hours is None):
            return _("give either fte or weekly_hours")
        return ""


@dataclass
class NewAllocation:
    """An allocation of staff and the activities that share it; none where it has an initiative."""

    allocation: StaffAllocation
    activities: list[Activity]


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        allocation = draft.row(SECTION, row)
        activities = draft.found("activities", row.activities)
        # What is unknown has been named already.
        known = bool(allocation.initiative) or 0 < len(activities) == len(row.activities)
        if known and draft.has_head and draft.has_area(row.main_area):
            with draft.refusing(row.at, SECTION.keys):
                check_allocation(allocation, activities, draft.program)
        yield "", NewAllocation(allocation, activities)


def save(records: Sequence[NewAllocation]) -> None:
    allocations = [record.allocation for record in records]
    shared = ((record.allocation, activity) for record in records for activity in record.activities)
    create(allocations, {StaffAllocation.activities: shared})


def found(program: Program) -> QuerySet[StaffAllocation]:
    rows = StaffAllocation.objects.filter(main_area__program=program)
    return rows.order_by("main_area__number", "position", "pk").prefetch_related("activities")


def more(allocation: StaffAllocation, names: Names) -> dict[str, Any]:
    activities = [activity.pk for activity in allocation.activities.all()]
    return {"activities": names.listed("activities", activities)}


SECTION = Section(
    key="allocations",
    shape=AllocationRow,
    is_configured=True,
    refers={
        "main_area": "main_areas",
        "initiative": "initiatives",
        "activities": "activities",
        "person": "users",
    },
    once=(("activities",),),
    model=StaffAllocation,
    found=found,
    prefix="r",
    more=more,
    keys={"decision_reference": "decision", "allocation_starts_before_it_ends": "ends_on"},
    make=make,
    save=save,
    hangs_on={"main_area": "main_areas"},
)
