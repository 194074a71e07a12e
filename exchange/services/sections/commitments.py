"""What is ordered or agreed on a budget line and not yet paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from economy.models import Commitment
from exchange.rules.shapes import Retracted, Row
from exchange.rules.values import Day, Filled, Kroner
from exchange.services.drafts import Draft, built
from exchange.services.saving import create
from exchange.services.section import Section, Trace
from exchange.services.sections.budget_lines import BUDGET_LINE, refuse_too_early

OF_LINE = {"line": BUDGET_LINE}
KEYS = {
    "commitment_is_positive": "amount",
    "commitment_is_released_after_it_was_made": "released_on",
    "retraction_reason": "retracted.reason",
}


class PostedRow(Row):
    """An amount on a budget line on a day."""

    line: Filled
    on: Day
    amount: Kroner
    text: Filled
    by: Filled | None = None
    retracted: Retracted | None = None


class CommitmentRow(PostedRow):
    ref: Filled | None = None
    released_on: Day | None = None


def make(draft: Draft, rows: Iterable[CommitmentRow]) -> Iterator[tuple[str, Commitment]]:
    for row in rows:
        commitment = built(Commitment, row, **posted(draft, row))
        yield row.ref or "", draft.check(commitment, row.at, KEYS)


def posted(draft: Draft, row: PostedRow) -> dict[str, Any]:
    """The line, and who booked it when; a day before the programme is refused."""
    refuse_too_early(draft, row.on, row.at)
    return {"line": draft.get("budget_lines", row.line), **draft.recorded(row, row.on)}


SECTION = Section(
    key="commitments",
    shape=CommitmentRow,
    word="commitment",
    refers={"line": "budget_lines", "by": "users"},
    make=make,
    save=create,
    counted=("commitments",),
    traces=(Trace(Commitment, OF_LINE),),
)
