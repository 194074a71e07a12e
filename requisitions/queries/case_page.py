"""Everything that a case's page shows, for the one who looks at it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Sum, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.roles import May
from activities.models import Attachment, LogEntry, TimeEntry
from core.attachments import ShownFiles, shown_files
from core.clock import now, today
from core.hours import in_hours
from directory.models import Participant
from indicators.queries.history import Change, changes_of
from requisitions.models import FollowUp, Party, Requisition, StateChange
from requisitions.models.choices import Lack, PartyRole, State
from requisitions.rules.cases import StepDirection, direction_of, next_states
from requisitions.rules.register import CaseRow, row_of

if TYPE_CHECKING:
    from accounts.models import User

# Where each lack is filled in.
FILLED_IN_AT = {
    Lack.REQUESTER: "party_add",
    Lack.ASKED: "texts",
    Lack.SCOPE: "scope",
    Lack.DONE: "texts",
    Lack.RELEVANT: "relevant",
    Lack.FOLLOW_UP: "follow_up_phone",
}
MOST_ENTRIES = 50
# What of a case's activity leads to other records, and is told when it changes.
RELATIONS = ("main_area", "place", "responsible")


@dataclass(frozen=True, slots=True)
class NextState:
    """A state that the case may come into from here."""

    state: State
    address: str
    is_back: bool

    @property
    def words(self) -> str:
        """What the button that leads there says."""
        if self.is_back:
            return _("Back to: %(state)s") % {"state": self.state.label.lower()}
        if self.state == State.ACCEPTED:
            return _("Accept")
        if self.state == State.DECLINED:
            return _("Decline")
        return _("Mark as %(state)s") % {"state": self.state.label.lower()}


@dataclass(frozen=True, slots=True)
class LackLink:
    label: str
    address: str


@dataclass(frozen=True)
class CasePage:
    row: CaseRow
    user: User

    @property
    def case(self) -> Requisition:
        return self.row.case

    @property
    def may_keep(self) -> bool:
        return self.user.may(May.KEEP_REGISTERS) and not self.case.is_retracted

    @property
    def lacks(self) -> list[LackLink]:
        return [
            LackLink(str(lack.label), self._address(FILLED_IN_AT[lack])) for lack in self.row.lacks
        ]

    @property
    def steps(self) -> list[NextState]:
        was = self.row.facts.state
        return [
            NextState(
                state,
                self._address("state", state.value),
                direction_of(was, state) == StepDirection.BACK,
            )
            for state in next_states(was)
        ]

    def _address(self, name: str, *more: object) -> str:
        return reverse(f"requisitions:{name}", args=[self.case.pk, *more])

    @property
    def parties(self) -> list[tuple[Party, str, str]]:
        """Requesters first, each with its name on the day the case came in, and its name today."""
        then = self.case.received_on or self.row.program.starts_on
        ordered = sorted(
            self.case.parties.all(), key=lambda p: (p.role != PartyRole.REQUESTER, p.pk)
        )
        return [
            (party, party.organisation.name_on(then), party.organisation.name_on(today()))
            for party in ordered
        ]

    @cached_property
    def states(self) -> Sequence[StateChange]:
        rows = self.case.states.until(today()).newest_first()
        return list(rows.select_related("recorded_by", "retracted_by"))

    @property
    def newest(self) -> StateChange | None:
        """The one that holds, where it can be retracted."""
        standing = [row for row in self.states if not row.is_retracted]
        return standing[0] if len(standing) > 1 else None

    @cached_property
    def entries(self) -> Sequence[LogEntry]:
        own = LogEntry.objects.filter(activity=self.case.activity_id).until(today())
        own = own.select_related("recorded_by").prefetch_related("attachments")
        return list(own[:MOST_ENTRIES])

    @property
    def files(self) -> ShownFiles:
        own = Attachment.objects.filter(
            log_entry__activity=self.case.activity_id, log_entry__retracted_at__isnull=True
        )
        return shown_files(own, may_see=self.user.may(May.SEE_FILES))

    @property
    def sees_all_hours(self) -> bool:
        return self.user.may(May.SEE_ALL_HOURS)

    @cached_property
    def hours(self) -> Decimal:
        """Everybody's, for those who may see them; else the user's own."""
        rows = TimeEntry.objects.active().until(today())
        rows = rows.filter(activity=self.case.activity_id)
        if not self.sees_all_hours:
            rows = rows.filter(person=self.user)
        return in_hours(rows.aggregate(total=Sum("minutes"))["total"])

    @cached_property
    def documenting_entries(self) -> Sequence[LogEntry]:
        return list(self.case.log_entries.with_subject().prefetch_related("attachments"))

    @cached_property
    def documenting_participants(self) -> list[tuple[Participant, str]]:
        found = self.case.participants.with_who().select_related("activity")
        sees_people = self.user.may(May.SEE_PEOPLE)
        return [(one, one.shown(people=sees_people)) for one in found]

    @property
    def follow_up(self) -> FollowUp | None:
        found = getattr(self.case, "follow_up", None)
        return found if found and found.asked_on <= today() else None

    @property
    def answer(self) -> FollowUp | None:
        """The follow-up once it has been answered."""
        return self.follow_up if self.row.facts.answered else None

    @property
    def has_link(self) -> bool:
        return bool(self.follow_up and self.follow_up.expires_at)

    @property
    def is_link_expired(self) -> bool:
        expires = self.follow_up and self.follow_up.expires_at
        return bool(expires and expires <= now())

    @cached_property
    def changes(self) -> list[Change]:
        """What was corrected and who was taken out, newest first."""
        found = changes_of(self.case)
        found += documentation_changes(self.case, {change.version for change in found})
        found += changes_of(self.case.activity, relations=RELATIONS)
        if self.follow_up:
            found += [change for change in changes_of(self.follow_up) if self._is_shown(change)]
        found += self._parties_gone()
        return sorted(found, key=lambda change: change.at, reverse=True)

    def _is_shown(self, change: Change) -> bool:
        """Remarks are for those who keep the register, in what they said before as well."""
        keeps = self.user.may(May.KEEP_REGISTERS)
        return bool(change.reason) and (keeps or change.name != "remarks")

    def _parties_gone(self) -> list[Change]:
        rows = Party.history.filter(requisition_id=self.case.pk, history_type="-")
        return [
            Change(
                at=row.history_date,
                by=str(row.history_user or ""),
                reason=row.history_change_reason or "",
                field=str(PartyRole(row.role).label),
                before=row.organisation.name_on(today()),
                after="",
                record=row,
                name="organisation",
                version=row.history_id,
            )
            for row in rows.select_related("history_user").prefetch_related(
                "organisation__former_names"
            )
        ]


def page_of(case: Requisition, user: User) -> CasePage:
    prefetch_related_objects([case], "parties__organisation__former_names", "parties__contact")
    return CasePage(row_of(case, today()), user)


def documentation_changes(case: Requisition, explained: Collection[int]) -> list[Change]:
    """What came and went: the versions that no changed field (``explained``) accounts for."""
    rows = case.history.filter(history_type="~", history_change_reason__contains="\n")
    found = []
    for row in rows.exclude(history_id__in=explained).select_related("history_user"):
        what, _line, why = row.history_change_reason.partition("\n")
        found.append(
            Change(
                at=row.history_date,
                by=str(row.history_user or ""),
                reason=why,
                field=what,
                before="",
                after="",
                record=case,
                name="log_entries",
                version=row.history_id,
            )
        )
    return found
