"""What elsewhere documents a case: an entry or a participant of another activity shows it too.

It stays where it is, and is not typed twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import LogEntry
from core.records import save_with_history
from directory.models import Participant
from requisitions.models import Requisition
from requisitions.services.cases import hold

if TYPE_CHECKING:
    from accounts.models import User


def may_document(record: LogEntry | Participant, case: Requisition) -> bool:
    """What stands at the case itself shows its work already."""
    return not record.is_retracted and record.activity != case.activity


@transaction.atomic
def add_documentation(
    *, by: User, case: Requisition, record: LogEntry | Participant
) -> Requisition:
    """The history calls a person by the alias: a name there would outlive the person."""
    hold(by, case)
    if not may_document(record, case):
        raise ValidationError(_("Choose what stands at another activity, and is not taken back."))
    _kept_in(case, record).add(record)
    save_with_history(case, by=by, reason=_told(_("Documentation added: %s") % record))
    return case


@transaction.atomic
def remove_documentation(
    *, by: User, case: Requisition, record: LogEntry | Participant, reason: str
) -> Requisition:
    """The entry or participant itself stays where it is."""
    hold(by, case)
    _kept_in(case, record).remove(record)
    told = _told(_("Documentation removed: %s") % record, reason)
    save_with_history(case, by=by, reason=told)
    return case


def _told(what: str, why: str = "") -> str:
    """The first line says what, the rest why: ``documentation_changes`` reads it so."""
    return f"{what}\n{why}"


def _kept_in(case: Requisition, record: LogEntry | Participant) -> Any:
    return case.log_entries if isinstance(record, LogEntry) else case.participants


def follow_moved(
    case: Requisition, *, by: User, gone: Participant, kept: Participant, reason: str
) -> None:
    """Two organisations became one, and of their two lines on a roster one is kept."""
    case.participants.remove(gone)
    case.participants.add(kept)
    told = _told(_("Documentation follows a merger: %s") % kept, reason)
    save_with_history(case, by=by, reason=told)
