"""The bands of the status page: what needs action, what is at risk, what is new; and the next step.

Pure, without a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.models.choices import REPORTED, Status
from overview.rules.status import IS_NEW, NEEDS_ACTION, StatusRow

MOST_ACTIONS, MOST_OTHERS = 7, 5


class Step(StrEnum):
    """What is offered beside a criterion that needs action."""

    LOG = "log"
    JUDGE = "judge"
    WRITE = "write"
    ACT = "act"


def next_step(
    row: StatusRow, *, may_log: bool, may_judge: bool, reader: int | None = None
) -> Step | None:
    """The one thing to do next, for those who may: a manager judges and asks, others measure.

    What is missed is judged, what is behind asked about, what is missing logged. Nobody writes to
    themselves: of their own they say what is done. None where nobody can be asked.
    """
    is_own = reader is not None and row.responsible_id == reader
    can_be_asked = bool(row.responsible_email) and not is_own
    if may_judge and row.status == Status.MISSED:
        return Step.JUDGE
    if may_judge and row.status == Status.BEHIND and can_be_asked:
        return Step.WRITE
    if may_log and row.measure in REPORTED:
        return Step.LOG
    if can_be_asked:
        return Step.WRITE
    if is_own:
        return Step.ACT
    return Step.JUDGE if may_judge else None


@dataclass(frozen=True, slots=True)
class Band:
    """Its first rows, how many there are besides, and the filter that shows them all."""

    rows: Sequence[StatusRow]
    more: int
    shows_all: str


@dataclass(frozen=True, slots=True)
class Bands:
    """A criterion stands in one of them: the first that it fits in."""

    actions: Band
    at_risk: Band
    new: Band


def bands(rows: Iterable[StatusRow]) -> Bands:
    found: dict[str, list[StatusRow]] = {NEEDS_ACTION: [], Status.AT_RISK: [], IS_NEW: []}
    for row in rows:
        if row.needs_action:
            found[NEEDS_ACTION].append(row)
        elif row.status == Status.AT_RISK:
            found[Status.AT_RISK].append(row)
        elif row.is_new:
            found[IS_NEW].append(row)
    found[NEEDS_ACTION].sort(key=lambda row: (row.status.meaning.urgency, row.due_on))
    found[Status.AT_RISK].sort(key=lambda row: row.due_on)
    return Bands(
        _band(found, NEEDS_ACTION, MOST_ACTIONS),
        _band(found, Status.AT_RISK, MOST_OTHERS),
        _band(found, IS_NEW, MOST_OTHERS),
    )


def _band(found: dict[str, list[StatusRow]], name: str, most: int) -> Band:
    rows = found[name]
    return Band(rows[:most], len(rows[most:]), name)
