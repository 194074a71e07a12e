"""Hours as full-time equivalents, to the hundredth, so that the parts add up to the whole. Pure.

Rounded one by one, a thousand hours of one case each would come to no full-time equivalent at all.
So a main area is rounded as a whole, and what is left of its hundredths after every part has been
rounded goes to those that lost most by it: no part is a whole hundredth from its own figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from itertools import cycle, islice

from core.hours import rounded_hours
from core.numbers import plus
from programs.models import Program
from programs.rules.fte import HUNDREDTH, Period
from resources.rules.figures import Fte, Part, Resources
from resources.rules.hours import straight_line


def with_fte(area: Part, program: Program, days: int, planned: Decimal | None) -> Part:
    """A main area with the FTE of every part inside it; its own planned ones are given to it."""
    of_one = program.hours_per_fte * days / 365
    own = [
        None if (hours := _sum(inner_hours)) is None else _rounded(hours / of_one)
        for inner_hours in zip(*(_columns(inner) for inner in area.parts), strict=True)
    ]
    if own and planned is not None:
        own[0] = planned
    found = _with_shares(area, Fte(*own), of_one)
    # Without FTE of its own nothing is planned for it, whatever is for its parts.
    nothing = {"planned": None, "planned_to_date": None} if planned is None else {}
    return replace(found, fte=replace(found.fte, **nothing))


def _with_shares(part: Part, own: Fte, of_one: Decimal) -> Part:
    """The part with its own FTE, which its parts share level by level."""
    if not part.parts:
        return replace(part, fte=own)
    hours = zip(*(_columns(inner) for inner in part.parts), strict=True)
    wholes = (own.planned, own.planned_to_date, own.to_date, own.forecast)
    columns = [
        dealt([None if amount is None else amount / of_one for amount in column], whole)
        for column, whole in zip(hours, wholes, strict=True)
    ]
    ftes = (Fte(*shares) for shares in zip(*columns, strict=True))
    parts = (_with_shares(inner, fte, of_one) for inner, fte in zip(part.parts, ftes, strict=True))
    return replace(part, fte=own, parts=tuple(parts))


def _columns(part: Part) -> tuple[Decimal | None, ...]:
    """The hours of which the FTE are shown, in their order."""
    hours = part.hours
    return hours.planned, hours.planned_to_date, hours.logged, hours.forecast


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    return reduce(plus, amounts, None)


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(HUNDREDTH, ROUND_HALF_UP)


def dealt(amounts: Sequence[Decimal | None], whole: Decimal | None) -> list[Decimal | None]:
    """Each to the hundredth, so that together they are ``whole``."""
    exact = {place: amount for place, amount in enumerate(amounts) if amount is not None}
    if whole is None or not exact:
        return list(amounts)
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


def with_forecast(part: Part, period: Period, forecast: Decimal | None = None) -> Part:
    """The hours of the straight line: those of the whole, dealt level by level to its parts."""
    logged = part.hours.logged
    if logged is None or not period.gone:
        return part
    own = straight_line(logged, period) if forecast is None else forecast
    exact = [
        None if hours is None else hours * period.days / period.gone
        for hours in (inner.hours.logged for inner in part.parts)
    ]
    inner = zip(part.parts, dealt(exact, own), strict=True)
    parts = tuple(with_forecast(one, period, share) for one, share in inner)
    return replace(part, parts=parts, hours=replace(part.hours, forecast=own))
