"""What becomes of a workbook's cells, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from exchange.rules.cells import words_of
from exchange.rules.comparing import CellChange
from exchange.services.importing import ImportPreview
from exchange.services.workbooks.plans import HEAD, SheetPlan, plans

MOST = 300  # so many changes are shown, the rest are counted
BETWEEN, APART = " · ", "; "


@dataclass(frozen=True)
class ShownChange:
    where: str  # «Succeskriterier!F12»
    name: str
    heading: str
    before: str
    after: str
    taken: str = ""
    is_conflict: bool = False


class PreviewTable:
    """The changes of a preview, by cells and in words."""

    def __init__(self, preview: ImportPreview) -> None:
        self.preview = preview
        self._plans = {plan.key: plan for plan in plans()}

    @cached_property
    def changes(self) -> list[ShownChange]:
        return [self._shown(change) for change in self.preview.changes[:MOST]]

    @property
    def more(self) -> int:
        return max(len(self.preview.changes) - MOST, 0)

    @cached_property
    def meanwhile(self) -> list[ShownChange]:
        return [self._shown(change) for change in self.preview.meanwhile[:MOST]]

    def new(self) -> Iterator[tuple[str, str]]:
        """The rows that are added, each with its cell and what it says."""
        for kind, row in self.preview.new[:MOST]:
            words = (
                words_of(column, row.cells[column.key])
                for column in self._plans[kind].columns
                if column.key in row.cells and column.key != "ref"
            )
            where = self.preview.read.where((kind, row.position))
            yield where, BETWEEN.join(word for word in words if word)

    def absent(self) -> Iterator[tuple[str, str]]:
        """The rows that are in the system alone, by sheet and name."""
        for kind, name in self.preview.absent[:MOST]:
            yield self._plans[kind].title, name

    def sorted_anew(self) -> list[str]:
        return [self._plans[kind].title for kind in self.preview.sorted_anew]

    def _shown(self, change: CellChange) -> ShownChange:
        plan = self._plans[change.kind]
        at: tuple[Any, ...] = tuple(change.key.split("."))
        if change.kind != HEAD:
            at = (change.kind, change.position, *at)
        heading, words = self._column(plan, change.key)
        return ShownChange(
            self.preview.read.where(at) if change.position >= 0 else plan.title,
            change.name,
            heading,
            words(change.before) or _("nothing"),
            words(change.after) or _("nothing"),
            words(change.taken) or _("nothing"),
            change.is_conflict and change.position >= 0,
        )

    def _column(self, plan: SheetPlan, key: str) -> tuple[str, Any]:
        inside = self._plans.get(f"{plan.key}.{key}")
        if inside:
            return inside.title, lambda rows: _listed(inside, rows)
        column = plan.by_key()[key]
        return column.heading, lambda value: words_of(column, value)


def _listed(plan: SheetPlan, rows: list[Mapping[str, Any]] | None) -> str:
    return APART.join(
        BETWEEN.join(
            words_of(column, row[column.key]) for column in plan.columns if column.key in row
        )
        for row in rows or []
    )
