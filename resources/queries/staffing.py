"""Reading how the staff of main areas is allocated, and what of it is too much."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from activities.models import Activity
from core.text import quoted
from programs.models import MainArea
from resources.models import StaffAllocation
from resources.rules.staffing import AreaTree, overallocations_of_tree, tree_of

if TYPE_CHECKING:
    from programs.models import Program


def trees_of(
    program: Program,
    as_of: datetime.date | None = None,
    areas: Sequence[MainArea] | None = None,
) -> list[AreaTree]:
    """One tree a main area, by its number. Three queries, two where ``areas`` says which of them.

    ``as_of`` decides ``planned_to_date``; without it all days of the programme are gone.
    """
    if areas is None:
        areas = list(program.main_areas.order_by("number"))
    ties = Activity.objects.only("initiative")
    allocations = list(
        StaffAllocation.objects.filter(main_area__in=[area.pk for area in areas])
        .select_related("initiative")
        .prefetch_related(Prefetch("activities", queryset=ties))
    )
    return [
        tree_of(area, program, [one for one in allocations if one.main_area_id == area.pk], as_of)
        for area in areas
    ]


def check_period(program: Program, starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Raise a ValidationError where a programme's new dates leave allocations outside it."""
    outside = Q()
    for field in ("starts_on", "ends_on"):
        outside |= Q(**{f"{field}__lt": starts_on}) | Q(**{f"{field}__gt": ends_on})
    found = StaffAllocation.objects.filter(outside, main_area__program=program)
    if found:
        names = ", ".join(quoted(allocation) for allocation in found)
        message = _("These allocations of staff would lie outside it: %s. Move their dates first.")
        raise ValidationError(message % names)


def overallocation_warnings(program: Program, areas: Sequence[MainArea] | None = None) -> list[str]:
    """``overallocations_of_tree`` for every main area of the programme, or for these."""
    return [
        message
        for tree in trees_of(program, areas=areas)
        for message in overallocations_of_tree(tree)
    ]
