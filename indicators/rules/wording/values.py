"""What a proposal comes to in the fields of a criterion, for a programme with its dates."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from indicators.models.choices import Base
from indicators.rules.wording.proposals import Proposal, Read

NAMES = (
    "measure",
    "comparison",
    "target",
    "unit",
    "aggregation",
    "source",
    "base",
    "base_value",
)


def values_of(
    proposal: Proposal, starts_on: datetime.date, ends_on: datetime.date
) -> dict[str, Read[Any]]:
    """The value of each field that the wording says something about, with where it was read.

    A share of a number that is named is one of a fixed denominator only where there is a number.
    """
    found: dict[str, Read[Any]] = {}
    for name in NAMES:
        read = getattr(proposal, name)
        if read is not None:
            found[name] = read
    if "base_value" not in found and found.get("base") and found["base"].value == Base.FIXED:
        del found["base"]
    if proposal.due and (on := proposal.due.value.within(starts_on, ends_on)):
        found["due_on"] = Read(on, proposal.due.start, proposal.due.end)
    options = (("options-kind", proposal.who), ("options-per_week", proposal.per_week))
    found |= {name: read for name, read in options if read}
    if proposal.conditions and "options-kind" in found:
        share = proposal.conditions[0].target
        found["options-bilingual_over"] = share
    return found


def proposed_target(proposal: Proposal) -> Decimal | None:
    """The number that a wording demands, where there is no doubt about it."""
    return None if proposal.doubts or proposal.target is None else proposal.target.value
