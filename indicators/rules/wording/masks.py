"""Numbers in a wording that demand nothing: dates, years, ages, classes, clocks, names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indicators.rules.wording.nouns import MASK
from indicators.rules.wording.words import COMPARISONS, any_of

_COMPARED = re.compile(rf"{any_of(COMPARISONS)}\s*(?:de\s+)?$", re.IGNORECASE)
_LIKE_A_YEAR = re.compile(
    r"(?<![\w.,-])(?:19|20)[0-9]{2}(?:\s?[-/–]\s?(?:19|20)?[0-9]{2})?(?![0-9]|[.,][0-9]|\s?(?:%|kr))"
)
_BEFORE_A_YEAR = re.compile(
    r"(?:(?<!\w)(?:i|år|året|af|for|fra|til|siden|efteråret|foråret|sommeren|vinteren|halvår"
    r"|kvartal|ultimo|primo|medio|program|januar|februar|marts|april|maj|juni|juli|august"
    r"|september|oktober|november|december|og))\s*$",
    re.IGNORECASE,
)
_NONE_DEMANDED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # a date, a clock, an address of the law
        r"(?<![\w.,])(?:[0-9]{1,2}([-./])[0-9]{1,2}\1(?:19|20)?[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2})"
        r"(?![\w.,]*[0-9])",
        r"(?<!\w)kl\.?\s*[0-9]{1,2}(?:[.:][0-9]{2})?(?:\s?[-–]\s?[0-9]{1,2}(?:[.:][0-9]{2})?)?",
        # ages
        r"(?<!\w)(?:mellem\s+)?[0-9]{1,3}\s?(?:[-–]|til|og)\s?[0-9]{1,3}\s?-?\s?år(?:ige|s)?(?!\w)",
        r"(?<!\w)(?:over|under|fra|fyldt)\s+[0-9]{1,3}\s+år(?!\w)",
        r"(?<!\w)[0-9]{1,3}\s?-?årige?(?!\w)",
        # «8. klasser», «7.–9. klasse», «den 3. december»
        r"(?<![\w.,])[0-9]{1,2}\.?\s?(?:[-–]|til|og)\s?[0-9]{1,2}\.(?=\s+[^\W\d_])",
        r"(?<![\w.,])[0-9]{1,2}\.(?=\s+[a-zæøå])",
        # «indsats 4», «nr. 7», «§ 85», «klub +17»
        r"(?<!\w)(?:nr\.?|indsats|bilag|fase|spor|trin|punkt|kapitel|afsnit|hovedområde|bydel)"
        r"\s+\+?[0-9]+(?!\w)",
        r"[+#§]\s*[0-9]+",
        # a part of a name: «COVID-19», «G20», «3D»
        r"[^\W\d_]-?[0-9][0-9.,]*",
        r"[0-9][0-9.,]*(?!kr|mio|mia|mill|pct|proc)[^\W\d_]\w*",
        # «hver anden uge»
        r"(?<!\w)hver(?:t)?\s+\w+\s+(?:dag|uge|måned|kvartal|halvår|år|gang|mandag|tirsdag"
        r"|onsdag|torsdag|fredag|lørdag|søndag)(?!\w)",
        # «inden 14 dage», «inden for tre måneder»
        r"(?<!\w)(?:inden(?:\s+for)?|efter|over|siden|hver)\s+(?:de\s+)?\w+\s+"
        r"(?:dage?|uger?|måned(?:er)?|år|timer?|minutter|hverdage|arbejdsdage)(?!\w)",
    )
)


def masked(text: str, spans: Iterable[tuple[int, int]] = ()) -> str:
    """The text, letter for letter, without the numbers that demand nothing and the spans."""
    letters = list(text)
    found = [each.span() for pattern in _NONE_DEMANDED for each in pattern.finditer(text)]
    found += [year.span() for year in _LIKE_A_YEAR.finditer(text) if _is_a_year(text, year)]
    for start, end in [*found, *spans]:
        letters[start:end] = MASK * (end - start)
    return "".join(letters)


def _is_a_year(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 40) : found.start()]
    if _COMPARED.search(before):
        return False
    ends_a_clause = not re.match(r"\s+[^\W\d_]", text[found.end() : found.end() + 3])
    return bool(_BEFORE_A_YEAR.search(before)) or ends_a_clause
