"""Which name a typed one may mean; knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from core.names import loose_name, normalised_name

# Two names are cut into pieces of three letters, and a piece weighs less the more names share it:
# «Foreningen Nordlys» is near «Foreningen Nordlyset», and far from «Foreningen Solstrålen». So
# large a part must be common before one is offered for the other.
NEAR = 0.5
# What more names than this share says next to nothing of any of them, and takes long to count.
COMMON = 60


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that something in the directory goes by, or went by."""

    pk: int
    kind: str
    name: str
    former: bool = False


class NameIndex:
    """The names of a directory, asked many times. What is near is prepared when first asked."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._names = list(names)

    @cached_property
    def _exact(self) -> dict[str, list[KnownName]]:
        found: dict[str, list[KnownName]] = {}
        for known in self._names:
            found.setdefault(normalised_name(known.name), []).append(known)
        return found

    @cached_property
    def _loose(self) -> dict[str, list[KnownName]]:
        found: dict[str, list[KnownName]] = {}
        for known in self._names:
            found.setdefault(loose_name(known.name), []).append(known)
        return found

    @cached_property
    def _with_piece(self) -> dict[str, list[KnownName]]:
        """By piece the names that hold it: far more work than all the rest."""
        found: dict[str, list[KnownName]] = {}
        for known in self._names:
            for piece in _pieces(known.name):
                found.setdefault(piece, []).append(known)
        return found

    def exact(self, name: str, kind: str | None = None) -> list[int]:
        """Those of the name, each once. Today's names go before former ones."""
        return self.today(name, kind) or _each_once(self._named(name, kind))

    def today(self, name: str, kind: str | None = None) -> list[int]:
        """Those that go by the name today, each once."""
        return _each_once(known for known in self._named(name, kind) if not known.former)

    def _named(self, name: str, kind: str | None) -> list[KnownName]:
        return [
            known
            for known in self._exact.get(normalised_name(name), ())
            if kind in (None, known.kind)
        ]

    def alike(self, name: str, kind: str | None = None) -> list[int]:
        """Those that go by another name, but one that differs in «A/S», «aa» or signs alone."""
        loose = loose_name(name)
        found = self._loose.get(loose, ()) if loose else ()
        exact = self.exact(name, kind)
        return [
            pk for pk in _each_once(k for k in found if kind in (None, k.kind)) if pk not in exact
        ]

    def near(self, name: str, kind: str | None = None, limit: int = 3) -> list[int]:
        """Those whose name differs in little, the nearest first."""
        nearest = (known.pk for known in self._nearest(name, kind))
        return list(dict.fromkeys((*self.alike(name, kind), *nearest)))[:limit]

    def _nearest(self, name: str, kind: str | None) -> list[KnownName]:
        common: dict[KnownName, float] = {}
        for piece in _pieces(name):
            sharing = self._with_piece.get(piece, ())
            for known in sharing if len(sharing) <= COMMON else ():
                if kind in (None, known.kind):
                    common[known] = common.get(known, 0) + self._weight(piece)
        weight = self._weight_of(name)
        likeness = {
            known: 2 * shared / (weight + self._weight_of(known.name))
            for known, shared in common.items()
            # Less than that of one name alone cannot be enough of both.
            if shared >= NEAR * weight / 2
        }
        nearest = sorted(likeness, key=lambda known: (-likeness[known], known.pk))
        return [known for known in nearest if likeness[known] >= NEAR]

    def _weight(self, piece: str) -> float:
        return 1 / (len(self._with_piece.get(piece, ())) or 1)

    def _weight_of(self, name: str) -> float:
        return sum(map(self._weight, _pieces(name)))


def _each_once(found: Iterable[KnownName]) -> list[int]:
    return list(dict.fromkeys(known.pk for known in found))


def _pieces(name: str) -> set[str]:
    text = f"  {normalised_name(name)} "
    return {text[start : start + 3] for start in range(len(text) - 2)}
