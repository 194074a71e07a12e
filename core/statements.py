"""What statements written by hand share, so that both databases read them alike.

SQLite keeps decimals as floats, so amounts come as whole hundredths, figures as whole
ten-thousandths; hours are minutes everywhere. Days SQLite gives as texts.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, overload

from django.db import connection

from core.prepared import execute


def placeholders(values: Sequence[object]) -> str:
    """The placeholders of an ``IN (…)``; NULL, which nothing is in, for no values."""
    return ", ".join(["%s"] * len(values)) or "NULL"


_PART = "SELECT {place}, part{place}.* FROM ({sql}) part{place}"


def rows_by_day(
    sql: str, values_of: Callable[[datetime.date], Sequence[Any]], days: Sequence[datetime.date]
) -> dict[datetime.date, list[tuple[Any, ...]]]:
    """What one statement answers for each of the days, with each day's values: one query."""
    if len(days) == 1:
        return {days[0]: rows_of(sql, values_of(days[0]))}
    parts = [_PART.format(place=place, sql=sql) for place in range(len(days))]
    found: dict[datetime.date, list[tuple[Any, ...]]] = {day: [] for day in days}
    for place, *row in rows_of(
        " UNION ALL ".join(parts), [v for day in days for v in values_of(day)]
    ):
        found[days[place]].append(tuple(row))
    return found


def rows_of(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        execute(cursor, sql, values)
        return cursor.fetchall()


@overload
def day_of(value: datetime.date | str) -> datetime.date: ...
@overload
def day_of(value: None) -> None: ...
def day_of(value: datetime.date | str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def from_hundredths(value: int | Decimal | None) -> Decimal:
    """Kroner or per cent; a sum of no rows is 0."""
    return Decimal(int(value or 0)).scaleb(-2)


def from_ten_thousandths(value: int | Decimal | None) -> Decimal:
    """Figures of criteria; a sum of no rows is 0."""
    return Decimal(int(value or 0)).scaleb(-4)


def by_month(
    rows: Iterable[tuple[Any, ...]], read: Callable[[int], Decimal] = from_hundredths
) -> dict[str, Decimal]:
    """Days with their hundredths, or with what ``read`` reads, added up by «2011-06»."""
    found: dict[str, int] = {}
    for on, amount in rows:
        month = str(on)[:7]
        found[month] = found.get(month, 0) + int(amount)
    return {month: read(total) for month, total in found.items()}
