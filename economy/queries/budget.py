"""A programme's budget: its lines with their money as of a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from economy.models import BudgetLine
from economy.queries.lines import LineMoney, money_of_program
from economy.rules.amounts import Money, total_money
from programs.rules.fte import Period

if TYPE_CHECKING:
    from programs.models import MainArea, Program


def period_of(program: Program, as_of: datetime.date) -> Period:
    return Period(program.starts_on, program.ends_on, as_of)


# A programme's lines --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Budget:
    """A programme's lines with their money as of a day, and what they come to together."""

    program: Program
    as_of: datetime.date
    lines: tuple[BudgetLine, ...]
    rows: tuple[LineMoney, ...]

    @property
    def total(self) -> Money:
        return total_money(row.money for row in self.rows)

    @property
    def areas(self) -> list[MainArea]:
        """The main areas that have lines, in their order."""
        found = {line.main_area.pk: line.main_area for line in self.lines}
        return sorted(found.values(), key=lambda area: area.number)


def lines_of(program: Program) -> QuerySet[BudgetLine]:
    """In the order of the programme: by source, then as they were put in order."""
    rows = BudgetLine.objects.of_program(program).with_subject()
    return rows.order_by("source", "position", "pk")


def budget_of(program: Program, as_of: datetime.date) -> Budget:
    """Two queries, however many lines there are."""
    found = {row.pk: row for row in money_of_program(program, as_of)}
    lines = tuple(line for line in lines_of(program) if line.pk in found)
    return Budget(program, as_of, lines, tuple(found[line.pk] for line in lines))
