"""What a programme has left in the tables and in their history: who touched it; removing it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from exchange.services.drafts import recorded
from exchange.services.section import PROGRAM, Trace
from exchange.services.sections import SECTIONS
from programs.models import Program

TRACES = (PROGRAM, *(trace for section in SECTIONS for trace in section.traces))


def entered_by_hand(program: Program) -> bool:
    """Whether a person has made or changed any of the programme's rows, or attached a file."""
    return any(section.touched(program) for section in SECTIONS) or any(
        _is_touched(trace, program.pk) for trace in TRACES
    )


def _is_touched(trace: Trace, program_id: int) -> bool:
    if trace.has_history:
        return trace.versions(program_id).filter(history_user__isnull=False).exists()
    return any(map(_is_by_hand, trace.rows(program_id).iterator()))


def _is_by_hand(row: Any) -> bool:
    """Of a state or a revised amount, which have no history: a file's are of their own evening."""
    late = row.recorded_at - recorded(row.on, 0)
    return getattr(row, "is_retracted", False) or not timedelta(0) <= late < timedelta(seconds=1)


def remove(program: Program) -> None:
    """Delete the programme's rows and their history; ProtectedError where others refer to them.

    Only for a programme that nobody has worked on. Innermost rows first, as most are protected.
    """
    program_id = program.pk
    for trace in reversed(TRACES):
        _remove_rows(trace, program_id)
    for section in SECTIONS:
        section.clear(program_id)
    for trace in reversed(TRACES):
        if trace.has_history:
            versions = trace.versions(program_id)
            for ties in trace.versions_of_ties():
                ties.objects.filter(history__in=versions.values("pk")).delete()
            versions.delete()


def _remove_rows(trace: Trace, program_id: int) -> None:
    rows = trace.rows(program_id)
    for field in trace.model._meta.fields:
        # A parent is protected by its children. History needs no row of this: it goes as well.
        if field.related_model is trace.model:
            rows.update(**{field.name: None})
    rows.delete()
