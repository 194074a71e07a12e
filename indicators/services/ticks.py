"""Ticking participants of a criterion's roster, and retracting ticks."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.roles import May
from core.dates import format_date_long
from core.records import check_active, lock, retract_record, save_with_history
from core.versions import atomic_change
from directory.services.organisations import check_may_keep_registers
from indicators.models import Criterion, Tick
from indicators.queries.rosters import MemberRows, Roster, rosters_of
from indicators.rules.criteria import is_ticked
from programs.rules.closing import check_open
from programs.rules.days import check_day_in

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Participant

NAMED = 3  # so many are named in a message, the rest are counted


@atomic_change()
def tick(
    *,
    by: User,
    criterion: Criterion,
    participants: Sequence[Participant],
    on: datetime.date,
    answer: str,
) -> list[Tick]:
    """Say the same of several participants; of whom it is known already, nothing is added.

    ValidationError, naming them, for a day ahead, before they joined, or before the follow-up.
    """
    check_may_keep_registers(by)
    # Held, so that the same answer sent twice at once is one.
    Criterion.objects.select_for_update().get(pk=criterion.pk)
    roster = rosters_of([criterion]).get(criterion.pk)
    if not is_ticked(criterion) or roster is None:
        raise ValidationError(_("Nobody is ticked for this criterion: it is measured otherwise."))
    check_open(criterion.main_area.program, [criterion.due_on])
    check_day_in(criterion.main_area.program, on)
    lines = _lines(roster, participants)
    _check_days(roster, lines, on, people=by.may(May.SEE_PEOPLE))
    ticks = [
        Tick(criterion=criterion, participant=line.on_day(on), on=on, answer=answer, recorded_by=by)
        for line in lines
        if not _is_known(line, on, answer)
    ]
    for row in ticks:
        row.full_clean(exclude=["criterion", "participant", "recorded_by"])
        save_with_history(row, by=by)
    return ticks


def _lines(roster: Roster, participants: Sequence[Participant]) -> list[MemberRows]:
    """Each once; ValidationError where one is not on the criterion's rosters."""
    by_pk = {row.pk: line for line in roster.lines for row in line.participants}
    if any(participant.pk not in by_pk for participant in participants):
        raise ValidationError(
            _("Somebody has been taken off the roster meanwhile: open the page anew.")
        )
    found = {id(by_pk[participant.pk]): by_pk[participant.pk] for participant in participants}
    return list(found.values())


def _check_days(
    roster: Roster, lines: Sequence[MemberRows], on: datetime.date, *, people: bool
) -> None:
    before = [line for line in lines if on < line.participants[0].joined_on]
    if before:
        message = _("Not yet on the roster on %(day)s: %(who)s. Choose a later day, or leave out.")
        raise ValidationError(message % _named(before, on, people=people))
    if not roster.wanted.follow_up_months:
        return
    due = [(line, line.member.due_on(roster.wanted)) for line in lines]
    early = [line for line, day in due if day is None or on < day]
    if early:
        message = _(
            "The follow-up is not due on %(day)s: %(who)s. Choose a later day, or leave out."
        )
        raise ValidationError(message % _named(early, on, people=people))


def _named(lines: Sequence[MemberRows], on: datetime.date, *, people: bool) -> dict[str, str]:
    names = [line.name_on(on, people=people) for line in lines[:NAMED]]
    more = len(lines) - NAMED
    if more > 0:
        names.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    return {"day": format_date_long(on), "who": ", ".join(names)}


def _is_known(line: MemberRows, on: datetime.date, answer: str) -> bool:
    known = line.tick_on(on)
    return known is not None and (known.on, known.answer) == (on, answer)


@atomic_change()
def retract_tick(*, by: User, tick: Tick, reason: str) -> Tick:
    """Retract a tick: it stays to be read, and counts no more."""
    check_may_keep_registers(by)
    lock(tick)
    check_active(tick)
    retract_record(tick, by=by, reason=reason)
    return tick
