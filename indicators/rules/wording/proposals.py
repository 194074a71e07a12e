"""What is proposed for a criterion, each value with the place in the wording it was read from."""

from __future__ import annotations

import datetime
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.dates import months_after

Value = TypeVar("Value")


class Doubt(TextChoices):
    """Why a person has to look at what was read."""

    ROUGH = "rough", _("A rough figure: enter the one that decides.")
    RANGE = "range", _("A span of figures: the one that decides is proposed.")
    RELATIVE = "relative", _("Compared with an earlier figure: enter the target itself.")
    EACH = "each", _("Holds for each of them: a sum would not show it.")
    SEVERAL = "several", _("There are several figures: choose the one that decides.")
    UNREADABLE = "unreadable", _("Cannot be read as a Danish number.")
    AND_MORE = "and_more", _("Demands more than the figure.")


@dataclass(frozen=True, slots=True)
class Read(Generic[Value]):
    """A value, and from where to where in the text it stands."""

    value: Value
    start: int
    end: int

    def quoted_from(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day of the calendar, or so many months after what the wording names.

    ``day`` 0 is the last of the month. A ``before`` leaves out the day itself.
    """

    day: int = 0
    month: int = 0
    year: int | None = None
    before: bool = False
    months_after: int = 0

    def within(self, starts_on: datetime.date, ends_on: datetime.date) -> datetime.date | None:
        """The day for a programme: without a year the first such day from its start on."""
        if self.months_after:
            return months_after(ends_on, self.months_after)
        for year in [self.year] if self.year else [starts_on.year, starts_on.year + 1]:
            last = monthrange(year, self.month)[1]
            if self.day > last:
                continue
            on = datetime.date(year, self.month, self.day or last)
            on -= datetime.timedelta(days=self.before)
            if self.year or starts_on <= on <= ends_on:
                return on
        return None


@dataclass(frozen=True, slots=True)
class Condition:
    """A demand on what is counted, as «where more than 40 % are bilingual»."""

    target: Read[Decimal]
    comparison: Read[str] | None
    is_percent: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a wording says of the criterion; None where it says nothing that was understood.

    ``target`` is per cent for a share. ``base`` is the kind of denominator, ``whole`` are the nouns
    of what a share is of. A criterion that demands more has the rest as ``parts``.
    """

    text: str
    # From where to where its own words stand.
    start: int = 0
    end: int = 0
    measure: Read[str] | None = None
    comparison: Read[str] | None = None
    target: Read[Decimal] | None = None
    unit: Read[str] | None = None
    base: Read[str] | None = None
    base_value: Read[Decimal] | None = None
    whole: tuple[Read[str], ...] = ()
    baseline: Read[Decimal] | None = None
    aggregation: Read[str] | None = None
    per_week: Read[bool] | None = None
    source: Read[str] | None = None
    who: Read[str] | None = None
    due: Read[Deadline] | None = None
    conditions: tuple[Condition, ...] = ()
    parts: tuple[Proposal, ...] = ()
    doubts: tuple[Read[Doubt], ...] = ()

    @property
    def is_money(self) -> bool:
        return self.unit is not None and self.unit.value == KRONER


KRONER = "kr."
