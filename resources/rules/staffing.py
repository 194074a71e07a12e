"""The tree of a main area's staff allocations, and where too much is allocated.

An allocation's parent is the narrowest other one that covers all of its activities: 1 FTE on three
plans is the parent of 22 hours a week on one of them. Without such a one it is the allocation of
the activities' initiative, and without that the main area itself. Allocations of the very same
activities, or of one initiative, stand side by side: what lies below them is shown under the first,
and weighed against all of them together.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.models import Activity
from core.numbers import ZERO, format_number
from programs.models import MainArea
from programs.rules.fte import days_between, hours_of_fte
from resources.models import StaffAllocation

if TYPE_CHECKING:
    from programs.models import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedHours:
    """Planned hours, spread over the allocations right below.

    ``planned_to_date`` are those of the days gone.
    """

    planned: Decimal
    planned_to_date: Decimal
    below: tuple[AllocationNode, ...] = ()

    @property
    def allocated(self) -> Decimal:
        return sum((node.planned for node in self.below), ZERO)

    @property
    def unallocated(self) -> Decimal:
        """Negative where more is allocated than there is: to be warned of, never refused."""
        return self.planned - self.allocated

    @property
    def allocated_to_date(self) -> Decimal:
        return sum((node.planned_to_date for node in self.below), ZERO)

    @property
    def unallocated_to_date(self) -> Decimal:
        """Negative also where what lies below comes earlier than the whole."""
        return self.planned_to_date - self.allocated_to_date


@dataclass(frozen=True, slots=True)
class AllocationNode(PlannedHours):
    """An allocation with those below it."""

    allocation: StaffAllocation


@dataclass(frozen=True, slots=True)
class AllocationGroup(PlannedHours):
    """Allocations of the very same activities, or of one initiative."""

    nodes: tuple[AllocationNode, ...]

    @property
    def title(self) -> str:
        return " + ".join(node.allocation.title for node in self.nodes)


@dataclass(frozen=True, slots=True)
class AreaTree(PlannedHours):
    """A main area's planned hours with the allocations right below it, each with its own.

    The top allocations and ``unallocated`` («not allocated») always add up to ``planned``.
    """

    area: MainArea

    @property
    def title(self) -> str:
        return str(self.area)

    def walk(self) -> Iterator[tuple[int, AllocationNode]]:
        """Every allocation with its depth (0 right below the area), each before those below it."""
        return _walk(self.below, 0)

    def pools(self) -> list[AllocationGroup]:
        found: dict[AllocationTarget, list[AllocationNode]] = {}
        for _depth, node in self.walk():
            found.setdefault(_cover_of(node.allocation), []).append(node)
        return [_pool(nodes) for nodes in found.values()]

    def wholes(self) -> list[AreaTree | AllocationGroup]:
        """The area and the allocation groups: of each of them something may be allocated."""
        return [self, *self.pools()]

    def overallocated(self) -> list[AreaTree | AllocationGroup]:
        """Those of which more is allocated than they have."""
        return [part for part in self.wholes() if part.unallocated < 0]

    def overallocated_allocations(self) -> set[int]:
        """The primary keys of the allocations of which more is given away than there is."""
        pools = [part for part in self.overallocated() if isinstance(part, AllocationGroup)]
        return {node.allocation.pk for pool in pools for node in pool.nodes}


# What an allocation is for: the activities that share it, or its initiative.
AllocationTarget = frozenset[int] | int


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A person's planned hours: of all the allocations' days, and of those gone."""

    planned: Decimal
    to_date: Decimal


def tree_of(
    area: MainArea,
    program: Program,
    allocations: Sequence[StaffAllocation],
    as_of: datetime.date | None = None,
) -> AreaTree:
    """The tree of the area's allocations, in their own order, whose activities are prefetched."""
    covers = {one.pk: frozenset(a.pk for a in one.activities.all()) for one in allocations}
    parents = {one.pk: _parent_of(one, allocations, covers) for one in allocations}

    def below(parent: int | None) -> tuple[AllocationNode, ...]:
        return tuple(
            AllocationNode(
                one,
                planned=one.planned_hours(program),
                planned_to_date=one.planned_hours(program, as_of),
                below=below(one.pk),
            )
            for one in allocations
            if parents[one.pk] == parent
        )

    return AreaTree(
        area,
        planned=planned_of_area(area, program),
        planned_to_date=planned_of_area(area, program, as_of),
        below=below(None),
    )


def planned_of_area(
    area: MainArea, program: Program, as_of: datetime.date | None = None
) -> Decimal:
    """Hours of the area's FTE in the programme's days, or in those until a date."""
    last = min(program.ends_on, as_of) if as_of else program.ends_on
    days = days_between(program.starts_on, last)
    return hours_of_fte(area.fte or Decimal(0), program.hours_per_fte, days)


