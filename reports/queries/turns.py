"""What of reports waits for somebody, as *Min side* shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from overview.rules.waiting import Waiting, WaitingList
from reports.models import ReportState, Section, SectionState
from reports.queries import decisions, questions

if TYPE_CHECKING:
    from accounts.models import User

_WRITTEN_ON = (SectionState.EMPTY, SectionState.IN_PROGRESS, SectionState.RETURNED)
# What was returned first, then what waits to be approved, then what is to be written.
_URGENCY = {SectionState.RETURNED: 0, SectionState.READY: 1}


def sections_whose_turn_is(user: User) -> list[Section]:
    """Of the drafts, those that are to be written or approved by somebody now."""
    mine = Q(author=user, state__in=_WRITTEN_ON) | Q(reviewer=user, state=SectionState.READY)
    found = Section.objects.filter(
        mine,
        removed_at__isnull=True,
        report__state=ReportState.DRAFT,
        report__retracted_at__isnull=True,
    ).select_related("report__program")
    ordered = found.order_by("report", "position", "pk")
    return sorted(ordered, key=lambda one: _URGENCY.get(one.state, 2))  # type: ignore[call-overload]


def _sections(user: User) -> list[Waiting]:
    if not user.may(May.WRITE_SECTIONS):
        return []
    return [
        Waiting(one.title, one.get_absolute_url(), f"{one.report} · {one.get_state_display()}")
        for one in sections_whose_turn_is(user)
    ]


def _decisions(user: User) -> list[Waiting]:
    if not user.may(May.WRITE_SECTIONS):
        return []
    return [
        Waiting(one.text, one.get_absolute_url(), str(one.report), one.due_on)
        for one in decisions.open_of(user)
    ]


def _questions(user: User) -> list[Waiting]:
    if not user.may(May.WRITE_SECTIONS):
        return []
    return [
        Waiting(str(one), one.get_absolute_url(), one.asked_by, one.due_on)
        for one in questions.open_of(user)
    ]


LISTS = (
    WaitingList("questions", _("Questions to answer"), _questions),
    WaitingList("sections", _("Report sections"), _sections),
    WaitingList("decisions", _("The committee's decisions"), _decisions),
)
