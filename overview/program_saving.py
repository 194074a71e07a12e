"""Writing what a programme file brings: each kind of row in few statements, history along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from activities.models import Activity, LogEntry, Place, TimeEntry
from directory.models import (
    BilingualShare,
    Consultant,
    Organisation,
    OrganisationName,
    Participant,
    SchoolClass,
)
from directory.rules.matching import folded
from directory.services.organisations import names_of_directory
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
from overview import program_traces as traces
from overview.program_file import Fault, ProgramFileError, shown
from overview.program_rows import AllocationTies, Case, CriterionTies, OrganisationTies, Rows
from programs.models import FundingSource, Initiative, MainArea, Program
from requisitions.models import FollowUp, Party, RegisterRule, Requisition, StateChange
from resources.models import StaffAllocation

REASON = _("Programme file")
BATCH = 500


def save_rows(rows: Rows) -> dict[str, int]:
    """Write everything; the counts are for whoever asked."""
    cases = list(rows.cases.values())
    activities = [*rows.activities.values(), *(case.activity for case in cases)]
    _create(Program, [rows.program])
    _create(MainArea, rows.main_areas.values())
    _create(Initiative, rows.initiatives.values())
    _save_places(activities)
    _save_directory(list(rows.organisations.values()))
    _create(Consultant, rows.consultants.values())
    _create(Activity, activities)
    _save_allocations(rows.allocations)
    _create(Participant, rows.participants)
    _save_criteria(list(rows.criteria.values()))
    _create(Tick, rows.ticks)
    _create(LogEntry, rows.log_entries.values())
    _create(TimeEntry, rows.hours)
    _save_cases(cases)
    _create(Measurement, rows.measurements)
    _create(Assessment, rows.assessments)
    _save_money(rows)
    return {
        "main areas": len(rows.main_areas),
        "initiatives": len(rows.initiatives),
        "organisations": len(rows.organisations),
        "dialogue consultants": len(rows.consultants),
        "activities": len(rows.activities),
        "participants": len(rows.participants),
        "criteria": len(rows.criteria),
        "ticks": len(rows.ticks),
        "requisitions": len(rows.cases),
        "log entries": len(rows.log_entries),
        "measurements": len(rows.measurements),
        "judgements": len(rows.assessments),
        "allocations": len(rows.allocations),
        "hours": len(rows.hours),
        "budget lines": len(rows.budget_lines),
        "expenses": len(rows.expenses),
        "commitments": len(rows.commitments),
    }


def _create(model: type[Model], rows: Iterable[Model]) -> None:
    bulk_create_with_history(list(rows), model, batch_size=BATCH, default_change_reason=str(REASON))


def _save_places(activities: list[Activity]) -> None:
    """Places are shared between programmes: known ones are used again."""
    for activity in activities:
        if activity.place:
            activity.place, _created = Place.objects.get_or_create(name=activity.place.name)


# The directory ---------------------------------------------------------------------------------
def _save_directory(all_ties: list[OrganisationTies]) -> None:
    """One directory for all programmes: whom it knows by kind and name is used as it stands.

    Only classes that the school lacks, and shares of days without one, are added to it.
    """
    known = names_of_directory() if all_ties else None
    new, used = [], set[int]()
    for ties in all_ties:
        found = known.exact(ties.organisation.name, ties.organisation.kind) if known else []
        if found:
            # What was tied to the row of the file is thereby tied to the one in the directory.
            ties.organisation.pk = found[0]
            if found[0] in used:
                name = shown(ties.organisation.name)
                message = f"«{name}» and another of the file are one in the directory"
                raise ProgramFileError([Fault(("organisations",), message)])
            used.add(found[0])
        else:
            new.append(ties)
    _create(Organisation, (ties.organisation for ties in new))
    _create(OrganisationName, (name for ties in new for name in ties.former_names))
    _save_schools(all_ties)


def _save_schools(all_ties: list[OrganisationTies]) -> None:
    schools = [ties.organisation.pk for ties in all_ties]
    classes = {
        (row.school_id, folded(row.name)): row.pk
        for row in SchoolClass.objects.filter(school__in=schools)
    }
    counted = set(BilingualShare.objects.filter(school__in=schools).values_list("school", "on"))
    new = []
    for ties in all_ties:
        for school_class in ties.classes.values():
            school_class.pk = classes.get((ties.organisation.pk, folded(school_class.name)))
            if school_class.pk is None:
                new.append(school_class)
    _create(SchoolClass, new)
    shares = (share for ties in all_ties for share in ties.shares)
    _create(
        BilingualShare,
        (share for share in shares if (share.school.pk, share.on) not in counted),
    )


# Criteria --------------------------------------------------------------------------------------
def _save_criteria(all_ties: list[CriterionTies]) -> None:
    by_ref = {ties.criterion.ref: ties.criterion for ties in all_ties}
    waiting = all_ties
    while waiting:
        ready = [ties for ties in waiting if not ties.parent or by_ref[ties.parent].pk]
        for ties in ready:
            ties.criterion.parent = by_ref[ties.parent] if ties.parent else None
        Criterion.objects.bulk_create([ties.criterion for ties in ready], batch_size=BATCH)
        waiting = [ties for ties in waiting if ties.criterion.pk is None]
    PlannedPoint.objects.bulk_create(
        [point for ties in all_ties for point in ties.points], batch_size=BATCH
    )
    _save_ties(all_ties)
    _create(RosterRule, (ties.roster_rule for ties in all_ties if ties.roster_rule))
    _create(HoursRule, (ties.hours_rule for ties in all_ties if ties.hours_rule))
    _create(RegisterRule, (ties.register_rule for ties in all_ties if ties.register_rule))


def _save_ties(all_ties: list[CriterionTies]) -> None:
    """The many-to-many rows, and the first history row of each criterion, which holds them too."""
    feeds = Criterion.activities.through.objects.bulk_create(
        Criterion.activities.through(criterion=ties.criterion, activity=activity)
        for ties in all_ties
        for activity in ties.activities
    )
    bases = Criterion.base_criteria.through.objects.bulk_create(
        Criterion.base_criteria.through(from_criterion=ties.criterion, to_criterion=base)
        for ties in all_ties
        for base in ties.base_criteria
    )
    first = _first_versions(Criterion, [ties.criterion for ties in all_ties])
    kept_feeds, kept_bases = traces.tie_models()
    _keep(kept_feeds, feeds, first, of="criterion_id", to="activity_id")
    _keep(kept_bases, bases, first, of="from_criterion_id", to="to_criterion_id")


def _first_versions(model: Any, records: Sequence[Model]) -> dict[int, Model]:
    """By the record's primary key."""
    made = model.history.bulk_history_create(
        records, batch_size=BATCH, default_change_reason=str(REASON)
    )
    return {version.id: version for version in made}


