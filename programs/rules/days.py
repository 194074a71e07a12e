"""Which days belong to a programme: what happened before it began is another programme's."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.dates import format_date_long
from core.plausibility import Question, QuestionCode
from core.records import check_date

if TYPE_CHECKING:
    from programs.models import Program


def fault_before(on: datetime.date, first: datetime.date) -> str:
    """What is wrong with a day before the programme's ``first``; nothing of a later one.

    After its last day is allowed, as invoices and follow-ups come late.
    """
    if on >= first:
        return ""
    message = _("The programme starts on %s: an earlier date belongs to another programme.")
    return message % format_date_long(first)


def check_day_in(program: Program, on: datetime.date, field: str = "") -> None:
    """Raise a ValidationError for a day that lies ahead, or before the programme."""
    check_date(on, field)
    if fault := fault_before(on, program.starts_on):
        raise ValidationError({field: fault} if field else fault)


def ask_after_end(program: Program, on: datetime.date) -> Question:
    """What to ask about a day after the programme's last."""
    text = _("%(day)s is after the end of the programme, %(end)s.") % {
        "day": format_date_long(on),
        "end": format_date_long(program.ends_on),
    }
    return Question(QuestionCode.AFTER_END, "on", text)
