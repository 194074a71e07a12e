"""How much everybody is to act on, counted kind by kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from accounts.rules.responsibilities import Responsibility, responsibilities


@dataclass(frozen=True, slots=True)
class Share:
    """So many records of a kind that somebody is to act on."""

    kind: Responsibility
    number: int


def shares_of(people: Collection[User]) -> dict[int, list[Share]]:
    """What each of them is to act on, without what is nothing: one query a kind."""
    found: dict[int, list[Share]] = {person.pk: [] for person in people}
    for kind in responsibilities if found else ():
        for person, number in _counted(kind, found):
            found[person].append(Share(kind, number))
    return found


def _counted(kind: Responsibility, people: Collection[int]) -> Iterator[tuple[int, int]]:
    named = kind.waiting().filter(**{f"{kind.field}__in": list(people)})
    counts = named.order_by().values_list(kind.field).annotate(number=Count("pk", distinct=True))
    yield from counts.values_list(kind.field, "number")
