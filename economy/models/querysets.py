"""Budget lines and what is posted on them, asked for in the words of the room.

Amounts are added up as whole øre: SQLite keeps decimals as floats and would add them wrongly.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Cast, Round

if TYPE_CHECKING:
    from programs.models import Program

Q = models.Q


def _ore() -> models.Sum:
    return models.Sum(Cast(Round(models.F("amount") * 100), models.BigIntegerField()))


def _kroner(ore: int | Decimal | None) -> Decimal:
    return Decimal(int(ore or 0)).scaleb(-2)


class BudgetLineQuerySet(models.QuerySet):
    def of_program(self, program: Program) -> BudgetLineQuerySet:
        return self.filter(source__program=program)

    def with_subject(self) -> BudgetLineQuerySet:
        """With what the line is for, its main area and its source: no query per line."""
        return self.select_related(
            "source__program", "initiative__main_area", "activity__main_area"
        )


class PostedQuerySet(models.QuerySet):
    """Expenses or commitments."""

    def with_subject(self) -> PostedQuerySet:
        """With the line, what that is for, and who recorded it and took it back."""
        return self.select_related(
            "line__source__program",
            "line__initiative__main_area",
            "line__activity__main_area",
            "recorded_by",
            "retracted_by",
        )

    def active(self) -> PostedQuerySet:
        """Without those retracted."""
        return self.filter(retracted_at__isnull=True)

    def until(self, day: datetime.date) -> PostedQuerySet:
        return self.filter(on__lte=day)

    def active_until(self, day: datetime.date) -> PostedQuerySet:
        """Those that stand on the day. Of commitments, ``money_queries.left_of`` says how much."""
        return self.active().until(day)

    def of_program(self, program: Program) -> PostedQuerySet:
        return self.filter(line__source__program=program)

    def matching(
        self,
        *,
        line: int | None = None,
        source: int | None = None,
        area: int | None = None,
        month: datetime.date | None = None,
    ) -> PostedQuerySet:
        """Those of a line, a source, a main area, and of the month that begins on the day."""
        found = self
        if line:
            found = found.filter(line=line)
        if source:
            found = found.filter(line__source=source)
        if area:
            found = found.filter(
                Q(line__initiative__main_area=area) | Q(line__activity__main_area=area)
            )
        if month:
            found = found.filter(on__year=month.year, on__month=month.month)
        return found

    def total(self) -> Decimal:
        """Kroner of all of them. One query."""
        return _kroner(self.aggregate(ore=_ore())["ore"])
