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
    if own and area.hours.forecast is not None:
        own[3] = _rounded(area.hours.forecast / of_one)
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
    """For tables and files: hours logged and forecast to the hundredth, dealt level by level, so
    that they add up. No part is a whole hundredth from its own figure.
    """
    total = resources.total
    logged = None if total.hours.logged is None else rounded_hours(total.hours.logged)
    dealt_out = _with_hundredths(total, resources.period, logged, total.hours.forecast)
    return replace(resources, total=dealt_out)


def _with_hundredths(
    part: Part, period: Period, logged: Decimal | None, forecast: Decimal | None
) -> Part:
    """The part with the hours that fell to it, which its parts share."""
    hours = [inner.hours.logged for inner in part.parts]
    ends = [None if one is None else _at_the_end(one, period) for one in hours]
    shares = zip(part.parts, dealt(hours, logged), dealt(ends, forecast), strict=True)
    parts = tuple(_with_hundredths(inner, period, *own) for inner, *own in shares)
    return replace(part, parts=parts, hours=replace(part.hours, logged=logged, forecast=forecast))


def _at_the_end(logged: Decimal, period: Period) -> Decimal | None:
    """The straight line, not rounded; None before the period has begun."""
    return logged * period.days / period.gone if period.gone else None


def with_forecast(part: Part, period: Period) -> Part:
    """Each part with the straight line of its own hours, whatever it is a part of."""
    parts = tuple(with_forecast(inner, period) for inner in part.parts)
    own = straight_line(part.hours.logged, period)
    return replace(part, parts=parts, hours=replace(part.hours, forecast=own))
