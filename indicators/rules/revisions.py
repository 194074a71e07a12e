"""What was demanded on a day: a criterion whose target has been changed since it was adopted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.dates import format_date_long, format_date_short
from core.numbers import format_number
from indicators.models.choices import Base, Comparison, Measure, Pacing

if TYPE_CHECKING:
    from indicators.models import Criterion

# What the committee adopts of a criterion: a change of these says why, and from when it holds.
REVISED = (
    "wording",
    "measure",
    "comparison",
    "target",
    "base",
    "base_value",
    "base_criteria",
    "due_on",
    "pacing",
    "planned_points",
    "source",
)
_DAYS, _AMOUNTS = ("due_on",), ("target", "base_value")
_LABELS = {
    "measure": _lazy("measure"),
    "comparison": _lazy("comparison"),
    "target": _lazy("target"),
    "base": _lazy("denominator"),
    "base_value": _lazy("fixed denominator"),
    "due_on": _lazy("due on"),
    "pacing": _lazy("expected when"),
}
# Too long to be told from what to what: both stand in the history.
_BRIEFLY = {
    "wording": _lazy("the wording"),
    "base_criteria": _lazy("the criteria of the denominator"),
    "planned_points": _lazy("the planned points"),
    "source": _lazy("where the figures come from"),
}
_WORDS: dict[Any, Any] = {
    value: label
    for choices in (Measure, Comparison, Base, Pacing)
    for value, label in choices.choices
}


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of what was adopted. ``before`` and ``after`` hold what changed, by field."""

    holds_from: datetime.date
    reason: str
    by: str
    on: datetime.date
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def revisions_of(criterion: Criterion) -> list[Revision]:
    """The changes of a criterion, those that hold first before the later ones."""
    found = [_read(row) for row in criterion.revisions]
    return sorted(found, key=lambda revision: revision.holds_from)


def stored_revision(revision: Revision) -> dict[str, Any]:
    """As it is kept on the criterion."""
    return {
        "holds_from": revision.holds_from.isoformat(),
        "reason": revision.reason,
        "by": revision.by,
        "on": revision.on.isoformat(),
        "before": {name: _stored(value) for name, value in revision.before.items()},
        "after": {name: _stored(value) for name, value in revision.after.items()},
    }


def as_demanded(criteria: Sequence[Criterion], on: datetime.date) -> list[Criterion]:
    """The criteria with what was demanded of them on the day; those unchanged as they are.

    ``demanded_then`` of such a criterion holds the denominators and planned points of the day.
    """
    return [_then(criterion, on) if criterion.revisions else criterion for criterion in criteria]


def _then(criterion: Criterion, on: datetime.date) -> Criterion:
    later = [revision for revision in revisions_of(criterion) if revision.holds_from > on]
    if not later:
        return criterion
    found = copy(criterion)
    found.demanded_then = demanded_before(later)
    for name, value in found.demanded_then.items():
        if name not in ("base_criteria", "planned_points"):
            setattr(found, name, value)
    return found


def demanded_before(later: Iterable[Revision]) -> dict[str, Any]:
    """What held before the first of these changed it, by field."""
    found: dict[str, Any] = {}
    for revision in later:
        found = {**revision.before, **found}
    return found


def told(revision: Revision) -> str:
    """«Changed as of 3 May 2011: target 60 → 50, as …»: what, from when and why."""
    parts = [
        _changed(name, before, revision.after.get(name)) for name, before in revision.before.items()
    ]
    words = {
        "day": format_date_long(revision.holds_from),
        "what": ", ".join(parts),
        "why": revision.reason,
    }
    return _("Changed as of %(day)s: %(what)s, because: %(why)s") % words


def told_by(criterion: Criterion, as_of: datetime.date) -> list[str]:
    """What has been changed of it by a day, each in a sentence."""
    found = revisions_of(criterion) if criterion.revisions else ()
    return [told(revision) for revision in found if revision.holds_from <= as_of]


def is_revised_after(criterion: Criterion, as_of: datetime.date) -> bool:
    """Whether it was demanded otherwise on the day than it is now."""
    found = revisions_of(criterion) if criterion.revisions else ()
    return any(revision.holds_from > as_of for revision in found)


def _changed(name: str, before: Any, after: Any) -> str:
    if name in _BRIEFLY:
        return str(_BRIEFLY[name])
    return f"{_LABELS[name]} {_shown(name, before)} → {_shown(name, after)}"


def _shown(name: str, value: Any) -> str:
    if isinstance(value, datetime.date):
        return format_date_short(value)
    if isinstance(value, Decimal):
        return format_number(value)
    return str(_WORDS.get(value, value) or "–")


def _stored(value: Any) -> Any:
    match value:
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case list() | tuple() | QuerySet():
            return [_stored(part) for part in value]
    return value.pk if hasattr(value, "pk") else value


def _read(row: Mapping[str, Any]) -> Revision:
    return Revision(
        holds_from=datetime.date.fromisoformat(row["holds_from"]),
        reason=row["reason"],
        by=row["by"],
        on=datetime.date.fromisoformat(row["on"]),
        before=_values(row["before"]),
        after=_values(row["after"]),
    )


def _values(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in stored.items()}


def _value(name: str, value: Any) -> Any:
    if name in _DAYS and value:
        return datetime.date.fromisoformat(value)
    if name in _AMOUNTS and value is not None:
        return Decimal(value)
    if name == "planned_points":
        return [(datetime.date.fromisoformat(on), Decimal(amount)) for on, amount in value]
    return value
