"""Making main areas, activities and criteria of a pasted section, as they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from activities.models import Activity
from core.versions import atomic_change
from indicators.models import Criterion
from indicators.models.choices import MANUAL, USUAL_AGGREGATION, Base
from indicators.rules.wording.proposals import Proposal
from indicators.rules.wording.values import values_of
from indicators.services.configuration import check_ties
from indicators.services.configuring import save_criterion
from programs.models import Initiative, MainArea
from programs.queries import lock_program
from programs.rules.references import free_reference
from programs.services.parts import save_part

if TYPE_CHECKING:
    from accounts.models import User
    from programs.models import Program


@dataclass(frozen=True, slots=True)
class TakenActivity:
    title: str
    heading: str = ""
    times: int | None = None


@dataclass(frozen=True, slots=True)
class TakenCriterion:
    """``figures`` are comparison, target and unit, where its measure has any."""

    wording: str
    heading: str
    measure: str
    proposal: Proposal
    figures: dict[str, Any] = field(default_factory=dict)
    parts: Sequence[TakenCriterion] = ()


@dataclass(frozen=True, slots=True)
class TakenGroup:
    """Activities and criteria that belong together; its title is that of an initiative."""

    title: str
    activities: Sequence[TakenActivity]
    criteria: Sequence[TakenCriterion]


@dataclass(frozen=True, slots=True)
class TakenArea:
    """A main area that stands, or a new one by its title."""

    area: MainArea | None
    title: str
    groups: Sequence[TakenGroup]


@atomic_change()
def take_section(*, by: User, program: Program, areas: Sequence[TakenArea]) -> int:
    """Make what was taken of a section, all or nothing; how many criteria and activities it is.

    A criterion counts the activities of its group that stand under the same heading.
    """
    maker = _Maker(by, lock_program(program.pk))
    for taken in areas:
        maker.make(taken)
    return maker.made


class _Maker:
    """Makes one thing after the other, each after the last that stands there."""

    def __init__(self, by: User, program: Program) -> None:
        self.by, self.program, self.made = by, program, 0

    def make(self, taken: TakenArea) -> None:
        area = taken.area or self._new_area(taken.title)
        for group in taken.groups:
            if not (group.activities or group.criteria):
                continue
            initiative = self._initiative(area, group.title) if group.title else None
            place = {"main_area": area, "initiative": initiative}
            activities = [self._activity(place, one) for one in group.activities]
            for criterion in group.criteria:
                self._criterion(place, criterion, activities)

    def _new_area(self, title: str) -> MainArea:
        last = self.program.main_areas.aggregate(last=Max("number"))["last"]
        return self._saved(MainArea(program=self.program, number=(last or 0) + 1, title=title))

    def _initiative(self, area: MainArea, title: str) -> Initiative:
        known = area.initiatives.filter(title=title).first()
        if known:
            return known
        return self._saved(self._numbered(Initiative(main_area=area, title=title), title))

    def _activity(self, place: dict[str, Any], taken: TakenActivity) -> Activity:
        self.made += 1
        row = Activity(title=taken.title, heading=taken.heading[:200], **place)
        row.planned_occurrences = taken.times
        return self._saved(self._numbered(row, taken.title))

    def _numbered(self, row: Any, words: str) -> Any:
        beside = type(row)._default_manager.filter(main_area__program=self.program)
        row.ref = free_reference(words, set(beside.values_list("ref", flat=True)))
        last = beside.filter(main_area=row.main_area).aggregate(last=Max("position"))["last"]
        row.position = (last or 0) + 1
        return row

    def _saved(self, row: Any) -> Any:
        row.full_clean()
        return save_part(by=self.by, part=row)

    def _criterion(
        self,
        place: dict[str, Any],
        taken: TakenCriterion,
        activities: Sequence[Activity],
        parent: Criterion | None = None,
    ) -> None:
        self.made += 1
        row = Criterion(wording=taken.wording, heading=taken.heading[:200], parent=parent, **place)
        row.measure, row.aggregation = taken.measure, USUAL_AGGREGATION.get(taken.measure, "")
        row.due_on = self.program.ends_on
        for name, value in taken.figures.items():
            setattr(row, name, value)
        counted = [one for one in activities if one.heading == row.heading]
        if taken.figures:
            self._take_more(row, taken.proposal, counted)
        self._numbered(row, taken.wording)
        row.full_clean()
        ties: dict[str, list[Any]] = {"activities": counted, "base_criteria": []}
        save_criterion(by=self.by, criterion=row, ties=ties, points=[])
        for part in taken.parts:
            self._criterion(place, part, activities, parent=row)

    def _take_more(self, row: Criterion, proposal: Proposal, counted: Sequence[Activity]) -> None:
        """What the wording says beside the figures, where the criterion can be measured so."""
        days = (self.program.starts_on, self.program.ends_on)
        said = {name: read.value for name, read in values_of(proposal, *days).items()}
        if "due_on" in said:
            row.due_on = said["due_on"]
        whole: Decimal | None = said.get("base_value")
        if row.measure == said.get("measure") and whole is not None:
            row.base, row.base_value = Base.FIXED, whole
        row.source = said.get("source", MANUAL)
        try:
            row.full_clean(exclude=["ref", "position"])
            check_ties(row, activities=counted, base_criteria=[])
        except ValidationError:
            row.source = MANUAL
        if any(name.startswith("options-") for name in said):
            # What it then counts is chosen on its own form.
            row.source = MANUAL