def _keep(
    kept: Any, ties: Iterable[Model], first: Mapping[int, Model], *, of: str, to: str
) -> None:
    """The many-to-many rows again, as a part of the first version of what they are ``of``."""
    kept.objects.bulk_create(
        kept(
            history=first[getattr(tie, of)],
            id=tie.pk,
            **{of: getattr(tie, of), to: getattr(tie, to)},
        )
        for tie in ties
    )


# Requisitions ----------------------------------------------------------------------------------
def _save_cases(cases: list[Case]) -> None:
    _create(Requisition, (case.requisition for case in cases))
    _create(Party, (party for case in cases for party in case.parties))
    # A state is itself a line of history, and has none besides.
    StateChange.objects.bulk_create(
        (state for case in cases for state in case.states), batch_size=BATCH
    )
    _create(FollowUp, (case.follow_up for case in cases if case.follow_up))
    entries, participants = Requisition.log_entries.through, Requisition.participants.through
    entries.objects.bulk_create(
        entries(requisition=case.requisition, logentry=entry)
        for case in cases
        for entry in case.log_entries
    )
    participants.objects.bulk_create(
        participants(requisition=case.requisition, participant=participant)
        for case in cases
        for participant in case.participants
    )


# Staff and money -------------------------------------------------------------------------------
def _save_allocations(all_ties: list[AllocationTies]) -> None:
    """With their activities, which the first history row of each holds too."""
    allocations = [ties.allocation for ties in all_ties]
    StaffAllocation.objects.bulk_create(allocations, batch_size=BATCH)
    through = StaffAllocation.activities.through
    shared = through.objects.bulk_create(
        through(staffallocation=ties.allocation, activity=activity)
        for ties in all_ties
        for activity in ties.activities
    )
    first = _first_versions(StaffAllocation, allocations)
    _keep(traces.shared_model(), shared, first, of="staffallocation_id", to="activity_id")


def _save_money(rows: Rows) -> None:
    _create(FundingSource, rows.funding_sources.values())
    _create(BudgetLine, rows.budget_lines.values())
    # A revised amount is itself a line of history, and has none besides.
    BudgetRevision.objects.bulk_create(rows.revisions, batch_size=BATCH)
    # Before the expenses, which say what commitment they pay.
    _create(Commitment, rows.commitments)
    _create(Expense, rows.expenses)
