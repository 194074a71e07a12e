"""Which word after a number is the noun that is counted."""

from __future__ import annotations

import re

from indicators.rules.wording.proposals import Read
from indicators.rules.wording.words import NO_NOUN, listed, plain

MASK = "¤"  # stands where a number is none that is demanded, one for each letter
_WORD = re.compile(rf"\s+(?:{MASK}+\s+)?(?P<word>[^\W\d_][\w/-]*)")
_ADJECTIVE = re.compile(
    r"(?:iske|ede|ende|lige|ige|ske|ive|elle|ære|ale|ante|ente|erede|este|nye|store|små|gode|faste"
    r"|konkrete|andre|lokale|unge|ældre|åbne|egne|fælles|private|ernes|mmunens|enes)$",
    re.IGNORECASE,
)
# Adjectives that may be the noun themselves: «frivillige deltager».
_NOMINAL = frozenset(
    listed(
        "frivillige unge ældre besøgende ledige voksne ansatte studerende tosprogede pårørende "
        "fremmødte"
    )
)
_PLURAL = re.compile(
    r"(?:inger|ninger|ioner|eder|aber|heder|ører|ere|ister|ikker|ubber|oler|asser|ter|urser"
    r"|orløb|ilier|enter|atører)(?:ne)?$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\w{2}[^\Wn]es$", re.IGNORECASE)
MOST_ADJECTIVES = 3


def noun_after(text: str, position: int) -> Read[str] | None:
    """The noun of what follows there, past its adjectives; None where a clause goes on at once."""
    for _number in range(MOST_ADJECTIVES + 1):
        found = _WORD.match(text, position)
        if not found or _goes_on(found["word"]):
            return None
        noun = Read(_of_time(found["word"]), *found.span("word"))
        if not _is_adjective_here(text, noun):
            return noun
        position = noun.end
    return None


def _goes_on(word: str) -> bool:
    """Whether it is a verb or a small word rather than a noun: «deltager», «involveres», «af»."""
    return plain(word) in NO_NOUN or _PASSIVE.search(word) is not None


def _of_time(word: str) -> str:
    """«8 ugers ventetid» is counted in «uger»."""
    return word[:-1] if plain(word) in ("ugers", "dages", "måneders", "timers") else word


def _is_adjective_here(text: str, word: Read[str]) -> bool:
    after = _WORD.match(text, word.end)
    if not after or _goes_on(after["word"]) or not _ADJECTIVE.search(word.value):
        return False
    if plain(word.value) not in _NOMINAL:
        return True
    return bool(_PLURAL.search(after["word"]) or _ADJECTIVE.search(after["word"]))
