"""A programme file's staff, hours and money as the models hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from activities.models import Activity, TimeEntry
from activities.models.log import MOST_HOURS_A_DAY
from activities.rules.hours import long_days
from core.numbers import NOTHING
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from economy.models.postings import voucher_key
from economy.rules.posted import is_too_early
from overview.program_file import Fault, Place, ProgramFile, place_text, shown
from overview.program_file.resource_shapes import (
    AllocationRow,
    BudgetLineRow,
    CommitmentRow,
    ExpenseRow,
    TimeEntryRow,
)
from overview.program_file.shapes import LogEntryRow
from overview.program_rows.refusals import faults_of, said
from overview.program_rows.rows import AllocationTies, Rows, recorded
from programs.models import FundingSource, Program
from resources.models import StaffAllocation
from resources.rules.staffing import check_allocation

DECISION = {"decision_reference": "decision"}


# Staff -----------------------------------------------------------------------------------------
def add_allocations(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for row in file.allocations:
        allocation = StaffAllocation(
            main_area=rows.area(row.main_area),
            initiative=rows.initiatives.get(row.initiative or ""),
            person=users.get(row.person or ""),
            position=row.position,
            decision_reference=row.decision,
            **row.model_dump(include={"title", "fte", "weekly_hours", "starts_on", "ends_on"}),
        )
        activities = [rows.activities[ref] for ref in row.activities if ref in rows.activities]
        rows.allocations.append(AllocationTies(allocation, activities))
        rows.faults += faults_of(allocation, row.at, keys=DECISION)
        known = len(activities) == len(row.activities)
        if known and row.main_area in rows.main_areas and file.header:
            rows.faults += _faults_of_allocation(rows, row, rows.allocations[-1])


def _faults_of_allocation(rows: Rows, row: AllocationRow, ties: AllocationTies) -> list[Fault]:
    if row.initiative and ties.allocation.initiative is None:
        return []  # named as unknown already
    try:
        check_allocation(ties.allocation, ties.activities, rows.program)
    except ValidationError as error:
        return list(said(error, row.at))
    return []


# Hours -----------------------------------------------------------------------------------------
def add_time_entries(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    """Their shape holds all that the model's own constraints ask: they are not asked once more."""
    first: dict[tuple[object, ...], Place] = {}
    for row in file.time_entries:
        entry = TimeEntry(
            activity=_activity_of(rows, row),
            main_area=None if row.main_area is None else rows.area(row.main_area),
            person=users.get(row.by),
            on=row.on,
            hours=row.hours,
        )
        rows.hours.append(entry)
        key = (row.by, row.on, row.activity, row.requisition, row.main_area)
        if key in first:
            message = f"has its hours of that day already, as {place_text(first[key])}"
            rows.faults.append(Fault(row.at, message))
        first.setdefault(key, row.at)
    rows.faults += _faults_of_days(rows, file, users)


def _activity_of(rows: Rows, row: TimeEntryRow) -> Activity | None:
    case = rows.cases.get(row.requisition or "")
    return case.activity if case else rows.activities.get(row.activity or "")


