"""How a criterion's figure has moved since an earlier day: from what, and which way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.rules.explanations import value_text
from indicators.rules.progress import Progress, Rule


@dataclass(frozen=True, slots=True)
class Movement:
    """What stood before and what stands now, as they are read.

    ``rise`` is 1, -1, or 0 where neither is more than the other.
    """

    before: str
    now: str
    rise: int

    @property
    def words(self) -> str:
        """«up from 12.500»: to be read below the value."""
        words = {1: _("up from %s"), -1: _("down from %s"), 0: _("before: %s")}
        return words[self.rise] % self.before


def movement(rule: Rule, before: Progress, now: Progress, reads: str) -> Movement | None:
    """To what ``reads`` so now; None where it read the same, or nothing was or is measured."""
    # Most have not moved, and their text need not be made.
    if _figures(before) == _figures(now):
        return None
    texts = value_text(rule, before), reads
    if texts[0] == texts[1]:
        return None
    first, second = _amount(before), _amount(now)
    if first is None or second is None:
        return Movement(*texts, rise=0)
    return Movement(*texts, rise=(second > first) - (second < first))


def _figures(progress: Progress) -> tuple:
    return (*(progress.share or (progress.value,)), progress.done, progress.approximate)


def _amount(progress: Progress) -> Decimal | None:
    """A share's is for comparing alone: two that 28 digits do not tell apart read alike."""
    if progress.share:
        numerator, denominator = progress.share
        return numerator / denominator
    return progress.value
