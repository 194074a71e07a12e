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

from programs.models import Program
from programs.rules.fte import HUNDREDTH
from resources.rules.figures import Fte, Part
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
    known = [place for place, amount in enumerate(hours) if amount is not None]
    found: list[Decimal | None] = [None] * len(hours)
    if not known:
        return found
    of_one = hours_per_fte * days / 365
    exact = {place: (hours[place] or 0) / of_one for place in known}
    rounded = {place: exact[place].quantize(HUNDREDTH, ROUND_HALF_UP) for place in known}
    if whole is None:
        total = sum((amount for amount in hours if amount is not None), Decimal(0))
        whole = as_fte(total, hours_per_fte=hours_per_fte, days=days)
    missing = int((whole - sum(rounded.values())) / HUNDREDTH)
    most_lost = sorted(known, key=lambda at: exact[at] - rounded[at], reverse=missing > 0)
    for place in islice(cycle(most_lost), abs(missing)):
        rounded[place] += HUNDREDTH if missing > 0 else -HUNDREDTH
    for place in known:
        found[place] = rounded[place]
    return found


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
