"""Requisitions, held against the rules of cases; each owns the activity of its work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import Field

from activities.models import Activity, ActivityKind, LogEntry
from directory.models import Participant
from exchange.rules.faults import Place, shown, word
from exchange.rules.shapes import Row, Shape
from exchange.rules.values import Bool, Day, Filled, Small, Text
from exchange.services.drafts import Draft, built, recorded
from exchange.services.saving import create, tie
from exchange.services.section import Made, Rows, Section
from exchange.services.sections import activities
from exchange.services.written import Names, filled
from programs.models import Program
from requisitions.models import FollowUp, Party, Requisition, StateChange
from requisitions.models.choices import Channel, PartyRole, Reply, Scope, State
from requisitions.rules.cases import (
    NotAsked,
    StepFault,
    faults_of_step,
    is_otherwise,
    not_asked_because,
)
from requisitions.services.cases import scope_suggested_by


class StateOn(Shape):
    state: State
    on: Day
    note: Text = ""
    by: Filled | None = None


class FollowUpRow(Shape):
    asked_on: Day
    asked_by: Filled | None = None
    answered_on: Day | None = None
    new_methods: Reply | None = None
    better_cooperation: Reply | None = None
    remarks: Text = ""
    answered_by: Filled | None = None


class RequisitionRow(Row):
    ref: Filled
    main_area: Small
    subject: Filled
    received_on: Day | None = None
    channel: Channel | None = None
    scope: Scope | None = None
    scope_reason: Text = ""
    requesters: list[Filled] = []
    requester_unknown: Bool = False
    partners: list[Filled] = []
    asked: Text = ""
    done: Text = ""
    responsible: Filled | None = None
    place: Filled | None = None
    relevant: Bool | None = None
    states: list[StateOn] = Field(min_length=1)
    follow_up: FollowUpRow | None = None
    log_entries: list[Filled] = []
    participants: list[Filled] = []
    by: Filled | None = None


@dataclass
class NewCase:
    """A requisition with all that hangs on it; ``shown_by`` are log entries by reference."""

    requisition: Requisition
    at: Place = ()
    parties: list[Party] = field(default_factory=list)
    states: list[StateChange] = field(default_factory=list)
    follow_up: FollowUp | None = None
    participants: list[Participant] = field(default_factory=list)
    shown_by: list[str] = field(default_factory=list)

    @property
    def activity(self) -> Activity:
        return self.requisition.activity


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        activity = _activity(draft, row)
        by = draft.by_whom(row, row.received_on or row.states[0].on)
        case = NewCase(draft.row(SECTION, row, activity=activity, **by), row.at)
        case.participants = draft.found("participants", row.participants)
        case.shown_by = row.log_entries
        _add_parties(draft, row, case)
        _add_states(draft, row, case)
        _add_follow_up(draft, row, case)
        yield row.ref, case


def _activity(draft: Draft, row: RequisitionRow) -> Activity:
    taken = draft.get("activities", row.ref)
    if taken and taken.main_area.number == row.main_area:
        message = _("«%s» is the name of an activity already") % shown(row.ref)
        draft.refuse((*row.at, "ref"), message)
    activity = Activity(
        kind=ActivityKind.CASE,
        main_area=draft.get("main_areas", row.main_area),
        ref=row.ref,
        position=row.position,
        title=row.subject,
        place=activities.place_of(draft, row.place, row.at),
        responsible=draft.get("users", row.responsible),
    )
    return draft.check(activity, row.at, {"title": "subject"})


def _add_parties(draft: Draft, row: RequisitionRow, case: NewCase) -> None:
    requesters = draft.found("organisations", row.requesters)
    partners = draft.found("organisations", row.partners)
    roles = ((PartyRole.REQUESTER, requesters), (PartyRole.PARTNER, partners))
    case.parties = [
        Party(requisition=case.requisition, organisation=organisation, role=role)
        for role, organisations in roles
        for organisation in organisations
    ]
    if requesters and row.requester_unknown:
        message = _("leave it out: the case has a requester")
        draft.refuse((*row.at, "requester_unknown"), message)
    proposed = scope_suggested_by(organisation.kind for organisation in requesters)
    if not row.scope:
        # As the screen fills it in.
        case.requisition.scope = proposed
    elif is_otherwise(proposed, row.scope) and not row.scope_reason:
        message = _("is missing: its requesters suggest %s") % word(proposed)
        draft.refuse((*row.at, "scope_reason"), message)


def _add_states(draft: Draft, row: RequisitionRow, case: NewCase) -> None:
    """Each from the one before; the first may be any, as older cases are not known whole."""
    was, since = "", row.received_on
    for position, given in enumerate(row.states):
        at = (*row.at, "states", position)
        change = built(
            StateChange,
            given,
            requisition=case.requisition,
            recorded_by=draft.get("users", given.by or row.by),
            recorded_at=recorded(given.on, position),
        )
        case.states.append(draft.check(change, at, {}))
        wrong = faults_of_step(was, since, given.state, given.on, given.note)
        if StepFault.TOO_EARLY in wrong:
            message = _("is before the case was received")
            if position:
                message = _("is before the state that it follows")
            draft.refuse((*at, "on"), message)
        if StepFault.NO_SUCH_STEP in wrong and position:
            words = {"state": word(given.state), "before": word(was)}
            draft.refuse((*at, "state"), _("«%(state)s» cannot follow «%(before)s»") % words)
        if StepFault.UNEXPLAINED in wrong:
            draft.refuse((*at, "note"), _("is missing: say why"))
        was, since = State(given.state), given.on


def _add_follow_up(draft: Draft, row: RequisitionRow, case: NewCase) -> None:
    given, at = row.follow_up, (*row.at, "follow_up")
    if given is None:
        return
    case.follow_up = built(
        FollowUp,
        given,
        requisition=case.requisition,
        asked_by=draft.get("users", given.asked_by),
        answered_by=draft.get("users", given.answered_by),
    )
    keys = {"follow_up_is_answered_after_asking": "answered_on"}
    draft.check(case.follow_up, at, keys)
    # A case may have been reopened since its requester was asked.
    done = [change for change in row.states if change.state == State.COMPLETED]
    reasons = not_asked_because((done or row.states)[0].state, row.relevant)
    if NotAsked.NOT_RELEVANT in reasons:
        draft.refuse(at, _("only a relevant requester is asked: say «relevant»"))
    if NotAsked.NOT_COMPLETED in reasons:
        draft.refuse(at, _("only a requester of a completed case is asked"))
    elif given.asked_on < done[0].on:
        draft.refuse((*at, "asked_on"), _("is before the case was completed"))


def save(cases: Sequence[NewCase]) -> None:
    activities.save([case.activity for case in cases])
    create(case.requisition for case in cases)
    create(party for case in cases for party in case.parties)
    create(state for case in cases for state in case.states)
    written = Requisition.objects.filter(pk__in=[case.requisition.pk for case in cases])
    written.store_newest_state()
    create(case.follow_up for case in cases if case.follow_up)
    tie(
        Requisition.participants,
        ((case.requisition, who) for case in cases for who in case.participants),
    )


def is_touched(program: Program) -> bool:
    """This one's entries or participants document a case of another programme."""
    others = Requisition.objects.exclude(activity__main_area__program=program)
    entries = LogEntry.objects.of_program(program)
    participants = Participant.objects.filter(activity__main_area__program=program)
    return others.filter(Q(log_entries__in=entries) | Q(participants__in=participants)).exists()


