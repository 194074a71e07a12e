"""A programme that is closed: nothing new is recorded, what stands is corrected with a reason."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.dates import format_date_long

if TYPE_CHECKING:
    from programs.models import Program


def fault_of_closing(program: Program, due: Collection[datetime.date] = ()) -> str:
    """Why nothing new is recorded; nothing where it is open, or for follow-ups that fall later.

    ``due`` is when the criteria are due that are measured.
    """
    closed_on = program.closed_on
    if closed_on is None or (due and all(on > closed_on for on in due)):
        return ""
    message = _(
        "The programme was closed on %s: correct what stands, with a reason, or ask an "
        "administrator to open it again."
    )
    return message % format_date_long(closed_on)


def check_open(program: Program, due: Collection[datetime.date] = ()) -> None:
    """Raise a ValidationError where nothing new may be recorded."""
    if fault := fault_of_closing(program, due):
        raise ValidationError(fault)
