"""Adding, changing and removing what a programme is made of, as its administrators do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models.roles import May
from core.dependents import dependent_counts, why_kept
from core.records import delete_with_history, lock, save_with_history
from core.versions import atomic_change, mark_scope_changed

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User

Ties = Mapping[str, Sequence["Model"]]


@atomic_change()
def save_part(*, by: User, part: Any, ties: Ties | None = None, reason: str = "") -> Any:
    """Save a part as it is, new or changed, and what it is tied to by fields that hold several.

    What did not change gets no new version. The part was checked, and its programme is held.
    """
    check_may_configure(by)
    if part._state.adding or _differs(part):
        save_with_history(part, by=by, reason=reason)
    for name, rows in (ties or {}).items():
        _tie(part, name, rows, by, reason)
    # What is configured is read by several programmes: places, names, carried-over criteria.
    mark_scope_changed()
    return part


@atomic_change()
def remove_part(
    *, by: User, part: Any, goes_along: Sequence[str] = (), also: Sequence[str] = ()
) -> None:
    """Delete a part that nothing belongs to; its history stays. ValidationError: what does.

    Rows that ``goes_along`` names are a part of it; ``also`` says what else belongs to it.
    """
    check_may_configure(by)
    lock(part)
    if message := why_kept(part, [*dependent_counts(part, goes_along), *also]):
        raise ValidationError(message)
    delete_with_history(part, by=by)
    mark_scope_changed()


def check_may_configure(by: User) -> None:
    if not by.may(May.CONFIGURE):
        raise PermissionDenied


def _differs(part: Any) -> bool:
    stored = type(part)._base_manager.get(pk=part.pk)
    names = [column.attname for column in part._meta.concrete_fields]
    return any(getattr(stored, name) != getattr(part, name) for name in names)


def _tie(part: Any, name: str, rows: Sequence[Model], by: User, reason: str) -> None:
    """The history writes a version of its own where this changes; that is signed too."""
    tied = getattr(part, name)
    if {row.pk for row in tied.all()} != {row.pk for row in rows}:
        part._history_user, part._change_reason = by, reason or None
        tied.set(rows)
