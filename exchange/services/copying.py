"""Making next year's programme out of this year's: what is demanded, and no results."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from activities.models import Activity
from core.search import mark_searched
from core.versions import atomic_change, mark_scope_changed
from economy.models import BudgetLine
from economy.queries.lines import money_of_program
from exchange.rules.moving import Move
from exchange.services.saving import BATCH, Signature, create, create_first_versions
from exchange.services.sections.criteria import OPTIONS
from indicators.models import Criterion, PlannedPoint
from programs.models import FundingSource, Initiative, MainArea, Program
from programs.queries import lock_program
from programs.rules.fte import hours_of
from resources.models import StaffAllocation

if TYPE_CHECKING:
    from accounts.models import User

# The keys of the rows that were made by those of the rows they were made from.
Keys = Mapping[int | None, int | None]


@dataclass(frozen=True, slots=True)
class CopyInput:
    """The new programme's names and days, and what of the old one it takes."""

    title: str
    slug: str
    starts_on: datetime.date
    ends_on: datetime.date
    structure: bool = True
    criteria: bool = True
    allocations: bool = True
    budget: bool = True


@dataclass(frozen=True, slots=True)
class _Structure:
    areas: Keys
    initiatives: Keys
    activities: Keys


@atomic_change()
def copy_program(*, by: User, program: Program, given: CopyInput) -> Program:
    """A draft with what was chosen of the programme; what was measured, logged, spent or is to be
    followed up stays where it is.

    What is chosen beside the structure stands under it, and is left out without it. ValidationError
    where the short name is taken.
    """
    old = lock_program(program.pk)
    mark_scope_changed()
    signature = Signature(by, _("Copied from «%s»") % old.title)
    move = Move(old.starts_on, old.ends_on, given.starts_on, given.ends_on)
    new = _copy_head(old, given, signature)
    if given.structure:
        made = _copy_structure(old, new, given, move, signature)
        if given.criteria:
            _copy_criteria(old, made, move, signature)
        if given.allocations:
            _copy_allocations(old, made, move, signature)
        if given.budget:
            _copy_budget(old, new, made, signature)
    return new


def _copy_head(old: Program, given: CopyInput, signature: Signature) -> Program:
    year, worked_out = given.starts_on.year, hours_of(old.fte_basis, old.starts_on.year)
    new = _twin(
        old,
        title=given.title,
        slug=given.slug,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        annex="",
        adopted_on=None,
        adoption_reference="",
        closed_on=None,
        file_sha256="",
    )
    if old.hours_per_fte == worked_out:
        new.hours_per_fte = hours_of(old.fte_basis, year)
    if not given.structure:
        new.purpose = new.policy = new.method = ""
    if not (given.structure and given.allocations):
        new.fte = None
    try:
        with transaction.atomic():
            create([new], signature=signature)
    except IntegrityError:
        if not Program.objects.filter(slug=given.slug).exists():
            raise
        message = _("Another programme has that short name: choose another.")
        raise ValidationError({"slug": message}) from None
    return new


def _copy_structure(
    old: Program, new: Program, given: CopyInput, move: Move, signature: Signature
) -> _Structure:
    make = partial(_make, signature=signature)
    no_fte: dict[str, Any] = {} if given.allocations else {"fte": None}
    areas = make(MainArea.objects.filter(program=old), lambda row: {"program_id": new.pk, **no_fte})
    initiatives = make(
        Initiative.objects.filter(main_area__program=old),
        lambda row: {"main_area_id": areas[row.main_area_id]},
    )
    activities = make(
        Activity.objects.of_program(old).planned(),
        lambda row: {
            "main_area_id": areas[row.main_area_id],
            "initiative_id": initiatives[row.initiative_id],
            "starts_on": move(row.starts_on),
            "ends_on": move(row.ends_on),
        },
    )
    return _Structure(areas, initiatives, activities)


