from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from economy.models import BudgetLine, BudgetRevision
from exchange.rules.shapes import Row, Shape
from exchange.rules.values import Day, Filled, Kroner, Text
from exchange.services.drafts import Draft, built, recorded
from exchange.services.saving import create
from exchange.services.section import Made, Rows, Section
from exchange.services.written import Names, filled
from programs.models import Program

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

    def fault_of_all(self) -> str:
        if (self.initiative is None) == (self.activity is None):
            return _("give either an initiative or an activity")
        return ""


@dataclass
class NewLine:
    """A budget line and the amounts to which it was revised."""

    line: BudgetLine
    revisions: list[BudgetRevision] = field(default_factory=list)


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        new = NewLine(draft.row(SECTION, row))
        for position, given in enumerate(row.revisions):
            at = (*row.at, "revisions", position)
            revision = built(
                BudgetRevision,
                given,
                line=new.line,
                decision_reference=given.decision,
                recorded_by=draft.get("users", given.by),
                recorded_at=recorded(given.on, position),
            )
            new.revisions.append(draft.check(revision, at, KEYS))
            draft.refuse_too_early(given.on, at)
        yield row.ref, new


def save(records: Sequence[NewLine]) -> None:
    create(record.line for record in records)
    create(revision for record in records for revision in record.revisions)


def found(program: Program) -> QuerySet[BudgetLine]:
    rows = BudgetLine.objects.filter(source__program=program).order_by("source", "position", "pk")
    return rows.prefetch_related("revisions")


def more(line: BudgetLine, names: Names) -> dict[str, Any]:
    revisions = sorted(line.revisions.all(), key=lambda row: (row.on, row.recorded_at, row.pk))
    return {
        "revisions": [
            filled(
                on=row.on,
                amount=row.amount,
                reason=row.reason,
                decision=row.decision_reference,
                by=names.of("users", row.recorded_by_id),
            )
            for row in revisions
        ]
    }


SECTION = Section(
    key="budget_lines",
    shape=BudgetLineRow,
    is_configured=True,
    word="budget line",
    refers={
        "source": "funding_sources",
        "initiative": "initiatives",
        "activity": "activities",
        "revisions.by": "users",
    },
    model=BudgetLine,
    found=found,
    called="ref",
    more=more,
    parts={"revisions": BudgetRevision},
    keys=KEYS,
    make=make,
    save=save,
    kept=lambda record: record.line,
    hangs_on={"source": "funding_sources"},
    beside=((BudgetRevision, "line"),),
)
