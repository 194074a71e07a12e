"""A programme file's directory, rosters and ticks as the models hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accounts.models import User
from core.dates import format_date_long
from directory.models import (
    BilingualShare,
    Consultant,
    Organisation,
    OrganisationName,
    Participant,
    SchoolClass,
)
from directory.rules.matching import folded
from indicators.models import Tick
from indicators.rules.criteria import is_ticked
from indicators.rules.rosters import Member, RosterTerms
from overview.program_file import Fault, Place, ProgramFile, place_text, shown
from overview.program_file.register_shapes import OrganisationRow, ParticipantRow, TickRow
from overview.program_rows.refusals import faults_of
from overview.program_rows.rows import CriterionTies, OrganisationTies, Rows, recorded


# The directory ---------------------------------------------------------------------------------
def add_directory(rows: Rows, file: ProgramFile) -> None:
    first: dict[tuple[str, str], Place] = {}
    for row in file.organisations:
        ties = OrganisationTies(Organisation(kind=row.kind, name=row.name))
        rows.organisations[row.ref] = ties
        rows.faults += faults_of(ties.organisation, row.at)
        _add_names(rows, row, ties)
        _add_school(rows, row, ties)
        called = (row.kind, folded(row.name))
        if called in first:
            used = place_text(first[called])
            message = f"«{shown(row.name)}» is in the directory as {used} already"
            rows.faults.append(Fault((*row.at, "name"), message))
        first.setdefault(called, row.at)
    for person in file.consultants:
        workplace = rows.organisations.get(person.workplace or "")
        consultant = Consultant(
            name=person.name,
            workplace=workplace.organisation if workplace else None,
            keep_until=person.keep_until,
        )
        rows.consultants[person.ref] = consultant
        rows.faults += faults_of(consultant, person.at)


def _add_names(rows: Rows, row: OrganisationRow, ties: OrganisationTies) -> None:
    for position, former in enumerate(row.former_names):
        at = (*row.at, "former_names", position)
        name = OrganisationName(
            organisation=ties.organisation, name=former.name, until=former.until
        )
        ties.former_names.append(name)
        rows.faults += faults_of(name, at)
        if [other.until for other in row.former_names].count(former.until) > 1:
            rows.faults.append(Fault((*at, "until"), "a former name ends on that day already"))


def _add_school(rows: Rows, row: OrganisationRow, ties: OrganisationTies) -> None:
    for name in row.classes:
        ties.classes[name] = SchoolClass(school=ties.organisation, name=name)
        keys = {"name": "classes"}
        rows.faults += faults_of(ties.classes[name], row.at, keys=keys)
    for position, counted in enumerate(row.bilingual):
        at = (*row.at, "bilingual", position)
        share = BilingualShare(school=ties.organisation, on=counted.on, percent=counted.percent)
        ties.shares.append(share)
        rows.faults += faults_of(share, at)
        if [other.on for other in row.bilingual].count(counted.on) > 1:
            rows.faults.append(Fault((*at, "on"), "there is a share on that day already"))


# Rosters ---------------------------------------------------------------------------------------
def add_participants(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for row in file.participants:
        participant = Participant(
            activity=rows.activities.get(row.activity),
            **_who(rows, row),
            recorded_by=users.get(row.by or ""),
            recorded_at=recorded(row.joined_on, row.position),
            **row.model_dump(include={"joined_on", "left_on", "completed_on"}),
        )
        rows.participants.append(participant)
        if row.ref and row.activity in rows.activities:
            rows.participants_by_ref[row.ref] = participant
        rows.faults += faults_of(participant, row.at)


def _who(rows: Rows, row: ParticipantRow) -> dict[str, Organisation | SchoolClass | Consultant]:
    if row.consultant:
        consultant = rows.consultants.get(row.consultant)
        return {"consultant": consultant} if consultant else {}
    found = rows.organisations.get(row.organisation or row.school or "")
    if found is None:
        return {}
    if row.organisation:
        return {"organisation": found.organisation}
    school_class = found.classes.get(row.school_class or "")
    return {"school_class": school_class} if school_class else {}


def add_ticks(rows: Rows, file: ProgramFile, users: Mapping[str, User]) -> None:
    for row in file.ticks:
        ties = rows.criteria.get(row.criterion)
        participant = rows.participants_by_ref.get(row.participant)
        tick = Tick(
            criterion=ties.criterion if ties else None,
            participant=participant,
            on=row.on,
            answer=row.answer,
            recorded_by=users.get(row.by or ""),
            recorded_at=recorded(row.on, row.position),
        )
        rows.ticks.append(tick)
        rows.faults += faults_of(tick, row.at)
        if ties and participant:
            rows.faults += _faults_of_tick(row, ties, participant)


def _faults_of_tick(row: TickRow, ties: CriterionTies, participant: Participant) -> Iterator[Fault]:
    """What the criterion's page refuses to tick."""
    criterion, name = ties.criterion, f"«{shown(row.criterion)}»"
    if not is_ticked(criterion):
        yield Fault((*row.at, "criterion"), f"{name} is no share of a roster")
        return
    if not any(participant.activity is activity for activity in ties.activities):
        at = (*row.at, "participant")
        yield Fault(at, f"«{shown(row.participant)}» is on no roster that {name} looks at")
    if row.on < participant.joined_on:
        yield Fault((*row.at, "on"), "is before it takes part")
    rule = ties.roster_rule
    if rule and rule.kind != participant.kind:
        message = f"«{shown(row.participant)}» is a {participant.kind}; {name} looks for the"
        yield Fault((*row.at, "participant"), f"{message} kind {rule.kind}")
    if rule and rule.follow_up_months:
        yield from _faults_of_follow_up(row, participant, rule.follow_up_months)


def _faults_of_follow_up(row: TickRow, participant: Participant, months: int) -> Iterator[Fault]:
    member = Member(stays=(), completed_on=participant.completed_on)
    due = member.due_on(RosterTerms(follow_up_months=months))
    if due is None:
        yield Fault((*row.at, "participant"), "has not completed, so that no follow-up falls due")
    elif row.on < due:
        yield Fault((*row.at, "on"), f"is before the follow-up is due ({format_date_long(due)})")
