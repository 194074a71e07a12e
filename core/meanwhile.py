"""Two people at one form: what others changed while it stood open, so that nobody's text is lost.

A form carries a mark of what it was opened with. Only what its reader changed is saved; what
somebody else changed too is shown first, and goes only when the reader saves again.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from core.numbers import ParsedNumber, plain_number


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else changed, too: what it says now, by whom and since when."""

    name: str
    standing: Any
    by: str
    at: datetime.datetime | None


class ChangedMeanwhile(ValidationError):
    """``standing`` holds what all the form's fields say now."""

    def __init__(self, clashes: Sequence[Clash], standing: Mapping[str, Any]) -> None:
        self.clashes, self.standing = clashes, standing
        message = _("Somebody else has changed this meanwhile. Save again, and yours replaces it.")
        super().__init__({clash.name: message for clash in clashes})


def mark_of(values: Mapping[str, Any]) -> str:
    """A short digest a field: the values themselves may be long, and are not sent twice."""
    return ",".join(f"{name}:{_digest(value)}" for name, value in values.items())


def touched(mark: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was changed since the form was opened; without a mark, all of it."""
    seen = _read(mark)
    return {name: value for name, value in values.items() if seen.get(name) != _digest(value)}


def clashing(mark: str, mine: Mapping[str, Any], standing: Mapping[str, Any]) -> list[str]:
    """Of the fields that I changed, those that now say neither what I saw nor what I write."""
    seen = _read(mark)
    return [
        name
        for name, value in mine.items()
        if name in seen and _digest(standing[name]) not in (seen[name], _digest(value))
    ]


def _read(mark: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in mark.split(","))
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


def clash_of(name: str, standing: Any, versions: Sequence[Any], fields: Collection[str]) -> Clash:
    """Who made a field say what it says now: the newest version that changed one of the model's
    ``fields``, or that took the row away; else the one that made it. ``versions``, newest first.
    """
    changed = (
        new
        for new, old in pairwise(versions)
        if new.history_type == "-" or any(getattr(new, one) != getattr(old, one) for one in fields)
    )
    version = next(changed, versions[-1] if versions else None)
    return Clash(
        name=name,
        standing=standing,
        by=str(version.history_user or "") if version else "",
        at=version.history_date if version else None,
    )
