"""Hours as full-time equivalents, to the hundredth, so that the parts add up to the whole. Pure.

Rounded one by one, a thousand hours of one case each would come to no full-time equivalent at all.
So a main area is rounded as a whole, and what is left of its hundredths after every part has been
rounded goes to those that lost most by it: no part is a whole hundredth from its own figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from itertools import cycle, islice
from operator import add

from core.hours import rounded_hours
from programs.models import Program
from programs.rules.fte import HUNDREDTH
from resources.rules.figures import Fte, Part, Resources
from resources.rules.hours import as_fte


def with_fte(area: Part, program: Program, days: int, planned: Decimal | None) -> Part:
    """A main area with the FTE of every part inside it; its own planned ones are given to it."""
    leaves = list(_leaves(area))

    def column(name: str, whole: Decimal | None = None) -> list[Decimal | None]:
        hours = [getattr(leaf.hours, name) for leaf in leaves]
        return shares(hours, hours_per_fte=program.hours_per_fte, days=days, whole=whole)

    columns = (
        column("planned", planned),
        column("planned_to_date"),
        column("logged"),
        column("forecast"),
    )
    found = _placed(area, map(Fte, *columns))
    # Without FTE of its own nothing is planned for it, whatever is for its parts.
    own = {} if planned is not None else {"planned": None, "planned_to_date": None}
    return replace(found, fte=replace(found.fte, **own))


def shares(
    hours: Sequence[Decimal | None],
    *,
    hours_per_fte: Decimal,
    days: int,
    whole: Decimal | None = None,
) -> list[Decimal | None]:
    """Of each, adding up to those of all hours together, or to ``whole`` where that is known."""
    if all(amount is None for amount in hours):
        return [None] * len(hours)
    of_one = hours_per_fte * days / 365
    if whole is None:
        total = sum((amount for amount in hours if amount is not None), Decimal(0))
        whole = as_fte(total, hours_per_fte=hours_per_fte, days=days)
    return dealt([None if amount is None else amount / of_one for amount in hours], whole)


def dealt(amounts: Sequence[Decimal | None], whole: Decimal) -> list[Decimal | None]:
    """Each to the hundredth, so that together they are ``whole``."""
    exact = {place: amount for place, amount in enumerate(amounts) if amount is not None}
    rounded = {place: amount.quantize(HUNDREDTH, ROUND_HALF_UP) for place, amount in exact.items()}
    missing = int((whole - sum(rounded.values())) / HUNDREDTH)
    most_lost = sorted(exact, key=lambda at: exact[at] - rounded[at], reverse=missing > 0)
    for place in islice(cycle(most_lost), abs(missing)):
        rounded[place] += HUNDREDTH if missing > 0 else -HUNDREDTH
    return [rounded.get(place) for place in range(len(amounts))]


def in_hundredths(resources: Resources) -> Resources:
    return replace(resources, total=with_hundredths(resources.total))


def with_hundredths(part: Part, logged: Decimal | None = None) -> Part:
    """For tables and files: hours logged to the hundredth, dealt level by level, so that they add
    up. No part is a whole hundredth from its own figure.
    """
    if part.hours.logged is None:
        return part
    logged = rounded_hours(part.hours.logged) if logged is None else logged
    shares_of = dealt([inner.hours.logged for inner in part.parts], logged) if part.parts else []
    parts = tuple(map(with_hundredths, part.parts, shares_of))
    return replace(part, parts=parts, hours=replace(part.hours, logged=logged))


def _leaves(part: Part) -> Iterator[Part]:
    if not part.parts:
        yield part
    for inner in part.parts:
        yield from _leaves(inner)


def _placed(part: Part, ftes: Iterator[Fte]) -> Part:
    """The part with those of its leaves, which come in their order."""
    if not part.parts:
        return replace(part, fte=next(ftes))
    parts = tuple(_placed(inner, ftes) for inner in part.parts)
    return replace(part, parts=parts, fte=reduce(add, (inner.fte for inner in parts)))