def planned_of_people(trees: Iterable[AreaTree]) -> dict[int, PersonPlan]:
    """By person, the hours of the allocations that name them; nobody else is in it.

    What lies below one of a person's own is a part of it and counts once. «To date» is the date
    that the trees were read for. All of them together may be less than the areas' planned hours:
    the rest is given to nobody in particular.
    """
    found: dict[int, PersonPlan] = {}
    for tree in trees:
        for person, node in _top_of_people(tree):
            before = found.get(person, PersonPlan(ZERO, ZERO))
            found[person] = PersonPlan(
                before.planned + node.planned, before.to_date + node.planned_to_date
            )
    return found


def _top_of_people(tree: AreaTree) -> Iterator[tuple[int, AllocationNode]]:
    """Each allocation that names a person and lies below no other of theirs."""
    named: dict[AllocationTarget, set[int]] = {}
    for _depth, node in tree.walk():
        if person := node.allocation.person_id:
            named.setdefault(_cover_of(node.allocation), set()).add(person)

    def within(
        nodes: Iterable[AllocationNode], above: frozenset[int]
    ) -> Iterator[tuple[int, AllocationNode]]:
        for node in nodes:
            person = node.allocation.person_id
            if person and person not in above:
                yield person, node
            # Those beside it are above what lies below it, too.
            beside = named.get(_cover_of(node.allocation), set())
            yield from within(node.below, above | beside)

    return within(tree.below, frozenset())


def _cover_of(allocation: StaffAllocation) -> AllocationTarget:
    # A constraint of the form, and of the file, holds that it has one of the two.
    return allocation.initiative_id or frozenset(one.pk for one in allocation.activities.all())


def check_allocation(
    allocation: StaffAllocation, activities: Iterable[Activity], program: Program
) -> None:
    """Raise a ValidationError, by field, for every wrong tie. The rows may be unsaved."""
    faults: dict[str, list[str]] = {}
    activities = list(activities)
    area = allocation.main_area
    if bool(allocation.initiative) == bool(activities):
        message = _("Choose either an initiative or the activities that share it.")
        faults["initiative"] = [message]
    if allocation.initiative and allocation.initiative.main_area != area:
        message = _("The initiative belongs to another main area: choose one of its own.")
        faults.setdefault("initiative", []).append(message)
    strangers = [activity for activity in activities if activity.main_area != area]
    if strangers:
        message = _("«%s» belongs to another main area: choose among its own.")
        faults["activities"] = [message % activity for activity in strangers]
    for field in ("starts_on", "ends_on"):
        day = getattr(allocation, field)
        if day and not program.starts_on <= day <= program.ends_on:
            faults[field] = [_("It lies outside the programme's period: move the date.")]
    if faults:
        raise ValidationError(faults)


def overallocations_of_tree(tree: AreaTree) -> list[str]:
    """Warnings of what is allocated beyond what there is, with the figures."""
    message = _(
        "«%(whole)s» has %(planned)s hours planned, and %(allocated)s are allocated of them: "
        "%(rest)s too many."
    )
    return [
        message
        % {
            "whole": part.title,
            "planned": format_number(part.planned),
            "allocated": format_number(part.allocated),
            "rest": format_number(-part.unallocated),
        }
        for part in tree.overallocated()
    ]


def overlaps_of_tree(tree: AreaTree) -> list[str]:
    """Warnings of what comes earlier than the whole it is in, which has room for it in all."""
    message = _(
        "«%(whole)s» has %(planned)s hours planned to date, and what is inside it %(allocated)s: "
        "it comes earlier than the whole."
    )
    return [
        message
        % {
            "whole": part.title,
            "planned": format_number(part.planned_to_date),
            "allocated": format_number(part.allocated_to_date),
        }
        for part in tree.wholes()
        if part.unallocated_to_date < 0 <= part.unallocated
    ]


def _parent_of(
    one: StaffAllocation,
    allocations: Sequence[StaffAllocation],
    covers: dict[int, frozenset[int]],
) -> int | None:
    """The primary key of the allocation above; None for the main area itself."""
    own = covers[one.pk]
    if not own:
        return None
    # «Wider» is strict, so that two of the same activities are not each other's parents.
    wider = [other for other in allocations if covers[other.pk] > own]
    if wider:
        return min(wider, key=lambda other: len(covers[other.pk])).pk
    initiatives = {activity.initiative_id for activity in one.activities.all()}
    if len(initiatives) > 1 or None in initiatives:
        return None
    of_initiative = (other for other in allocations if other.initiative_id in initiatives)
    return next((other.pk for other in of_initiative), None)


def _walk(nodes: Iterable[AllocationNode], depth: int) -> Iterator[tuple[int, AllocationNode]]:
    for node in nodes:
        yield depth, node
        yield from _walk(node.below, depth + 1)


def _pool(nodes: Sequence[AllocationNode]) -> AllocationGroup:
    return AllocationGroup(
        tuple(nodes),
        planned=sum((node.planned for node in nodes), ZERO),
        planned_to_date=sum((node.planned_to_date for node in nodes), ZERO),
        below=tuple(one for node in nodes for one in node.below),
    )
