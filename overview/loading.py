"""Loading a programme file: all or nothing, once, and never over what people have entered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils import translation
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from activities.models import Activity, LogEntry, Place, TimeEntry
from indicators.models import Assessment, Criterion, Measurement, PlannedPoint
from overview import program_traces as traces
from overview.program_file import Fault, ProgramFile, ProgramFileError, read
from overview.program_file.references import faults_against
from overview.program_rows import CriterionTies, Rows, rows_of
from programs.models import Initiative, MainArea, Program

REASON = "Programme file"
BATCH = 500


@dataclass(frozen=True)
class Loaded:
    """What is in the database now; without counts it was there already."""

    program: Program
    counts: dict[str, int] = field(default_factory=dict)


class ProgramInUse(ProgramFileError):
    """Another file with the same short name is loaded, and stays."""

    def __init__(self, message: str) -> None:
        super().__init__([Fault(("slug",), message)])


def load_program(raw: bytes, *, replace: bool = False) -> Loaded:
    """Load the file's bytes; the very same bytes again change nothing.

    ``replace`` puts the file in the place of another one with the same slug, as long as nobody
    has entered anything by hand. ProgramFileError, with every fault, where it cannot be loaded.
    Nobody is named in the history: the loader is not a person.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    loaded = Program.objects.filter(file_sha256=sha256).first()
    if loaded:
        return Loaded(loaded)
    # The faults are read beside the file, whose words are English.
    with translation.override("en"), transaction.atomic():
        rows = _checked(read(raw))
        rows.program.file_sha256 = sha256
        _make_room_for(rows.program.slug, replace)
        return Loaded(rows.program, save_rows(rows))


def _checked(file: ProgramFile) -> Rows:
    users = {user.username: user for user in User.objects.all()}
    rows = rows_of(file, users)
    faults = [*file.faults, *faults_against({"users": users.keys()}, file.data), *rows.faults]
    if faults:
        raise ProgramFileError(file.in_order(faults))
    return rows


def _make_room_for(slug: str, replace: bool) -> None:
    program = Program.objects.select_for_update().filter(slug=slug).first()
    if program is None:
        return
    if not replace:
        raise ProgramInUse(
            f"«{slug}» is loaded already from another file; --replace puts this one in its place"
        )
    if traces.entered_by_hand(program):
        raise ProgramInUse(
            f"«{slug}» stays as it is, because somebody has entered something by hand; "
            "give the file another slug"
        )
    try:
        traces.remove(program)
    except ProtectedError:
        raise ProgramInUse(
            f"«{slug}» stays as it is, because something outside the programme refers to it"
        ) from None


def save_rows(rows: Rows) -> dict[str, int]:
    """Write everything, each kind in few statements; the counts are for whoever asked."""
    _create(Program, [rows.program])
    _create(MainArea, rows.main_areas.values())
    _create(Initiative, rows.initiatives.values())
    _save_places(rows)
    _create(Activity, rows.activities.values())
    _save_criteria(list(rows.criteria.values()))
    _create(LogEntry, rows.log_entries.values())
    _create(TimeEntry, rows.hours)
    _create(Measurement, rows.measurements)
    _create(Assessment, rows.assessments)
    return {
        "main areas": len(rows.main_areas),
        "initiatives": len(rows.initiatives),
        "activities": len(rows.activities),
        "criteria": len(rows.criteria),
        "log entries": len(rows.log_entries),
        "measurements": len(rows.measurements),
        "judgements": len(rows.assessments),
    }


def _create(model: type[Model], rows: Iterable[Model]) -> None:
    bulk_create_with_history(list(rows), model, batch_size=BATCH, default_change_reason=REASON)


def _save_places(rows: Rows) -> None:
    """Places are shared between programmes: known ones are used again."""
    for activity in rows.activities.values():
        if activity.place:
            activity.place, _created = Place.objects.get_or_create(name=activity.place.name)


def _save_criteria(all_ties: list[CriterionTies]) -> None:
    by_ref = {ties.criterion.ref: ties.criterion for ties in all_ties}
    waiting = all_ties
    while waiting:
        ready = [ties for ties in waiting if not ties.parent or by_ref[ties.parent].pk]
        for ties in ready:
            ties.criterion.parent = by_ref[ties.parent] if ties.parent else None
        Criterion.objects.bulk_create([ties.criterion for ties in ready], batch_size=BATCH)
        waiting = [ties for ties in waiting if ties.criterion.pk is None]
    PlannedPoint.objects.bulk_create(
        [point for ties in all_ties for point in ties.points], batch_size=BATCH
    )
    _save_ties(all_ties)


def _save_ties(all_ties: list[CriterionTies]) -> None:
    """The many-to-many rows, and the first history row of each criterion, which holds them too."""
    feeds = Criterion.activities.through.objects.bulk_create(
        Criterion.activities.through(criterion=ties.criterion, activity=activity)
        for ties in all_ties
        for activity in ties.activities
    )
    bases = Criterion.base_criteria.through.objects.bulk_create(
        Criterion.base_criteria.through(from_criterion=ties.criterion, to_criterion=base)
        for ties in all_ties
        for base in ties.base_criteria
    )
    history = {
        row.id: row
        for row in Criterion.history.bulk_history_create(
            [ties.criterion for ties in all_ties],
            batch_size=BATCH,
            default_change_reason=REASON,
        )
    }
    kept_feeds, kept_bases = traces.tie_models()
    kept_feeds.objects.bulk_create(
        kept_feeds(
            history=history[row.criterion_id],
            id=row.pk,
            criterion_id=row.criterion_id,
            activity_id=row.activity_id,
        )
        for row in feeds
    )
    kept_bases.objects.bulk_create(
        kept_bases(
            history=history[row.from_criterion_id],
            id=row.pk,
            from_criterion_id=row.from_criterion_id,
            to_criterion_id=row.to_criterion_id,
        )
        for row in bases
    )
