"""A workbook that comes back: cell by cell against what it was taken from, and what stands now.

What was changed in the workbook is taken; what was changed in the system meanwhile stays, and is
told. What was changed in both is the reader's to decide. Pure: values are those of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Cells = Mapping[str, Any]  # by the keys of columns; an absent one is empty


@dataclass(frozen=True)
class FileRow:
    """A row of the workbook; ``said`` are the keys of the columns that are there."""

    name: str
    cells: Cells
    position: int
    said: frozenset[str]


@dataclass(frozen=True)
class CellChange:
    """A value that becomes another. ``taken`` is what stood when the workbook was taken."""

    kind: str
    name: str
    key: str
    before: Any
    after: Any
    taken: Any = None
    position: int = -1

    @property
    def is_conflict(self) -> bool:
        """Whether somebody has changed it in the system meanwhile, to something else."""
        return self.before != self.taken


@dataclass
class Compared:
    """The rows of one kind: what they become, and what that changes."""

    kind: str
    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    new: list[FileRow] = field(default_factory=list)
    unchanged: int = 0
    # In the system, and not in the workbook: they stay.
    absent: list[str] = field(default_factory=list)
    # Changed in the system since the workbook was taken, and not in the workbook.
    meanwhile: list[CellChange] = field(default_factory=list)
    # In the workbook by a name that is gone from the system; without one, but like the one named.
    gone: list[FileRow] = field(default_factory=list)
    lost: list[tuple[FileRow, str]] = field(default_factory=list)
    is_sorted_anew: bool = False


def compared(
    kind: str,
    file: Sequence[FileRow],
    taken: Mapping[str, Cells],
    stands: Mapping[str, Cells],
    called_by: Sequence[str] = (),
    *,
    replaces: bool = False,
) -> Compared:
    """``called_by`` are the keys whose words tell a row that has lost its name.

    Where both have changed a cell the workbook's value is taken if it ``replaces``.
    """
    found = Compared(kind)
    named = {row.name for row in file}
    without = {name: cells for name, cells in taken.items() if name not in named}
    for row in file:
        if row.name in stands:
            _compare(found, row, taken.get(row.name, {}), stands[row.name], replaces=replaces)
        elif row.name in taken:
            found.gone.append(row)
        elif like := _like(row, without, called_by):
            found.lost.append((row, like))
        else:
            found.new.append(row)
            found.rows.append((row.name, dict(row.cells)))
    found.absent = [name for name in stands if name not in named]
    found.rows += [(name, dict(stands[name])) for name in found.absent]
    order = [row.name for row in file if row.name in taken]
    found.is_sorted_anew = order != [name for name in taken if name in named]
    return found


def _compare(found: Compared, row: FileRow, taken: Cells, stands: Cells, *, replaces: bool) -> None:
    becomes, before = dict(stands), len(found.changes)
    for key in _keys(row.cells, taken, stands):
        said, was, now = row.cells.get(key), taken.get(key), stands.get(key)
        if key not in row.said or said == was:
            if now != was and key in row.said:
                found.meanwhile.append(CellChange(found.kind, row.name, key, was, now))
            continue
        if said == now:
            continue
        change = CellChange(found.kind, row.name, key, now, said, was, row.position)
        found.changes.append(change)
        if not change.is_conflict or replaces:
            becomes[key] = said
    found.unchanged += len(found.changes) == before
    found.rows.append(
        (row.name, {key: value for key, value in becomes.items() if value is not None})
    )


def _keys(*cells: Cells) -> Iterable[str]:
    return dict.fromkeys(key for each in cells for key in each)


def _like(row: FileRow, without: Mapping[str, Cells], called_by: Sequence[str]) -> str:
    """The name of a row that is in the workbook no more, and says the same as this nameless one."""
    words = {key: row.cells[key] for key in called_by if key in row.cells}
    if not words:
        return ""
    return next(
        (
            name
            for name, cells in without.items()
            if all(cells.get(key) == said for key, said in words.items())
        ),
        "",
    )


def flattened(row: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """The values of a file's row by dotted keys."""
    found = {}
    for key in keys:
        value: Any = row
        for step in key.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None:
            found[key] = value
    return found


def unflattened(cells: Cells) -> dict[str, Any]:
    """The row that a file has of these values."""
    row: dict[str, Any] = {}
    for key, value in cells.items():
        *way, last = key.split(".")
        inner = row
        for step in way:
            inner = inner.setdefault(step, {})
        inner[last] = value
    base = row.get("denominator")
    if base:
        base["mode"] = "linked" if "criteria" in base else "fixed"
    return row
