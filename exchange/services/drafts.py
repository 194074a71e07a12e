"""A programme on its way from a file into the tables: what is made of it, and what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from exchange.rules.faults import FileFault, Place
from exchange.rules.shapes import Shape
from exchange.services.checking import refused_by_constraints
from programs.models import MainArea, Program

RECORDED = time(18)
# Where the file calls a field, or what a constraint refuses, otherwise than the model does.
Keys = Mapping[str, str]
NO_KEYS: Keys = {}

M = TypeVar("M", bound=Model)


@dataclass
class Draft:
    """What sections have made so far, by section and by name, for those that refer to it.

    ``by_name`` holds what a section keeps of its records once they are saved, or would be: after
    a fault nothing more is saved, and the rows have no keys.
    """

    program: Program
    users: Mapping[str, User]
    # Whether the programme's own dates could be read, so that others can be held against them.
    has_head: bool = True
    by_name: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    faults: list[FileFault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    # Somebody's hours of a day, and where the last of them stand.
    days: dict[tuple[str, date], tuple[Decimal, Place]] = field(default_factory=dict)
    _unchecked: list[tuple[Model, Place, Keys]] = field(default_factory=list)

    def get(self, section: str, name: str | None) -> Any:
        """What was made under the name; None where the file has none, a fault named already."""
        return self.by_name[section].get(name) if name else None

    def found(self, section: str, names: list[str]) -> list[Any]:
        known = self.by_name[section]
        return [known[name] for name in names if name in known]

    def area(self, number: int) -> MainArea:
        """The main area; for one that the file lacks, which is a fault already, a stand-in."""
        return self.get("main_areas", str(number)) or MainArea(program=self.program)

    def user(self, name: str | None) -> User | None:
        return self.users.get(name or "")

    def recorded(self, row: Any, on: date, at: datetime | None = None) -> dict[str, Any]:
        """Who recorded the row, and who took it back: the fields of ``Recorded``."""
        by = self.user(row.by)
        at = at or recorded(on, row.position)
        fields: dict[str, Any] = {"recorded_by": by, "recorded_at": at}
        if retracted := getattr(row, "retracted", None):
            fields["retracted_at"] = max(recorded(retracted.on, row.position), at)
            fields["retracted_by"] = by
            fields["retraction_reason"] = retracted.reason
        return fields

    # Faults ------------------------------------------------------------------------------------
    def refuse(self, at: Place, message: str) -> None:
        self.faults.append(FileFault(at, message))

    @contextmanager
    def refusing(self, at: Place, keys: Keys = NO_KEYS) -> Iterator[None]:
        """What is refused inside, field by field, is said with its place in the file."""
        try:
            yield
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.refuse(_further(at, keys.get(name, name)), message)

    def check(self, row: M, at: Place, keys: Keys = NO_KEYS, skip: str = "") -> M:
        """Hold the row against its fields now, and against its constraints with those beside it.

        Relations are the references' matter.
        """
        known = len(self.faults)
        with self.refusing(at, keys):
            row.clean_fields(exclude={*_relations(type(row)), skip})
        if len(self.faults) == known:
            self._unchecked.append((row, at, keys))
        return row

    def check_constraints(self) -> None:
        waiting, self._unchecked = self._unchecked, []
        refused = refused_by_constraints([row for row, _at, _keys in waiting])
        for position, constraint in refused:
            _row, at, keys = waiting[position]
            message = str(constraint.get_violation_error_message())
            self.refuse(_further(at, keys.get(constraint.name, "")), message)


def _further(at: Place, keys: str) -> Place:
    return (*at, *keys.split(".")) if keys else at


def recorded(day: date, position: int) -> datetime:
    """When an undated recording was made: that evening, in the order of the file."""
    evening = datetime.combine(day, RECORDED, timezone.get_default_timezone())
    return evening + timedelta(microseconds=position)


def built(model: type[M], shape: Shape, **others: Any) -> M:
    """A row not saved yet, with what the file gives under the names of the model's own fields."""
    given = {
        name: value
        for name in _shared(model, type(shape))
        if (value := getattr(shape, name)) is not None
    }
    return model(**{**given, **others})


@cache
def _shared(model: type[Model], shape: type[Shape]) -> tuple[str, ...]:
    own = {item.name for item in model._meta.concrete_fields if not item.is_relation}
    return tuple(own & set(shape.model_fields))


@cache
def _relations(model: type[Model]) -> frozenset[str]:
    return frozenset(item.name for item in model._meta.fields if item.is_relation)
