"""Creating a case from the three fields of the phone form."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.models import Activity, ActivityKind
from core.clock import today
from core.records import save_with_history
from core.submissions import save_once, saved_before
from directory.models import Organisation
from directory.services.organisations import check_may_keep_registers
from programs.models import MainArea, Program
from requisitions.models import Requisition
from requisitions.models.choices import Channel, State
from requisitions.services.cases import add_state, next_ref, scope_suggested_by
from requisitions.services.parties import UnlistedOrganisation, add_party, ensure_listed

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class NewCaseInput:
    """The input of the phone form; ``facts`` are fields of the case by their names."""

    subject: str
    requester: Organisation | UnlistedOrganisation | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def program_for(day: datetime.date) -> Program:
    """The programme of a day, else the newest that had begun, else any. ValidationError: none."""
    programs = list(Program.objects.all())
    covering = [program for program in programs if program.starts_on <= day <= program.ends_on]
    begun = [program for program in programs if program.starts_on <= day]
    found = next(iter(covering or begun or programs), None)
    if found is None:
        raise ValidationError(_("There is no programme yet: an administrator sets one up first."))
    return found


def area_for(program: Program) -> MainArea:
    """The main area of the newest case in the programme, else its last one."""
    cases = Requisition.objects.active().of_program(program)
    newest = cases.select_related("activity__main_area").order_by("-recorded_at", "-pk").first()
    area = newest.activity.main_area if newest else program.main_areas.order_by("number").last()
    if area is None:
        raise ValidationError(
            _("The programme has no main area yet: an administrator adds one first.")
        )
    return area


def receive(*, by: User, taken: NewCaseInput, submission: uuid.UUID | None = None) -> Requisition:
    """A new case, received today, with its activity; the same submission is saved once.

    ``was_saved_before`` on the case tells an earlier press from this one.
    """
    check_may_keep_registers(by)
    earlier = partial(saved_before, Requisition, by, submission)
    return save_once(earlier, partial(_receive, by, taken, submission))


def _receive(by: User, taken: NewCaseInput, submission: uuid.UUID | None) -> Requisition:
    day = today()
    area = area_for(program_for(day))
    activity = Activity(
        kind=ActivityKind.CASE,
        main_area=area,
        ref=next_ref(area.program),
        title=taken.subject,
        responsible=by,
    )
    save_with_history(activity, by=by)
    requester = ensure_listed(by, taken.requester) if taken.requester else None
    case = Requisition(
        activity=activity,
        received_on=day,
        scope=scope_suggested_by([requester.kind] if requester else []),
        recorded_by=by,
        submission=submission,
        **{"channel": Channel.PHONE, **taken.facts},
    )
    save_with_history(case, by=by)
    add_state(case, by=by, state=State.RECEIVED, on=day)
    if requester:
        add_party(by=by, case=case, organisation=requester)
    return case