def _faults_of_days(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> Iterator[Fault]:
    """Nobody has more hours than a day has: those of log entries, and those stored already."""
    given: list[LogEntryRow | TimeEntryRow] = [*file.log_entries, *file.time_entries]
    # A row that is longer than a day by itself has been named already.
    timed = [row for row in given if row.hours and row.hours <= MOST_HOURS_A_DAY]
    logged = [(row.by or "", row.on, row.hours or NOTHING) for row in timed]
    last = {(row.by or "", row.on): row for row in timed}
    stored = _stored_hours(rows.program, users, last)
    before = [(by, on, hours) for (by, on), hours in stored.items()]
    for (by, on), hours in long_days([*logged, *before]).items():
        message = f"«{shown(by)}» has {hours.normalize():f} hours on that day, and a day has 24"
        if (by, on) in stored:
            message += f"; {stored[by, on].normalize():f} of them are stored already"
        yield Fault((*last[by, on].at, "hours"), message)


def _stored_hours(
    program: Program, users: Mapping[str, User], days: Collection[tuple[str, date]]
) -> dict[tuple[str, date], Decimal]:
    """By user name and day, what those named have logged elsewhere: one query.

    The programme's own hours are left out, as the file takes their place or is refused.
    """
    people = {users[by].pk: by for by, _on in days if by in users}
    if not people:
        return {}
    on = [day for _by, day in days]
    elsewhere = (
        TimeEntry.objects.standing()
        .filter(person__in=people, on__range=(min(on), max(on)))
        .exclude(
            Q(activity__main_area__program__slug=program.slug)
            | Q(main_area__program__slug=program.slug)
        )
    )
    found: dict[tuple[str, date], Decimal] = {}
    for person, day, hours in elsewhere.order_by().values_list("person", "on", "hours"):
        if (people[person], day) in days:
            found[people[person], day] = found.get((people[person], day), NOTHING) + hours
    return found


# Money -----------------------------------------------------------------------------------------
def add_money(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for position, row in enumerate(file.funding_sources):
        source = FundingSource(program=rows.program, name=row.name)
        rows.funding_sources[row.ref] = source
        rows.faults += faults_of(source, row.at)
        if row.name in [other.name for other in file.funding_sources[:position]]:
            rows.faults.append(Fault((*row.at, "name"), "the programme has that source already"))
    for line_row in file.budget_lines:
        _add_line(rows, line_row, users)
    for commitment in file.commitments:
        _add_commitment(rows, commitment, users)
    for expense in file.expenses:
        _add_expense(rows, expense, users)
    rows.faults += _faults_of_vouchers(file)


def _add_line(rows: Rows, row: BudgetLineRow, users: Mapping[str, User]) -> None:
    line = BudgetLine(
        source=rows.funding_sources.get(row.source),
        initiative=rows.initiatives.get(row.initiative or ""),
        activity=rows.activities.get(row.activity or ""),
        position=row.position,
        decision_reference=row.decision,
        **row.model_dump(include={"ref", "title", "amount"}),
    )
    rows.budget_lines[row.ref] = line
    rows.faults += faults_of(line, row.at, keys=DECISION)
    for position, given in enumerate(row.revisions):
        revision = BudgetRevision(
            line=line,
            decision_reference=given.decision,
            recorded_by=users.get(given.by or ""),
            recorded_at=recorded(given.on, position),
            **given.model_dump(include={"on", "amount", "reason"}),
        )
        rows.revisions.append(revision)
        at = (*row.at, "revisions", position)
        rows.faults += faults_of(revision, at, keys=DECISION)
        rows.faults += _too_early(rows, given.on, at)


def _add_expense(rows: Rows, row: ExpenseRow, users: Mapping[str, User]) -> None:
    settles = rows.commitments_by_ref.get(row.settles or "")
    expense = Expense(voucher=row.voucher, settles=settles, **_posted(rows, row, users))
    rows.expenses.append(expense)
    rows.faults += faults_of(expense, row.at)
    rows.faults += _too_early(rows, row.on, row.at)
    if settles:
        rows.faults += _faults_of_paying(row, expense, settles)


def _faults_of_paying(row: ExpenseRow, expense: Expense, settles: Commitment) -> Iterator[Fault]:
    """As the forms hold it. A line that is not there has been named already."""
    at, name = (*row.at, "settles"), shown(row.settles or "")
    line, bound = getattr(expense, "line", None), getattr(settles, "line", None)
    if line and bound and line is not bound:
        yield Fault(at, f"«{name}» is committed on «{shown(bound.ref)}», another budget line")
    if settles.is_retracted and not expense.is_retracted:
        yield Fault(at, f"«{name}» was taken back, and is paid all the same")


def _add_commitment(rows: Rows, row: CommitmentRow, users: Mapping[str, User]) -> None:
    commitment = Commitment(released_on=row.released_on, **_posted(rows, row, users))
    rows.commitments.append(commitment)
    if row.ref:
        rows.commitments_by_ref[row.ref] = commitment
    rows.faults += faults_of(commitment, row.at)
    rows.faults += _too_early(rows, row.on, row.at)


def _posted(
    rows: Rows, row: ExpenseRow | CommitmentRow, users: Mapping[str, User]
) -> dict[str, object]:
    at, by = recorded(row.on, row.position), users.get(row.by or "")
    fields: dict[str, object] = {
        "line": rows.budget_lines.get(row.line),
        "recorded_by": by,
        "recorded_at": at,
        **row.model_dump(include={"on", "amount", "text"}),
    }
    if row.retracted:
        fields["retracted_at"] = max(recorded(row.retracted.on, row.position), at)
        fields["retracted_by"] = by
        fields["retraction_reason"] = row.retracted.reason
    return fields


def _too_early(rows: Rows, on: date, at: Place) -> Iterator[Fault]:
    if rows.program.starts_on and is_too_early(on, rows.program.starts_on):
        yield Fault((*at, "on"), "is before the programme starts")


def _faults_of_vouchers(file: ProgramFile) -> Iterator[Fault]:
    """A voucher is booked once a budget line; one that was taken back may be booked anew."""
    first: dict[tuple[str, str], Place] = {}
    for row in file.expenses:
        if not row.voucher or row.retracted:
            continue
        key = (row.line, voucher_key(row.voucher))
        if key in first:
            booked = place_text(first[key])
            message = f"«{shown(row.voucher)}» is booked already, as {booked}"
            yield Fault((*row.at, "voucher"), message)
        first.setdefault(key, row.at)
