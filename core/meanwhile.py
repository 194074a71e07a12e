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
from functools import partial
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.numbers import ParsedNumber, plain_number


@dataclass(frozen=True, slots=True)
class EditConflict:
    """A field that somebody else changed too: its current value, by whom and when."""

    name: str
    current: Any
    by: str
    at: datetime.datetime | None


# By whom, "" where nobody is known, and when.
LastChange = tuple[str, datetime.datetime | None]


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


def is_same(one: Any, other: Any) -> bool:
    """Whether two values of a field mean the same."""
    return _text(one) == _text(other)


def merge_changes(
    opened_with: str,
    typed: Mapping[str, Any],
    current: Mapping[str, Any],
    changed_by: Callable[[str], LastChange],
) -> dict[str, Any]:
    """What each typed field becomes: as typed where the form's reader changed it, else as it is.

    ChangedMeanwhile where somebody else has changed the same fields to other values.
    ``changed_by`` says who changed a field last.
    """
    mine = changed_fields(opened_with, typed)
    check_unchanged(opened_with, mine, current, changed_by)
    return {name: mine.get(name, current[name]) for name in typed}


def check_unchanged(
    opened_with: str,
    mine: Mapping[str, Any],
    current: Mapping[str, Any],
    changed_by: Callable[[str], LastChange],
) -> None:
    """ChangedMeanwhile as above. Of a form that begins empty all that is typed is ``mine``."""
    conflicts = [
        EditConflict(name, current[name], *changed_by(name))
        for name in _conflicting(opened_with, mine, current)
    ]
    if conflicts:
        raise ChangedMeanwhile(conflicts, current)


def merge_into(record: Any, opened_with: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a form whose fields are a record's own by name. The record is locked before."""
    current = {name: getattr(record, name) for name in typed}

    return merge_changes(opened_with, typed, current, partial(last_change, record))


def last_change(record: Any, *names: str) -> LastChange:
    """Who last changed any of a record's fields; else who made it."""
    return last_change_in(record.history, [record._meta.get_field(name).attname for name in names])


def last_change_in(rows: Any, names: Collection[str]) -> LastChange:
    """The same of the versions of one record or several: also who took one away."""
    versions = list(rows.select_related("history_user"))
    changed = (
        new
        for new, old in pairwise(versions)
        if new.history_type == "-" or any(getattr(new, one) != getattr(old, one) for one in names)
    )
    version = next(changed, versions[-1] if versions else None)
    return (str(version.history_user or ""), version.history_date) if version else ("", None)


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
        case QuerySet() | list() | tuple():
            return ",".join(sorted(map(_text, value)))
        case bool():
            return str(value)
        case Decimal():
            return plain_number(value) if value else ""
        case ParsedNumber():
            return f"{'~' if value.approximate else ''}{plain_number(value.value)}"
        case _:
            return str(value or "")
