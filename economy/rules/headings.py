"""The columns of a finance system's file: which of them holds what, by their headings.

A heading is known because it is a usual one, or because somebody once said what it means.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.text import quoted
from economy.models.headings import MAX_HEADING, Holds
from economy.rules.written import says_as_usual, side_or_currency

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a column holds, and its headings in the files that are met; the first is likeliest. They are
# shown as they are written here, and compared by their keys.
KNOWN_HEADINGS: dict[str, tuple[str, ...]] = {
    "on": ("dato", "bogføringsdato", "posteringsdato", "bilagsdato", "fakturadato", "date"),
    "amount": (
        *("beløb", "beløb i kr.", "beløb kr.", "beløb DKK", "beløb i DKK", "kr.", "kroner"),
        *("amount",),
    ),
    "debit": ("debet", "debetbeløb", "debet beløb", "debit", "debit amount"),
    "credit": ("kredit", "kreditbeløb", "kredit beløb", "credit", "credit amount"),
    "side": (
        *("debet/kredit", "d/k", "s/h", "debit/kredit", "debit/credit", "fortegn", "+/-"),
        *("debet/kredit-kode", "d/k-kode", "deb/kred", "soll/haben", "dr/cr"),
    ),
    "currency": ("valuta", "valutakode", "møntsort", "currency", "currency code"),
    "text": ("tekst", "posteringstekst", "bilagstekst", "beskrivelse", "text", "description"),
    "voucher": ("bilag", "bilagsnr.", "bilagsnummer", "bilag nr.", "voucher"),
    "line": (
        *("linje", "budgetlinje", "bevilling", "budget line", "line"),
        *("konto", "kontonr.", "kontonummer", "formål"),
    ),
}
OF_AMOUNTS = ("side", "currency")  # what changes the meaning of an amount
NEEDED = ("on", "amount", "text", "voucher", "line")
AMOUNTS = ("amount", "debit", "credit")
_AN_AMOUNT = re.compile("beløb|amount")
_ON_AMOUNT = re.compile(
    r"\b(debet|debit|kredit|credit|fortegn|storno|valuta|currency|(valuta)?kurs)\b"
)
# An amount that is none of kroner.
_OTHER_UNIT = re.compile(r"\b(1 ?000|t ?kr|tusind|tusinde|mio|eur|euro|usd|sek|nok|gbp)\b")
PASSED_OVER = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The place of each kind of cell; what is missing, and what only a person can decide.

    ``unclear`` are places whose cells may change what the amount means, with what they may hold.
    """

    places: Mapping[str, int]
    missing: Sequence[str] = ()
    doubtful: Sequence[int] = ()
    unclear: Mapping[int, str] = field(default_factory=dict)

    @property
    def are_known(self) -> bool:
        return not self.missing and not self.doubtful and not self.unclear


def heading_key(text: object) -> str:
    """«BELØB (kr.)» is «beløb kr»; signs alone, as in «+/-», are themselves."""
    plain = str(text or "")[:MAX_HEADING].casefold()
    words = re.sub(r"[^\w ]+", " ", plain).replace("_", " ")
    return " ".join(words.split()) or "".join(plain.split())


_KEYS = {kind: [heading_key(one) for one in known] for kind, known in KNOWN_HEADINGS.items()}
KNOWN_KEYS = frozenset(key for keys in _KEYS.values() for key in keys)


def columns_of(
    headings: Sequence[str],
    remembered: Mapping[str, str],
    *,
    needs_line: bool,
    hidden: Collection[int] = (),
) -> Columns:
    """By what is remembered, and else by what is usual. ``headings`` are keys, hidden ones are
    passed over.
    """
    seen = {place: key for place, key in enumerate(headings) if key and place not in hidden}
    places: dict[str, int] = {}
    for place, key in seen.items():
        if remembered.get(key):
            places.setdefault(remembered[key], place)
    free = [(place, key) for place, key in seen.items() if key not in remembered]
    for kind, usual in _KEYS.items():
        found = [(usual.index(key), place) for place, key in free if key in usual]
        if found:
            places.setdefault(kind, min(found)[1])
    return Columns(places, missing_of(places, needs_line=needs_line), _doubtful(places, free))


def missing_of(places: Mapping[str, int], *, needs_line: bool) -> list[str]:
    """An amount may stand in one column, or in one for each side."""
    has_sides = "debit" in places
    return [
        kind
        for kind in NEEDED
        if kind not in places
        and not (kind == "line" and not needs_line)
        and not (kind == "amount" and has_sides)
    ]


def _doubtful(places: Mapping[str, int], free: Iterable[tuple[int, str]]) -> list[int]:
    """The columns that may be the amount too, where more than one may; none where that is clear."""
    used = {places[kind] for kind in AMOUNTS if kind in places}
    others = {place for place, key in free if is_an_amount(key)} - used
    if (others and used) or ("amount" in places and len(used) > 1):
        return sorted(used | others)
    return []


def is_an_amount(key: str) -> bool:
    return bool(_AN_AMOUNT.search(key)) or any(key in _KEYS[kind] for kind in AMOUNTS)


def on_the_amount(key: str, cells: Collection[str]) -> str:
    """What a column that is not read may say of the amount, by its heading and its cells: which
    side it is on, or a currency; empty where it says nothing of it.
    """
    said = side_or_currency(cells)
    if said or is_an_amount(key) or not _ON_AMOUNT.search(key) or says_as_usual(cells):
        return said
    return "currency" if re.search("valuta|currency|kurs", key) else "side"


def is_of_other_unit(key: str) -> bool:
    """«Beløb i 1.000 kr.», «Beløb EUR»: not an amount to be booked as it stands."""
    return bool(_OTHER_UNIT.search(key))


class MissingHeadings(ValidationError):
    """The headings that are missing, in words."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = missing
        message = _("No column is headed %(missing)s.")
        words = {"missing": ", ".join(quoted(usual_heading(kind)) for kind in missing)}
        super().__init__(message, code="headings", params=words)


def usual_heading(kind: str) -> str:
    return capfirst(KNOWN_HEADINGS[kind][0])


def worth_remembering(
    headings: Sequence[str], chosen: Mapping[str, int], unclear: Collection[int] = ()
) -> dict[str, str]:
    """Of the columns that somebody has chosen, those that are not understood like that by
    themselves; a heading that stands twice says nothing. What is known to change the meaning of
    an amount is passed over this once only.
    """
    usual = columns_of(headings, {}, needs_line=True)
    holds = {place: kind for kind, place in chosen.items()}
    by_itself = {place: kind for kind, place in usual.places.items()}
    asked = {*usual.doubtful, *unclear}
    return {
        key: holds.get(place, PASSED_OVER)
        for place, key in enumerate(headings)
        if key
        and headings.count(key) == 1
        and (holds.get(place) != by_itself.get(place) or place in asked)
        and (place in holds or by_itself.get(place) not in OF_AMOUNTS)
    }


def understood() -> list[tuple[StrOrPromise, str]]:
    """For each kind of column its label and the headings that are understood."""
    return [
        (Holds(kind).label, ", ".join(map(capfirst, headings)))
        for kind, headings in KNOWN_HEADINGS.items()
    ]
