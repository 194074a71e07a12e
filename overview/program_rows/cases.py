"""A programme file's requisitions as the models hold them, held against the rules of cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accounts.models import User
from activities.models import Activity, ActivityKind
from overview.program_file import Fault, ProgramFile, shown
from overview.program_file.register_shapes import RequisitionRow
from overview.program_rows.plan import venue_of
from overview.program_rows.refusals import faults_of
from overview.program_rows.rows import Case, Rows, recorded
from requisitions.models import FollowUp, Party, Requisition, StateChange
from requisitions.models.choices import PartyRole
from requisitions.rules.cases import Misstep, NotAsked, is_otherwise, missteps, not_asked_because
from requisitions.services.cases import scope_suggested_by
from requisitions.services.documentation import may_document


def add_cases(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for row in file.requisitions:
        case = Case(_requisition(rows, row, users))
        rows.cases[row.ref] = case
        rows.faults += faults_of(case.activity, row.at, keys={"title": "subject"})
        rows.faults += faults_of(case.requisition, row.at)
        _add_parties(rows, row, case)
        _add_states(rows, row, case, users)
        _add_follow_up(rows, row, case, users)
        rows.faults += _faults_of_case(row, case)


def tie_cases(rows: Rows, file: ProgramFile) -> None:
    """What else shows the work: only now that the log entries are known, too."""
    for row in file.requisitions:
        case = rows.cases[row.ref]
        entries, people = rows.log_entries, rows.participants_by_ref
        case.log_entries = [entries[ref] for ref in row.log_entries if ref in entries]
        case.participants = [people[ref] for ref in row.participants if ref in people]
        for entry in case.log_entries:
            if not may_document(entry, case.requisition):
                message = "lists an entry of the case itself, which shows it already"
                rows.faults.append(Fault((*row.at, "log_entries"), message))


def _requisition(rows: Rows, row: RequisitionRow, users: Mapping[str, User]) -> Requisition:
    activity = Activity(
        kind=ActivityKind.CASE,
        main_area=rows.area(row.main_area),
        ref=row.ref,
        position=row.position,
        title=row.subject,
        place=venue_of(rows, row),
        responsible=users.get(row.responsible or ""),
    )
    taken = rows.activities.get(row.ref)
    if taken and taken.main_area is activity.main_area:
        message = f"«{shown(row.ref)}» is the name of an activity already"
        rows.faults.append(Fault((*row.at, "ref"), message))
    return Requisition(
        activity=activity,
        channel=row.channel or "",
        scope=row.scope or "",
        recorded_by=users.get(row.by or ""),
        recorded_at=recorded(row.received_on or row.states[0].on, row.position),
        **row.model_dump(
            include={
                "received_on", "requester_unknown", "scope_reason", "asked", "done", "relevant",
            }
        ),
    )  # fmt: skip


def _add_parties(rows: Rows, row: RequisitionRow, case: Case) -> None:
    roles = ((PartyRole.REQUESTER, row.requesters), (PartyRole.PARTNER, row.partners))
    case.parties = [
        Party(
            requisition=case.requisition,
            organisation=rows.organisations[ref].organisation,
            role=role,
        )
        for role, refs in roles
        for ref in refs
        if ref in rows.organisations
    ]


def _add_states(rows: Rows, row: RequisitionRow, case: Case, users: Mapping[str, User]) -> None:
    for position, state in enumerate(row.states):
        change = StateChange(
            requisition=case.requisition,
            state=state.state,
            on=state.on,
            note=state.note,
            recorded_by=users.get(state.by or row.by or ""),
            recorded_at=recorded(state.on, position),
        )
        case.states.append(change)
        rows.faults += faults_of(change, (*row.at, "states", position))


def _add_follow_up(rows: Rows, row: RequisitionRow, case: Case, users: Mapping[str, User]) -> None:
    given = row.follow_up
    if given is None:
        return
    case.follow_up = FollowUp(
        requisition=case.requisition,
        asked_on=given.asked_on,
        asked_by=users.get(given.asked_by or ""),
        answered_on=given.answered_on,
        new_methods=given.new_methods or "",
        better_cooperation=given.better_cooperation or "",
        comment=given.remarks,
        answered_by=users.get(given.answered_by or ""),
    )
    at = (*row.at, "follow_up")
    rows.faults += faults_of(case.follow_up, at, keys={"comment": "remarks"})


# What the rules of cases refuse ----------------------------------------------------------------
def _faults_of_case(row: RequisitionRow, case: Case) -> Iterator[Fault]:
    requesters = [party for party in case.parties if party.role == PartyRole.REQUESTER]
    if requesters and row.requester_unknown:
        yield Fault((*row.at, "requester_unknown"), "leave it out: the case has a requester")
    proposed = scope_suggested_by(party.organisation.kind for party in requesters)
    if row.scope and is_otherwise(proposed, row.scope) and not row.scope_reason:
        message = f"is missing: its requesters suggest {proposed}"
        yield Fault((*row.at, "scope_reason"), message)
    yield from _faults_of_states(row)
    yield from _faults_of_asking(row)


def _faults_of_states(row: RequisitionRow) -> Iterator[Fault]:
    """Each state from the one before; the first may be any, as older cases are not known whole."""
    was, since = "", row.received_on
    for position, state in enumerate(row.states):
        at = (*row.at, "states", position)
        wrong = missteps(was, since, state.state, state.on, state.note)
        if Misstep.TOO_EARLY in wrong:
            before = "the state that it follows" if position else "the case was received"
            yield Fault((*at, "on"), f"is before {before}")
        if Misstep.NO_SUCH_STEP in wrong and position:
            yield Fault((*at, "state"), f"«{state.state}» cannot follow «{was}»")
        if Misstep.UNEXPLAINED in wrong:
            yield Fault((*at, "note"), "is missing: say why")
        was, since = state.state, state.on


def _faults_of_asking(row: RequisitionRow) -> Iterator[Fault]:
    if row.follow_up is None:
        return
    newest = row.states[-1]
    reasons = not_asked_because(newest.state, row.relevant)
    if NotAsked.NOT_RELEVANT in reasons:
        yield Fault((*row.at, "follow_up"), "only a relevant requester is asked: say «relevant»")
    if NotAsked.NOT_COMPLETED in reasons:
        yield Fault((*row.at, "follow_up"), "only a requester of a completed case is asked")
    elif row.follow_up.asked_on < newest.on:
        yield Fault((*row.at, "follow_up", "asked_on"), "is before the case was completed")
