"""Reading a programme file, with every fault named by its place.

Pure: no database. Shapes are checked here; what needs the users or the models is checked by
``exchange.services``. A row with a fault is set aside, so that the others are still read and one
run names everything. Rows are read one by one as they are asked for: a file holds many thousands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from exchange.rules.faults import FileFault, Place, ProgramFileError, Where, place_text
from exchange.rules.kinds import Data, Kind
from exchange.rules.shapes import Head, Row, Shape, read_leniently

MAX_BYTES = 50 * 1024 * 1024
SHORT = 20

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True)
class ReadInPart:
    """An object with faults in it: all its keys but those ``refused`` are as its shape has them."""

    at: Place
    keys: Any
    refused: Set[str]


@dataclass
class ProgramFile:
    """What a file holds. ``faults`` are those of shape among the rows read so far.

    ``in_part`` are the rows with such a fault, until they are taken.
    """

    data: Data
    faults: list[FileFault]
    head: Head | ReadInPart = field(init=False)
    in_part: list[ReadInPart] = field(default_factory=list)
    # Where a null or a key given twice stands, nothing else is named.
    named: Set[Place] = frozenset()
    # How a place is said, and the rows that are as they stood in a system: of a workbook.
    where: Where = place_text
    stood: Set[Place] = frozenset()
    # Of a row, the keys of what could not be read, and is not among its keys: it is named already.
    unread: Mapping[Place, Set[str]] = field(default_factory=dict)
    notices: Sequence[str] = ()

    @classmethod
    def read(cls, raw: bytes, kinds: Sequence[Kind]) -> ProgramFile:
        """The file with its head; ProgramFileError where nothing of it can be read."""
        data = _json_object(raw)
        faults = list(_nulls_and_doubles(data))
        file = cls(data, faults, named={fault.place for fault in faults})
        file.read_head(kinds)
        return file

    def refused(self, faults: Iterable[FileFault]) -> ProgramFileError:
        """That the file cannot be loaded, its faults in its own order and words."""
        return ProgramFileError(self.in_order(faults), self.where)

    def rows(self, kind: Kind) -> Iterator[Row]:
        """Once, as each is let go when it is read: a file holds many thousands."""
        listed = self.data.get(kind.key)
        rows = listed if isinstance(listed, list) else []
        for position, raw in enumerate(rows):
            rows[position] = None
            row = self._validated(kind.shape, raw, (kind.key, position))
            if row is not None:
                row._at = at = (kind.key, position)
                row._stood = at in self.stood
                yield row

    def read_head(self, kinds: Sequence[Kind]) -> None:
        """What stands beside the lists; that they are lists is seen here, too."""
        keys = {kind.key for kind in kinds}
        beside = {key: value for key, value in self.data.items() if key not in keys}
        self.head = self._validated(Head, beside, ()) or self.in_part.pop()
        for kind in kinds:
            if kind.key not in self.data:
                if kind.required:
                    self.faults.append(FileFault((kind.key,), str(_MESSAGES["missing"])))
            elif not isinstance(self.data[kind.key], list | None):
                self.faults.append(FileFault((kind.key,), str(_MESSAGES["list_type"])))

    def _validated(self, shape: type[S], raw: Any, place: Place) -> S | None:
        """The row, or None; a row whose only fault is a key too many is read without that key."""
        errors: list[ErrorDetails] = []
        try:
            whole = shape.model_validate(raw)
            if place not in self.unread:
                return whole
        except ValidationError as refusal:
            errors = refusal.errors(include_url=False, include_input=False)
        found = [
            FileFault((*place, *_inner_place(error["loc"])), _message(error)) for error in errors
        ]
        self.faults += [fault for fault in found if fault.place not in self.named]
        unknown = {
            error["loc"][0]
            for error in errors
            if error["type"] == "extra_forbidden" and len(error["loc"]) == 1
        }
        if not isinstance(raw, dict):
            return None
        known = {key: value for key, value in raw.items() if key not in unknown}
        if errors and len(unknown) == len(errors):
            return self._validated(shape, known, place)
        wrong = {error["loc"][0] for error in errors if error["loc"]}
        self._read_in_part(shape, known, place, wrong | set(self.unread.get(place, ())))
        return None

    def _read_in_part(self, shape: type[Shape], raw: dict[str, Any], at: Place, wrong: Set) -> None:
        by_alias = {known.alias: name for name, known in shape.model_fields.items()}
        part = ReadInPart(at, read_leniently(shape, raw), {by_alias.get(key, key) for key in wrong})
        self.in_part.append(part)
        if wrong and (message := shape.fault_of_all(part.keys)):
            self.faults.append(FileFault(at, message))

    def in_order(self, faults: Iterable[FileFault]) -> list[FileFault]:
        """The faults as one meets them when reading the file from its top."""
        order = {key: position for position, key in enumerate(self.data)}

        def turn(fault: FileFault) -> tuple[int, int]:
            first, second = (*fault.place, "", "")[:2]
            return order.get(str(first), -1), second if isinstance(second, int) else -1

        return sorted(faults, key=turn)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood more than once."""

    doubled: tuple[str, ...] = ()


