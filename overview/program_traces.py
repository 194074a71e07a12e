"""What a programme has left in the tables and in their history: who touched it; removing it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from activities.models import Activity, Attachment, LogEntry, TimeEntry
from indicators.models import Assessment, Criterion, Measurement
from programs.models import Initiative, MainArea, Program


def tie_models() -> tuple[Any, Any]:
    """Where history keeps a criterion's activities and its linked denominators."""
    history = Criterion.history.model
    return history.activities.model, history.base_criteria.model


def entered_by_hand(program: Program) -> bool:
    """Whether a person has made or changed any of the programme's rows, or attached a file."""
    if Attachment.objects.filter(log_entry__in=LogEntry.objects.of_program(program)).exists():
        return True
    return any(rows.filter(history_user__isnull=False).exists() for rows in _history(program.pk))


def remove(program: Program) -> None:
    """Delete the programme's rows and their history; ProtectedError where others refer to them.

    Only for a programme that nobody has worked on. Innermost rows first, as most are protected.
    """
    program_id = program.pk
    entries = LogEntry.objects.of_program(program)
    criteria = Criterion.objects.of_program(program)
    Measurement.objects.filter(criterion__in=criteria).delete()
    Assessment.objects.filter(criterion__in=criteria).delete()
    TimeEntry.objects.filter(log_entry__in=entries).delete()
    entries.delete()
    # A parent is protected by its children. History needs no row of this: it goes as well.
    criteria.update(parent=None)
    criteria.delete()
    Activity.objects.of_program(program).delete()
    Initiative.objects.filter(main_area__program=program).delete()
    program.delete()
    _remove_history(program_id)


def _history(program_id: int) -> list[QuerySet]:
    """The history rows of the programme and all that belonged to it, the innermost first.

    Found through history alone, so rows that are gone are among them.
    """
    program = Program.history.filter(id=program_id)
    areas = MainArea.history.filter(program_id=program_id)
    area_ids = areas.values("id")
    initiatives = Initiative.history.filter(main_area_id__in=area_ids)
    activities = Activity.history.filter(main_area_id__in=area_ids)
    criteria = Criterion.history.filter(main_area_id__in=area_ids)
    entries = LogEntry.history.filter(
        Q(main_area_id__in=area_ids) | Q(activity_id__in=activities.values("id"))
    )
    hours = TimeEntry.history.filter(log_entry_id__in=entries.values("id"))
    measurements = Measurement.history.filter(criterion_id__in=criteria.values("id"))
    assessments = Assessment.history.filter(criterion_id__in=criteria.values("id"))
    inside = [criteria, activities, initiatives, areas]
    return [measurements, assessments, hours, entries, *inside, program]


def _remove_history(program_id: int) -> None:
    for rows in _history(program_id):
        if rows.model is Criterion.history.model:
            for ties in tie_models():
                ties.objects.filter(history__in=rows.values("pk")).delete()
        rows.delete()
