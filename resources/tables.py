"""The rows of the resource page's two large tables, as texts ready to be written out. Pure.

There may be hundreds of them, and a template that looks up a text is several times as quick as one
that decides and formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.addresses import addresses_of
from core.numbers import format_number
from economy.rules.amounts import Money
from resources.rules.figures import LineUse, Part, PartKind, Resources
from resources.rules.fte import in_hundredths

TOTAL = "total"


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else format_number(amount, 2)


@dataclass(frozen=True, slots=True)
class HoursRow:
    """``style`` is the part's kind, or that it is the total of all. Absent figures are empty."""

    part: Part
    depth: int
    style: str
    fte: str
    planned: str
    to_date: str
    logged: str
    left: str
    forecast: str
    is_over: bool
    hours_address: str


def hours_rows(resources: Resources) -> Iterator[list[HoursRow]]:
    """The main areas, each with what is in it as one group, then the total."""
    resources = in_hundredths(resources)
    address_of = addresses_of("activities:activity_hours")
    for area in resources.areas:
        inside = [
            _hours_row(part, depth, str(part.kind), _hours_address(part, address_of))
            for depth, part in area.walk()
            if part.is_about_hours
        ]
        yield [_hours_row(area, 0, str(area.kind)), *inside]
    yield [_hours_row(resources.total, 0, TOTAL)]


def _hours_address(part: Part, address_of: Callable[[int], str]) -> str:
    """The page of what an activity's are made of; what is above it is a sum. Else empty."""
    return address_of(part.pk) if part.kind == PartKind.ACTIVITY and part.pk else ""


def _hours_row(part: Part, depth: int, style: str, hours_address: str = "") -> HoursRow:
    hours, fte = part.hours, part.fte.planned
    return HoursRow(
        part=part,
        depth=depth,
        style=style,
        fte="" if fte is None else format_number(fte),
        planned=_text(hours.planned),
        to_date=_text(hours.planned_to_date),
        logged=_text(hours.logged),
        left=_text(hours.left),
        forecast=_text(hours.forecast),
        is_over=hours.left is not None and hours.left < 0,
        hours_address=hours_address,
    )


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A source, a line of it, or the total: whichever has a name, a row or neither."""

    source: str
    row: LineUse | None
    granted: str
    revised: str
    used: str
    committed: str
    left: str
    forecast: str
    is_over: bool

    @property
    def style(self) -> str:
        if self.row:
            return "line"
        return "group" if self.source else TOTAL


def money_rows(resources: Resources) -> Iterator[list[MoneyRow]]:
    """The sources, each with its lines as one group, then the total of all lines."""
    for source in resources.sources:
        lines = [_money_row(row.money, row=row) for row in source.lines]
        yield [_money_row(source.money, source=source.source.name), *lines]
    if resources.total.money:
        yield [_money_row(resources.total.money)]


def _money_row(money: Money, source: str = "", row: LineUse | None = None) -> MoneyRow:
    return MoneyRow(
        source=source,
        row=row,
        granted=_text(money.granted),
        revised=_text(money.revised),
        used=_text(money.used),
        committed=_text(money.committed),
        left=_text(money.left),
        forecast=_text(money.forecast),
        is_over=money.left < 0,
    )
