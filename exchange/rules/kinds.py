"""How one kind of row is written in a programme file, and what its rows refer to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.rules.faults import FileFault, Place
from exchange.rules.shapes import Row

# The file as it was read from JSON: what is wrong in shape is in it, too.
Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind:
    """One list of the file.

    ``named_by`` is the key of a row's own name, ``word`` what faults call one of the rows.
    ``refers`` says, by dotted keys, in what list a name must stand; ``once`` are lists, by dotted
    keys, in which nothing may stand twice, some of them taken together. ``faults`` are those that
    only the rows beside it can tell.
    """

    key: str
    shape: type[Row]
    word: str = ""
    named_by: str = "ref"
    required: bool = False
    refers: Mapping[str, str] = field(default_factory=dict)
    once: tuple[tuple[str, ...], ...] = ()
    faults: Callable[[Data], Iterable[FileFault]] = lambda data: ()

    def name_of(self, value: object) -> str | None:
        """A name as it is looked up; None for what is none, a fault of shape."""
        return _number(value) if self.named_by == "number" else text_name(value)


# Those to whom rows refer by user name stand in no list.
USERS = Kind(key="users", shape=Row, word="user")


def objects(data: Data, key: str) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The objects of a list, each with its place."""
    return objects_in(data.get(key), (key,))


def objects_in(value: object, place: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    for position, row in enumerate(value if isinstance(value, list) else ()):
        if isinstance(row, dict):
            yield (*place, position), row


def text_name(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _number(value: object) -> str | None:
    """A main area may be numbered 1 or "1"."""
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(digits, str) and digits.isascii() and digits.isdigit() and len(digits) < 10:
        return str(int(digits))
    return None
