"""A programme's staff, hours and money as tables for .csv and .xlsx: the figures of the page.

The .csv is one table of everything; the .xlsx has a sheet for results, hours and kroner each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.spreadsheets import Column, ColumnKind, Sheet, Value
from economy.rules.amounts import Money
from resources.rules.figures import Fte, Part, PartKind, Resources
from resources.rules.fte import in_hundredths
from resources.rules.hours import Hours
from resources.rules.use import Counts, CriteriaCount, use_in_all, uses_of

NO_FTE, NO_HOURS = Fte(), Hours()


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A part, an allocation, a source or a line; what it has none of is left empty."""

    what: str
    title: str
    area: str = ""
    initiative: str = ""
    source: str = ""
    decision: str = ""
    criteria: CriteriaCount | None = None
    fte: Fte = NO_FTE
    hours: Hours = NO_HOURS
    money: Money | None = None
    is_line: bool = False
    weekly: Decimal | None = None
    a_week: Decimal | None = None

    @property
    def over(self) -> str:
        if self.is_line and self.money and self.money.is_overspent:
            return gettext("Overspent")
        if self.is_line and self.money and self.money.will_be_overspent:
            return gettext("Expected to be overspent")
        return ""


def rows_of(resources: Resources, counts: Counts) -> Iterator[ResourceRow]:
    """The programme, its parts as they stand under each other, then sources with their lines."""
    resources = in_hundredths(resources)
    total = use_in_all(resources, counts)
    yield _row(gettext("Programme"), resources.total, criteria=total.criteria)
    for area in resources.areas:
        criteria = counts.get(area.pk or 0, CriteriaCount())
        yield _row(gettext("Main area"), area, area=area.title, criteria=criteria)
        for part in area.parts:
            yield from _within(part, area.title, "")
    for one in resources.allocations:
        yield ResourceRow(
            what=gettext("Allocation"),
            title=one.allocation.title,
            area=str(one.area),
            initiative=one.allocation.initiative.title if one.allocation.initiative else "",
            decision=one.allocation.decision_reference,
            fte=Fte(planned=one.allocation.fte),
            hours=one.hours,
            weekly=one.allocation.weekly_hours,
            a_week=one.a_week,
        )
    for source in resources.sources:
        name = source.source.name
        yield ResourceRow(
            what=gettext("Funding source"), title=name, source=name, money=source.money
        )
        for line in source.lines:
            yield ResourceRow(
                what=gettext("Budget line"),
                title=line.line.title,
                area=str(line.area),
                initiative=line.initiative.title if line.initiative else "",
                source=name,
                decision=line.line.decision_reference,
                money=line.money,
                is_line=True,
            )


def _within(part: Part, area: str, initiative: str) -> Iterator[ResourceRow]:
    """The part, then what is inside it, each case too."""
    yield _row(_word_of(part.kind), part, area=area, initiative=initiative)
    inside = part.title if part.kind == PartKind.INITIATIVE else initiative
    for inner in part.parts:
        yield from _within(inner, area, inside)


def _row(
    what: str,
    part: Part,
    area: str = "",
    initiative: str = "",
    criteria: CriteriaCount | None = None,
) -> ResourceRow:
    return ResourceRow(
        what=what,
        title=part.title,
        area=area,
        initiative=initiative,
        criteria=criteria,
        fte=part.fte,
        hours=part.hours,
        money=part.money,
    )


def _word_of(kind: PartKind) -> str:
    words = {
        PartKind.INITIATIVE: gettext("Initiative"),
        PartKind.ACTIVITY: gettext("Activity"),
        PartKind.CASE: gettext("Requisition"),
        PartKind.CASES: gettext("Requisitions"),
    }
    return words.get(kind, gettext("Not of one activity"))


# Their columns: heading, kind, and the figure of a row ------------------------------------------
Columns = Sequence[tuple[str | Promise, ColumnKind, str]]

PLACE: Columns = [
    (_("What"), "text", "what"),
    (_("Main area"), "text", "area"),
    (_("Initiative"), "text", "initiative"),
    (_("Title"), "text", "title"),
    (_("Decision"), "text", "decision"),
]
CRITERIA: Columns = [
    (_("Criteria met"), "number", "criteria.met"),
    (_("Criteria in all"), "number", "criteria.of"),
]
HOURS: Columns = [
    (_("FTE planned"), "number", "fte.planned"),
    (_("FTE planned to date"), "number", "fte.planned_to_date"),
    (_("FTE to date"), "number", "fte.to_date"),
    (_("FTE left"), "number", "fte.left"),
    (_("FTE forecast"), "number", "fte.forecast"),
    (_("Hours planned"), "amount", "hours.planned"),
    (_("Hours planned to date"), "amount", "hours.planned_to_date"),
    (_("Hours logged"), "amount", "hours.logged_shown"),
    (_("Hours left"), "amount", "hours.left"),
    (_("Hours forecast"), "amount", "hours.forecast"),
    (_("Hours a week"), "amount", "weekly"),
    (_("Hours a week so far"), "amount", "a_week"),
]
MONEY: Columns = [
    (_("Funding source"), "text", "source"),
    (_("Granted (kr.)"), "amount", "money.granted"),
    (_("Revised (kr.)"), "amount", "money.revised"),
    (_("Used (kr.)"), "amount", "money.used"),
    (_("Committed (kr.)"), "amount", "money.committed"),
    (_("Left (kr.)"), "amount", "money.left"),
    (_("Forecast outturn (kr.)"), "amount", "money.forecast"),
    (_("Overspent"), "text", "over"),
]
# Each main area's results, hours and money side by side, then all of them together.
RESULTS: Columns = [
    (_("Main area"), "text", "title"),
    *CRITERIA,
    (_("FTE planned"), "number", "fte_planned"),
    (_("FTE to date"), "number", "fte_used"),
    *MONEY[1:4],
    (_("Lines overspent"), "number", "spent"),
    (_("Lines expected to be overspent"), "number", "bound"),
    (_("Of the period gone"), "percent", "elapsed"),
]


def _sheet(title: str, columns: Columns, rows: Iterable[Any]) -> Sheet:
    headings = [Column(heading, kind) for heading, kind, _figure in columns]
    figures = [figure.split(".") for _heading, _kind, figure in columns]
    return Sheet(title, headings, ([_value(row, names) for names in figures] for row in rows))


def _value(row: Any, names: Sequence[str]) -> Value:
    """What the names lead to; nothing where there is nothing on the way."""
    for name in names:
        row = getattr(row, name, None)
    return row


# As one table, and as sheets --------------------------------------------------------------------
def everything(resources: Resources, counts: Counts) -> Sheet:
    columns = [*PLACE, *CRITERIA, *HOURS, *MONEY]
    return _sheet(gettext("Resources"), columns, rows_of(resources, counts))


def sheets(resources: Resources, counts: Counts) -> list[Sheet]:
    rows = list(rows_of(resources, counts))
    uses = [*uses_of(resources, counts), use_in_all(resources, counts)]
    return [
        _sheet(gettext("Results"), RESULTS, uses),
        _sheet(gettext("Hours"), [*PLACE, *HOURS], (row for row in rows if not row.source)),
        _sheet(gettext("Kroner"), [*PLACE, *MONEY], (row for row in rows if row.money)),
    ]
