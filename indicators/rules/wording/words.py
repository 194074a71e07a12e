"""The Danish words that a wording is read by: numbers, fractions, comparisons, time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from core.numbers import parse_number
from indicators.models.choices import Comparison


def listed(words: str) -> list[str]:
    """The words of a list that is written as a line."""
    return words.split()


_SMALL = listed(
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten "
    "atten nitten"
)
_TENS = ("tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems")


def _number_words() -> Iterator[tuple[str, int]]:
    yield from ((word, number) for number, word in enumerate(_SMALL))
    yield from ((word, 1) for word in ("et", "én", "ét", "een", "eet"))
    for tens, word in enumerate(_TENS, start=2):
        yield word, 10 * tens
        yield from ((f"{_SMALL[one]}og{word}", 10 * tens + one) for one in range(1, 10))
    yield from (("hundrede", 100), ("tusind", 1000), ("tusinde", 1000))


NUMBER_WORDS: dict[str, int] = dict(_number_words())
# «En» is an article as well: a number only where something compares with it.
ARTICLES = frozenset({"en", "et"})

HALF = Fraction(1, 2)
_NAMES = {
    "anden": 2,
    "andet": 2,
    "tredje": 3,
    "fjerde": 4,
    "femte": 5,
    "sjette": 6,
    "syvende": 7,
    "ottende": 8,
    "niende": 9,
    "tiende": 10,
}
_PARTS = {
    "tredjedel": 3,
    "fjerdedel": 4,
    "femtedel": 5,
    "sjettedel": 6,
    "ottendedel": 8,
    "tiendedel": 10,
}

COMPARISONS: dict[str, Comparison] = {
    word: comparison
    for comparison, words in {
        Comparison.AT_LEAST: (
            "mindst", "minimum", "min.", "min", "som minimum", "ikke under", "ikke færre end",
            "ikke mindre end", "ikke mindre", "≥", ">=",
        ),
        Comparison.MORE_THAN: ("over", "mere end", "flere end", "overstiger", ">"),
        Comparison.AT_MOST: (
            "højst", "højest", "maksimalt", "maksimum", "maks.", "maks", "max.", "max",
            "ikke over", "ikke overstige", "ikke overstiger", "ikke mere end", "ikke flere end",
            "op til", "≤", "<=",
        ),
        Comparison.LESS_THAN: ("under", "færre end", "mindre end", "<"),
        Comparison.EXACTLY: ("præcis", "præcist", "nøjagtig", "nøjagtigt", "lig med", "="),
    }.items()
    for word in words
}  # fmt: skip
SUFFIXES: dict[str, Comparison] = {
    "eller flere": Comparison.AT_LEAST,
    "eller mere": Comparison.AT_LEAST,
    "eller derover": Comparison.AT_LEAST,
    "og derover": Comparison.AT_LEAST,
    "eller færre": Comparison.AT_MOST,
    "eller mindre": Comparison.AT_MOST,
    "eller derunder": Comparison.AT_MOST,
}
MONTHS = {
    name: number
    for number, name in enumerate(
        listed(
            "januar februar marts april maj juni juli august september oktober november december"
        ),
        start=1,
    )
}
SPANS_OF_TIME = frozenset(
    listed(
        "dag dage dages uge uger ugers måned måneder måneders år års minut minutter sekunder "
        "timers mandag tirsdag onsdag torsdag fredag lørdag søndag gang kvartal halvår"
    )
)
# After a number these are no noun.
NO_NOUN = frozenset(
    listed(
        "er har får kan skal vil bliver blev var været deltager kommer oplever medvirker svarer "
        "bruger besøger mener synes vurderer føler angiver siger tager giver går ser laver fremmer "
        "styrker retter gælder sker foregår arbejder fortsætter begynder starter gennemfører "
        "afholder holder når opnår modtager består handler fuldfører kender "
        "og eller samt både også ikke så af i på til fra med for om ved over under mellem ud pr "
        "per inden senest efter før hvor hvoraf heraf deraf der som at end alt samlet "
        "de den det disse alle hver hvert flere færre mere mindre"
    )
)


def any_of(words: Iterable[str]) -> str:
    """A pattern for whichever of the words stands there, the longest first; any space between."""
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


def plain(text: str) -> str:
    """As the tables have it: small letters, one space."""
    return " ".join(text.casefold().split())


DIGITS = r"(?:[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+(?:[.,'][0-9]+)*)"
NUMBER = rf"(?:{DIGITS}|{any_of(NUMBER_WORDS)}(?!\w))"
NTH = any_of(_NAMES)
PART = any_of(_PARTS)


def number_of(text: str, *, rough: bool = False) -> Decimal:
    """The number that stands there, in digits or as a word; raises NotANumber."""
    word = plain(text)
    if word in NUMBER_WORDS:
        return Decimal(NUMBER_WORDS[word])
    return parse_number(text, rough=rough).value


def fraction_of(text: str) -> Fraction | None:
    """«halvdelen», «hver tredje», «to tredjedele»; None where it is none of them.

    >>> fraction_of("to tredjedele")
    Fraction(2, 3)
    """
    words = plain(text).split()
    if words in (["halvdelen"], ["flertallet"]):
        return HALF
    if len(words) == 2 and words[0] == "hver" and words[1] in _NAMES:
        return Fraction(1, _NAMES[words[1]])
    name = words[-1].removesuffix("e").removesuffix("en") if words else ""
    if len(words) == 2 and words[0] in NUMBER_WORDS and name in _PARTS:
        return Fraction(NUMBER_WORDS[words[0]], _PARTS[name])
    return Fraction(1, _PARTS[name]) if len(words) == 1 and name in _PARTS else None
