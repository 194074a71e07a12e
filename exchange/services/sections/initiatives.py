from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from exchange.rules.faults import Place, shown
from exchange.rules.shapes import Row
from exchange.rules.values import Filled, Small, Text
from exchange.services.drafts import Draft, built
from exchange.services.saving import create
from exchange.services.section import Section, Trace
from exchange.services.sections.main_areas import MAIN_AREA
from programs.models import Initiative

INITIATIVE = Trace(Initiative, {"main_area": MAIN_AREA})


class InitiativeRow(Row):
    ref: Filled
    main_area: Small
    title: Filled
    description: Text = ""


class Placed(Protocol):
    """A row in a main area and, perhaps, in one of its initiatives."""

    main_area: int
    initiative: str | None

    @property
    def at(self) -> Place: ...


def make(draft: Draft, rows: Iterable[InitiativeRow]) -> Iterator[tuple[str, Initiative]]:
    for row in rows:
        area = draft.area(row.main_area)
        initiative = built(Initiative, row, main_area=area, position=row.position)
        yield row.ref, draft.check(initiative, row.at)


def initiative_of(draft: Draft, row: Placed) -> Initiative | None:
    """The initiative that the row names; none where it is not of the row's own main area."""
    initiative = draft.get("initiatives", row.initiative)
    area = draft.get("main_areas", str(row.main_area))
    if initiative is None or area is None or initiative.main_area is area:
        return initiative if area else None
    draft.refuse(
        (*row.at, "initiative"),
        f"«{shown(row.initiative)}» belongs to main area {initiative.main_area.number}, "
        f"not {row.main_area}",
    )
    return None


SECTION = Section(
    key="initiatives",
    shape=InitiativeRow,
    word="initiative",
    refers={"main_area": "main_areas"},
    make=make,
    save=create,
    counted=("initiatives",),
    traces=(INITIATIVE,),
)
