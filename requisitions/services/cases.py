"""Keeping the register: changing a case, moving it on, taking it out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.models import Activity
from core.clock import today
from core.meanwhile import LastChange, last_change, merge_changes
from core.records import check_active, check_date, lock, retract_record, save_changes
from core.versions import atomic_change, mark_changed
from directory.models import OrganisationKind
from directory.services.organisations import check_may_keep_registers
from programs.models import Program
from requisitions.models import Requisition, StateChange
from requisitions.models.choices import PartyRole, Scope, State
from requisitions.rules.cases import StepFault, faults_of_step, is_otherwise, proposed_scope

if TYPE_CHECKING:
    from accounts.models import User


def check_open_to_change(case: Requisition) -> None:
    """Refuse to change a case that is out of the register."""
    check_active(
        case, _("The case has been taken out of the register, and can no longer be changed.")
    )


def lock_case(by: User, case: Requisition) -> None:
    """Re-read and lock the case until the transaction ends."""
    check_may_keep_registers(by)
    lock(case)
    check_open_to_change(case)


def next_ref(program: Program) -> str:
    """«sag-17»: numbered in the programme, whose row is held meanwhile."""
    Program.objects.select_for_update().get(pk=program.pk)
    refs = Activity.objects.of_program(program).filter(ref__startswith="sag-")
    numbers = [ref.removeprefix("sag-") for ref in refs.values_list("ref", flat=True)]
    taken = [int(number) for number in numbers if number.isdecimal()]
    return f"sag-{max(taken, default=0) + 1}"


# Changing it ----------------------------------------------------------------------------------
# By the names of the fields that they become.
OF_ACTIVITY = {
    "subject": "title",
    "main_area": "main_area",
    "place": "place",
    "responsible": "responsible",
}
OF_CASE = {"received_on", "channel", "asked", "done"}
OF_SCOPE = {"scope", "scope_reason"}


def values_of(case: Requisition) -> dict[str, Any]:
    """What ``change`` and ``decide_scope`` can change, as it stands."""
    of_activity = {name: getattr(case.activity, field) for name, field in OF_ACTIVITY.items()}
    return of_activity | {name: getattr(case, name) for name in OF_CASE | OF_SCOPE}


@atomic_change()
def change(
    *, by: User, case: Requisition, opened_with: str = "", reason: str = "", **values: Any
) -> Requisition:
    """Any of subject, main_area, place, responsible, received_on, channel, asked, done.

    With a form's ``opened_with`` only what changed in it is saved: ChangedMeanwhile where somebody
    else has changed the same.
    """
    lock_case(by, case)
    case.activity = activity = Activity.objects.select_for_update().get(pk=case.activity_id)
    mark_changed(case)  # it may move to another programme, and is missing in this one then
    values = _merge(case, opened_with, values)
    if "received_on" in values and values["received_on"] != case.received_on:
        _move_receipt(case, by=by, day=values["received_on"])
    changed = {OF_ACTIVITY[name]: values[name] for name in OF_ACTIVITY.keys() & values.keys()}
    area = changed.get("main_area")
    if area and area.program_id != activity.main_area.program_id:
        changed["ref"] = next_ref(area.program)
    save_changes(activity, changed, by=by, reason=reason)
    of_case = {name: values[name] for name in OF_CASE & values.keys()}
    save_changes(case, of_case, by=by, reason=reason)
    return case


def _merge(case: Requisition, opened_with: str, typed: dict[str, Any]) -> dict[str, Any]:
    return merge_changes(opened_with, typed, values_of(case), partial(_changed_by, case))


def _changed_by(case: Requisition, name: str) -> LastChange:
    if name in OF_ACTIVITY:
        return last_change(case.activity, OF_ACTIVITY[name])
    return last_change(case, name)


def _move_receipt(case: Requisition, *, by: User, day: datetime.date | None) -> None:
    """The first state follows the day of receipt; what came after it stays after it."""
    if day is None:
        return
    check_date(day)
    rows = list(case.states.active().newest_first().reverse())
    if not rows or rows[0].state != State.RECEIVED:
        return
    first, later = rows[0], rows[1:]
    if later and day > later[0].on:
        message = _("It was «%(state)s» before that day: choose an earlier one.")
        state = later[0].get_state_display()
        raise ValidationError({"received_on": message % {"state": state}})
    if first.on != day:
        retract_record(first, by=by, reason=_("The day of receipt was corrected."))
        add_state(case, by=by, state=State.RECEIVED, on=day, note=first.note, at=first.recorded_at)


@atomic_change()
def decide_scope(
    *, by: User, case: Requisition, scope: str, reason: str = "", opened_with: str = ""
) -> Requisition:
    """Internal or external. Other than the requester suggests, it needs its reason.

    With a form's ``opened_with`` ChangedMeanwhile, as for ``change``.
    """
    lock_case(by, case)
    said = _merge(case, opened_with, {"scope": scope, "scope_reason": reason})
    scope, reason = said["scope"], said["scope_reason"]
    differs = is_otherwise(proposal_of(case), scope)
    if differs and not reason:
        message = _("The requester suggests otherwise: say why it is counted so.")
        raise ValidationError({"scope_reason": message})
    decided = {"scope": scope, "scope_reason": reason if differs else ""}
    save_changes(case, decided, by=by, reason=reason)
    return case


def proposal_of(case: Requisition) -> Scope | str:
    """What the requesters suggest; "" while nobody is known to have asked."""
    asking = case.parties.filter(role=PartyRole.REQUESTER)
    return scope_suggested_by(asking.values_list("organisation__kind", flat=True))


def scope_suggested_by(kinds: Iterable[str]) -> Scope | str:
    """By the kinds of those who ask."""
    return proposed_scope(kind == OrganisationKind.ADMINISTRATION for kind in kinds)


@atomic_change()
def retract_case(*, by: User, case: Requisition, reason: str) -> Requisition:
    """Retract a case: it stays to be read, and counts no more."""
    lock_case(by, case)
    retract_record(case, by=by, reason=reason)
    return case


# Moving it on ---------------------------------------------------------------------------------
def state_of(case: Requisition) -> StateChange | None:
    """The newest state; where the demo's clock stands still, without those of days to come."""
    return case.states.in_force(today()).first()


