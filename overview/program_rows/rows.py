"""What a programme file brings, tied together by its references, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from activities.models import Activity, LogEntry, TimeEntry
from activities.models import Place as Venue
from directory.models import (
    BilingualShare,
    Consultant,
    Organisation,
    OrganisationName,
    Participant,
    SchoolClass,
)
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from indicators.models import (
    Assessment,
    Criterion,
    HoursRule,
    Measurement,
    PlannedPoint,
    RosterRule,
    Tick,
)
from overview.program_file import Fault
from programs.models import FundingSource, Initiative, MainArea, Program
from requisitions.models import FollowUp, Party, RegisterRule, Requisition, StateChange
from resources.models import StaffAllocation

RECORDED = time(18)


@dataclass
class CriterionTies:
    """A criterion and what it is tied to once all are saved; ``parent`` is a reference."""

    criterion: Criterion
    parent: str | None
    activities: list[Activity]
    base_criteria: list[Criterion] = field(default_factory=list)
    points: list[PlannedPoint] = field(default_factory=list)
    roster_rule: RosterRule | None = None
    register_rule: RegisterRule | None = None
    hours_rule: HoursRule | None = None


@dataclass
class AllocationTies:
    """An allocation of staff and the activities that share it; none where it has an initiative."""

    allocation: StaffAllocation
    activities: list[Activity]


@dataclass
class OrganisationTies:
    """An organisation with its names, classes and shares: what the directory lacks is added."""

    organisation: Organisation
    former_names: list[OrganisationName] = field(default_factory=list)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    shares: list[BilingualShare] = field(default_factory=list)


@dataclass
class Case:
    """A requisition with all that hangs on it."""

    requisition: Requisition
    parties: list[Party] = field(default_factory=list)
    states: list[StateChange] = field(default_factory=list)
    follow_up: FollowUp | None = None
    log_entries: list[LogEntry] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)

    @property
    def activity(self) -> Activity:
        return self.requisition.activity


@dataclass
class Rows:
    """Everything that a file brings, tied together and not saved yet, by number or reference."""

    program: Program
    main_areas: dict[int, MainArea] = field(default_factory=dict)
    initiatives: dict[str, Initiative] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    organisations: dict[str, OrganisationTies] = field(default_factory=dict)
    consultants: dict[str, Consultant] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    participants: list[Participant] = field(default_factory=list)
    participants_by_ref: dict[str, Participant] = field(default_factory=dict)
    criteria: dict[str, CriterionTies] = field(default_factory=dict)
    ticks: list[Tick] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)
    log_entries: dict[str, LogEntry] = field(default_factory=dict)
    hours: list[TimeEntry] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    allocations: list[AllocationTies] = field(default_factory=list)
    funding_sources: dict[str, FundingSource] = field(default_factory=dict)
    budget_lines: dict[str, BudgetLine] = field(default_factory=dict)
    revisions: list[BudgetRevision] = field(default_factory=list)
    expenses: list[Expense] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    commitments_by_ref: dict[str, Commitment] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def area(self, number: int | None) -> MainArea:
        """The main area; for one that the file lacks, which is a fault already, a stand-in."""
        return self.main_areas.get(number or 0) or MainArea(program=self.program)


def recorded(day: date, position: int) -> datetime:
    """When an undated recording was made: that evening, in the order of the file."""
    evening = datetime.combine(day, RECORDED, timezone.get_default_timezone())
    return evening + timedelta(microseconds=position)
