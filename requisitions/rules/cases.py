"""What a case may become, what it lacks, and its days: without a database."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from requisitions.models.choices import OPEN, Lack, Scope, State

LINK_DAYS = 30
# The upper ends of the age groups of open cases, in days; the last group has none.
AGE_LIMITS = (14, 30, 90)


class StepDirection(StrEnum):
    ON = "on"
    BACK = "back"


# Most help is short: a case may skip what it did not pass through.
_ON: dict[str, Sequence[State]] = {
    "": (State.RECEIVED,),
    State.RECEIVED: (
        State.ACCEPTED,
        State.IN_PROGRESS,
        State.COMPLETED,
        State.DECLINED,
        State.WITHDRAWN,
    ),
    State.ACCEPTED: (State.IN_PROGRESS, State.COMPLETED, State.DECLINED, State.WITHDRAWN),
    State.IN_PROGRESS: (State.COMPLETED, State.WITHDRAWN),
    State.COMPLETED: (),
    State.DECLINED: (),
    State.WITHDRAWN: (),
}
_BACK: dict[str, Sequence[State]] = {
    State.ACCEPTED: (State.RECEIVED,),
    State.IN_PROGRESS: (State.ACCEPTED,),
    State.COMPLETED: (State.IN_PROGRESS,),
    State.DECLINED: (State.RECEIVED, State.ACCEPTED),
    State.WITHDRAWN: (State.RECEIVED, State.IN_PROGRESS),
}


def next_states(state: str) -> list[State]:
    """Onwards first, the usual way on at the head; then back."""
    return [*_ON.get(state, ()), *_BACK.get(state, ())]


def direction_of(state: str, to: str) -> StepDirection | None:
    """Whether the step leads on or back; None where there is no such step."""
    if to in _ON.get(state, ()):
        return StepDirection.ON
    return StepDirection.BACK if to in _BACK.get(state, ()) else None


def needs_note(state: str, to: str) -> bool:
    """Going back, and ending without the work done, are explained."""
    return direction_of(state, to) == StepDirection.BACK or to in (State.DECLINED, State.WITHDRAWN)


class StepFault(StrEnum):
    """What keeps a case from a state."""

    NO_SUCH_STEP = "no such step"
    TOO_EARLY = "before the last state, or before the receipt"
    UNEXPLAINED = "unexplained"


def faults_of_step(
    was: str, since: datetime.date | None, to: str, on: datetime.date, note: str
) -> list[StepFault]:
    """What is wrong with a state after another one; ``since`` is the earliest day it may have."""
    wrong = {
        StepFault.NO_SUCH_STEP: direction_of(was, to) is None,
        StepFault.TOO_EARLY: since is not None and on < since,
        StepFault.UNEXPLAINED: needs_note(was, to) and not note,
    }
    return [misstep for misstep, is_so in wrong.items() if is_so]


def proposed_scope(requester_is_administration: Iterable[bool]) -> str:
    """Internal when an administration is among those who ask, external when others do."""
    asks = list(requester_is_administration)
    if not asks:
        return ""
    return Scope.INTERNAL if any(asks) else Scope.EXTERNAL


def is_otherwise(proposed: str, scope: str) -> bool:
    """Whether it is counted otherwise than the requesters suggest, which needs its reason."""
    return bool(proposed) and scope != proposed


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case on a day. ``state_on`` is the day on which it came into its state."""

    state: str
    state_on: datetime.date | None
    received_on: datetime.date | None = None
    has_requester: bool = False
    requester_unknown: bool = False
    asked: bool = False
    done: bool = False
    scope: str = ""
    relevant: bool | None = None
    answered: bool = False


def lacks(case: CaseFacts, follow_up_weeks: int, day: datetime.date) -> list[Lack]:
    """What is to be filled in as of the day, in the order in which the page shows it."""
    if case.state in (State.DECLINED, State.WITHDRAWN):
        return []
    completed = case.state == State.COMPLETED
    due = follow_up_due(case, follow_up_weeks)
    wanting = {
        Lack.REQUESTER: not case.has_requester and not case.requester_unknown,
        Lack.ASKED: not case.asked,
        Lack.SCOPE: not case.scope,
        Lack.DONE: completed and not case.done,
        Lack.RELEVANT: completed and case.relevant is None,
        Lack.FOLLOW_UP: due is not None and due <= day and not case.answered,
    }
    return [lack for lack, is_wanting in wanting.items() if is_wanting]


def follow_up_due(case: CaseFacts, weeks: int) -> datetime.date | None:
    """The day from which the requester is asked; None for a case of which nobody is."""
    if not_asked_because(case.state, case.relevant) or not case.state_on:
        return None
    return case.state_on + datetime.timedelta(weeks=weeks)


class NotAsked(StrEnum):
    """Why a requester is not asked."""

    NOT_COMPLETED = "not completed"
    NOT_RELEVANT = "not relevant"


def not_asked_because(state: str, relevant: bool | None) -> list[NotAsked]:
    """Nobody is asked of an open case, nor where that is not relevant or undecided."""
    wrong = {
        NotAsked.NOT_COMPLETED: state != State.COMPLETED,
        NotAsked.NOT_RELEVANT: not relevant,
    }
    return [reason for reason, is_so in wrong.items() if is_so]


def link_expires(asked_at: datetime.datetime) -> datetime.datetime:
    return asked_at + datetime.timedelta(days=LINK_DAYS)


def age_in_days(case: CaseFacts, day: datetime.date) -> int | None:
    """How long an open case has waited; of one whose receipt nobody noted, None."""
    if case.state not in OPEN or not case.received_on:
        return None
    return max(0, (day - case.received_on).days)


def turnaround_days(case: CaseFacts) -> int | None:
    """From received to completed; None where one of the two is not known."""
    if case.state != State.COMPLETED or not case.received_on or not case.state_on:
        return None
    return (case.state_on - case.received_on).days


def age_group(days: int | None) -> int | None:
    """The place of an age among the groups that ``AGE_LIMITS`` part; None where it is unknown."""
    if days is None:
        return None
    return sum(days > limit for limit in AGE_LIMITS)


# Three words for one thing.
CASE_WORDS = ("rekvirering", "rekvisition", "rekvisering")
_CASE_WORD = re.compile("|".join(CASE_WORDS), re.IGNORECASE)
_BEGINNING = len("rekvi")


def spellings(query: str) -> list[str]:
    """The query with each of the three words for a requisition in the place of the one written."""
    if not _CASE_WORD.search(query):
        return [query]
    return [_CASE_WORD.sub(word, query) for word in CASE_WORDS]


def beside_the_case_word(query: str) -> str | None:
    """What is asked for beside «rekvirering», in any form of it; None without such a word."""
    words = query.split()
    others = [word for word in words if not _means_a_case(word)]
    return " ".join(others) if len(others) < len(words) else None


def _means_a_case(word: str) -> bool:
    word = word.casefold()
    begun = len(word) >= _BEGINNING
    return any(word.startswith(own) or (begun and own.startswith(word)) for own in CASE_WORDS)


def median_and_longest(days: Sequence[int]) -> tuple[int | None, int | None]:
    """Median, rounded up to whole days, and the longest; (None, None) of none."""
    if not days:
        return None, None
    ordered = sorted(days)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle], ordered[-1]
    return (ordered[middle - 1] + ordered[middle] + 1) // 2, ordered[-1]