@atomic_change()
def set_state(
    *, by: User, case: Requisition, state: str, on: datetime.date, note: str = ""
) -> StateChange:
    """Another row below the last one: never before it, never before the receipt, never ahead."""
    lock_case(by, case)
    newest = state_of(case)
    days = [day for day in (case.received_on, newest and newest.on) if day]
    since = max(days, default=None)
    wrong = faults_of_step(newest.state if newest else "", since, state, on, note)
    if StepFault.NO_SUCH_STEP in wrong:
        raise ValidationError(
            _("The case has moved on meanwhile: look at its page, and choose again.")
        )
    check_date(on)
    if StepFault.TOO_EARLY in wrong:
        message = _("That is before the day of its last state: choose that day, or a later one.")
        raise ValidationError({"on": message})
    if wrong:
        raise ValidationError({"note": _("Say why: going back, or ending it so, is explained.")})
    return add_state(case, by=by, state=state, on=on, note=note)


def add_state(
    case: Requisition,
    *,
    by: User,
    state: str,
    on: datetime.date,
    note: str = "",
    at: datetime.datetime | None = None,
) -> StateChange:
    row = StateChange(requisition=case, state=state, on=on, note=note, recorded_by=by)
    if at:
        row.recorded_at = at
    row.save()
    mark_changed(row)
    _store_newest_state(case)
    return row


def _store_newest_state(case: Requisition) -> None:
    """In the database and in the record, which may be saved once more."""
    Requisition.objects.filter(pk=case.pk).store_newest_state()
    case.refresh_from_db(fields=["newest_state", "newest_state_on"])


@atomic_change()
def retract_state(*, by: User, change: StateChange, reason: str) -> StateChange:
    """Retract the newest state of a case, so that the one before it is in force again."""
    case = change.requisition
    lock_case(by, case)
    lock(change)
    newest = state_of(case)
    if newest is None or newest.pk != change.pk or case.states.active().count() == 1:
        raise ValidationError(_("Only the newest state can be taken back, and not the first."))
    retract_record(change, by=by, reason=reason)
    _store_newest_state(case)
    return change
