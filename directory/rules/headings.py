"""The headings of lists of names: which columns the name and what is beside it stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.names import normalised_name

# By the kind of a list's lines: what the column of names is called, the likeliest first, ...
NAMES = {
    "organisation": (
        *("navn", "navne", "name", "organisation", "organisationer", "forening", "foreninger"),
        *("foreningens navn", "restaurant", "restauranter", "restaurantens navn", "skole"),
        *("skoler", "skolens navn", "aktør", "aktører", "deltager", "deltagere"),
    ),
    "class": ("skole", "skoler", "skolens navn", "skolenavn", "school", "navn", "name"),
    "consultant": (
        *("navn", "navne", "name", "fulde navn", "dialogkonsulent", "dialogkonsulenter"),
        *("deltager", "deltagere"),
    ),
}
# ... and the one beside it.
BESIDE = {
    "organisation": (),
    "class": ("klasse", "klasser", "klassens navn", "klassetrin", "class"),
    "consultant": (
        *("arbejdsplads", "arbejdssted", "forening", "organisation", "workplace", "tilknytning"),
        "arbejdsplads eller forening",
    ),
}


# A heading of names that says more of whose they are.
_OF_NAMES = re.compile(r"\w+navne?|navne? (?:på|for|og) .+|navne? ?[(/].+")
FIRST_NAME, LAST_NAME = "fornavn", "efternavn"


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of the name and of what is beside it; None where no column holds that.

    ``last`` is where the last name stands, where names stand in two columns.
    """

    name: int
    beside: int | None
    last: int | None = None

    def of(self, cells: Sequence[str]) -> list[str]:
        name, last, beside = (
            cells[p] if p is not None and p < len(cells) else ""
            for p in (self.name, self.last, self.beside)
        )
        return [f"{name} {last}".strip(), beside]


def columns_of(cells: Sequence[str], what: str) -> Columns | None:
    """Where the columns stand that a row of headings names; None of a row that is none."""
    headings = [normalised_name(cell) for cell in cells]
    beside = _first(headings, BESIDE[what])
    if FIRST_NAME in headings and LAST_NAME in headings:
        return Columns(headings.index(FIRST_NAME), beside, headings.index(LAST_NAME))
    name = _first(headings, NAMES[what])
    if name is None:
        name = next((p for p, one in enumerate(headings) if _OF_NAMES.fullmatch(one)), None)
    if name is None:
        return None
    # The next column, where nothing says that it holds something else.
    if beside is None and not "".join(headings[name + 1 : name + 2]):
        beside = name + 1
    return Columns(name, beside)


def _first(headings: Sequence[str], known: Sequence[str]) -> int | None:
    return next((headings.index(one) for one in known if one in headings), None)
