"""What differs between two texts, line by line, for two people who wrote at once."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "mine", "theirs"]


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line that both texts have, or that only one of them has."""

    kind: Kind
    text: str


def lines_of_two(theirs: str, mine: str) -> list[DiffLine]:
    """In reading order; where the two differ, what stands now comes before what was typed."""
    before, after = theirs.splitlines(), mine.splitlines()
    found: list[DiffLine] = []
    # Lines repeated hundreds of times are passed over by itself: else ten thousand took minutes.
    matcher = SequenceMatcher(None, before, after)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            found += [DiffLine("same", line) for line in before[start:end]]
        else:
            found += [DiffLine("theirs", line) for line in before[start:end]]
            found += [DiffLine("mine", line) for line in after[other_start:other_end]]
    return found
