"""A programme's staff, hours and money for .json: the very dataclass that the page shows."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.numbers import plain
from economy.rules.amounts import Money
from resources.rules.figures import (
    AllocationUse,
    Fte,
    LineUse,
    Part,
    PartKind,
    Resources,
    SourceUse,
)
from resources.rules.fte import in_hundredths
from resources.rules.hours import Hours
from resources.rules.use import Counts, CriteriaCount


def as_data(resources: Resources, counts: Counts) -> dict[str, Any]:
    """Numbers are decimal strings; null is what there is none of: no plan, no hours, no line.

    The programme's own figures stand under ``totals``, and as the three blocks that every main
    area, initiative and activity has.
    """
    resources = in_hundredths(resources)
    totals = _figures(resources.total)
    walk = list(_placed(resources))
    return {
        "program": resources.program.slug,
        "as_of": resources.as_of.isoformat(),
        "hours_per_fte": plain(resources.program.hours_per_fte),
        "fte_basis": str(resources.program.fte_basis),
        "days": resources.period.days,
        "days_gone": resources.period.gone,
        "totals": totals,
        **totals,
        "main_areas": [_area(resources, part, counts) for part in resources.areas],
        "initiatives": [_part(*row) for row in walk if row[2].kind == PartKind.INITIATIVE],
        "activities": [
            _part(*row) for row in walk if row[2].kind in (PartKind.ACTIVITY, PartKind.CASE)
        ],
        "other": [_part(*row) for row in walk if row[2].kind in _OTHER],
        "sources": [_source(source) for source in resources.sources],
        "lines": [_line(row) for row in resources.lines],
        "allocations": [_allocation(row) for row in resources.allocations],
    }


_OTHER = (PartKind.SHARED, PartKind.AREA_ITSELF, PartKind.UNALLOCATED, PartKind.OVERLAP)
Placed = tuple[int, str | None, Part]


def _placed(resources: Resources) -> Iterator[Placed]:
    """Every part below the main areas, each case too, with where it belongs."""
    for area in resources.areas:
        number = int(area.ref)
        for part in area.parts:
            initiative = part.ref if part.kind == PartKind.INITIATIVE else None
            yield number, None, part
            for inner in part.parts:
                yield number, initiative, inner
                yield from ((number, initiative, case) for case in inner.parts)


FTE = {name: name for name in ("planned", "planned_to_date", "to_date", "left", "forecast")}
HOURS = {**FTE, "to_date": "logged_shown"}
MONEY = {name: name for name in ("granted", "revised", "used", "committed", "left", "forecast")}


def _figures(part: Part) -> dict[str, Any]:
    return {
        "fte": _plain(part.fte, FTE),
        "hours": _plain(part.hours, HOURS),
        "money": _money(part.money),
    }


def _plain(figures: Fte | Hours | Money, keys: Mapping[str, str]) -> dict[str, str | None]:
    """By key, the figure of that name."""
    return {key: plain(getattr(figures, name)) for key, name in keys.items()}


def _money(money: Money | None) -> dict[str, str | None] | None:
    return _plain(money, MONEY) if money else None


def _area(resources: Resources, part: Part, counts: Counts) -> dict[str, Any]:
    area = resources.area_by_pk[part.pk or 0]
    criteria = counts.get(area.pk, CriteriaCount())
    return {
        "id": area.number,
        "number": area.number,
        "title": area.title,
        "resource_title": area.resource_title or None,
        "criteria": {"met": criteria.met, "of": criteria.of},
        **_figures(part),
    }


def _part(area: int, initiative: str | None, part: Part) -> dict[str, Any]:
    return {
        "id": part.ref or None,
        "kind": str(part.kind),
        "title": part.title,
        "main_area": area,
        "initiative": initiative,
        **_figures(part),
    }


def _source(row: SourceUse) -> dict[str, Any]:
    return {
        "id": row.source.name,
        "name": row.source.name,
        "lines": [line.line.ref for line in row.lines],
        "money": _money(row.money),
    }


def _line(row: LineUse) -> dict[str, Any]:
    line = row.line
    return {
        "id": line.ref,
        "title": line.title,
        "source": row.source.name,
        "main_area": row.area.number,
        "initiative": row.initiative.ref if row.initiative else None,
        "activity": row.activity.ref if row.activity else None,
        "decision": line.decision_reference or None,
        "overspent": row.money.is_overspent,
        "expected_overspent": row.money.will_be_overspent,
        "money": _money(row.money),
    }


def _allocation(row: AllocationUse) -> dict[str, Any]:
    allocation = row.allocation
    return {
        "title": allocation.title,
        "main_area": row.area.number,
        "initiative": allocation.initiative.ref if allocation.initiative else None,
        "activities": [fact.ref for fact in row.activities],
        "fte": plain(allocation.fte),
        "weekly_hours": plain(allocation.weekly_hours),
        "weekly_hours_to_date": plain(row.a_week),
        "decision": allocation.decision_reference or None,
        "hours": _plain(row.hours, HOURS),
    }