def _maker_of_objects() -> Callable[[list[tuple[str, Any]]], _Object]:
    """Names, dates and figures stand many times in a file: each is kept once, in half the room."""
    known: dict[str, str] = {}

    def once(value: Any) -> Any:
        is_short = isinstance(value, str) and len(value) <= SHORT
        return known.setdefault(value, value) if is_short else value

    def made(pairs: list[tuple[str, Any]]) -> _Object:
        found = _Object((key, once(value)) for key, value in pairs)
        if len(found) < len(pairs):
            times = Counter(key for key, _value in pairs)
            found.doubled = tuple(key for key, count in times.items() if count > 1)
        return found

    return made


def _integer(digits: str) -> int | float:
    # Python refuses to read thousands of digits; as a fraction they are refused by their shape.
    return int(digits) if len(digits) <= 18 else float(digits)


def _json_object(raw: bytes) -> _Object:
    def unreadable(message: str) -> ProgramFileError:
        return ProgramFileError([FileFault((), message)])

    if len(raw) > MAX_BYTES:
        raise unreadable(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
    try:
        text, maker = raw.decode("utf-8-sig"), _maker_of_objects()
        data = json.loads(text, object_pairs_hook=maker, parse_int=_integer)
    except UnicodeDecodeError as error:
        raise unreadable(f"The file is not UTF-8: see byte {error.start + 1}.") from None
    except json.JSONDecodeError as error:
        raise unreadable(
            f"The file is not JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise unreadable("The file is nested too deeply.") from None
    if not isinstance(data, _Object):
        raise unreadable("The file must hold one object, in braces.")
    return data


def _nulls_and_doubles(data: _Object) -> Iterator[FileFault]:
    """Walks without recursion: the depth is the file's to choose."""
    waiting: list[tuple[Place, Any]] = [((), data)]
    while waiting:
        place, value = waiting.pop()
        if value is None:
            yield FileFault(place, _("must not be null: leave it out"))
            continue
        if isinstance(value, _Object):
            for key in value.doubled:
                yield FileFault((*place, key), _("stands more than once"))
        inner: Iterable[tuple[int | str, Any]]
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        further = [
            ((*place, step), each)
            for step, each in inner
            if each is None or isinstance(each, dict | list)
        ]
        waiting += reversed(further)


def _inner_place(place: Place) -> Place:
    """Pydantic names the kind of denominator as if it were a key: take that out."""
    if place[:1] == ("denominator",) and place[1:2] in (("fixed",), ("linked",)):
        return (place[0], *place[2:])
    return place


_MESSAGES = {
    "missing": gettext_lazy("is missing"),
    "extra_forbidden": gettext_lazy("unknown key"),
    "string_type": gettext_lazy("must be text, in quotation marks"),
    "string_unicode": gettext_lazy("holds a character that is not text"),
    "bool_type": gettext_lazy("must be true or false"),
    "list_type": gettext_lazy("must be a list, in square brackets"),
    "too_short": gettext_lazy("must not be empty"),
    "model_type": gettext_lazy("must be an object, in braces"),
    "model_attributes_type": gettext_lazy("must be an object, in braces"),
    "union_tag_not_found": gettext_lazy("must say its mode, fixed or linked"),
    "union_tag_invalid": gettext_lazy("must have the mode fixed or linked"),
}


def _message(error: ErrorDetails) -> str:
    if error["type"] == "enum":
        return _("must be %s") % error["ctx"]["expected"].replace("'", "")
    return str(_MESSAGES.get(error["type"], error["msg"]))
