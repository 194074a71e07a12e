"""A programme on its way from a file into the tables: what is made of it, and what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.rules.faults import FileFault, Place
from exchange.rules.shapes import Row, Shape
from exchange.services.checking import refused_by_constraints
from programs.models import MainArea, Program

if TYPE_CHECKING:
    from exchange.rules.reading import ReadInPart
    from exchange.services.section import Section

RECORDED = time(18)
# Worked out of who took the row back, and when.
RETRACTION = ("retracted_at", "retracted_by", "retraction_reason")
Keys = Mapping[str, str]
M = TypeVar("M", bound=Model)


@dataclass
class Draft:
    """What sections have made so far, by section and by name, for those that refer to it.

    After a fault nothing more is saved, and what is made has no keys.
    """

    program: Program
    # Whether the programme's own dates could be read, so that others can be held against them.
    has_head: bool
    by_name: dict[str, dict[Any, Any]] = field(default_factory=lambda: defaultdict(dict))
    faults: list[FileFault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    # Somebody's hours of a day, and where the last of them stand.
    days: dict[tuple[str, date], tuple[Decimal, Place]] = field(default_factory=dict)
    # With the fields that are refused already: no constraint on them is asked.
    _unchecked: list[tuple[Model, Place, Keys, Set[str]]] = field(default_factory=list)

    def get(self, section: str, name: Any) -> Any:
        """What goes by the name; None where nothing does, which is a fault named already."""
        if section == "main_areas" and name is not None:
            # A stand-in tells its programme all the same.
            return self.by_name[section].get(str(name)) or MainArea(program=self.program)
        return self.by_name[section].get(name)

    def found(self, section: str, names: list[str]) -> list[Any]:
        known = self.by_name[section]
        return [known[name] for name in names if name in known]

    def has_area(self, number: int) -> bool:
        return str(number) in self.by_name["main_areas"]

    def row(self, section: Section, row: Row, **others: Any) -> Any:
        """A checked row of the section's model: what the file gives, and what that refers to."""
        given: dict[str, Any] = {"position": row.position} if has_position(section.model) else {}
        for name, keys in fields_given(section):
            value = _value(row, keys)
            if value is not None:
                given[name] = value
        for name in _referring(section):
            if not {name, f"{name}_id"} & others.keys():
                given[name] = self.get(section.refers[name], getattr(row, name))
        return self.check(section.model(**{**given, **others}), row.at, section.keys)

    def by_whom(self, row: Any, on: date, at: datetime | None = None) -> dict[str, Any]:
        """Who recorded the row, and who took it back."""
        by = self.get("users", row.by)
        at = at or recorded(on, row.position)
        fields: dict[str, Any] = {"recorded_by": by, "recorded_at": at}
        if retracted := getattr(row, "retracted", None):
            fields["retracted_at"] = max(recorded(retracted.on, row.position), at)
            fields["retracted_by"] = by
            fields["retraction_reason"] = retracted.reason
        return fields

    # Faults ------------------------------------------------------------------------------------
    def refuse(self, at: Place, message: str, also: Place = ()) -> None:
        self.faults.append(FileFault(at, message, also))

    def refuse_too_early(self, on: date, at: Place) -> None:
        """What happened before the programme began is another programme's, as in the forms."""
        if self.has_head and on < self.program.starts_on:
            self.refuse((*at, "on"), _("is before the programme starts"))

    @contextmanager
    def refusing(self, at: Place, keys: Keys) -> Iterator[None]:
        """What is refused inside, field by field, is said with its place in the file."""
        try:
            yield
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.refuse(_further(at, keys.get(name, name)), message)

    def check(self, row: M, at: Place, keys: Keys, unknown: Set[str] = frozenset()) -> M:
        """Hold the row against its fields now, and against its constraints with those beside it.

        Relations are the references' matter, and nothing is said of ``unknown`` fields. A date that
        depends on a head that cannot be read is nobody's fault.
        """
        checked, refused = row, unknown
        with self.refusing(at, keys):
            try:
                row.clean_fields(exclude=_unasked(type(row), self.has_head) | unknown)
            except ValidationError as error:
                checked, refused = copy(row), unknown | set(error.message_dict)
                for name in error.message_dict:
                    setattr(checked, name, None)
                raise
            finally:
                self._unchecked.append((checked, at, keys, refused))
        return row

    def check_part(self, section: Section, part: ReadInPart) -> None:
        """What can be said of a row with a fault of shape: what its other keys decide alone."""
        given: dict[str, Any] = {}
        unknown = {*section.worked_out, *RETRACTION}
        for name, keys in fields_given(section):
            value = None if keys[0] in part.refused else _value(part.keys, keys)
            if keys[0] in part.refused or isinstance(value, Shape):
                unknown.add(name)
            elif value is not None:
                given[name] = value
                unknown.discard(name)
        self.check(section.model(**given), part.at, section.keys, unknown)
        on = getattr(part.keys, "on", None)
        if on and "on" not in part.refused:
            self.refuse_too_early(on, part.at)

    def check_constraints(self) -> None:
        waiting, self._unchecked = self._unchecked, []
        for position, constraint in refused_by_constraints([row for row, *_how in waiting]):
            _row, at, keys, refused = waiting[position]
            if isinstance(constraint.condition, Q) and (
                refused & constraint.condition.referenced_base_fields
            ):
                continue
            message = str(constraint.get_violation_error_message())
            self.refuse(_further(at, keys.get(constraint.name, "")), message)


def _further(at: Place, keys: str) -> Place:
    return (*at, *keys.split(".")) if keys else at


def recorded(day: date, position: int) -> datetime:
    """When an undated recording was made: that evening, in the order of the file."""
    evening = datetime.combine(day, RECORDED, timezone.get_default_timezone())
    return evening + timedelta(microseconds=position)


def built(model: type[M], shape: Shape, **others: Any) -> M:
    """A row with what the file gives under the names of the model's own fields."""
    given = {
        name: value
        for name in _shared(model, type(shape))
        if (value := getattr(shape, name)) is not None
    }
    return model(**{**given, **others})


def _value(row: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        row = getattr(row, key, None)
    return row


@cache
def _shared(model: type[Model], shape: type[Shape]) -> frozenset[str]:
    own = {item.name for item in model._meta.concrete_fields if not item.is_relation}
    return frozenset(own & set(shape.model_fields))


@cache
def fields_given(section: Section) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The model's fields that the file's row gives, with the keys that lead there."""
    own = {item.name for item in section.model._meta.concrete_fields if not item.is_relation}
    found = {name: (name,) for name in _shared(section.model, section.shape)}
    otherwise = {name: tuple(keys.split(".")) for name, keys in section.keys.items() if name in own}
    return tuple({**found, **otherwise}.items())


@cache
def _referring(section: Section) -> list[str]:
    own = {item.name for item in section.model._meta.concrete_fields if item.is_relation}
    return [name for name in section.refers if name in own]


@cache
def has_position(model: type[Model]) -> bool:
    return any(item.name == "position" for item in model._meta.concrete_fields)


@cache
def _unasked(model: type[Model], has_head: bool) -> frozenset[str]:
    relations = {item.name for item in model._meta.fields if item.is_relation}
    return frozenset(relations if has_head else {*relations, "due_on"})
