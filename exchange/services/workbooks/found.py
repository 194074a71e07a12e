"""What was found in a workbook, and where each part of it stands: «Succeskriterier!F12»."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from core.packed import packed, unpacked
from exchange.rules.base import Base
from exchange.rules.faults import FileFault, Place, place_text
from exchange.rules.reading import ProgramFile
from exchange.services.workbooks.plans import HEAD, SheetColumn, SheetPlan, plans

CELL = "@cell"  # a place that is said as it is
LAST = float("inf")
SALT = "programme-workbook"


@dataclass
class SheetRow:
    """A row that was read, with what in it cannot be read: the way to a value, and why."""

    number: int
    values: dict[str, Any]
    faults: list[tuple[tuple[str, ...], str]]
    beside: dict[str, Any]
    inside: dict[str, list[SheetRow]] = field(default_factory=dict)
    name: str | None = None

    def turn(self, key: str) -> float:
        """Where it stands among the others, as it says itself."""
        with suppress(KeyError, ValueError, TypeError):
            return float(self.beside[key])
        return LAST


@dataclass
class ReadSheet:
    plan: SheetPlan
    letters: dict[str, str] = field(default_factory=dict)  # of each column, by its key
    rows: list[SheetRow] = field(default_factory=list)


@dataclass
class ReadWorkbook:
    """A workbook as it was read. ``file`` is what a programme file with its content would be."""

    sheets: dict[str, ReadSheet] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    base: Base | None = None
    file: ProgramFile = field(init=False)

    def carried(self, *, only: Collection[str] = ()) -> str:
        """What was read, as a text for a hidden field: all of it, or ``only`` some sheets."""
        sheets = {
            key: {
                "letters": sheet.letters,
                "rows": [[row.number, row.values, row.beside] for row in sheet.rows],
            }
            for key, sheet in self.sheets.items()
            if not only or key.partition(".")[0] in only
        }
        base = vars(self.base) if self.base else None
        text = packed(json.dumps({"sheets": sheets, "base": base}, ensure_ascii=False).encode())
        return Signer(salt=SALT).sign(text)

    @classmethod
    def again(cls, text: str) -> ReadWorkbook:
        """What ``carried`` made a text of; ValueError for any other."""
        try:
            given = json.loads(unpacked(Signer(salt=SALT).unsign(text)))
        except BadSignature as error:
            raise ValueError("not what was carried") from error
        known = {plan.key: plan for plan in plans()}
        read = cls()
        read.base = Base.of(given["base"]) if given["base"] else None
        for key, sheet in given["sheets"].items():
            rows = [
                SheetRow(number, values, [], beside) for number, values, beside in sheet["rows"]
            ]
            read.sheets[key] = ReadSheet(known[key], sheet["letters"], rows)
        return read

    def rows(self, key: str) -> list[SheetRow]:
        return self.sheets[key].rows if key in self.sheets else []

    def where(self, place: Place) -> str:
        """«Succeskriterier!F12»."""
        if not place or place[0] == CELL:
            return "".join(map(str, place[1:]))
        if not (place[0] in self.sheets and place[0] != HEAD):
            rows = self.rows(HEAD)
            known = any(column.way[0] == place[0] for column in plans()[0].columns)
            return self.cell(HEAD, rows[0], place) if rows and known else place_text(place)
        key, *way = place
        rows = self.rows(str(key))
        if not way or not isinstance(way[0], int) or way[0] >= len(rows):
            return self.sheets[str(key)].plan.title
        row, way = rows[way[0]], way[1:]
        inner = row.inside.get(str(way[0])) if way else None
        if inner is not None and len(way) > 1 and isinstance(way[1], int):
            return self.cell(f"{key}.{way[0]}", inner[way[1]], tuple(way[2:]))
        return self.cell(str(key), row, tuple(way))

    def cell(self, key: str, row: SheetRow, way: Place) -> str:
        sheet = self.sheets[key]
        title = sheet.plan.title
        way = way or sheet.plan.columns[0].way
        for column in sheet.plan.columns:
            if way and _leads(column, way) and column.key in sheet.letters:
                return f"{title}!{sheet.letters[column.key]}{row.number}"
        said = _("%(sheet)s, row %(number)s") % {"sheet": title, "number": row.number}
        missing = next((c for c in sheet.plan.columns if way and _leads(c, way)), None)
        return f"{said}, «{missing.heading}»" if missing else said


def _leads(column: SheetColumn, way: Place) -> bool:
    """Whether the way leads to the column's value, or to the object that it is a part of."""
    shorter = min(len(column.way), len(way))
    return column.way[:shorter] == way[:shorter]
