"""The quantities that a wording names: a number, a share, an amount, each with what compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from core.numbers import NotANumber
from indicators.models.choices import Comparison, Measure
from indicators.rules.wording.nouns import MASK, noun_after
from indicators.rules.wording.proposals import KRONER, Doubt, Read
from indicators.rules.wording.words import (
    ARTICLES,
    COMPARISONS,
    NTH,
    NUMBER,
    PART,
    SUFFIXES,
    any_of,
    fraction_of,
    number_of,
    plain,
)

FOUR_PLACES = Decimal("0.0001")
_THAN = rf"(?:(?P<than>{any_of(COMPARISONS)})(?![^\W\d_])\s*(?:(?:de|disse|på|til)\s+)?)?"
_ROUGH = r"(?P<rough>(?:ca\.?|cirka|omkring|knap|godt|næsten|op\s+mod)\s+)?"
_SCALE = (
    r"(?:\s*(?P<scale>(?:mio|mill|mia)(?!\w)\.?"
    r"|(?:million(?:er)?|milliard(?:er)?|tusinde?)(?!\w)))?"
)
_MARK = r"(?:\s*(?P<mark>%(?:-?point)?|procentpoint|procent|pct\.?|kr\.?|kroner)(?![^\W\d_]))?"
_FIGURE = re.compile(
    rf"(?<![\w.,+#§/{MASK}]){_THAN}{_ROUGH}(?P<between>mellem\s+)?(?P<kr>kr\.?\s*)?(?P<low>(?<!\w){NUMBER})"
    rf"(?:(?(between)\s+og\s+|\s?(?:[-–]|til\s|eller\s)\s*)(?P<high>{NUMBER}))?{_SCALE}{_MARK}"
    rf"(?![\w{MASK}]|[.,'/-][\w{MASK}])",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"(?<!\w){_THAN}{_ROUGH}(?P<fraction>halvdelen|flertallet|hver\s+{NTH}|{NUMBER}\s+{PART}(?:e|en)?"
    rf"|(?P<some>{NUMBER})\s+(?P<out>ud\s+af|af\s+(?:de|disse))\s+(?:de\s+)?(?P<all>{NUMBER}))(?!\w)",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"(?<!\w)fra\s+(?P<from>{NUMBER})\s*(?:%|procent|pct\.?)?\s*(?:\w+\s+)?til\s+(?P<to>{NUMBER})"
    r"\s*(?P<mark>%|procent|pct\.?)?(?!\w)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?<!\w)(?:stig|øge|vokse|fald|reducer|nedbring|mindsk|fremgang|løft|udvid|hæve|sænk|går|gå"
    r"|forøg|bring)\w*",
    re.IGNORECASE,
)
_RISE = re.compile(
    r"(?<!\w)(?:stig|øge|vokse|fald|reducer|nedbring|mindsk|fremgang|løft|forøg|sænk|hæve)\w*",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:med|på)\s*$", re.IGNORECASE)
_MORE_THAN_BEFORE = re.compile(
    r"\s+(?:flere|færre|mere|mindre|højere|lavere|større|bedre|oftere)(?!\w)", re.IGNORECASE
)
_MULTIPLE = re.compile(
    r"(?<!\w)(?:(?:dobbelt|halvt|\w+\s+gange)\s+så\s+(?:mange|meget|få|stor\w*)|fordobl\w*|tredobl\w*"
    r"|halver\w*)(?!\w)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"\s+af(?!\w)(?:\s+(?:alle|samtlige|de|disse|dem)(?!\w))*"
    rf"(?:\s+(?P<number>{NUMBER}(?!\w|[.,]\w|\s?%)))?",
    re.IGNORECASE,
)
_WORD_AFTER = re.compile(r"\s+[^\W\d_]")
_SUFFIX = re.compile(rf"(?:\s+[^\W\d_]+)?\s+(?P<suffix>{any_of(SUFFIXES)})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of the wording, from where to where it stands. ``target`` is per cent of a share."""

    measure: str
    start: int
    end: int
    target: Read[Decimal] | None
    comparison: Read[str] | None = None
    unit: Read[str] | None = None
    base_value: Read[Decimal] | None = None
    whole: tuple[Read[str], ...] = ()
    baseline: Read[Decimal] | None = None
    doubts: tuple[Read[Doubt], ...] = ()

    @property
    def is_strong(self) -> bool:
        """Whether it is surely a demand: something compares, or it is no mere number."""
        return bool(self.comparison) or self.measure == Measure.SHARE or self.is_money

    @property
    def is_money(self) -> bool:
        return self.unit is not None and self.unit.value == KRONER


