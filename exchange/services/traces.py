"""What a programme has left in the tables and in their history: who touched it; removing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from core.search import mark_searched
from exchange.services.drafts import recorded
from exchange.services.sections import SECTIONS
from programs.models import Program


@dataclass(frozen=True, eq=False)
class Trace:
    """A model of which a programme leaves rows: those that hang on rows found already, by field."""

    model: Any
    hangs_on: Mapping[str, Trace] = field(default_factory=dict)

    @property
    def has_history(self) -> bool:
        return hasattr(self.model, "history")

    def rows(self, program_id: int) -> QuerySet:
        found = Q() if self.hangs_on else Q(pk=program_id)
        for name, trace in self.hangs_on.items():
            found |= Q(**{f"{name}__in": trace.rows(program_id)})
        return self.model.objects.filter(found)

    def versions(self, program_id: int) -> QuerySet:
        """Found through history alone, so rows that are gone are among them."""
        found = Q() if self.hangs_on else Q(id=program_id)
        for name, trace in self.hangs_on.items():
            found |= Q(**{f"{name}_id__in": trace.versions(program_id).values("id")})
        return self.model.history.filter(found)


def _traces() -> Iterator[Trace]:
    """The outermost first."""
    known = {"program": Trace(Program)}
    yield known["program"]
    for section in SECTIONS:
        if section.hangs_on:
            by = {name: known[key] for name, key in section.hangs_on.items()}
            known[section.key] = own = Trace(section.model, by)
            yield own
            yield from (Trace(model, {name: own}) for model, name in section.beside)


TRACES = tuple(_traces())


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
    versions = {trace.model: trace.versions(program_id) for trace in TRACES if trace.has_history}
    for trace in reversed(TRACES):
        _remove_rows(trace, program_id)
    for section in SECTIONS:
        section.clear(versions.__getitem__)
    for model in reversed(versions):
        for ties in versions_of_ties(model):
            ties.objects.filter(history__in=versions[model].values("pk")).delete()
        versions[model].delete()


def _remove_rows(trace: Trace, program_id: int) -> None:
    rows = trace.rows(program_id)
    for column in trace.model._meta.fields:
        # A parent is protected by its children. History needs no row of this: it goes as well.
        if column.related_model is trace.model:
            rows.update(**{column.name: None})
    pks = list(rows.values_list("pk", flat=True))
    rows.delete()
    mark_searched(trace.model, *pks)


def versions_of_ties(model: Any) -> list[Any]:
    """Where history keeps the many-to-many rows of the versions."""
    kept = (getattr(model.history.model, ties.name, None) for ties in model._meta.many_to_many)
    return [each.model for each in kept if each]
