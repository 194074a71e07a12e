"""Moves ticks when two organisations are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.records import save_with_history
from indicators.models import Tick

if TYPE_CHECKING:
    from directory.services.merging import Merge


def move_ticks(merge: Merge) -> None:
    """What was known of a line that was taken off is known of the line that it became."""
    for tick in Tick.objects.filter(participant__in=merge.joined).order_by("pk"):
        tick.participant = merge.joined[tick.participant]
        save_with_history(tick, by=merge.by, reason=merge.reason)
