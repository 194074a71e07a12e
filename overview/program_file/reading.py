"""Reading a programme file, with every fault named by its place.

Pure: no database. Shapes and references are checked here; what needs the users or the models is
checked by ``overview.loading``. A row with a fault is set aside, so that the others are still
read and one run names everything.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from overview.program_file import references
from overview.program_file.faults import FileFault, Place, ProgramFileError
from overview.program_file.register_shapes import (
    ConsultantRow,
    OrganisationRow,
    ParticipantRow,
    RequisitionRow,
    TickRow,
)
from overview.program_file.resource_shapes import (
    AllocationRow,
    BudgetLineRow,
    CommitmentRow,
    ExpenseRow,
    FundingSourceRow,
    TimeEntryRow,
)
from overview.program_file.shape import Row, Shape
from overview.program_file.shapes import (
    ActivityRow,
    CriterionRow,
    Header,
    InitiativeRow,
    LogEntryRow,
    MainAreaRow,
    MeasurementRow,
)

MAX_BYTES = 50 * 1024 * 1024

# The header's keys that hold rows.
ROWS = (
    "main_areas",
    "initiatives",
    "organisations",
    "consultants",
    "funding_sources",
    "activities",
    "allocations",
    "budget_lines",
    "participants",
    "criteria",
    "ticks",
    "requisitions",
    "log_entries",
    "measurements",
    "time_entries",
    "expenses",
    "commitments",
)


@dataclass
class ProgramFile:
    """What a file holds: the rows that could be read, and every fault found so far."""

    data: Mapping[str, Any]
    header: Header | None = None
    main_areas: list[MainAreaRow] = field(default_factory=list)
    initiatives: list[InitiativeRow] = field(default_factory=list)
    organisations: list[OrganisationRow] = field(default_factory=list)
    consultants: list[ConsultantRow] = field(default_factory=list)
    funding_sources: list[FundingSourceRow] = field(default_factory=list)
    activities: list[ActivityRow] = field(default_factory=list)
    allocations: list[AllocationRow] = field(default_factory=list)
    budget_lines: list[BudgetLineRow] = field(default_factory=list)
    participants: list[ParticipantRow] = field(default_factory=list)
    criteria: list[CriterionRow] = field(default_factory=list)
    ticks: list[TickRow] = field(default_factory=list)
    requisitions: list[RequisitionRow] = field(default_factory=list)
    log_entries: list[LogEntryRow] = field(default_factory=list)
    measurements: list[MeasurementRow] = field(default_factory=list)
    time_entries: list[TimeEntryRow] = field(default_factory=list)
    expenses: list[ExpenseRow] = field(default_factory=list)
    commitments: list[CommitmentRow] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)

    def in_order(self, faults: list[FileFault]) -> list[FileFault]:
        """The faults as one meets them when reading the file from its top."""
        order = {key: position for position, key in enumerate(self.data)}

        def turn(fault: FileFault) -> tuple[int, int]:
            first, second = (*fault.place, "", "")[:2]
            return order.get(str(first), -1), second if isinstance(second, int) else -1

        return sorted(faults, key=turn)


def parse(raw: bytes) -> ProgramFile:
    """The file's content; ProgramFileError with every fault of shape and reference."""
    file = read(raw)
    if file.faults:
        raise ProgramFileError(file.in_order(file.faults))
    return file


