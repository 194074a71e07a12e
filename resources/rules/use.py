"""Hours and money of each main area side by side, each against the period gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core.bars import Bar
from core.numbers import format_number
from economy.queries.lines import LineMoney
from economy.rules.amounts import Money, total_money
from indicators.models.choices import Meaning, Status
from indicators.queries.standings import thresholds_of
from indicators.rules.progress import Thresholds
from programs.models import MainArea, Program
from programs.rules.fte import Period
from resources.rules.figures import OverspentLine, Resources, overspent_lines
from resources.rules.hours import Hours, as_fte
from resources.rules.words import of_granted


class Pace(TextChoices):
    """How the hours logged keep to the plan."""

    OVER = "over", _("More than planned")
    AHEAD = "ahead", _("Ahead of the plan")
    UNDER = "under", _("Below the plan")
    AS_PLANNED = "as_planned", _("As planned")
    UNLOGGED = "unlogged", _("No hours logged")

    @property
    def meaning(self) -> Meaning:
        """The icon and the colour are those of a status that calls for as much attention."""
        return _LIKE[self].meaning


_LIKE = {
    Pace.OVER: Status.MISSED,
    Pace.AHEAD: Status.AT_RISK,
    Pace.UNDER: Status.AT_RISK,
    Pace.AS_PLANNED: Status.ON_TRACK,
    Pace.UNLOGGED: Status.UNMEASURED,
}


def ahead_from(thresholds: Thresholds) -> Decimal:
    """Above how many per cent of the hours planned to date they are ahead of the plan."""
    return 200 - Decimal(thresholds.on_track_from)


def pace_of(hours: Hours, thresholds: Thresholds) -> Pace | None:
    """None where nothing is planned, or nothing yet.

    Below the plan is less than the limit of «at risk» of the hours planned to date; ahead of it is
    as much above them as the limit of «on track» lies below: 110 % where that is 90 %.
    """
    if not hours.planned or hours.planned < 0:
        return None
    to_date = hours.planned_to_date or Decimal(0)
    if hours.logged is None:
        return Pace.UNLOGGED if to_date > 0 else None
    if hours.logged > hours.planned:
        return Pace.OVER
    if 100 * hours.logged < thresholds.at_risk_from * to_date:
        return Pace.UNDER
    if 100 * hours.logged > ahead_from(thresholds) * to_date:
        return Pace.AHEAD
    return Pace.AS_PLANNED


@dataclass(frozen=True, slots=True)
class CriteriaCount:
    met: int = 0
    of: int = 0

    def __add__(self, other: CriteriaCount) -> CriteriaCount:
        return CriteriaCount(self.met + other.met, self.of + other.of)


@dataclass(frozen=True, slots=True)
class AreaUse:
    """What a main area has used; ``area`` is None for the whole programme.

    ``criteria`` are those it has met, where they were asked for.
    """

    area: MainArea | None
    fte_planned: Decimal | None
    fte_used: Decimal | None
    hours: Hours
    money: Money | None
    overspent: tuple[OverspentLine, ...]
    pace: Pace | None
    elapsed: int
    criteria: CriteriaCount | None = None

    @property
    def has_staff(self) -> bool:
        return self.fte_planned is not None or self.fte_used is not None

    @property
    def is_shown(self) -> bool:
        """Whether a card says anything of staff and money."""
        return self.has_staff or self.money is not None

    @property
    def fte_words(self) -> str:
        """«1,2 af 2»: of FTE, which the heading names."""
        planned = "" if self.fte_planned is None else format_number(self.fte_planned)
        used = "" if self.fte_used is None else format_number(self.fte_used)
        if not used:
            set_aside = gettext("%(planned)s set aside, no hours logged") % {"planned": planned}
            return set_aside if planned else gettext("none set aside")
        if not planned:
            return gettext("%(used)s used, none set aside") % {"used": used}
        return gettext("%(used)s of %(planned)s") % {"used": used, "planned": planned}

    @property
    def hours_words(self) -> str:
        """«(8 af 3.521 timer)»; empty without both."""
        logged, planned = self.hours.logged, self.hours.planned
        if logged is None or planned is None:
            return ""
        of = {"logged": format_number(logged, 0), "planned": format_number(planned, 0)}
        return gettext("(%(logged)s of %(planned)s hours)") % of

    @property
    def money_words(self) -> str:
        return of_granted(self.money) if self.money else pgettext("money", "none set aside")

    @property
    def title(self) -> str:
        return str(self.area) if self.area else gettext("In all")

    @property
    def spent(self) -> int | None:
        """How many lines are overspent; None where there are none."""
        return sum(one.is_spent for one in self.overspent) if self.money else None

    @property
    def bound(self) -> int | None:
        """How many will be, once what is committed has been paid."""
        return sum(not one.is_spent for one in self.overspent) if self.money else None

    @property
    def hours_bar(self) -> Bar | None:
        return _bar(self.hours.logged, self.hours.planned, self.elapsed)

    @property
    def hours_fill(self) -> str:
        """The colour of the bar; the word stands beside it."""
        return (self.pace or Status.NOT_DUE).meaning.colour

    @property
    def money_fill(self) -> str:
        """That of the whole; which of its lines are overspent stands beside it in words."""
        is_over = self.money and self.money.used > self.money.revised
        return (Status.MISSED if is_over else Status.ON_TRACK).meaning.colour

    @property
    def money_bar(self) -> Bar | None:
        return _bar(self.money.used, self.money.revised, self.elapsed) if self.money else None


def _bar(used: Decimal | None, whole: Decimal | None, elapsed: int) -> Bar | None:
    if not whole or whole < 0:
        return None
    return Bar(max(0, min(100, int(100 * (used or 0) / whole))), elapsed)


def elapsed_of(period: Period) -> int:
    """How much of the period has gone, in per cent, rounded down."""
    return 100 * period.gone // period.days


def use_of(
    program: Program,
    period: Period,
    area: MainArea,
    *,
    hours: Hours,
    lines: Sequence[LineMoney],
    criteria: CriteriaCount | None = None,
) -> AreaUse:
    """A main area's use of its FTE and of the lines for anything in it."""
    fte = None
    if hours.logged is not None:
        fte = as_fte(hours.logged, hours_per_fte=program.hours_per_fte, days=period.days)
    return AreaUse(
        area=area,
        fte_planned=area.fte,
        fte_used=fte,
        hours=hours,
        money=total_money(line.money for line in lines) if lines else None,
        overspent=tuple(overspent_lines(lines)),
        pace=pace_of(hours, thresholds_of(program)),
        elapsed=elapsed_of(period),
        criteria=criteria,
    )


Counts = Mapping[int, CriteriaCount]


def uses_of(resources: Resources, counts: Counts | None = None) -> list[AreaUse]:
    """One for each main area, in their order."""
    return [
        use_of(
            resources.program,
            resources.period,
            area,
            hours=part.hours,
            lines=[row.line for row in resources.lines if row.area.pk == area.pk],
            criteria=None if counts is None else counts.get(area.pk, CriteriaCount()),
        )
        for part, area in zip(resources.areas, resources.area_by_pk.values(), strict=True)
    ]


def use_in_all(resources: Resources, counts: Counts | None = None) -> AreaUse:
    total, program = resources.total, resources.program
    return AreaUse(
        area=None,
        fte_planned=total.fte.planned,
        fte_used=total.fte.to_date,
        hours=total.hours,
        money=total.money,
        overspent=tuple(resources.overspent),
        pace=pace_of(total.hours, thresholds_of(program)),
        elapsed=elapsed_of(resources.period),
        criteria=None if counts is None else reduce(add, counts.values(), CriteriaCount()),
    )
