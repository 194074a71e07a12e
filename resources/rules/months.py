"""Hours and kroner month by month: the table, and the drawing that says the same. Pure."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.hours import plus_hours, to_the_minute
from core.numbers import ZERO, plus
from programs.rules.fte import HUNDREDTH, days_between
from resources.rules.figures import Resources

# By «2011-06».
ByMonth = Mapping[str, Decimal]
# Invoices and follow-ups come late, but not later than so.
MOST_AFTERWARDS = datetime.timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Month:
    """A month until its last day, or until the date: all that is drawn, and what came in it.

    None is what there is none of: no hours logged yet, none planned, nothing used, no budget line.
    """

    last: datetime.date
    hours: Decimal | None
    hours_so_far: Decimal | None
    planned_so_far: Decimal | None
    kroner: Decimal | None
    kroner_so_far: Decimal | None
    evenly_so_far: Decimal | None


def months_of(
    resources: Resources,
    hours: ByMonth,
    kroner: ByMonth,
    planned_until: Callable[[datetime.date], Decimal | None],
) -> list[Month]:
    """From the programme's first month to the date, or to the last in which anything happened.

    What lies before the first of them counts in it, and what lies after the last in that one.
    """
    ends = list(_ends(resources, max([*hours, *kroner], default="")))
    keys = [_key(last) for last in ends]
    hours = {key: to_the_minute(amount) for key, amount in _within(hours, keys).items()}
    kroner = _within(kroner, keys)
    found: list[Month] = []
    hours_so_far: Decimal | None = None
    kroner_so_far = None if resources.total.money is None else ZERO
    for key, last in zip(keys, ends, strict=True):
        hours_so_far = plus_hours(hours_so_far, hours.get(key))
        kroner_so_far = plus(kroner_so_far, kroner.get(key))
        found.append(
            Month(
                last=last,
                hours=hours.get(key),
                hours_so_far=hours_so_far,
                planned_so_far=planned_until(last),
                kroner=kroner.get(key),
                kroner_so_far=kroner_so_far,
                evenly_so_far=_evenly(resources, last),
            )
        )
    return found


def _evenly(resources: Resources, day: datetime.date) -> Decimal | None:
    """What would be used by the day if every day of the period took as much."""
    money, period = resources.total.money, resources.period
    if money is None:
        return None
    gone = days_between(period.first, min(day, period.last))
    return (money.revised * gone / period.days).quantize(HUNDREDTH, ROUND_HALF_UP)


def _key(day: datetime.date) -> str:
    return day.isoformat()[:7]


def _ends(resources: Resources, newest: str) -> Iterator[datetime.date]:
    """The last days of the months, that of the month which has not gone being the date."""
    period = resources.period
    day, most = period.first, period.last + MOST_AFTERWARDS
    while day <= min(resources.as_of, most) and (day <= period.last or _key(day) <= newest):
        next_month = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
        yield min(resources.as_of, next_month - datetime.timedelta(days=1))
        day = next_month


def _within(amounts: ByMonth, keys: Sequence[str]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for month, amount in amounts.items():
        if keys:
            key = min(max(month, keys[0]), keys[-1])
            found[key] = found.get(key, ZERO) + amount
    return found


# What the drawings need -------------------------------------------------------------------------
Amounts = Sequence[Decimal | None]


def chart_of_hours(resources: Resources, months: list[Month]) -> dict | None:
    """None where nobody has logged any hours."""
    if resources.total.hours.logged is None or not months:
        return None
    return _chart(
        resources,
        months,
        labels=(pgettext("hours", "Logged"), _("Planned in all"), _("Planned to date")),
        values=[month.hours_so_far for month in months],
        target=resources.total.hours.planned,
        expected=[month.planned_so_far for month in months],
    )


def chart_of_kroner(resources: Resources, months: list[Month]) -> dict | None:
    """The same of kroner, against an even use; None where nothing was used."""
    money = resources.total.money
    if money is None or not money.used or not months:
        return None
    return _chart(
        resources,
        months,
        labels=(_("Used"), _("Granted now"), _("Evenly over the period")),
        values=[month.kroner_so_far for month in months],
        target=money.revised,
        expected=[month.evenly_so_far for month in months],
    )


def _chart(
    resources: Resources,
    months: list[Month],
    *,
    labels: tuple[str, str, str],
    values: Amounts,
    target: Decimal | None,
    expected: Amounts,
) -> dict:
    """Dates as ISO text and numbers as floats; each line begins at nothing before the first day.

    What nothing is planned of has no line to be held against.
    """
    first = resources.period.first
    last = max(resources.period.last, months[-1].last)
    days = [first, *(month.last for month in months)]

    against: dict[str, dict | None]
    if target is None:
        against = {"target": None, "expected": None}
    else:
        ends = [{"x": day.isoformat(), "y": float(target)} for day in (first, last)]
        against = {
            "target": {"label": labels[1], "points": ends},
            "expected": {"stepped": False, **_line(labels[2], days, expected)},
        }
    return {
        "stepped": False,
        "percent": False,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "value": _line(labels[0], days, values),
        **against,
    }


def _line(label: str, days: Sequence[datetime.date], amounts: Amounts) -> dict:
    points = zip(days, [None, *amounts], strict=True)
    return {
        "label": label,
        "points": [{"x": day.isoformat(), "y": float(amount or 0)} for day, amount in points],
    }
