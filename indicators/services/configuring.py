"""Saving a success criterion as it is configured, and what is changed of it after adoption."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.clock import today
from core.records import delete_with_history, save_with_history
from core.versions import atomic_change
from indicators.models import Criterion, PlannedPoint
from indicators.models.choices import MANUAL
from indicators.rules import sources
from indicators.rules.revisions import Revision, stored_revision
from programs.services.parts import save_part

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User

Points = Sequence[tuple[datetime.date, Decimal]]


@dataclass(frozen=True, slots=True)
class Changed:
    """What was adopted and is changed, by field, and from when it holds: None for today."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    holds_from: datetime.date | None = None


@atomic_change()
def save_criterion(
    *,
    by: User,
    criterion: Criterion,
    ties: Mapping[str, Sequence[Model]],
    points: Points,
    options: Model | None = None,
    reason: str = "",
    changed: Changed | None = None,
) -> Criterion:
    """Save a criterion that was checked, with its planned points and its source's options.

    What is ``changed`` of an adopted programme's is kept beside it, with the reason.
    """
    if changed and changed.before and criterion.main_area.program.adopted_on:
        criterion.revisions = [
            *criterion.revisions,
            stored_revision(_revision(changed, by, reason)),
        ]
    save_part(by=by, part=criterion, ties=ties, reason=reason)
    _plan(criterion, points)
    _drop_others(criterion, by)
    if options is not None and options.pk is None:
        options.criterion = criterion  # type: ignore[attr-defined]
    if options is not None:
        save_with_history(options, by=by, reason=reason)
    return criterion


def _revision(changed: Changed, by: User, reason: str) -> Revision:
    return Revision(
        holds_from=changed.holds_from or today(),
        reason=reason,
        by=str(by),
        on=today(),
        before=changed.before,
        after=changed.after,
    )


def _drop_others(criterion: Criterion, by: User) -> None:
    """What was chosen for another source goes; measured by hand, it waits for the switch back."""
    others = [] if criterion.source == MANUAL else sources.with_options()
    for source in others:
        model: Any = source.options_form and source.options_form._meta.model
        row = model.objects.filter(criterion=criterion).first()
        if row and source.code != criterion.source:
            delete_with_history(row, by=by)


def _plan(criterion: Criterion, points: Points) -> None:
    stored = dict(criterion.planned_points.values_list("on", "value"))
    if stored != dict(points):
        criterion.planned_points.all().delete()
        PlannedPoint.objects.bulk_create(
            PlannedPoint(criterion=criterion, on=on, value=value) for on, value in points
        )
