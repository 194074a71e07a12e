"""How each criterion stood when a report was issued, and what has moved since. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.models.choices import Status
from reports.rules.facts import CriterionFacts, exact

# From worst to best; those that are not here say nothing of better or worse.
_RANKS = {
    Status.MISSED: 0,
    Status.UNMEASURED: 0,
    Status.BEHIND: 1,
    Status.AT_RISK: 2,
    Status.PARTLY: 3,
    Status.ON_TRACK: 4,
    Status.MET: 5,
}


@dataclass(frozen=True, slots=True)
class FrozenStanding:
    """A criterion as of a report's cut-off: texts as they were read, ``value`` as data has it."""

    name: str
    wording: str
    status: str
    assessed_status: str
    value: str
    value_text: str

    @property
    def label(self) -> str:
        """The computed status in words; a code that is known no more stays as it is."""
        return str(Status(self.status).label) if self.status in Status.values else self.status


class Move(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    CHANGED = "changed"
    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A criterion then and now; one of the two is missing where the programme was changed."""

    then: FrozenStanding | None
    now: FrozenStanding | None
    move: Move

    @property
    def wording(self) -> str:
        standing = self.now or self.then
        return standing.wording if standing else ""


def standings_of(criteria: Iterable[CriterionFacts]) -> tuple[FrozenStanding, ...]:
    return tuple(
        FrozenStanding(
            name=one.name,
            wording=one.row.wording,
            status=one.row.status.value,
            assessed_status=one.row.assessed_status or "",
            value=exact(one.row.value),
            value_text=one.row.value_text,
        )
        for one in criteria
    )


def compared(then: Sequence[FrozenStanding], now: Sequence[FrozenStanding]) -> list[Comparison]:
    """In today's order, by the names of the criteria; those that are gone come last."""
    before = {standing.name: standing for standing in then}
    found = [_comparison(before.get(standing.name), standing) for standing in now]
    known = {standing.name for standing in now}
    return [*found, *(_comparison(one, None) for one in then if one.name not in known)]


def _comparison(then: FrozenStanding | None, now: FrozenStanding | None) -> Comparison:
    if then is None:
        return Comparison(then, now, Move.NEW)
    if now is None:
        return Comparison(then, now, Move.GONE)
    return Comparison(then, now, _move(then, now))


def _move(then: FrozenStanding, now: FrozenStanding) -> Move:
    if then.status == now.status:
        return Move.SAME if then.value == now.value else Move.CHANGED
    before, after = _rank(then), _rank(now)
    if before is None or after is None or before == after:
        return Move.CHANGED
    return Move.BETTER if after > before else Move.WORSE


def _rank(standing: FrozenStanding) -> int | None:
    known = standing.status in Status.values
    return _RANKS.get(Status(standing.status)) if known else None
