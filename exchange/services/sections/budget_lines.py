from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import model_validator

from economy.models import BudgetLine, BudgetRevision
from economy.rules.posted import is_too_early
from exchange.rules.faults import Place
from exchange.rules.shapes import Row, Shape
from exchange.rules.values import Day, Filled, Kroner, Text, refused
from exchange.services.drafts import Draft, built, recorded
from exchange.services.saving import create
from exchange.services.section import Section, Trace
from exchange.services.sections.funding_sources import FUNDING_SOURCE

BUDGET_LINE = Trace(BudgetLine, {"source": FUNDING_SOURCE})
KEYS = {"decision_reference": "decision"}


class Revision(Shape):
    on: Day
    amount: Kroner
    reason: Filled
    decision: Text = ""
    by: Filled | None = None


class BudgetLineRow(Row):
    ref: Filled
    source: Filled
    title: Filled
    initiative: Filled | None = None
    activity: Filled | None = None
    amount: Kroner
    decision: Text = ""
    revisions: list[Revision] = []

    @model_validator(mode="after")
    def _one_thing(self) -> BudgetLineRow:
        if (self.initiative is None) == (self.activity is None):
            raise refused("give either an initiative or an activity")
        return self


@dataclass
class NewLine:
    """A budget line and the amounts to which it was revised."""

    line: BudgetLine
    revisions: list[BudgetRevision] = field(default_factory=list)


def make(draft: Draft, rows: Iterable[BudgetLineRow]) -> Iterator[tuple[str, NewLine]]:
    for row in rows:
        line = built(
            BudgetLine,
            row,
            source=draft.get("funding_sources", row.source),
            initiative=draft.get("initiatives", row.initiative),
            activity=draft.get("activities", row.activity),
            position=row.position,
            decision_reference=row.decision,
        )
        new = NewLine(draft.check(line, row.at, KEYS))
        for position, given in enumerate(row.revisions):
            at = (*row.at, "revisions", position)
            revision = built(
                BudgetRevision,
                given,
                line=line,
                decision_reference=given.decision,
                recorded_by=draft.user(given.by),
                recorded_at=recorded(given.on, position),
            )
            new.revisions.append(draft.check(revision, at, KEYS))
            refuse_too_early(draft, given.on, at)
        yield row.ref, new


def refuse_too_early(draft: Draft, on: date, at: Place) -> None:
    if draft.has_head and is_too_early(on, draft.program.starts_on):
        draft.refuse((*at, "on"), "is before the programme starts")


def save(records: Sequence[NewLine]) -> None:
    create(record.line for record in records)
    create(revision for record in records for revision in record.revisions)


SECTION = Section(
    key="budget_lines",
    shape=BudgetLineRow,
    word="budget line",
    refers={
        "source": "funding_sources",
        "initiative": "initiatives",
        "activity": "activities",
        "revisions.by": "users",
    },
    make=make,
    save=save,
    kept=lambda record: record.line,
    counted=("budget lines",),
    traces=(BUDGET_LINE, Trace(BudgetRevision, {"line": BUDGET_LINE})),
)
