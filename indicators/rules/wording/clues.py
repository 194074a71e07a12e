"""Words that tell what kind of criterion it is, and where its figures come from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.models.choices import Measure
from indicators.rules.wording.proposals import Read


@dataclass(frozen=True, slots=True)
class Clue:
    """A word by which a source knows its criteria; of several the strongest wins, then the first.

    ``pattern`` is looked for in the noun that is counted, or ``anywhere``. ``who`` is the code of
    whom the source then counts.
    """

    source: str
    measure: str
    pattern: str
    anywhere: bool = False
    who: str = ""
    strength: int = 1

    def found_in(self, text: str, nouns: Iterable[Read[str]]) -> Read[str] | None:
        places = [(0, len(text))] if self.anywhere else [(noun.start, noun.end) for noun in nouns]
        for start, end in places:
            found = re.compile(self.pattern, re.IGNORECASE).search(text, start, end)
            if found:
                return Read(self.source, *found.span())
        return None


# What somebody has to be asked.
OPINION = (
    r"(?<!\w)(?:oplever|oplevet|vurderer|mener|synes|føler|følt|angiver|svarer|giver\s+udtryk"
    r"|er\s+(?:meget\s+)?(?:tilfredse?|trygge?)|vil\s+anbefale|har\s+fået\s+(?:større|mere))(?!\w)"
)
_MILESTONE = re.compile(
    r"(?<!\w)(?:(?:er|bliver|blev)\s+"
    r"(?:(?!(?:af|i|på|til|om|med|for|ved|fra|en|et|den|det)\s)\w+\s+){0,4}"
    r"(?:\w{3,}et|\w*(?:gjort|lagt|sat|gået|taget|holdt|sendt))|foreligger)(?!\w)"
    r"|^\W*(?:at\s+)?(?:udvikle|udarbejde|oprette|etablere|indgå|vedtage|ansætte)(?!\w)",
    re.IGNORECASE,
)
_NARRATIVE = re.compile(
    r"(?<!\w)(?:styrk|understøt|støtte|bidrag|fremme|sparring|rådgiv|deltagelse|medvirk|bistå"
    r"|forbedr|udbred|synliggør|inddrag)\w*",
    re.IGNORECASE,
)


def measure_without_figure(text: str) -> Read[str] | None:
    """A milestone where something is to be done, a narrative where something is to be better."""
    for pattern, measure in ((_MILESTONE, Measure.MILESTONE), (_NARRATIVE, Measure.NARRATIVE)):
        found = pattern.search(text)
        if found:
            return Read(str(measure), *found.span())
    return None


def strongest(
    clues: Iterable[Clue], measure: str, text: str, nouns: Iterable[Read[str]]
) -> tuple[Read[str] | None, Read[str] | None]:
    """The source, and whom it counts."""
    nouns = tuple(nouns)
    for clue in sorted(clues, key=lambda clue: -clue.strength):
        source = clue.found_in(text, nouns) if clue.measure == measure else None
        if source:
            return source, Read(clue.who, source.start, source.end) if clue.who else None
    return None, None
