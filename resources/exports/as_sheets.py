"""A programme's staff, hours and money as tables for .csv and .xlsx: the figures of the page.

The .csv is one table of everything; the .xlsx has a sheet for results, hours and kroner each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.spreadsheets import Column, Sheet, Value
from economy.rules.amounts import Money
from resources.rules.figures import Fte, Part, PartKind, Resources
from resources.rules.fte import in_hundredths
from resources.rules.hours import Hours
from resources.rules.use import AreaUse, Counts, CriteriaCount, use_in_all, uses_of

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
            return _("Overspent")
        if self.is_line and self.money and self.money.will_be_overspent:
            return _("Expected to be overspent")
        return ""


def rows_of(resources: Resources, counts: Counts) -> Iterator[ResourceRow]:
    """The programme, its parts as they stand under each other, then sources with their lines."""
    resources = in_hundredths(resources)
    total = use_in_all(resources, counts)
    yield _row(_("Programme"), resources.total, criteria=total.criteria)
    for area in resources.areas:
        criteria = counts.get(area.pk or 0, CriteriaCount())
        yield _row(_("Main area"), area, area=area.title, criteria=criteria)
        for part in area.parts:
            yield from _within(part, area.title, "")
    for one in resources.allocations:
        yield ResourceRow(
            what=_("Allocation"),
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
        yield ResourceRow(what=_("Funding source"), title=name, source=name, money=source.money)
        for line in source.lines:
            yield ResourceRow(
                what=_("Budget line"),
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
        PartKind.INITIATIVE: _("Initiative"),
        PartKind.ACTIVITY: _("Activity"),
        PartKind.CASE: _("Requisition"),
        PartKind.CASES: _("Requisitions"),
    }
    return words.get(kind, _("Not of one activity"))


# Their columns ----------------------------------------------------------------------------------
Cells = Sequence[Value]


def _place_columns() -> list[Column]:
    return [
        Column(heading)
        for heading in (_("What"), _("Main area"), _("Initiative"), _("Title"), _("Decision"))
    ]


def _place(row: ResourceRow) -> Cells:
    return row.what, row.area, row.initiative, row.title, row.decision


def _criteria_columns() -> list[Column]:
    return [Column(heading, "number") for heading in (_("Criteria met"), _("Criteria in all"))]


def _criteria(criteria: CriteriaCount | None) -> Cells:
    return (criteria.met, criteria.of) if criteria else (None, None)


def _hours_columns() -> list[Column]:
    fte = (
        _("FTE planned"),
        _("FTE planned to date"),
        _("FTE to date"),
        _("FTE left"),
        _("FTE forecast"),
    )
    hours = (
        _("Hours planned"),
        _("Hours planned to date"),
        _("Hours logged"),
        _("Hours left"),
        _("Hours forecast"),
        _("Hours a week"),
        _("Hours a week so far"),
    )
    return [
        *(Column(heading, "number") for heading in fte),
        *(Column(heading, "amount") for heading in hours),
    ]


def _hours(row: ResourceRow) -> Cells:
    fte, hours = row.fte, row.hours
    return (
        fte.planned, fte.planned_to_date, fte.to_date, fte.left, fte.forecast,
        hours.planned, hours.planned_to_date, hours.logged_shown, hours.left, hours.forecast,
        row.weekly, row.a_week,
    )  # fmt: skip


def _money_columns() -> list[Column]:
    headings = (
        _("Granted (kr.)"),
        _("Revised (kr.)"),
        _("Used (kr.)"),
        _("Committed (kr.)"),
        _("Left (kr.)"),
        _("Forecast outturn (kr.)"),
    )
    amounts = [Column(heading, "amount") for heading in headings]
    return [Column(_("Funding source")), *amounts, Column(_("Overspent"))]


def _money(row: ResourceRow) -> Cells:
    money = row.money
    if money is None:
        return row.source, None, None, None, None, None, None, ""
    return (
        row.source, money.granted, money.revised, money.used, money.committed, money.left,
        money.forecast, row.over,
    )  # fmt: skip


# As one table, and as sheets --------------------------------------------------------------------
def everything(resources: Resources, counts: Counts) -> Sheet:
    columns = [*_place_columns(), *_criteria_columns(), *_hours_columns(), *_money_columns()]
    rows = (
        (*_place(row), *_criteria(row.criteria), *_hours(row), *_money(row))
        for row in rows_of(resources, counts)
    )
    return Sheet(_("Resources"), columns, rows)


def sheets(resources: Resources, counts: Counts) -> list[Sheet]:
    rows = list(rows_of(resources, counts))
    of_hours = ((*_place(row), *_hours(row)) for row in rows if not row.source)
    of_money = ((*_place(row), *_money(row)) for row in rows if row.money)
    return [
        _results([*uses_of(resources, counts), use_in_all(resources, counts)]),
        Sheet(_("Hours"), [*_place_columns(), *_hours_columns()], of_hours),
        Sheet(_("Kroner"), [*_place_columns(), *_money_columns()], of_money),
    ]


def _results(uses: Iterable[AreaUse]) -> Sheet:
    """Each main area's results, hours and money side by side, then all of them together."""
    columns = [
        Column(_("Main area")),
        *_criteria_columns(),
        *(Column(heading, "number") for heading in (_("FTE planned"), _("FTE to date"))),
        *(
            Column(heading, "amount")
            for heading in (_("Granted (kr.)"), _("Revised (kr.)"), _("Used (kr.)"))
        ),
        Column(_("Lines overspent"), "number"),
        Column(_("Lines expected to be overspent"), "number"),
        Column(_("Of the period gone"), "percent"),
    ]
    return Sheet(_("Results"), columns, map(_result, uses))


def _result(use: AreaUse) -> Cells:
    money = use.money
    kroner = (money.granted, money.revised, money.used) if money else (None, None, None)
    return (
        str(use.area) if use.area else _("In all"),
        *_criteria(use.criteria),
        use.fte_planned,
        use.fte_used,
        *kroner,
        use.spent if money else None,
        use.bound if money else None,
        use.elapsed,
    )
