"""How one criterion went from year to year: improving, keeping or worsening. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from indicators.models.choices import Measure
from indicators.rules.progress import DOWNWARD, UPWARD, Progress

# Per cent of the earlier figure for a count, percentage points for a share.
THRESHOLD = Decimal(5)


class Trend(TextChoices):
    IMPROVING = "improving", _("Improving")
    KEEPING = "keeping", _("Keeping")
    WORSENING = "worsening", _("Worsening")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a criterion came to in a year, once it was due; two of a kind are compared."""

    measure: str
    comparison: str
    unit: str
    progress: Progress

    def is_like(self, other: Outcome) -> bool:
        """Whether both count the same thing, and want it to go the same way."""
        return (self.measure, self.unit.casefold(), self.comparison in DOWNWARD) == (
            other.measure,
            other.unit.casefold(),
            other.comparison in DOWNWARD,
        )


def trend(earlier: Outcome | None, later: Outcome | None) -> Trend | None:
    """Of two years, one after the other; None where they cannot be compared.

    The threshold itself is a change; a demand of exactly so many has no better and no worse.
    """
    if earlier is None or later is None or not earlier.is_like(later):
        return None
    if later.measure == Measure.MILESTONE:
        return _of_milestones(earlier.progress.done, later.progress.done)
    if later.comparison not in UPWARD | DOWNWARD:
        return None
    pair = _change(earlier.progress, later.progress)
    if pair is None:
        return None
    change, threshold = pair
    if not change or abs(change) < threshold:
        return Trend.KEEPING
    is_better = (change > 0) == (later.comparison in UPWARD)
    return Trend.IMPROVING if is_better else Trend.WORSENING


def _of_milestones(earlier: bool | None, later: bool | None) -> Trend | None:
    if earlier is None or later is None:
        return None
    if earlier == later:
        return Trend.KEEPING
    return Trend.IMPROVING if later else Trend.WORSENING


def _change(earlier: Progress, later: Progress) -> tuple[Decimal, Decimal] | None:
    """The change and what it takes, in one unit; shares crosswise, so that no division rounds."""
    if earlier.share and later.share:
        (part, whole), (part_then, whole_then) = later.share, earlier.share
        change = part * whole_then - part_then * whole
        return 100 * change, THRESHOLD * whole * whole_then
    if earlier.value is not None and later.value is not None:
        return 100 * (later.value - earlier.value), THRESHOLD * abs(earlier.value)
    return None
