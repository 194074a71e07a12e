"""Log entries and participants of other activities that document a case.

It stays where it is, and is not typed twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.models import LogEntry
from core.records import save_with_history
from core.versions import atomic_change
from directory.models import Participant
from requisitions.models import Requisition
from requisitions.services.cases import lock_case

if TYPE_CHECKING:
    from accounts.models import User


def may_document(record: LogEntry | Participant, case: Requisition) -> bool:
    """Whether the record may document the case: only one of another activity."""
    return not record.is_retracted and record.activity != case.activity


@atomic_change()
def add_documentation(
    *, by: User, case: Requisition, record: LogEntry | Participant
) -> Requisition:
    """The history calls a person by the alias: a name there would outlive the person."""
    lock_case(by, case)
    if not may_document(record, case):
        raise ValidationError(_("Choose what stands at another activity, and is not taken back."))
    if _kept_in(case, record).filter(pk=record.pk).exists():
        return case
    _kept_in(case, record).add(record)
    save_with_history(case, by=by, reason=_history_reason(_("Documentation added: %s") % record))
    return case


@atomic_change()
def remove_documentation(
    *, by: User, case: Requisition, record: LogEntry | Participant, reason: str
) -> Requisition:
    """The entry or participant itself stays where it is."""
    lock_case(by, case)
    if not _kept_in(case, record).filter(pk=record.pk).exists():
        return case
    _kept_in(case, record).remove(record)
    told = _history_reason(_("Documentation removed: %s") % record, reason)
    save_with_history(case, by=by, reason=told)
    return case


def _history_reason(what: str, why: str = "") -> str:
    """The history's reason: what in the first line, why in the rest."""
    return f"{what}\n{why}"


def _kept_in(case: Requisition, record: LogEntry | Participant) -> Any:
    return case.log_entries if isinstance(record, LogEntry) else case.participants


def move_documentation(
    case: Requisition, *, by: User, gone: Participant, kept: Participant, reason: str
) -> None:
    """Move a case's documentation to the line of a roster that is kept."""
    case.participants.remove(gone)
    case.participants.add(kept)
    told = _history_reason(_("Documentation follows a merger: %s") % kept, reason)
    save_with_history(case, by=by, reason=told)
