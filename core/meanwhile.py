"""Detects that somebody else changed the same fields while a form was open.

A form carries a mark of what it was opened with. Only what its reader changed is saved; what
somebody else changed too is shown first, and goes only when the reader saves again.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from core.numbers import ParsedNumber, plain_number


@dataclass(frozen=True, slots=True)
class EditConflict:
    """A field that somebody else changed too: its current value, by whom and when."""

    name: str
    current: Any
    by: str
    at: datetime.datetime | None


class ChangedMeanwhile(ValidationError):
    """``current`` holds what all the form's fields say now."""

    def __init__(self, conflicts: Sequence[EditConflict], current: Mapping[str, Any]) -> None:
        self.conflicts, self.current = conflicts, current
        message = _("Somebody else has changed this meanwhile. Save again, and yours replaces it.")
        super().__init__({clash.name: message for clash in conflicts})


def digests_of(values: Mapping[str, Any]) -> str:
    """A digest of each field's value, to be sent along with a form."""
    return ",".join(f"{name}:{_digest(value)}" for name, value in values.items())


def changed_fields(opened_with: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields changed since the form was opened; without digests, all of them."""
    seen = _read(opened_with)
    return {name: value for name, value in values.items() if seen.get(name) != _digest(value)}


def check_unchanged(
    opened_with: str,
    mine: Mapping[str, Any],
    current: Mapping[str, Any],
    versions_of: Callable[[str], tuple[Any, Collection[str]]],
) -> None:
    """Raise ChangedMeanwhile where somebody else has changed the same fields to other values.

    ``versions_of`` gives the history of the record that holds a field, and its model's fields.
    """
    conflicts = []
    for name in _conflicting(opened_with, mine, current):
        rows, fields = versions_of(name)
        versions = list(rows.select_related("history_user"))
        conflicts.append(conflict_of(name, current[name], versions, fields))
    if conflicts:
        raise ChangedMeanwhile(conflicts, current)


def _conflicting(
    opened_with: str, mine: Mapping[str, Any], current: Mapping[str, Any]
) -> list[str]:
    """The changed fields that somebody else has meanwhile changed to another value."""
    seen = _read(opened_with)
    return [
        name
        for name, value in mine.items()
        if name in seen and _digest(current[name]) not in (seen[name], _digest(value))
    ]


def _read(opened_with: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in opened_with.split(","))
    return {name: digest for name, colon, digest in pairs if colon}


def _digest(value: Any) -> str:
    return hashlib.sha256(_text(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _text(value: Any) -> str:
    """The same for what means the same: 3 hours are 3,00."""
    match value:
        case Model():
            return str(value.pk)
        case Decimal():
            return plain_number(value) if value else ""
        case ParsedNumber():
            return f"{'~' if value.approximate else ''}{plain_number(value.value)}"
        case _:
            return str(value or "")


def conflict_of(
    name: str, current: Any, versions: Sequence[Any], fields: Collection[str]
) -> EditConflict:
    """Who changed a field last: the newest version that changed one of the model's ``fields``.

    Also one that took the row away; else the one that made it. ``versions`` come newest first.
    """
    changed = (
        new
        for new, old in pairwise(versions)
        if new.history_type == "-" or any(getattr(new, one) != getattr(old, one) for one in fields)
    )
    version = next(changed, versions[-1] if versions else None)
    return EditConflict(
        name=name,
        current=current,
        by=str(version.history_user or "") if version else "",
        at=version.history_date if version else None,
    )
