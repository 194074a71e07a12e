"""A programme file's rows as the models hold them, not saved yet, with what the models refuse."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from overview.program_file import ProgramFile
from overview.program_rows.cases import add_cases, tie_cases
from overview.program_rows.criteria import add_criteria
from overview.program_rows.happenings import add_log_entries, add_measurements
from overview.program_rows.plan import add_activities, add_initiatives, add_main_areas, program_of
from overview.program_rows.refusals import faults_of
from overview.program_rows.registers import add_directory, add_participants, add_ticks
from overview.program_rows.resources import add_allocations, add_money, add_time_entries
from overview.program_rows.rows import (
    AllocationTies,
    Case,
    CriterionTies,
    OrganisationTies,
    Rows,
    recorded,
)

__all__ = [
    "AllocationTies",
    "Case",
    "CriterionTies",
    "OrganisationTies",
    "Rows",
    "recorded",
    "rows_of",
]


def rows_of(file: ProgramFile, users: Mapping[str, User]) -> Rows:
    """The rows with their faults; those of rows that ``file`` had to set aside are not repeated."""
    rows = Rows(program=program_of(file))
    if file.header:
        rows.faults += faults_of(rows.program, ())
    add_main_areas(rows, file)
    add_initiatives(rows, file)
    add_directory(rows, file)
    add_activities(rows, file, users)
    add_allocations(rows, file, users)
    add_participants(rows, file, users)
    add_criteria(rows, file, users)
    add_ticks(rows, file, users)
    add_cases(rows, file, users)
    add_log_entries(rows, file, users)
    tie_cases(rows, file)
    add_measurements(rows, file, users)
    add_time_entries(rows, file, users)
    add_money(rows, file, users)
    return rows