def found(program: Program) -> QuerySet[Requisition]:
    """Without those taken out of the register."""
    rows = Requisition.objects.of_program(program).active().order_by("pk")
    entries = LogEntry.objects.active().order_by("pk")
    participants = Participant.objects.filter(retracted_at=None).order_by("pk")
    return rows.select_related("activity__place", "follow_up").prefetch_related(
        "parties",
        Prefetch("states", StateChange.objects.active().order_by("on", "recorded_at", "pk")),
        Prefetch("log_entries", entries),
        Prefetch("participants", participants),
    )


def more(case: Requisition, names: Names) -> dict[str, Any]:
    activity, parties = case.activity, list(case.parties.all())

    def of_role(role: PartyRole) -> list[str]:
        return names.listed("organisations", [p.organisation_id for p in parties if p.role == role])

    return {
        "ref": activity.ref,
        "main_area": names.of("main_areas", activity.main_area_id),
        "subject": activity.title,
        "responsible": names.of("users", activity.responsible_id),
        "place": activity.place and activity.place.name,
        "relevant": case.relevant,
        "requesters": of_role(PartyRole.REQUESTER),
        "partners": of_role(PartyRole.PARTNER),
        "states": [
            filled(
                state=row.state, on=row.on, note=row.note, by=names.of("users", row.recorded_by_id)
            )
            for row in case.states.all()
        ],
        "follow_up": _follow_up(getattr(case, "follow_up", None), names),
        "log_entries": names.listed("log_entries", [one.pk for one in case.log_entries.all()]),
        "participants": names.listed("participants", [one.pk for one in case.participants.all()]),
    }


def _follow_up(asked: FollowUp | None, names: Names) -> dict[str, Any] | None:
    if asked is None:
        return None
    return filled(
        asked_on=asked.asked_on,
        asked_by=names.of("users", asked.asked_by_id),
        answered_on=asked.answered_on,
        new_methods=asked.new_methods,
        better_cooperation=asked.better_cooperation,
        remarks=asked.remarks,
        answered_by=names.of("users", asked.answered_by_id),
    )


SECTION = Section(
    key="requisitions",
    shape=RequisitionRow,
    word="requisition",
    refers={
        "main_area": "main_areas",
        "requesters": "organisations",
        "partners": "organisations",
        "responsible": "users",
        "states.by": "users",
        "follow_up.asked_by": "users",
        "follow_up.answered_by": "users",
        "log_entries": "log_entries",
        "participants": "participants",
        "by": "users",
    },
    once=(("requesters", "partners"), ("log_entries",), ("participants",)),
    model=Requisition,
    found=found,
    called="activity__ref",
    more=more,
    parts={"states": StateChange, "follow_up": FollowUp},
    make=make,
    save=save,
    hangs_on={"activity": "activities"},
    beside=((Party, "requisition"), (StateChange, "requisition"), (FollowUp, "requisition")),
    touched=is_touched,
)
