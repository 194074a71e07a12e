"""A section's way from empty to approved: one table, and whose turn it is."""

import pytest

from reports.models import SectionState as State
from reports.rules.section_states import (
    MOVES,
    moves_from,
    progress_of,
    state_after_writing,
    whose_turn,
)

AUTHOR, REVIEWER = 1, 2


@pytest.mark.parametrize(
    ("state", "author", "manager"),
    [
        (State.EMPTY, ["ready"], ["ready", "approve"]),
        (State.IN_PROGRESS, ["ready"], ["ready", "approve", "return"]),
        (State.READY, ["take_back"], ["take_back", "approve", "return"]),
        (State.RETURNED, ["ready"], ["ready", "approve", "return"]),
        (State.APPROVED, [], ["return"]),
    ],
)
def test_who_may_move_it_where(state, author, manager):
    assert [move.code for move in moves_from(state, approves=False)] == author
    assert [move.code for move in moves_from(state, approves=True)] == manager


def test_what_only_a_manager_does():
    assert {code for code, move in MOVES.items() if move.approves} == {"approve", "return"}
    assert {code for code, move in MOVES.items() if move.asks_why} == {"return"}


@pytest.mark.parametrize(
    ("state", "text", "after"),
    [
        (State.EMPTY, "Ord", State.IN_PROGRESS),
        (State.IN_PROGRESS, " ", State.EMPTY),
        (State.READY, "Ord", State.IN_PROGRESS),
        (State.RETURNED, "Ord", State.RETURNED),
        (State.APPROVED, "Ord", State.IN_PROGRESS),
    ],
)
def test_what_another_text_makes_of_it(state, text, after):
    assert state_after_writing(state, text) == after


@pytest.mark.parametrize(
    ("state", "whose"),
    [
        (State.EMPTY, AUTHOR),
        (State.IN_PROGRESS, AUTHOR),
        (State.RETURNED, AUTHOR),
        (State.READY, REVIEWER),
        (State.APPROVED, None),
    ],
)
def test_whose_turn_it_is(state, whose):
    assert whose_turn(state, AUTHOR, REVIEWER) == whose


def test_a_bar_says_how_far_the_report_is():
    progress = progress_of([State.APPROVED, State.EMPTY, State.READY, State.APPROVED])
    assert (progress.approved, progress.number) == (2, 4)
    shown = [
        (state, number, start, width) for state, number, start, width in progress.states if number
    ]
    assert shown == [
        (State.APPROVED, 2, 0.0, 50.0),
        (State.READY, 1, 50.0, 25.0),
        (State.EMPTY, 1, 75.0, 25.0),
    ]
    assert progress_of([]).number == 0
