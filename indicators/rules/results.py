"""The result typed for one criterion, before it is saved."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from indicators.models.choices import FIGURES, Base
from indicators.rules.progress import Reading

if TYPE_CHECKING:
    from decimal import Decimal

    from indicators.models import Criterion

EXCEEDS_WHOLE = _("It cannot be more than the whole.")
# Newer than whatever is recorded by then, as saving it would make it.
_NEWEST = (datetime.datetime.max.replace(tzinfo=datetime.UTC), 0)


@dataclass(frozen=True, slots=True)
class Result:
    """The result typed for one criterion."""

    criterion: Criterion
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done: bool | None = None
    approximate: bool = False

    def exceeds_whole(self) -> bool:
        """Whether more did than there are."""
        fixed = self.criterion.base == Base.FIXED
        whole = self.criterion.base_value if fixed else self.denominator
        return whole is not None and self.numerator is not None and self.numerator > whole

    @property
    def given(self) -> set[str]:
        """The names of the figures that were given."""
        return {name for name in FIGURES if getattr(self, name) is not None}

    def reading(self, on: datetime.date) -> Reading:
        """What it adds to its criterion once it is saved."""
        return Reading(
            measured_on=on,
            value=self.value,
            numerator=self.numerator,
            denominator=self.denominator,
            done=self.done,
            approximate=self.approximate,
            recorded=_NEWEST,
        )