def _copy_criteria(old: Program, made: _Structure, move: Move, signature: Signature) -> None:
    rows = list(Criterion.objects.of_program(old).prefetch_related("activities", "base_criteria"))
    twins = {row.pk: _criterion(row, old, made, move) for row in rows}
    Criterion.objects.bulk_create(twins.values(), batch_size=BATCH)
    parts = [row for row in rows if row.parent_id in twins]
    for row in parts:
        twins[row.pk].parent = twins[row.parent_id]
    Criterion.objects.bulk_update([twins[row.pk] for row in parts], ["parent"], batch_size=BATCH)
    mark_searched(Criterion, *(twin.pk for twin in twins.values()), new=True)
    feeds = [(twins[row.pk], one.pk) for row in rows for one in row.activities.all()]
    bases = [(twins[row.pk], one.pk) for row in rows for one in row.base_criteria.all()]
    ties: dict[Any, Any] = {
        Criterion.activities: _tied(feeds, Activity, made.activities),
        Criterion.base_criteria: [(twin, twins[pk]) for twin, pk in bases if pk in twins],
    }
    create_first_versions(list(twins.values()), ties, signature)
    keys = {pk: twin.pk for pk, twin in twins.items()}
    for _key, model in OPTIONS.values():
        options = model._default_manager.filter(criterion__in=keys)
        _make(options, lambda row: {"criterion_id": keys[row.criterion_id]}, signature=signature)
    points = PlannedPoint.objects.filter(criterion__in=keys).order_by("on")
    # Of two that would come to stand on one day, the later one.
    moved = {
        (row.criterion_id, move(row.on)): _twin(
            row, criterion_id=keys[row.criterion_id], on=move(row.on)
        )
        for row in points
    }
    create(moved.values(), signature=signature)


def _criterion(row: Criterion, old: Program, made: _Structure, move: Move) -> Criterion:
    return _twin(
        row,
        main_area_id=made.areas[row.main_area_id],
        initiative_id=made.initiatives[row.initiative_id],
        parent_id=None,
        measured_from=move(row.measured_from),
        due_on=move(row.due_on),
        carried_over_from=old.slug,
        original_id=row.pk,
        revisions=[],
    )


def _copy_allocations(old: Program, made: _Structure, move: Move, signature: Signature) -> None:
    found = StaffAllocation.objects.filter(main_area__program=old).prefetch_related("activities")
    # What was set aside for cases alone is for nothing of the new programme.
    rows = [
        row
        for row in found
        if row.initiative_id or any(one.pk in made.activities for one in row.activities.all())
    ]
    twins = {
        row.pk: _twin(
            row,
            main_area_id=made.areas[row.main_area_id],
            initiative_id=made.initiatives[row.initiative_id],
            starts_on=move(row.starts_on),
            ends_on=move(row.ends_on),
            decision_reference="",
        )
        for row in rows
    }
    shared = [(twins[row.pk], one.pk) for row in rows for one in row.activities.all()]
    ties = {StaffAllocation.activities: _tied(shared, Activity, made.activities)}
    create(twins.values(), ties, signature)


def _copy_budget(old: Program, new: Program, made: _Structure, signature: Signature) -> None:
    """What held on the last day is granted anew, by a decision that is yet to be made."""
    sources = _make(
        FundingSource.objects.filter(program=old),
        lambda row: {"program_id": new.pk},
        signature=signature,
    )
    amounts = {line.pk: line.money.revised for line in money_of_program(old, old.ends_on)}
    _make(
        [
            line
            for line in BudgetLine.objects.of_program(old)
            if line.initiative_id or line.activity_id in made.activities
        ],
        lambda row: {
            "source_id": sources[row.source_id],
            "initiative_id": made.initiatives[row.initiative_id],
            "activity_id": made.activities[row.activity_id],
            "amount": amounts[row.pk],
            "decision_reference": "",
        },
        signature=signature,
    )


def _make(
    rows: Iterable[Any], changes: Callable[[Any], dict[str, Any]], *, signature: Signature
) -> Keys:
    """Copy the rows, each with its changes; their keys, and none for nothing."""
    twins = {row.pk: _twin(row, **changes(row)) for row in rows}
    create(twins.values(), signature=signature)
    return {None: None, **{pk: twin.pk for pk, twin in twins.items()}}


def _twin(row: Any, **changes: Any) -> Any:
    """A new row with what the other holds, but for its changes, by the names of the columns."""
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    return type(row)(**{**{one.attname: getattr(row, one.attname) for one in fields}, **changes})


def _tied(pairs: Iterable[tuple[Model, int]], model: type[Model], keys: Keys) -> list[Any]:
    """The pairs with what was made of each second one, where it was copied."""
    return [(twin, model(pk=keys[pk])) for twin, pk in pairs if pk in keys]
