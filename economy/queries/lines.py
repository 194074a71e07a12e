"""What budget lines and commitments come to as of a day: every rule of money stands here once.

The statements are written by hand: one reads a whole programme's lines, for the pages of a line as
for those of everything. Amounts are added up as whole øre: SQLite keeps decimals as floats and
would add them wrongly.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

from core.addresses import addresses_of
from core.numbers import format_money
from core.statements import by_month, day_of, from_hundredths, rows_of
from economy.rules.amounts import Money, money_of_line
from programs.rules.fte import Period

if TYPE_CHECKING:
    from activities.models import Activity
    from economy.models import BudgetLine, Commitment, Expense
    from economy.models.querysets import PostedQuerySet
    from programs.models import MainArea, Program

# An expense counts from its day on, unless it was retracted.
_COUNTS = 'x."on" <= %s AND x.retracted_at IS NULL'
# What is left of each commitment: its amount less the expenses that settle it, never below 0; and
# nothing before its day, from the day on that it was released, or once it was retracted.
_LEFT_OF_COMMITMENTS = f"""
SELECT made.id, made.line_id,
       CASE WHEN made.ore > made.paid THEN made.ore - made.paid ELSE 0 END AS ore
FROM (
    SELECT c.id, c.line_id, CAST(ROUND(c.amount * 100) AS bigint) AS ore, COALESCE((
        SELECT SUM(CAST(ROUND(x.amount * 100) AS bigint)) FROM economy_expense x
        WHERE x.settles_id = c.id AND {_COUNTS}
    ), 0) AS paid
    FROM economy_commitment c
    WHERE {{chosen}} AND c."on" <= %s AND c.retracted_at IS NULL
      AND (c.released_on IS NULL OR c.released_on > %s)
) made
"""  # noqa: S608 - put together of the constants above
_LINES = f"""
SELECT line.id, line.source_id, source.name, line.ref, line.title, line.decision_reference,
       line.initiative_id, line.activity_id, COALESCE(i.main_area_id, a.main_area_id),
       p.starts_on, p.ends_on,
       CAST(ROUND(line.amount * 100) AS bigint),
       (
           SELECT CAST(ROUND(r.amount * 100) AS bigint) FROM economy_budgetrevision r
           WHERE r.line_id = line.id AND r."on" <= %s
           ORDER BY r."on" DESC, r.recorded_at DESC, r.id DESC LIMIT 1
       ),
       (
           SELECT SUM(CAST(ROUND(x.amount * 100) AS bigint)) FROM economy_expense x
           WHERE x.line_id = line.id AND {_COUNTS}
       ),
       (
           SELECT SUM(bound.ore)
           FROM ({_LEFT_OF_COMMITMENTS.format(chosen="c.line_id = line.id")}) bound
       )
FROM economy_budgetline line
JOIN programs_fundingsource source ON source.id = line.source_id
JOIN programs_program p ON p.id = source.program_id
LEFT JOIN programs_initiative i ON i.id = line.initiative_id
LEFT JOIN activities_activity a ON a.id = line.activity_id
WHERE {{chosen}}
ORDER BY line.source_id, line.position, line.id
"""  # noqa: S608 - put together of the constants above

_USED_BY_DAY = f"""
SELECT x."on", SUM(CAST(ROUND(x.amount * 100) AS bigint))
FROM programs_fundingsource source
JOIN economy_budgetline line ON line.source_id = source.id
JOIN economy_expense x ON x.line_id = line.id
WHERE source.program_id = %s AND {_COUNTS}
GROUP BY x."on"
"""  # noqa: S608 - put together of the constants above


@dataclass(frozen=True, slots=True)
class LineMoney:
    """A budget line as plain data, named as the model's, with its address and its money."""

    pk: int
    address: str
    source_id: int
    source: str
    ref: str
    title: str
    decision_reference: str
    initiative_id: int | None
    activity_id: int | None
    main_area_id: int
    money: Money

    def __str__(self) -> str:
        return self.title

    @property
    def overspent_by(self) -> str:
        return overspent_by(self.money)


_NAMES = [field.name for field in fields(LineMoney) if field.name not in ("address", "money")]


def overspent_by(money: Money) -> str:
    """«12.345,50 kr.», empty where the line holds."""
    return format_money(money.over) if money.is_overspent else ""


def money_of_program(program: Program, as_of: datetime.date) -> list[LineMoney]:
    """Every line with its money, by source and then as they were put in order. One query."""
    return _lines("source.program_id = %s", [program.pk], as_of)


def money_of_area(area: MainArea, as_of: datetime.date) -> list[LineMoney]:
    """The lines for anything in a main area, in the same order. One query."""
    return _lines("(i.main_area_id = %s OR a.main_area_id = %s)", [area.pk, area.pk], as_of)


def money_of_activity(activity: Activity, as_of: datetime.date) -> list[LineMoney]:
    """The lines for the activity itself, in the same order. One query."""
    return _lines("line.activity_id = %s", [activity.pk], as_of)


def line_with_money(line: BudgetLine, as_of: datetime.date) -> LineMoney:
    """One query."""
    [found] = _lines("line.id = %s", [line.pk], as_of)
    return found


def _lines(chosen: str, values: Iterable[object], as_of: datetime.date) -> list[LineMoney]:
    # Of the revision, the expenses, what is paid of a commitment, its own day and its release.
    days = [as_of] * 5
    address_of = addresses_of("economy:budget_line")
    found = []
    for row in rows_of(_LINES.format(chosen=chosen), [*days, *values]):
        *names, first, last, granted, revised, used, committed = row
        money = money_of_line(
            granted=from_hundredths(granted),
            revised=from_hundredths(granted if revised is None else revised),
            used=from_hundredths(used),
            committed=from_hundredths(committed),
            period=Period(day_of(first), day_of(last), as_of),
        )
        named = dict(zip(_NAMES, names, strict=True))
        found.append(LineMoney(**named, address=address_of(named["pk"]), money=money))
    return found


def used_by_month(program: Program, as_of: datetime.date) -> dict[str, Decimal]:
    """Kroner, by «2011-06». One query."""
    return by_month(rows_of(_USED_BY_DAY, [program.pk, as_of]))


def remaining_of(commitments: PostedQuerySet, as_of: datetime.date) -> dict[int, Decimal]:
    """What each of the commitments still binds, by primary key: 0 once it is paid. One query.

    Those that do not count on the day are left out: retracted, released, or not made yet.
    """
    asked, values = commitments.order_by().values("pk").query.sql_with_params()
    chosen = f"c.id IN ({asked})"
    rows = rows_of(_LEFT_OF_COMMITMENTS.format(chosen=chosen), [as_of, *values, as_of, as_of])
    return {pk: from_hundredths(ore) for pk, _line, ore in rows}


def paid_too_much(commitment: Commitment, payments: Iterable[Expense]) -> Decimal:
    """What the payments that stand come to beyond the commitment's amount."""
    paid = sum((one.amount for one in payments if not one.is_retracted), Decimal(0))
    return max(paid - commitment.amount, Decimal(0))
