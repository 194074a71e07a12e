"""What a kind of row is to the tables: how it is made, saved, and found again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from exchange.rules.faults import FileFault
from exchange.rules.kinds import Kind
from exchange.services.drafts import Draft
from exchange.services.saving import create
from exchange.services.written import Names
from programs.models import Program

# Rows of a section's shape, and the records made of them, each with its name.
Rows = Iterable[Any]
Made = Iterator[tuple[Any, Any]]
VersionsOf = Callable[[Any], QuerySet]


@dataclass(frozen=True, kw_only=True, eq=False)
class Section(Kind):
    """One kind of row, from the file to the tables and out of them again.

    ``make`` turns the file's rows into records, each with its name; a record is a row of the
    ``model``, or one with what comes along. ``save`` writes records, a batch at a time unless they
    must be ``whole``. ``kept`` is what others get who refer to a record.

    On the way out ``found`` are a programme's rows in the order of a file, ``called`` is the field
    by which others name one, or else its key behind a ``prefix``. ``more`` is what stands otherwise
    in the file than in the fields.
    """

    model: Any
    found: Callable[[Program], QuerySet]
    called: str = ""
    prefix: str = ""
    more: Callable[[Any, Names], dict[str, Any]] = lambda record, names: {}
    # Whether it is the programme as it is configured, and not what happened since.
    is_configured: bool = False
    # What no workbook tells, by key, and what stands there instead when one is read.
    left_out: tuple[str, ...] = ()
    filled_in: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda row: {}
    # The models of the objects inside a row, by their keys.
    parts: Mapping[str, Any] = field(default_factory=dict)
    # Where the file calls a field, or what a constraint refuses, otherwise than the model does.
    keys: Mapping[str, str] = field(default_factory=dict)
    # The fields that ``make`` works out of several keys, or of what stands beside the row.
    worked_out: tuple[str, ...] = ()
    make: Callable[[Draft, Rows], Made]
    save: Callable[[Sequence[Any]], None] = create
    whole: bool = False
    kept: Callable[[Any], Any] = lambda record: record
    # What only the rows can tell once they are saved.
    told_by_saved: Callable[[Draft], Iterable[FileFault]] = lambda draft: ()
    # What is counted for whoever loads the file: first the rows, then what came along.
    counted: tuple[str, ...] | None = None
    # The fields by which the programme's rows are found again, each with the section that it leads
    # to, or «program»; what is everybody's hangs on nothing. Models beside it hang on its own.
    hangs_on: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[tuple[Any, str], ...] = ()
    # What else people may have done, and what else goes when the rows are gone.
    touched: Callable[[Program], bool] = lambda program: False
    clear: Callable[[VersionsOf], None] = lambda versions_of: None

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.key.replace("_", " "),) if self.counted is None else self.counted
