"""How a criterion's figure has moved since an earlier day: from what, and which way."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

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


def movement(rule: Rule, before: Progress, now: Progress) -> Movement | None:
    """None where it reads the same, as where nothing was or is measured."""
    texts = value_text(rule, before), value_text(rule, now)
    if texts[0] == texts[1]:
        return None
    first, second = _amount(before), _amount(now)
    if first is None or second is None:
        return Movement(*texts, rise=0)
    return Movement(*texts, rise=(second > first) - (second < first))


def _amount(progress: Progress) -> Fraction | None:
    if progress.share:
        return Fraction(progress.share[0]) / Fraction(progress.share[1])
    return None if progress.value is None else Fraction(progress.value)
