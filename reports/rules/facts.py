"""What a report can say: the figures of a programme as of the cut-off date, and how each is named.

Pure: what the database says comes in. A figure's key names it for good, so that a table, a sentence
and the data cannot show two of it: «taste-visitors.value», «status.met», «requisitions.internal».
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.dates import format_date_long
from core.hours import format_hours, plain_hours
from core.numbers import format_money, format_number, plain, plain_number
from economy.rules.amounts import Money
from indicators.models.choices import Measure
from indicators.rules.sources import Forecast
from overview.rules.status import StatusRow, StatusTable
from reports.rules.document import Figure
from requisitions.models.choices import Scope
from requisitions.rules.register import CaseRow
from resources.rules.figures import Part, Resources

# A criterion of such a name would be taken for one of these.
RESERVED = frozenset({"report", "status", "requisitions", "resources", "area"})


@dataclass(frozen=True, slots=True)
class EvidenceCount:
    """How much is behind a criterion until the cut-off: log entries and measurements."""

    entries: int = 0
    measurements: int = 0


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """A criterion's row of the status, its name in figures, and the page of its evidence."""

    row: StatusRow
    name: str
    address: str
    evidence: EvidenceCount
    has_action: bool = False
    assessed_reason: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything as of ``table.as_of``. ``addresses`` are those of the pages of evidence."""

    table: StatusTable
    criteria: Mapping[int, CriterionFacts]
    cases: Sequence[CaseRow]
    resources: Resources
    figures: Mapping[str, Figure]

    @property
    def as_of(self) -> datetime.date:
        return self.table.as_of

    def cases_of(self, scope: str) -> list[CaseRow]:
        return [row for row in self.cases if row.case.scope == scope]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of the pages that figures lead to, each as of the cut-off where the page knows days."""

    status: str
    register: str
    resources: str


def names_of(table: StatusTable) -> dict[int, str]:
    """What each criterion is called in the keys of figures: its reference, where that is its own.

    References are one main area's; where two areas share one, the area's number comes before it.
    """
    often = Counter(row.id for row in table.all_rows)
    return {
        row.pk: row.id
        if often[row.id] == 1 and row.id not in RESERVED
        else f"{row.main_area.number}-{row.id}"
        for row in table.all_rows
    }


def figures_of(
    table: StatusTable,
    criteria: Mapping[int, CriterionFacts],
    cases: Sequence[CaseRow],
    resources: Resources,
    addresses: Addresses,
) -> dict[str, Figure]:
    found = [
        *_of_day(table.as_of),
        *(figure for one in criteria.values() for figure in _of_criterion(one)),
        *_of_status(table, addresses.status),
        *_of_cases(cases, addresses.register),
        *_of_resources(resources, addresses.resources),
    ]
    return {figure.key: figure for figure in found}


def _of_day(as_of: datetime.date) -> Iterator[Figure]:
    yield _day("report.cut_off", as_of, "")


def _of_criterion(one: CriterionFacts) -> Iterator[Figure]:
    row, name, address = one.row, one.name, one.address
    if row.measure in (Measure.COUNT, Measure.SHARE, Measure.MILESTONE):
        yield Figure(f"{name}.value", row.value_text, exact(row.value), address)
    if row.target is not None:
        yield Figure(f"{name}.target", row.target_text, plain_number(row.target), address)
    for part, amount in (("numerator", row.numerator), ("denominator", row.denominator)):
        if amount is not None:
            yield _number(f"{name}.{part}", amount, address)
    yield _count(f"{name}.log_entries", one.evidence.entries, address)
    if row.expected is not None:
        yield Figure(f"{name}.expected", row.expected_text, plain_number(row.expected), address)
    yield Figure(f"{name}.status", str(row.status.label), row.status.value, address)
    yield _day(f"{name}.due_on", row.due_on, address)
    if row.measured_on:
        yield _day(f"{name}.measured_on", row.measured_on, address)
    if row.forecast:
        yield from _of_forecast(name, row.forecast, address)


def _of_forecast(name: str, forecast: Forecast, address: str) -> Iterator[Figure]:
    if forecast.value is not None:
        text = format_number(forecast.value)
        text = _("about %s") % text if forecast.approximate else text
        yield Figure(f"{name}.forecast", text, plain_number(forecast.value), address, True)
    elif forecast.done is not None:
        text = _("done") if forecast.done else _("not done")
        yield Figure(f"{name}.forecast", text, exact(forecast.done), address, True)
    day = format_date_long(forecast.on)
    yield Figure(f"{name}.forecast_on", day, forecast.on.isoformat(), address)


def _of_status(table: StatusTable, address: str) -> Iterator[Figure]:
    for count in table.counts():
        where = f"{address}&status={count.status.value}"
        yield _count(f"status.{count.status.value}", count.number, where)
    yield _count("status.all", len(table.all_rows), address)
    for summary in table.area_summaries():
        number = summary.main_area.number
        for count in summary.counts:
            where = f"{address}&main_area={number}&status={count.status.value}"
            yield _count(f"area.{number}.{count.status.value}", count.number, where)


def _of_cases(cases: Sequence[CaseRow], address: str) -> Iterator[Figure]:
    for scope in Scope:
        number = sum(row.case.scope == scope for row in cases)
        yield _count(f"requisitions.{scope.value}", number, f"{address}&scope={scope.value}")
    yield _count("requisitions.all", len(cases), address)


def _of_resources(resources: Resources, address: str) -> Iterator[Figure]:
    yield from _of_part("resources", resources.total, address)
    for part, area in zip(resources.areas, resources.area_by_pk.values(), strict=True):
        yield from _of_part(f"resources.{area.number}", part, address)
    for line in resources.lines:
        yield from _of_money(f"resources.{line.line.ref}", line.money, address)


def _of_part(key: str, part: Part, address: str) -> Iterator[Figure]:
    for name, hours in (("hours_planned", part.hours.planned), ("hours", part.hours.logged)):
        if hours is not None:
            yield Figure(f"{key}.{name}", format_hours(hours), plain_hours(hours) or "", address)
    for name, fte in (("fte_planned", part.fte.planned), ("fte", part.fte.to_date)):
        if fte is not None:
            yield _number(f"{key}.{name}", fte, address)
    if part.money:
        yield from _of_money(key, part.money, address)


def _of_money(key: str, money: Money, address: str) -> Iterator[Figure]:
    amounts = {
        "granted": money.revised,
        "used": money.used,
        "committed": money.committed,
        "left": money.left,
    }
    for name, amount in amounts.items():
        yield Figure(f"{key}.{name}", format_money(amount), plain_number(amount), address)


def exact(value: Decimal | bool | None) -> str:
    """As data has it: «12126», «38.333333», «true»; empty for nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) or ""


def _day(key: str, day: datetime.date, address: str) -> Figure:
    return Figure(key, format_date_long(day), day.isoformat(), address)


def _number(key: str, number: Decimal, address: str) -> Figure:
    return Figure(key, format_number(number), plain_number(number), address)


def _count(key: str, number: int, address: str) -> Figure:
    return Figure(key, format_number(number), str(number), address)