def quantities_in(text: str) -> list[Quantity]:
    """In their order. ``text`` has no numbers any more that demand nothing."""
    found: list[Quantity] = []
    for pattern, read in (
        (_MULTIPLE, _multiple),
        (_FROM_TO, _from_to),
        (_FRACTION, _fraction),
        (_FIGURE, _figure),
    ):
        for match in pattern.finditer(text):
            if any(match.start() < taken.end and taken.start < match.end() for taken in found):
                continue
            quantity = read(text, match)
            if quantity:
                found.append(quantity)
    return sorted(found, key=lambda quantity: quantity.start)


def _multiple(text: str, match: re.Match[str]) -> Quantity:
    doubt = Read(Doubt.RELATIVE, *match.span())
    unit = noun_after(text, match.end())
    return Quantity(Measure.COUNT, *match.span(), None, unit=unit, doubts=(doubt,))


def _from_to(text: str, match: re.Match[str]) -> Quantity | None:
    """«stiger fra 20 til 30»: the one is the baseline, the other the target."""
    if not _CHANGE.search(text, max(0, match.start() - 80), match.start()):
        return None
    try:
        low, high = (number_of(match[name]) for name in ("from", "to"))
    except NotANumber:
        return None
    upward = Comparison.AT_LEAST if high >= low else Comparison.AT_MOST
    share = bool(match["mark"])
    return Quantity(
        Measure.SHARE if share else Measure.COUNT,
        *match.span(),
        Read(high, *match.span("to")),
        Read(str(upward), *match.span()),
        unit=None if share else noun_after(text, match.end()),
        baseline=Read(low, *match.span("from")),
    )


def _fraction(text: str, match: re.Match[str]) -> Quantity | None:
    comparison = _compared(match)
    fraction = fraction_of(match["fraction"])
    if plain(match["fraction"]) == "flertallet":
        comparison = comparison or Read(str(Comparison.MORE_THAN), *match.span("fraction"))
    base_value = None
    if match["out"]:
        try:
            some, whole = number_of(match["some"]), number_of(match["all"])
        except NotANumber:
            return None
        fraction = Fraction(some) / Fraction(whole) if whole else None
        if plain(match["out"]) != "ud af":
            base_value = Read(whole, *match.span("all"))
    if fraction is None or not 0 <= fraction <= 1:
        return None
    if match["out"] and not _WORD_AFTER.match(text, match.end()):
        # «4 ud af 5» is a mark on a scale as well.
        doubt = Read(Doubt.SEVERAL, *match.span())
        return Quantity(Measure.SHARE, *match.span(), None, doubts=(doubt,))
    target = Read(_per_cent(fraction, comparison), *match.span("fraction"))
    found = Quantity(
        Measure.SHARE,
        *match.span(),
        target,
        comparison,
        base_value=base_value,
        doubts=(Read(Doubt.ROUGH, *match.span()),) if match["rough"] else (),
    )
    if match["out"] or plain(match["fraction"]).startswith("hver "):
        noun = noun_after(text, match.end())
        return replace(found, whole=(noun,) if noun else ())
    return _with_whole(text, found)


def _per_cent(fraction: Fraction, comparison: Read[str] | None) -> Decimal:
    """With four decimals, rounded so that the fraction itself is judged as it should be."""
    upward = comparison and comparison.value in (Comparison.AT_MOST, Comparison.MORE_THAN)
    exact = Decimal(100 * fraction.numerator) / fraction.denominator
    return exact.quantize(FOUR_PLACES, ROUND_CEILING if upward else ROUND_FLOOR).normalize() + 0


