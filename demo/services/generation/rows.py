"""What a generated programme is made of, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from activities.models import Activity, TimeEntry
from directory.models import Consultant, Participant
from economy.models import Commitment, Expense
from exchange.services.loading import save_program
from exchange.services.sections.allocations import NewAllocation
from exchange.services.sections.budget_lines import NewLine
from exchange.services.sections.criteria import NewCriterion
from exchange.services.sections.log_entries import NewEntry
from exchange.services.sections.organisations import NewOrganisation
from exchange.services.sections.requisitions import NewCase
from indicators.models import Measurement, Tick
from programs.models import FundingSource, Initiative, MainArea, Program


@dataclass
class Rows:
    """By the sections that save them; those that others refer to, by number or reference."""

    program: Program
    main_areas: dict[int, MainArea] = field(default_factory=dict)
    initiatives: dict[str, Initiative] = field(default_factory=dict)
    organisations: dict[str, NewOrganisation] = field(default_factory=dict)
    consultants: dict[str, Consultant] = field(default_factory=dict)
    funding_sources: list[FundingSource] = field(default_factory=list)
    activities: dict[str, Activity] = field(default_factory=dict)
    allocations: list[NewAllocation] = field(default_factory=list)
    budget_lines: list[NewLine] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    criteria: dict[str, NewCriterion] = field(default_factory=dict)
    ticks: list[Tick] = field(default_factory=list)
    requisitions: list[NewCase] = field(default_factory=list)
    log_entries: list[NewEntry] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    time_entries: list[TimeEntry] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    expenses: list[Expense] = field(default_factory=list)

    def save(self) -> None:
        records = {
            section: list(rows.values()) if isinstance(rows, dict) else rows
            for section, rows in vars(self).items()
        }
        save_program(self.program, records)