def read(raw: bytes) -> ProgramFile:
    """What can be read of the file, with its faults; ProgramFileError where there is nothing."""
    data = _json_object(raw)
    nulls_and_doubles = list(_nulls_and_doubles(data))
    faults: list[FileFault] = []
    file = ProgramFile(
        data,
        header=_validated(Header, data, (), faults),
        main_areas=_rows(MainAreaRow, data, "main_areas", faults),
        initiatives=_rows(InitiativeRow, data, "initiatives", faults),
        organisations=_rows(OrganisationRow, data, "organisations", faults),
        consultants=_rows(ConsultantRow, data, "consultants", faults),
        funding_sources=_rows(FundingSourceRow, data, "funding_sources", faults),
        activities=_rows(ActivityRow, data, "activities", faults),
        allocations=_rows(AllocationRow, data, "allocations", faults),
        budget_lines=_rows(BudgetLineRow, data, "budget_lines", faults),
        participants=_rows(ParticipantRow, data, "participants", faults),
        criteria=_rows(CriterionRow, data, "criteria", faults),
        ticks=_rows(TickRow, data, "ticks", faults),
        requisitions=_rows(RequisitionRow, data, "requisitions", faults),
        log_entries=_rows(LogEntryRow, data, "log_entries", faults),
        measurements=_rows(MeasurementRow, data, "measurements", faults),
        time_entries=_rows(TimeEntryRow, data, "time_entries", faults),
        expenses=_rows(ExpenseRow, data, "expenses", faults),
        commitments=_rows(CommitmentRow, data, "commitments", faults),
    )
    said = {fault.place for fault in nulls_and_doubles}
    file.faults = [
        *nulls_and_doubles,
        *(fault for fault in faults if fault.place not in said),
        *references.faults_inside(data),
    ]
    return file


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood more than once."""

    doubled: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _value in pairs)
        found.doubled = tuple(key for key, count in times.items() if count > 1)
    return found


def _integer(digits: str) -> int | float:
    # Python refuses to read thousands of digits; as a fraction they are refused by their shape.
    return int(digits) if len(digits) <= 18 else float(digits)


def _json_object(raw: bytes) -> _Object:
    def unreadable(message: str) -> ProgramFileError:
        return ProgramFileError([FileFault((), message)])

    if len(raw) > MAX_BYTES:
        raise unreadable(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
    try:
        data = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_object, parse_int=_integer)
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
        if isinstance(value, _Object):
            for key in value.doubled:
                yield FileFault((*place, key), "stands more than once")
            waiting += [((*place, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*place, i), inner) for i, inner in reversed(list(enumerate(value)))]
        elif value is None:
            yield FileFault(place, "must not be null: leave it out")


S = TypeVar("S", bound=Shape)
R = TypeVar("R", bound=Row)


def _rows(shape: type[R], data: Mapping[str, Any], name: str, faults: list[FileFault]) -> list[R]:
    listed = data.get(name)
    found = []
    for position, raw in enumerate(listed if isinstance(listed, list) else []):
        row = _validated(shape, raw, (name, position), faults)
        if row is not None:
            row._at = (name, position)
            found.append(row)
    return found


def _validated(shape: type[S], raw: Any, place: Place, faults: list[FileFault]) -> S | None:
    """The row, or None; a row whose only fault is a key too many is read without that key."""
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    faults += [
        FileFault((*place, *_inner_place(error["loc"])), _message(error)) for error in errors
    ]
    unknown = {
        error["loc"][0]
        for error in errors
        if error["type"] == "extra_forbidden" and len(error["loc"]) == 1
    }
    if len(unknown) < len(errors):
        return None
    return _validated(shape, {k: v for k, v in raw.items() if k not in unknown}, place, faults)


def _inner_place(place: Place) -> Place:
    """Pydantic names the kind of denominator as if it were a key: take that out."""
    if place[:1] == ("denominator",) and place[1:2] in (("fixed",), ("linked",)):
        return (place[0], *place[2:])
    return place


_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "unknown key",
    "string_type": "must be text, in quotation marks",
    "string_unicode": "holds a character that is not text",
    "bool_type": "must be true or false",
    "list_type": "must be a list, in square brackets",
    "too_short": "must not be empty",
    "model_type": "must be an object, in braces",
    "model_attributes_type": "must be an object, in braces",
    "union_tag_not_found": "must say its mode, fixed or linked",
    "union_tag_invalid": "must have the mode fixed or linked",
}


def _message(error: ErrorDetails) -> str:
    if error["type"] == "enum":
        return "must be " + error["ctx"]["expected"].replace("'", "")
    return _MESSAGES.get(error["type"], error["msg"])
