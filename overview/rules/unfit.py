"""What of a programme does not fit its year any more: people, days and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.names import normalised_name

if TYPE_CHECKING:
    from django.db.models import Model

LEAST_LETTERS = 4  # a shorter name is too often a part of something else


@dataclass(frozen=True, slots=True)
class Misfit:
    """A piece of the programme, why it does not fit, and the address of its form."""

    record: Model
    why: str
    address: str


@dataclass(frozen=True, slots=True)
class Misfits:
    people: Sequence[Misfit]
    days: Sequence[Misfit]
    names: Sequence[Misfit]

    def __bool__(self) -> bool:
        return bool(self.people or self.days or self.names)


def former_names_in(texts: Iterable[str], now: Mapping[str, str]) -> list[str]:
    """The former names, of those that ``now`` has with today's, that the texts still use.

    Not where today's name, which may hold the former one, stands there instead.

    >>> now = {"Integrationsforvaltningen": "Beskæftigelses- og Integrationsforvaltningen"}
    >>> former_names_in(["Sammen med  integrationsforvaltningen."], now)
    ['Integrationsforvaltningen']
    >>> former_names_in(["Beskæftigelses- og Integrationsforvaltningen"], now)
    []
    """
    text = normalised_name(" \n ".join(texts))
    found = []
    for former, current in now.items():
        old, new = normalised_name(former), normalised_name(current)
        if len(old) < LEAST_LETTERS or old == new or old not in text:
            continue
        rest = text.replace(new, " ") if old in new else text
        if re.search(rf"(?<!\w){re.escape(old)}(?!\w)", rest):
            found.append(former)
    return found
