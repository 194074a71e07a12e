"""What several rows decide about a criterion. What one row decides is a database constraint."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import format_date_long
from core.text import quoted
from indicators.models import Criterion, Measurement
from indicators.models.choices import MANUAL, Base, Measure, Pacing
from indicators.rules import sources
from programs.queries import fault_of_start

if TYPE_CHECKING:
    from django.db.models import Model

    from activities.models import Activity
    from indicators.rules.sources import Source
    from programs.models import Program

Point = tuple[datetime.date, Decimal]


Faults = dict[str, list[str]]


@dataclass(frozen=True)
class PointFault:
    """What is wrong with planned points; at one of them, by its position and field, or at all."""

    message: str
    position: int | None = None
    field: str = ""


NAMED = 3  # so many records are named in a message, the rest are counted


def check_criterion(
    criterion: Criterion,
    *,
    activities: Iterable[Activity],
    base_criteria: Sequence[Criterion],
    points: Sequence[Point],
) -> None:
    """Raise a ValidationError, by field, for every wrong combination.

    ``criterion`` may be unsaved; the other arguments are what it is about to be tied to.
    """
    check_ties(criterion, activities=activities, base_criteria=base_criteria)
    check_points(criterion, points)


def check_ties(
    criterion: Criterion, *, activities: Iterable[Activity], base_criteria: Sequence[Criterion]
) -> None:
    """``check_criterion`` without the planned points, which have a form of their own."""
    _refuse(_faults_of_ties(criterion, activities, base_criteria))


def check_points(criterion: Criterion, points: Sequence[Point]) -> None:
    """Raise a ValidationError where the planned points do not fit each other or the criterion."""
    found = dict.fromkeys(fault.message for fault in faults_of_points(criterion, points))
    _refuse({"pacing": list(found)} if found else {})


def check_options_of(criterion: Criterion, source: Source, options: Model | None) -> None:
    """Raise a ValidationError, by field of the options, where they do not fit the criterion.

    ``options`` is what was filled in for the source, perhaps unsaved. While the criterion is
    measured by hand they wait for the switch back.
    """
    if criterion.source == source.code:
        faults: Faults = {}
        for field, message in source.option_faults(criterion, options):
            faults.setdefault(field, []).append(message)
        _refuse(faults)
    elif options is not None and criterion.source != MANUAL:
        message = _("Choose the source «%s» for the criterion, or remove this.")
        _refuse({"__all__": [message % source.label]})


def check_dependents(criterion: Criterion) -> None:
    """Raise a ValidationError where others, as they are stored, would become wrong."""
    if criterion.pk is None:
        return
    faults: Faults = {}
    later = list(criterion.children.filter(due_on__gt=criterion.due_on))
    if later:
        message = _("These sub-criteria are due later: %s. Move their due dates first.")
        faults["due_on"] = [message % _names(later)]
    shares = list(criterion.shares.all())
    if shares and criterion.measure != Measure.COUNT:
        message = _("It is the denominator of %s, and so must stay a count. Unlink it there first.")
        faults["measure"] = [message % _names(shares)]
    _refuse(faults)


def check_measurements(criterion: Criterion, *, reason: str = "") -> None:
    """Raise a ValidationError where figures already reported would lose their meaning.

    Between hand and register one may change, and say why: what was measured stays, and counts
    again after the change back.
    """
    stored = type(criterion).objects.filter(pk=criterion.pk).first()
    if stored is None:
        return
    count = criterion.measurements.active().count()
    faults: Faults = {}
    if count:
        message = _was_measured(count)
        changed = [
            field
            for field in ("measure", "base")
            if getattr(stored, field) != getattr(criterion, field)
        ]
        faults = {field: [message] for field in changed}
    if stored.source != criterion.source and not reason and _has_figures(stored, count):
        faults["change_reason"] = [_why_it_is_switched()]
    _refuse(faults)


def _has_figures(stored: Criterion, measured: int) -> bool:
    """Whether a figure could be read so far: a register gives one without anybody measuring."""
    return bool(measured) or sources.of(stored).derived


def _was_measured(count: int) -> str:
    return ngettext(
        "%(count)s measurement was made under the old choice: keep it, retract the measurement "
        "first, or make a new criterion beside this one.",
        "%(count)s measurements were made under the old choice: keep it, retract the "
        "measurements first, or make a new criterion beside this one.",
        count,
    ) % {"count": count}


def _why_it_is_switched() -> str:
    return _(
        "It has been measured from the old source. What was measured stays to be read, counts no "
        "more, and counts again if you change back: say here why the source changes."
    )


def check_period(program: Program, starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Raise a ValidationError where a programme's new dates leave criteria outside it.

    A follow-up that was due after the old end stays as it is.
    """
    criteria = Criterion.objects.of_program(program).in_order()
    faults: Faults = {}
    from_start = criteria.filter(measured_from__isnull=True)
    early = from_start.filter(
        Q(due_on__lt=starts_on) | Q(planned_points__on__lt=starts_on)
    ).distinct()
    if early:
        message = _(
            "These criteria are due, or have planned points, before the new start: %s. Move "
            "their dates first."
        )
        faults["starts_on"] = [message % _names(early)]
    measured = Measurement.objects.active().filter(criterion__in=criteria)
    message = _("Something is measured on %s, before the new start: correct that first.")
    if fault := fault_of_start(starts_on, measured, "measured_on", message):
        faults.setdefault("starts_on", []).append(fault)
    late = criteria.filter(due_on__gt=ends_on, due_on__lte=program.ends_on)
    if late:
        message = _(
            "These criteria are due after the new end: %s. Move their due dates first, also where "
            "that was left empty."
        )
        faults["ends_on"] = [message % _names(late)]
    _refuse(faults)


