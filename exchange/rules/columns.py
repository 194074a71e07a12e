"""The columns that a shape of the programme file makes in a workbook: one for each of its values.

A value inside an object has a dotted key («baseline.value»). What is itself a list of objects is no
column: it is a sheet of its own, below its row's.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from django.db.models import Choices
from pydantic.fields import FieldInfo

from exchange.rules.shapes import Shape

# How a value is written in its cell.
TEXT, NUMBER, DATE, YES_NO, CHOICE, LIST = "text", "number", "date", "yes_no", "choice", "list"


class Leaf(NamedTuple):
    """A value of a shape: its dotted key, how it is written, and among which words."""

    key: str
    kind: str
    choices: type[Choices] | None = None
    required: bool = False
    default: Any = None


@dataclass(frozen=True)
class ChildList:
    """A list of objects inside a row."""

    key: str
    shape: type[Shape]


def leaves_of(shape: type[Shape], before: str = "") -> Iterator[Leaf | ChildList]:
    """The shape's values in its own order, those of inner objects among them."""
    for name, known in shape.model_fields.items():
        yield from _leaves(known, f"{before}{known.alias or name}", required=not before)


def _leaves(known: FieldInfo, key: str, *, required: bool) -> Iterator[Leaf | ChildList]:
    # Codes are read out of a list, and kept as a text: so ``Confirmed`` says what it is by hand.
    inner, is_list = _inner(known.annotation)
    if isinstance(inner, tuple):
        seen = set()
        for each in inner:
            for leaf in leaves_of(each, f"{key}."):
                if leaf.key not in seen:
                    seen.add(leaf.key)
                    yield leaf
    elif issubclass(inner, Shape):
        if is_list:
            yield ChildList(key, inner)
        else:
            yield from leaves_of(inner, f"{key}.")
    else:
        kind = LIST if is_list else _kind(inner)
        choices = inner if issubclass(inner, Choices) else None
        must = required and known.is_required()
        default = None if known.is_required() else known.default
        yield Leaf(key, kind, choices, must, default)


def _kind(inner: type) -> str:
    if issubclass(inner, Choices):
        return CHOICE
    if issubclass(inner, bool):
        return YES_NO
    if issubclass(inner, int | Decimal):
        return NUMBER
    if issubclass(inner, date) and not issubclass(inner, datetime):
        return DATE
    return TEXT


def _inner(annotation: Any) -> tuple[Any, bool]:
    """A type without what may be missing, and whether it stands in a list. Several shapes are a
    tuple.
    """
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _inner(parts[0])
    if origin in (Union, types.UnionType):
        found = [_inner(part) for part in parts if part is not type(None)]
        if len(found) == 1:
            return found[0]
        return tuple(inner for inner, _is_list in found), False
    if origin is list:
        return _inner(parts[0])[0], True
    if origin is Literal:
        return str, False
    return annotation, False


def is_enum(value: Any) -> bool:
    return isinstance(value, Enum)
