"""What a programme has left in the tables and in their history: who touched it; removing it."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from activities.models import Activity, Attachment, LogEntry, TimeEntry
from directory.models import Consultant, Participant
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense, ExpenseAttachment
from indicators.models import (
    Assessment,
    Criterion,
    HoursRule,
    Measurement,
    RosterRule,
    Tick,
)
from overview.program_rows.rows import recorded
from programs.models import FundingSource, Initiative, MainArea, Program
from requisitions.models import FollowUp, Party, RegisterRule, Requisition, StateChange
from resources.models import StaffAllocation


def tie_models() -> tuple[Any, Any]:
    """Where history keeps a criterion's activities and its linked denominators."""
    history = Criterion.history.model
    return history.activities.model, history.base_criteria.model


def shared_model() -> Any:
    """Where history keeps the activities of an allocation of staff."""
    return StaffAllocation.history.model.activities.model


def entered_by_hand(program: Program) -> bool:
    """Whether a person has made or changed any of the programme's rows, or attached a file.

    So is a consultant removed when the time was up: the file would bring the person back.
    """
    entries = LogEntry.objects.of_program(program)
    if Attachment.objects.filter(log_entry__in=entries).exists():
        return True
    if ExpenseAttachment.objects.filter(expense__line__source__program=program).exists():
        return True
    if consultants_of(program).filter(forgotten_at__isnull=False).exists():
        return True
    states = list(_states(program))
    if any(row.is_retracted for row in states):
        return True
    if any(_is_by_hand(row) for row in chain(states, _revisions(program))):
        return True
    if _documents_elsewhere(program):
        return True
    people = Consultant.history.filter(id__in=consultants_of(program).values("pk"))
    kept = [people, *_history(program.pk)]
    return any(rows.filter(history_user__isnull=False).exists() for rows in kept)


def _states(program: Program) -> QuerySet[StateChange]:
    return StateChange.objects.filter(requisition__in=Requisition.objects.of_program(program))


def _revisions(program: Program) -> QuerySet[BudgetRevision]:
    return BudgetRevision.objects.filter(line__source__program=program)


def _is_by_hand(row: Any) -> bool:
    """Of a state or a revised amount, which have no history: a file's are of their own evening."""
    late = row.recorded_at - recorded(row.on, 0)
    return not timedelta(0) <= late < timedelta(seconds=1)


def _documents_elsewhere(program: Program) -> bool:
    """Whether this one's entries or participants document a case of another programme."""
    others = Requisition.objects.exclude(activity__main_area__program=program)
    entries = LogEntry.objects.of_program(program)
    participants = Participant.objects.filter(activity__main_area__program=program)
    return others.filter(Q(log_entries__in=entries) | Q(participants__in=participants)).exists()


def consultants_of(program: Program) -> QuerySet[Consultant]:
    return Consultant.objects.filter(
        participations__activity__main_area__program=program
    ).distinct()


def remove(program: Program) -> None:
    """Delete the programme's rows and their history; ProtectedError where others refer to them.

    Only for a programme that nobody has worked on. Innermost rows first, as most are protected.
    """
    program_id = program.pk
    entries = LogEntry.objects.of_program(program)
    criteria = Criterion.objects.of_program(program)
    consultants = list(consultants_of(program).values_list("pk", flat=True))
    _remove_registers(program)
    Measurement.objects.filter(criterion__in=criteria).delete()
    Assessment.objects.filter(criterion__in=criteria).delete()
    TimeEntry.objects.of_program(program).delete()
    entries.delete()
    _remove_money(program)
    StaffAllocation.objects.filter(main_area__program=program).delete()
    # A parent is protected by its children. History needs no row of this: it goes as well.
    criteria.update(parent=None)
    criteria.delete()
    Participant.objects.filter(activity__main_area__program=program).delete()
    Activity.objects.of_program(program).delete()
    Initiative.objects.filter(main_area__program=program).delete()
    program.delete()
    _remove_history(program_id)
    # Organisations stay, as the directory is everybody's; people only while they are needed.
    alone = Consultant.objects.filter(pk__in=consultants, participations__isnull=True)
    unneeded = list(alone.values_list("pk", flat=True))
    alone.delete()
    Consultant.history.filter(id__in=unneeded).delete()


def _remove_registers(program: Program) -> None:
    """Cases with what hangs on them, and ticks: innermost first."""
    cases = Requisition.objects.of_program(program)
    FollowUp.objects.filter(requisition__in=cases).delete()
    Party.objects.filter(requisition__in=cases).delete()
    StateChange.objects.filter(requisition__in=cases).delete()
    cases.delete()
    Tick.objects.filter(criterion__main_area__program=program).delete()


def _remove_money(program: Program) -> None:
    lines = BudgetLine.objects.filter(source__program=program)
    for model in (Expense, Commitment, BudgetRevision):
        model.objects.filter(line__in=lines).delete()
    lines.delete()
    FundingSource.objects.filter(program=program).delete()


def _history(program_id: int) -> list[QuerySet]:
    """The history rows of the programme and all that belonged to it, the innermost first.

    Found through history alone, so rows that are gone are among them.
    """
    program = Program.history.filter(id=program_id)
    areas = MainArea.history.filter(program_id=program_id)
    area_ids = areas.values("id")
    initiatives = Initiative.history.filter(main_area_id__in=area_ids)
    activities = Activity.history.filter(main_area_id__in=area_ids)
    criteria = Criterion.history.filter(main_area_id__in=area_ids)
    entries = LogEntry.history.filter(
        Q(main_area_id__in=area_ids) | Q(activity_id__in=activities.values("id"))
    )
    hours = TimeEntry.history.filter(
        Q(main_area_id__in=area_ids) | Q(activity_id__in=activities.values("id"))
    )
    in_criteria = Q(criterion_id__in=criteria.values("id"))
    cases = Requisition.history.filter(activity_id__in=activities.values("id"))
    in_cases = Q(requisition_id__in=cases.values("id"))
    participants = Participant.history.filter(activity_id__in=activities.values("id"))
    registers = [
        FollowUp.history.filter(in_cases),
        Party.history.filter(in_cases),
        cases,
        Tick.history.filter(in_criteria),
        participants,
        RosterRule.history.filter(in_criteria),
        HoursRule.history.filter(in_criteria),
        RegisterRule.history.filter(in_criteria),
    ]
    measurements = Measurement.history.filter(criterion_id__in=criteria.values("id"))
    assessments = Assessment.history.filter(criterion_id__in=criteria.values("id"))
    inside = [criteria, activities, initiatives, areas]
    staff = StaffAllocation.history.filter(main_area_id__in=area_ids)
    money = _history_of_money(program_id)
    return [*registers, measurements, assessments, hours, entries, *money, staff, *inside, program]


def _history_of_money(program_id: int) -> list[QuerySet]:
    sources = FundingSource.history.filter(program_id=program_id)
    lines = BudgetLine.history.filter(source_id__in=sources.values("id"))
    on_lines = Q(line_id__in=lines.values("id"))
    return [Expense.history.filter(on_lines), Commitment.history.filter(on_lines), lines, sources]


def _remove_history(program_id: int) -> None:
    for rows in _history(program_id):
        if rows.model is Criterion.history.model:
            for ties in tie_models():
                ties.objects.filter(history__in=rows.values("pk")).delete()
        if rows.model is StaffAllocation.history.model:
            shared_model().objects.filter(history__in=rows.values("pk")).delete()
        rows.delete()
