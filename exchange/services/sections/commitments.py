"""What is ordered or agreed on a budget line and not yet paid."""

from typing import Any

from economy.models import Commitment
from exchange.rules.confirming import Confirmed
from exchange.rules.shapes import Retracted, Row
from exchange.rules.values import Day, Filled, Kroner
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section
from exchange.services.sections.log_entries import unconfirmed_end
from exchange.services.sections.measurements import retracted
from exchange.services.written import Names, codes

KEYS = {"retraction_reason": "retracted.reason"}


class PostedRow(Row):
    """An amount on a budget line on a day."""

    line: Filled
    on: Day
    amount: Kroner
    text: Filled
    confirmed: Confirmed = ""
    by: Filled | None = None
    retracted: Retracted | None = None


class CommitmentRow(PostedRow):
    ref: Filled | None = None
    released_on: Day | None = None


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        yield row.ref, draft.row(SECTION, row, **booked(draft, row))


def booked(draft: Draft, row: PostedRow) -> dict[str, Any]:
    """Who booked it when; a day before the programme is refused, one after it is confirmed."""
    draft.refuse_too_early(row.on, row.at)
    if not row.retracted:
        draft.faults += unconfirmed_end(draft, row)
    return draft.by_whom(row, row.on)


def more(posted: Any, names: Names) -> dict[str, Any]:
    return {"confirmed": codes(posted.confirmed), **retracted(posted)}


SECTION = Section(
    key="commitments",
    shape=CommitmentRow,
    word="commitment",
    refers={"line": "budget_lines", "by": "users"},
    model=Commitment,
    found=lambda program: Commitment.objects.filter(line__source__program=program).order_by("pk"),
    prefix="c",
    more=more,
    keys={
        **KEYS,
        "commitment_is_positive": "amount",
        "commitment_is_released_after_it_was_made": "released_on",
    },
    make=make,
    hangs_on={"line": "budget_lines"},
)
