"""Configuring activities, and the places where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from activities.models import Activity, Place
from core.records import save_with_history
from core.versions import atomic_change
from programs.services.parts import save_part

if TYPE_CHECKING:
    from accounts.models import User


@atomic_change()
def save_activity(
    *,
    by: User,
    activity: Activity,
    new_place: str = "",
    ties: Mapping[str, Sequence[Any]] | None = None,
    reason: str = "",
) -> Activity:
    """Save an activity that was checked; a place that is not known yet is made by its name."""
    if new_place:
        activity.place = _place(new_place, by)
    return save_part(by=by, part=activity, ties=ties, reason=reason)


def _place(name: str, by: User) -> Place:
    known = Place.objects.filter(name__iexact=name).first()
    if known:
        return known
    place = Place(name=name)
    save_with_history(place, by=by)
    return place
