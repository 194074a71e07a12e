"""What a programme file says of the registers: the directory, rosters, ticks and requisitions."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from directory.models import ROSTER_KINDS, OrganisationKind
from indicators.models.choices import Answer
from overview.program_file.shape import Row, Shape
from overview.program_file.values import Amount, Bool, Day, Filled, Small, Text, refused
from requisitions.models.choices import Channel, Question, Reply, Scope, State

_ROSTER_KINDS = [kind for kind, _label in ROSTER_KINDS]


def _roster_kind(value: str) -> str:
    if value not in _ROSTER_KINDS:
        raise refused(f"must be {', '.join(_ROSTER_KINDS[:-1])} or {_ROSTER_KINDS[-1]}")
    return value


RosterKind = Annotated[str, AfterValidator(_roster_kind)]


# How a criterion is counted --------------------------------------------------------------------
class Roster(Shape):
    """Whom a criterion with the source «participants» looks for."""

    kind: RosterKind
    bilingual_over: Amount | None = None
    follow_up_months: Small | None = None


class Register(Shape):
    """Which cases a criterion with the source «requisitions» looks for, or which answer."""

    states: list[State] = []
    scope: Scope | None = None
    question: Question | None = None


# The directory ---------------------------------------------------------------------------------
class FormerName(Shape):
    name: Filled
    until: Day


class Bilingual(Shape):
    on: Day
    percent: Amount


class OrganisationRow(Row):
    ref: Filled
    kind: OrganisationKind
    name: Filled
    former_names: list[FormerName] = []
    classes: list[Filled] = []
    bilingual: list[Bilingual] = []

    @model_validator(mode="after")
    def _only_schools_have_classes(self) -> OrganisationRow:
        if (self.classes or self.bilingual) and self.kind != OrganisationKind.SCHOOL:
            raise refused("only a school has classes and bilingual pupils")
        return self


class ConsultantRow(Row):
    ref: Filled
    name: Filled
    workplace: Filled | None = None
    keep_until: Day


# Rosters ---------------------------------------------------------------------------------------
class ParticipantRow(Row):
    ref: Filled | None = None
    activity: Filled
    organisation: Filled | None = None
    school: Filled | None = None
    school_class: Filled | None = Field(default=None, alias="class")
    consultant: Filled | None = None
    joined_on: Day
    left_on: Day | None = None
    completed_on: Day | None = None
    by: Filled | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> ParticipantRow:
        if (self.school is None) != (self.school_class is None):
            raise refused("give a school and its class together")
        if [self.organisation, self.school, self.consultant].count(None) != 2:
            raise refused("give one of an organisation, a school with its class and a consultant")
        return self


class TickRow(Row):
    criterion: Filled
    participant: Filled
    on: Day
    answer: Answer = Answer.YES
    by: Filled | None = None


# Requisitions ----------------------------------------------------------------------------------
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
