"""Putting the parts of a programme in another order, and changing several of them at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity
from core.records import update_with_history
from core.versions import atomic_change, mark_scope_changed
from economy.models import BudgetLine
from indicators.models import Criterion
from indicators.services.configuration import check_dependents, check_ties
from indicators.services.configuring import Changed, save_criterion
from programs.models import Initiative, MainArea, Program
from programs.queries import lock_program
from programs.services.parts import check_may_configure, save_part
from resources.models import StaffAllocation

# Higher than any number of a main area: two may not have the same one, not even for a moment.
OUT_OF_THE_WAY = 20_000


@dataclass(frozen=True, slots=True)
class Ordered:
    """A kind of part that is ordered by ``by`` among those with the same ``within``.

    Only those with the same ``beside`` stand next to each other on the page.
    """

    model: type[Model]
    within: str
    beside: str = ""
    by: str = "position"

    def rows(self, program: Program) -> QuerySet:
        to_program = "program" if self.within == "program" else f"{self.within}__program"
        rows = self.model._default_manager.filter(**{to_program: program})
        return rows.order_by(self.by, "pk")


ORDERED = {
    kind.model._meta.model_name: kind
    for kind in (
        Ordered(MainArea, "program", by="number"),
        Ordered(Initiative, "main_area"),
        Ordered(Activity, "main_area", "initiative_id"),
        Ordered(Criterion, "main_area", "initiative_id"),
        Ordered(StaffAllocation, "main_area"),
        Ordered(BudgetLine, "source"),
    )
}


@atomic_change()
def move_part(*, by: User, program: Program, name: str, pk: int, to: str) -> bool:
    """Move a part «up» or «down» one place, or before another by its primary key.

    Whether it stands elsewhere now: the first goes no further up.
    """
    check_may_configure(by)
    lock_program(program.pk)
    kind = ORDERED[name]
    moved = kind.rows(program).get(pk=pk)
    place = f"{kind.within}_id"
    rows = list(kind.rows(program).filter(**{place: getattr(moved, place)}))
    order = _moved(rows, moved, to, _near(kind, rows, moved))
    if order == rows:
        return False
    _number(kind, order, by)
    mark_scope_changed()
    return True


def _near(kind: Ordered, rows: Sequence[Any], moved: Any) -> list[Any]:
    """Those that stand beside it on the page, in their order."""
    names = [name for name in (kind.beside, "parent_id") if hasattr(moved, name)]
    return [row for row in rows if all(getattr(row, n) == getattr(moved, n) for n in names)]


def _moved(rows: Sequence[Any], moved: Any, to: str, near: Sequence[Any]) -> list[Any]:
    at = near.index(moved)
    if to == "up":
        before = near[at - 1] if at else moved
    elif to == "down":
        after = near[at + 1] if at + 1 < len(near) else moved
        return _put(rows, moved, after, behind=True)
    else:
        before = next((row for row in near if str(row.pk) == to), moved)
    return _put(rows, moved, before)


def _put(rows: Sequence[Any], moved: Any, other: Any, *, behind: bool = False) -> list[Any]:
    if other == moved:
        return list(rows)
    rest = [row for row in rows if row != moved]
    at = rest.index(other) + behind
    return [*rest[:at], moved, *rest[at:]]


def _number(kind: Ordered, order: Sequence[Any], by: User) -> None:
    changed = [row for place, row in enumerate(order, 1) if getattr(row, kind.by) != place]
    if kind.by == "number":
        rows = kind.model._default_manager.filter(pk__in=[row.pk for row in changed])
        rows.update(number=F("number") + OUT_OF_THE_WAY)
    for place, row in enumerate(order, 1):
        setattr(row, kind.by, place)
    update_with_history(changed, [kind.by], by=by, reason=_("Put in another order"))


@dataclass(frozen=True, slots=True)
class ForSeveral:
    """What several activities and criteria are to have; None leaves it as it is."""

    responsible: User | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    due_on: datetime.date | None = None


@atomic_change()
def change_several(
    *,
    by: User,
    program: Program,
    activities: Sequence[Activity],
    criteria: Sequence[Criterion],
    given: ForSeveral,
    reason: str = "",
) -> int:
    """Give several the same responsible or dates; how many became another.

    All of them or none: a ValidationError names what one of them does not allow.
    """
    check_may_configure(by)
    lock_program(program.pk)
    of_activities = _given(given, "responsible", "starts_on", "ends_on")
    changed = sum(_change_activity(row, of_activities, by, reason) for row in activities)
    due = _given(given, "responsible", "due_on")
    return changed + sum(_change_criterion(row, due, by, reason) for row in criteria)


def _given(given: ForSeveral, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(given, name)) is not None}


def _change_activity(activity: Activity, values: dict[str, Any], by: User, reason: str) -> bool:
    return _changed(activity, values, lambda: _save_activity(activity, by, reason))


def _save_activity(activity: Activity, by: User, reason: str) -> None:
    activity.full_clean()
    save_part(by=by, part=activity, reason=reason)


def _changed(part: Any, values: dict[str, Any], save: Callable[[], Any]) -> bool:
    names = [name for name, value in values.items() if getattr(part, name) != value]
    for name in names:
        setattr(part, name, values[name])
    if names:
        save()
    return bool(names)


def _change_criterion(criterion: Criterion, values: dict[str, Any], by: User, reason: str) -> bool:
    before = {"due_on": criterion.due_on}

    def save() -> None:
        criterion.full_clean()
        ties: dict[str, list[Any]] = {
            "activities": list(criterion.activities.all()),
            "base_criteria": list(criterion.base_criteria.all()),
        }
        check_ties(criterion, **ties)
        check_dependents(criterion)
        points = list(criterion.planned_points.values_list("on", "value"))
        moved = criterion.due_on != before["due_on"]
        save_criterion(
            by=by, criterion=criterion, ties=ties, points=points, reason=reason,
            changed=Changed(before, {"due_on": criterion.due_on}) if moved else None,
        )  # fmt: skip

    return _changed(criterion, values, save)
