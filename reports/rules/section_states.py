"""How a section goes from empty to approved: which moves there are, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.models.choices import Content
from reports.models.choices import SectionState as State

if TYPE_CHECKING:
    from reports.models import Section

# Whose author says something; what the product fills by itself may stay without a text.
NEED_TEXT = frozenset({Content.TEXT, Content.CRITERION})


@dataclass(frozen=True, slots=True)
class Move:
    """From any of its ``sources`` to a state; ``approves`` where only who approves may do it."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    target: State
    approves: bool = False
    asks_why: bool = False


_WRITTEN = frozenset({State.IN_PROGRESS, State.READY, State.RETURNED, State.APPROVED})

MOVES = {
    move.code: move
    for move in (
        Move(
            "ready",
            _("Save and mark as ready"),
            frozenset({State.EMPTY, State.IN_PROGRESS, State.RETURNED}),
            State.READY,
        ),
        Move("take_back", _("Save and take back"), frozenset({State.READY}), State.IN_PROGRESS),
        Move(
            "approve",
            _("Save and approve"),
            frozenset(State.values) - {State.APPROVED},
            State.APPROVED,
            approves=True,
        ),
        Move(
            "return",
            _("Save and return with a comment"),
            _WRITTEN,
            State.RETURNED,
            approves=True,
            asks_why=True,
        ),
    )
}

_AUTHORS = frozenset({State.EMPTY, State.IN_PROGRESS, State.RETURNED})


def moves_from(state: str, *, approves: bool) -> Iterator[Move]:
    """Those that somebody may do now, in their order."""
    return (
        move for move in MOVES.values() if state in move.sources and (approves or not move.approves)
    )


def state_after_writing(state: str, text: str) -> State:
    """What changes a text makes of its section: what was approved is to be approved once more."""
    if not text.strip():
        return State.EMPTY
    return State.RETURNED if state == State.RETURNED else State.IN_PROGRESS


def fills_itself(section: Section) -> bool:
    """Whether nobody need write it, nobody has, and it waits to be approved all the same."""
    return section.state == State.EMPTY and section.content not in NEED_TEXT


def whose_turn(state: str, author: int | None, reviewer: int | None) -> int | None:
    """Who writes, or who reads what is ready; nobody's once it is approved."""
    if state in _AUTHORS:
        return author
    return reviewer if state == State.READY else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a report is: how many of its sections are in each state, and the hundredths."""

    states: tuple[tuple[State, int, float, float], ...]
    number: int

    @property
    def approved(self) -> int:
        return next(number for state, number, *_bar in self.states if state == State.APPROVED)


# From the far end: what is approved first, what is not begun last.
_ORDER = (State.APPROVED, State.READY, State.IN_PROGRESS, State.RETURNED, State.EMPTY)


def progress_of(states: Iterable[str]) -> Progress:
    """Each state with its number, where its stretch of the bar begins, and how long that is."""
    found = list(states)
    start, parts = 0.0, []
    for state in _ORDER:
        number = found.count(state)
        width = 100 * number / len(found) if found else 0.0
        parts.append((state, number, round(start, 2), round(width, 2)))
        start += width
    return Progress(tuple(parts), len(found))
