"""Rows of a programme file made of what stands in the tables: the way back of ``loading``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.models import User
from core.numbers import plain_number
from exchange.rules.columns import Leaf, leaves_of
from exchange.rules.shapes import Head
from exchange.services.drafts import fields_given
from programs.models import Program

if TYPE_CHECKING:
    from exchange.services.section import Section

Written = dict[str, Any]
HEAD_FIELDS = [
    field.name
    for field in Program._meta.concrete_fields
    if field.name in Head.model_fields and field.name != "fte"
]
NOTHING: tuple[Any, ...] = (None, "", [], {})


class Names:
    """How a programme's records are called in a file, by section and primary key.

    Those that keep no reference of their own are called by their keys, which are the same in every
    file of this system.
    """

    def __init__(self, program: Program, sections: tuple[Section, ...]) -> None:
        self.program = program
        self._sections = {section.key: section for section in sections}
        self._known: dict[str, dict[int, str]] = {}

    def of(self, key: str, pk: int | None) -> str | None:
        """The name; None where the record is not in the file."""
        if pk is None:
            return None
        section = self._sections.get(key)
        if section and not section.called:
            return f"{section.prefix}{pk}"
        return self._all(key).get(pk)

    def listed(self, key: str, pks: list[int]) -> list[str]:
        return [name for pk in pks if (name := self.of(key, pk))]

    def _all(self, key: str) -> dict[int, str]:
        if key not in self._known:
            section = self._sections.get(key)
            rows = (
                section.found(self.program).values_list("pk", section.called)
                if section
                else User.objects.values_list("pk", "username")
            )
            self._known[key] = {pk: str(name) for pk, name in rows}
        return self._known[key]


def rows_of(section: Section, names: Names) -> Iterator[tuple[str, Written]]:
    """The programme's rows of the section, each with its name, in the order of a file."""
    for record in section.found(names.program):
        yield names.of(section.key, record.pk) or "", _row(section, record, names)


def _row(section: Section, record: Any, names: Names) -> Written:
    row: Written = {}
    if section.word and not section.called:
        row["ref"] = names.of(section.key, record.pk)
    for key, name, refers in _plain_keys(section):
        if refers:
            value = names.of(refers, getattr(record, f"{name}_id"))
        else:
            value = in_file(getattr(record, name))
        if value not in (None, "", False):
            _put(row, key, value)
    row.update(section.more(record, names))
    return {
        key: value
        for key, value in row.items()
        if value not in NOTHING and key not in section.left_out
    }


@cache
def _plain_keys(section: Section) -> tuple[tuple[str, str, str], ...]:
    """The keys that are fields of the model, each with the field and what it refers to."""
    own = {field.name for field in section.model._meta.concrete_fields}
    fields = {".".join(keys): name for name, keys in fields_given(section)}
    found = []
    for leaf in leaves_of(section.shape):
        name = "recorded_by" if leaf.key == "by" else leaf.key
        if leaf.key in section.refers and name in own:
            found.append((leaf.key, name, section.refers[leaf.key]))
        elif isinstance(leaf, Leaf) and leaf.key in fields:
            found.append((leaf.key, fields[leaf.key], ""))
    return tuple(found)


def _put(row: Written, key: str, value: Any) -> None:
    *way, last = key.split(".")
    for step in way:
        row = row.setdefault(step, {})
    row[last] = value


def in_file(value: Any) -> Any:
    """A stored value as a file writes it; None for nothing."""
    match value:
        case bool():
            return value
        case Decimal():
            return plain_number(value)
        case int():
            return str(value)
        case datetime():
            return timezone.localtime(value).isoformat()
        case date():
            return value.isoformat()
        case _:
            return None if value is None else str(value)


def filled(**values: Any) -> Written:
    """An object of a file out of stored values, without those that are empty."""
    found = {
        key: value if isinstance(value, list) else in_file(value) for key, value in values.items()
    }
    return {key: value for key, value in found.items() if value not in NOTHING}


def day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def codes(confirmed: str) -> list[str]:
    """What was confirmed, as a list: see ``exchange.rules.confirming``."""
    return [code for code in confirmed.split(",") if code]


def head_of(program: Program) -> Written:
    """What stands beside the lists of a file."""
    fields = {name: getattr(program, name) for name in HEAD_FIELDS}
    staff = filled(total=program.fte, basis=program.fte_basis, hours=program.hours_per_fte)
    return {
        **filled(**fields),
        # Without a total its basis says nothing.
        **({"fte": staff} if program.fte is not None else {}),
        **(
            {"adopted": filled(on=program.adopted_on, reference=program.adoption_reference)}
            if program.adopted_on
            else {}
        ),
    }
