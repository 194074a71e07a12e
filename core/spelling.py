"""Slips of the hand: which word of those that are known a misspelled one may be."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

MOST = 5  # words that are tried for one


def slips_allowed(word: str) -> int:
    """None in a short word or a number, one in an ordinary, two in a long one."""
    if not word.isalpha() or len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2


def pieces_of(word: str) -> list[str]:
    """One piece more than there may be slips: of what is meant, at least one stands unharmed."""
    slips = slips_allowed(word)
    cuts = [len(word) * n // (slips + 1) for n in range(slips + 2)]
    return [word[start:end] for start, end in pairwise(cuts)] if slips else []


def nearest_parts(word: str, known: Iterable[str]) -> list[str]:
    """What differs least from the word, if in no more than is allowed: whole words, else parts."""
    slips, whole = slips_allowed(word), set(known)
    differing = {part: distance(word, part) for one in whole for part in _parts(word, one, slips)}
    least = min(differing.values(), default=slips + 1)
    parts = [part for part, slipped in differing.items() if slipped == least <= slips]
    parts.sort(key=lambda part: (part not in whole, abs(len(part) - len(word)), part))
    return parts[:MOST]


def _parts(word: str, known: str, slips: int) -> Iterator[str]:
    """About as long as the word: of a known one's beginning, or wherever it begins as the word."""
    starts = [n for n in range(len(known)) if n == 0 or known[n] == word[0]]
    for start in starts:
        for length in range(len(word) - slips, len(word) + slips + 1):
            if start + length <= len(known):
                yield known[start : start + length]


def distance(one: str, other: str) -> int:
    """How many letters must be put in, left out, changed or swapped with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            least = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]
