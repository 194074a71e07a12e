"""What a kind of row is to the tables: how it is made, saved, and found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from exchange.rules.kinds import Kind
from exchange.services.drafts import Draft
from programs.models import Program


@dataclass(frozen=True, eq=False)
class Trace:
    """A model of which a programme leaves rows: those that hang on rows found already, by field."""

    model: Any
    hangs_on: Mapping[str, Trace] = field(default_factory=dict)

    def rows(self, program_id: int) -> QuerySet:
        by = {name: trace.rows(program_id) for name, trace in self.hangs_on.items()}
        return self.model.objects.filter(_any_of(by, "__in") or Q(pk=program_id))

    def versions(self, program_id: int) -> QuerySet:
        """Found through history alone, so rows that are gone are among them."""
        by = {
            f"{name}_id": trace.versions(program_id).values("id")
            for name, trace in self.hangs_on.items()
        }
        return self.model.history.filter(_any_of(by, "__in") or Q(id=program_id))

    @property
    def has_history(self) -> bool:
        return hasattr(self.model, "history")

    def versions_of_ties(self) -> list[Any]:
        """Where history keeps the many-to-many rows of the versions."""
        versions = self.model.history.model
        found = (getattr(versions, ties.name, None) for ties in self.model._meta.many_to_many)
        return [kept.model for kept in found if kept]


def _any_of(by: Mapping[str, object], lookup: str) -> Q:
    found = Q()
    for name, rows in by.items():
        found |= Q(**{f"{name}{lookup}": rows})
    return found


PROGRAM = Trace(Program)


def keep(record: Any) -> Any:
    return record


def leave(_program_id: int) -> None:
    pass


def is_untouched(_program: Program) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Section(Kind):
    """One kind of row, from the file to the tables and out of them again.

    ``make`` turns the file's rows into records, each with its name; a record is a row of a model,
    or one with what comes along. ``save`` writes records, a batch at a time unless they are
    ``whole``. ``kept`` is what others get who refer to a record.
    """

    make: Callable[[Draft, Iterable[Any]], Iterable[tuple[str, Any]]]
    save: Callable[[Sequence[Any]], None]
    whole: bool = False
    kept: Callable[[Any], Any] = keep
    # What is counted for whoever loads the file: first the rows, then what came along.
    counted: tuple[str, ...] = ()
    # The models, the outermost first.
    traces: tuple[Trace, ...] = ()
    # What else people may have done, and what else goes when the rows are gone.
    touched: Callable[[Program], bool] = is_untouched
    clear: Callable[[int], None] = leave
