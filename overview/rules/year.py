"""The year as it is configured: every piece of a programme, numbered by its place."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db.models import Model

    from overview.rules.status import StatusRow


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing of the outline: its number, what is said of it in a line, and its form.

    ``before`` is how a criterion that was carried over stood in the year before.
    """

    number: str
    record: Model
    address: str
    facts: Sequence[str] = ()
    depth: int = 0
    before: str = ""

    @property
    def key(self) -> str:
        """«criterion-12»: where it stands on the page, and what its buttons send."""
        return f"{self.record._meta.model_name}-{self.record.pk}"


@dataclass(frozen=True, slots=True)
class InitiativePart:
    """What stands under an initiative; without a ``piece``, what stands under none."""

    piece: Piece | None
    activities: Sequence[Piece]
    criteria: Sequence[Piece]
    # How a form of something new is told that it is to stand here.
    query: str = ""


@dataclass(frozen=True, slots=True)
class AreaPart:
    piece: Piece
    initiatives: Sequence[InitiativePart]
    allocations: Sequence[Piece]
    query: str = ""


@dataclass(frozen=True, slots=True)
class SourcePart:
    piece: Piece
    lines: Sequence[Piece]
    granted: Decimal


@dataclass(frozen=True, slots=True)
class YearOutline:
    areas: Sequence[AreaPart]
    sources: Sequence[SourcePart]


def numbered(parents: Iterable[int | None], keys: Sequence[int], before: str) -> dict[int, str]:
    """The number of each key: «1.2.3» below ``before``, «1.2.3.1» for the first part of that.

    A part whose parent is elsewhere is numbered as if it had none.

    >>> numbered([None, 7, None, 7], [7, 8, 9, 10], "1.2.")
    {7: '1.2.1', 8: '1.2.1.1', 9: '1.2.2', 10: '1.2.1.2'}
    """
    parent_of = dict(zip(keys, parents, strict=True))
    counts: dict[int | None, int] = {}
    found: dict[int, str] = {}

    def number(key: int) -> str:
        if key not in found:
            parent = parent_of[key]
            parent = parent if parent in parent_of else None
            start = before if parent is None else f"{number(parent)}."
            counts[parent] = counts.get(parent, 0) + 1
            found[key] = f"{start}{counts[parent]}"
        return found[key]

    for key in keys:
        number(key)
    return found


def outcome_text(row: StatusRow, year: str, as_of: datetime.date) -> str:
    """«2011: at least 30.000, came to 32.500 (met)»: of the year that a criterion comes from."""
    came_to = ""
    if row.target_text and row.value is not None:
        came_to = _("came to %s") if row.due_on < as_of else _("so far %s")
        came_to %= row.value_text
    figures = ", ".join(text for text in (row.target_text, came_to) if text)
    status = str(row.status.label).lower()
    told = f"{figures} ({status})" if figures else status
    return f"{year}: {told}"