def _figure(text: str, match: re.Match[str]) -> Quantity | None:
    comparison = _compared(match)
    if not _is_a_number_here(match, comparison):
        return None
    mark = plain(match["mark"] or "")
    is_share = mark.startswith(("%", "procent", "pct"))
    money = bool(match["kr"]) or mark.startswith("kr")
    target, doubts = _target(text, match, comparison)
    found = Quantity(
        Measure.SHARE if is_share else Measure.COUNT,
        *match.span(),
        target,
        comparison or _suffixed(text, match.end()) or _nought(target),
        doubts=doubts,
    )
    if is_share:
        if target and not 0 <= target.value <= 100:
            return replace(found, target=None)
        return _with_whole(text, found)
    if money:
        return replace(found, unit=Read(KRONER, *match.span("mark" if match["mark"] else "kr")))
    return replace(found, unit=noun_after(text, match.end()))


def _is_a_number_here(match: re.Match[str], comparison: Read[str] | None) -> bool:
    """«en» is one only after «mindst» and the like."""
    than = comparison and comparison.value not in (Comparison.MORE_THAN, Comparison.LESS_THAN)
    return plain(match["low"]) not in ARTICLES or bool(than)


def _nought(target: Read[Decimal] | None) -> Read[str] | None:
    """«0 klager» asks for no more than none."""
    if target is None or target.value:
        return None
    return Read(str(Comparison.AT_MOST), target.start, target.end)


def _compared(match: re.Match[str]) -> Read[str] | None:
    if not match["than"]:
        return None
    return Read(str(COMPARISONS[plain(match["than"])]), *match.span("than"))


def _suffixed(text: str, position: int) -> Read[str] | None:
    found = _SUFFIX.match(text, position)
    return found and Read(str(SUFFIXES[plain(found["suffix"])]), *found.span("suffix"))


def _target(
    text: str, match: re.Match[str], comparison: Read[str] | None
) -> tuple[Read[Decimal] | None, tuple[Read[Doubt], ...]]:
    """The number that decides, and why somebody should look at it; None where it says none."""
    whole = match.span()
    if _is_relative(text, match):
        return None, (Read(Doubt.RELATIVE, *whole),)
    at_most = comparison and comparison.value in (Comparison.AT_MOST, Comparison.LESS_THAN)
    name = "high" if match["high"] and at_most else "low"
    start, end = match.span(name)
    scale = match["scale"] or ""
    try:
        value = number_of(f"{match[name]} {scale}".strip() if scale else match[name])
    except NotANumber:
        return None, (Read(Doubt.UNREADABLE, start, end),)
    if scale and name == "low" and not match["high"]:
        end = match.end("scale")
    doubts = [Read(Doubt.ROUGH, *whole)] if match["rough"] else []
    if match["high"]:
        doubts.append(Read(Doubt.RANGE, *whole))
    return Read(value, start, end), tuple(doubts)


def _is_relative(text: str, match: re.Match[str]) -> bool:
    """«stiger med 10 %», «5 flere end sidste år», «5 procentpoint»."""
    if "point" in plain(match["mark"] or "") or _MORE_THAN_BEFORE.match(text, match.end()):
        return True
    before = text[max(0, match.start() - 80) : match.start()]
    return bool(_BY.search(before) and _RISE.search(before))


def _with_whole(text: str, share: Quantity) -> Quantity:
    """A share with what it is of: «af disse 60 foreninger», «af foreninger og restauranter»."""
    found = _WHOLE.match(text, share.end)
    if not found:
        return share
    base_value = share.base_value
    end = found.end()
    if found["number"] and plain(found["number"]) not in ARTICLES:
        try:
            base_value = Read(number_of(found["number"]), *found.span("number"))
        except NotANumber:
            return share
    nouns = tuple(_nouns_after(text, end))
    return replace(share, end=nouns[-1].end if nouns else end, base_value=base_value, whole=nouns)


def _nouns_after(text: str, position: int) -> Iterator[Read[str]]:
    noun = noun_after(text, position)
    while noun:
        yield noun
        joined = re.compile(r"\s+og(?=\s)").match(text, noun.end)
        noun = noun_after(text, joined.end()) if joined else None
