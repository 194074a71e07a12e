"""A programme is adopted by the committee and closed at its end; both can be taken back."""

from __future__ import annotations

import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from core.clock import today
from core.meanwhile import last_change, merge_changes
from core.records import check_date, save_changes
from core.versions import atomic_change, mark_scope_changed
from overview.queries.readiness import lacks_of
from programs.models import Program
from programs.queries import lock_program
from programs.services.parts import check_may_configure

DECISION = ("adopted_on", "adoption_reference")


@atomic_change()
def adopt(
    *,
    by: User,
    program: Program,
    adopted_on: datetime.date,
    adoption_reference: str,
    opened_with: str = "",
) -> Program:
    """Record the committee's decision. A ValidationError says what is missing before that."""
    check_may_configure(by)
    program = lock_program(program.pk)
    check_date(adopted_on, "adopted_on")
    if not program.adopted_on and any(lack.blocks for lack in lacks_of(program)):
        raise ValidationError(_("Something is missing before it can be adopted: see the list."))
    typed = {"adopted_on": adopted_on, "adoption_reference": adoption_reference}
    current = {name: getattr(program, name) for name in DECISION}
    said = merge_changes(opened_with, typed, current, partial(last_change, program))
    save_changes(program, said, by=by)
    mark_scope_changed()
    return program


@atomic_change()
def withdraw_adoption(*, by: User, program: Program, reason: str) -> Program:
    """Make it a draft again, where the decision was recorded by mistake."""
    check_may_configure(by)
    program = lock_program(program.pk)
    if program.closed_on:
        raise ValidationError(_("The programme is closed: open it again first."))
    save_changes(program, {"adopted_on": None, "adoption_reference": ""}, by=by, reason=reason)
    mark_scope_changed()
    return program


@atomic_change()
def close(*, by: User, program: Program) -> Program:
    """Close an adopted programme: nothing new is recorded but follow-ups that fall later."""
    check_may_configure(by)
    program = lock_program(program.pk)
    if not program.adopted_on:
        raise ValidationError(_("Only an adopted programme is closed."))
    save_changes(program, {"closed_on": program.closed_on or today()}, by=by)
    mark_scope_changed()
    return program


@atomic_change()
def open_again(*, by: User, program: Program, reason: str) -> Program:
    """Let results be recorded in a closed programme again."""
    check_may_configure(by)
    program = lock_program(program.pk)
    save_changes(program, {"closed_on": None}, by=by, reason=reason)
    mark_scope_changed()
    return program
