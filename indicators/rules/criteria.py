"""What a stored criterion asks: the pure rule that judges it, and whether it is ticked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from indicators.models.choices import Base, Measure
from indicators.rules import sources
from indicators.rules.progress import Fixed, Linked, Rule

if TYPE_CHECKING:
    from accounts.models import User
    from indicators.models import Criterion


def rule_of(
    criterion: Criterion,
    program_starts_on: datetime.date,
    *,
    base_keys: Iterable[int] = (),
    planned: Iterable[tuple] = (),
    per_week: bool = False,
) -> Rule:
    """The pure rule of a criterion; its key is the primary key."""
    base: Fixed | Linked | None = None
    if criterion.base == Base.FIXED:
        base = Fixed(criterion.base_value)
    elif criterion.base == Base.LINKED:
        base = Linked(tuple(base_keys))
    return Rule(
        key=criterion.pk,
        measure=criterion.measure,
        starts_on=criterion.measured_from or program_starts_on,
        due_on=criterion.due_on,
        target=criterion.target,
        comparison=criterion.comparison,
        aggregation=criterion.aggregation,
        pacing=criterion.pacing,
        planned=tuple(planned),
        base=base,
        parent=criterion.parent_id,
        derived=sources.of(criterion).derived,
        per_week=per_week,
    )


def responsible_of(criterion: Criterion) -> User | None:
    """Who answers for it: its own responsible, else that of its first activity with one; nobody
    who has left.
    """
    named = [criterion.responsible, *(a.responsible for a in criterion.activities.all())]
    return next((person for person in named if person and person.is_active), None)


def is_ticked(criterion: Criterion) -> bool:
    """Whether participants are ticked for it: only a share of a roster is a share of them.

    Not where the source is unknown, which a programme file may name before it is refused.
    """
    known = criterion.source in sources.sources
    return known and sources.of(criterion).by_roster and criterion.measure == Measure.SHARE
