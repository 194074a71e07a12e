"""One row of the register, behind the page, the spreadsheet and «Min side»."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from requisitions.models.choices import Lack, PartyRole, Scope, State
from requisitions.rules.cases import CaseFacts, age_in_days, follow_up_due, lacks, turnaround_days

if TYPE_CHECKING:
    from directory.models import Organisation
    from programs.models import Program
    from requisitions.models import Requisition


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as of a day. Names of organisations are those of the day on which it came in."""

    case: Requisition
    facts: CaseFacts
    day: datetime.date
    requesters: Sequence[str]
    partners: Sequence[str]

    @property
    def program(self) -> Program:
        return self.case.program

    @property
    def state(self) -> State | str:
        return State(self.facts.state) if self.facts.state else ""

    @property
    def state_label(self) -> str:
        return str(State(self.facts.state).label) if self.facts.state else ""

    @property
    def scope_label(self) -> str:
        return str(Scope(self.case.scope).label) if self.case.scope else ""

    @property
    def asked_by(self) -> str:
        if self.requesters:
            return ", ".join(self.requesters)
        return _("unknown") if self.case.requester_unknown else ""

    @property
    def responsible(self) -> str:
        person = self.case.activity.responsible
        return person.named if person else ""

    @property
    def has_files(self) -> bool:
        """Asked for by ``rows_for`` alone."""
        return getattr(self.case, "has_files", False)

    @property
    def age(self) -> int | None:
        return age_in_days(self.facts, self.day)

    @property
    def turnaround(self) -> int | None:
        return turnaround_days(self.facts)

    @property
    def lacks(self) -> list[Lack]:
        return lacks(self.facts, self.program.follow_up_weeks, self.day)

    @property
    def follow_up_due(self) -> datetime.date | None:
        return follow_up_due(self.facts, self.program.follow_up_weeks)

    @property
    def is_follow_up_due(self) -> bool:
        return Lack.FOLLOW_UP in self.lacks


def row_of(case: Requisition, day: datetime.date) -> CaseRow:
    """Of a case with its state, parties, activity and follow-up read: no query."""
    asking = [p.organisation for p in case.parties.all() if p.role == PartyRole.REQUESTER]
    helping = [p.organisation for p in case.parties.all() if p.role == PartyRole.PARTNER]
    follow_up = getattr(case, "follow_up", None)
    facts = CaseFacts(
        state=case.state,
        state_on=case.state_on,
        received_on=case.received_on,
        has_requester=bool(asking),
        requester_unknown=case.requester_unknown,
        asked=bool(case.asked),
        done=bool(case.done),
        scope=case.scope,
        relevant=case.relevant,
        answered=bool(follow_up and follow_up.answered_on and follow_up.answered_on <= day),
    )
    then = case.received_on or case.program.starts_on
    return CaseRow(case, facts, day, _names(asking, then), _names(helping, then))


def _names(organisations: Iterable[Organisation], then: datetime.date) -> list[str]:
    return [organisation.name_on(then) for organisation in organisations]
