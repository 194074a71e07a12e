from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import model_validator

from activities.models import Activity
from exchange.rules.shapes import Row
from exchange.rules.values import Amount, Day, Filled, Small, Text, refused
from exchange.services.drafts import Draft, built
from exchange.services.saving import create_first_versions
from exchange.services.section import Section, Trace
from exchange.services.sections.main_areas import MAIN_AREA
from resources.models import StaffAllocation
from resources.rules.staffing import check_allocation

ALLOCATION = Trace(StaffAllocation, {"main_area": MAIN_AREA})
KEYS = {"decision_reference": "decision", "allocation_starts_before_it_ends": "ends_on"}


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


@dataclass
class NewAllocation:
    """An allocation of staff and the activities that share it; none where it has an initiative."""

    allocation: StaffAllocation
    activities: list[Activity]


def make(draft: Draft, rows: Iterable[AllocationRow]) -> Iterator[tuple[str, NewAllocation]]:
    for row in rows:
        initiative = draft.get("initiatives", row.initiative)
        allocation = built(
            StaffAllocation,
            row,
            main_area=draft.area(row.main_area),
            initiative=initiative,
            person=draft.user(row.person),
            position=row.position,
            decision_reference=row.decision,
        )
        activities = draft.found("activities", row.activities)
        draft.check(allocation, row.at, KEYS)
        # What is unknown has been named already.
        known = bool(initiative) or 0 < len(activities) == len(row.activities)
        if known and draft.has_head and draft.get("main_areas", str(row.main_area)):
            with draft.refusing(row.at):
                check_allocation(allocation, activities, draft.program)
        yield "", NewAllocation(allocation, activities)


def save(records: Sequence[NewAllocation]) -> None:
    allocations = [record.allocation for record in records]
    StaffAllocation.objects.bulk_create(allocations)
    shared = ((record.allocation, activity) for record in records for activity in record.activities)
    create_first_versions(allocations, {StaffAllocation.activities: shared})


SECTION = Section(
    key="allocations",
    shape=AllocationRow,
    refers={
        "main_area": "main_areas",
        "initiative": "initiatives",
        "activities": "activities",
        "person": "users",
    },
    once=(("activities",),),
    make=make,
    save=save,
    counted=("allocations",),
    traces=(ALLOCATION,),
)
