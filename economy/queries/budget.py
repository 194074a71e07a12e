"""A programme's budget: its lines with their money as of a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from economy.models import BudgetLine
from economy.queries.lines import money_of_program, overspent_by
from economy.rules.amounts import Money, total_money
from programs.rules.fte import Period

if TYPE_CHECKING:
    from programs.models import MainArea, Program


def period_of(program: Program, as_of: datetime.date) -> Period:
    return Period(program.starts_on, program.ends_on, as_of)


# A programme's lines --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class LineRow:
    line: BudgetLine
    money: Money

    @property
    def overspent_by(self) -> str:
        return overspent_by(self.money)


@dataclass(frozen=True, slots=True)
class Budget:
    """A programme's lines with their money as of a day, and what they come to together."""

    program: Program
    as_of: datetime.date
    rows: tuple[LineRow, ...]

    @property
    def lines(self) -> list[BudgetLine]:
        return [row.line for row in self.rows]

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
    money = {line.pk: line.money for line in money_of_program(program, as_of)}
    rows = tuple(LineRow(line, money[line.pk]) for line in lines_of(program) if line.pk in money)
    return Budget(program, as_of, rows)