def _refuse(faults: Faults) -> None:
    if faults:
        raise ValidationError(faults)


def _names(criteria: Iterable[Criterion]) -> str:
    """«the first», «the second», «the third» and 4 more."""
    shown = [quoted(criterion) for criterion in criteria]
    more = len(shown) - NAMED
    names = ", ".join(shown[:NAMED])
    return (
        _("%(names)s and %(count)s more") % {"names": names, "count": more} if more > 0 else names
    )


def _faults_of_ties(
    criterion: Criterion, activities: Iterable[Activity], base_criteria: Sequence[Criterion]
) -> Faults:
    faults: Faults = {}

    def fault(field: str, message: str) -> None:
        faults.setdefault(field, []).append(message)

    program = criterion.main_area.program
    if criterion.initiative and criterion.initiative.main_area_id != criterion.main_area_id:
        fault(
            "initiative", _("The initiative belongs to another main area: choose one of its own.")
        )
    if criterion.measured_from is None and criterion.due_on < program.starts_on:
        fault("due_on", _("It is due before the programme starts: move the date."))
    activities = list(activities)
    if criterion.source not in sources.sources:
        fault("source", _("No such source: choose one of those offered."))
    else:
        for field, message in sources.of(criterion).faults(criterion, activities):
            fault(field, message)
    for activity in activities:
        if activity.main_area.program_id != program.pk:
            fault("activities", _("«%s» belongs to another programme: remove it.") % activity)
    for message in _of_parent(criterion, program.pk):
        fault("parent", message)
    for message in _of_base(criterion, base_criteria, program.pk):
        fault("base_criteria", message)
    return faults


def _of_parent(criterion: Criterion, program_id: int) -> Iterable[str]:
    parent = criterion.parent
    if parent is None:
        return
    if parent.main_area.program_id != program_id:
        yield _("The criterion that it is a part of belongs to another programme.")
    if criterion.due_on > parent.due_on:
        yield _(
            "It is due after the criterion that it is a part of (%s): move one of the two dates."
        ) % format_date_long(parent.due_on)
    seen = {criterion.pk} if criterion.pk else set()
    while parent is not None:
        if parent.pk in seen:
            yield _("The criteria would be parts of each other in a circle: choose another.")
            return
        seen.add(parent.pk)
        parent = parent.parent


def _of_base(
    criterion: Criterion, base_criteria: Sequence[Criterion], program_id: int
) -> Iterable[str]:
    if criterion.base != Base.LINKED:
        if base_criteria:
            yield _("Choose the linked denominator, or remove the criteria from it.")
        return
    if not base_criteria:
        yield _("Choose the counts whose values together are the denominator.")
    for base in base_criteria:
        if base.measure != Measure.COUNT:
            yield _("«%s» is no count and cannot be a denominator: remove it.") % base
        if base.main_area.program_id != program_id:
            yield _("«%s» belongs to another programme: remove it.") % base


def faults_of_points(criterion: Criterion, points: Sequence[Point]) -> Iterator[PointFault]:
    """What is wrong with the planned points, each against the others and its criterion."""
    if criterion.pacing != Pacing.PLANNED:
        if points:
            yield PointFault(_("Choose «by planned points», or remove the planned points."))
        return
    if not points:
        yield PointFault(_("Add at least one planned point, the last of them at the target."))
        return
    start = criterion.measured_from or criterion.main_area.program.starts_on
    message = _("The planned points must lie between %(start)s and %(due)s.") % {
        "start": format_date_long(start),
        "due": format_date_long(criterion.due_on),
    }
    in_order = sorted(range(len(points)), key=points.__getitem__)
    for at in in_order:
        if not start <= points[at][0] <= criterion.due_on:
            yield PointFault(message, at, "on")
    for before, at in pairwise(in_order):
        if points[at][1] < points[before][1]:
            message = _("The planned points must not fall from one to the next.")
            yield PointFault(message, at, "value")
    if points[in_order[-1]][1] != criterion.target:
        message = _("The last planned point must be at the target.")
        yield PointFault(message, in_order[-1], "value")
