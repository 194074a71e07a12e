"""What one result of an activity has cost in hours and kroner, where that makes sense. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from core.numbers import format_money, format_number
from indicators.models.choices import ATTENDANCE, HOURS, Comparison, Measure
from indicators.queries.standings import Standing
from indicators.rules.explanations import value_text
from resources.rules.figures import Part

HUNDREDTH = Decimal("0.01")
# Fewer hours for each say nothing.
LEAST_HOURS = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one result; None where nothing was used, or too little to tell."""

    standing: Standing
    value: Decimal
    hours: Decimal | None
    kroner: Decimal | None

    @property
    def words(self) -> str:
        """«2,10 kr. og 0,25 timer for hver af 12.500 besøgende»."""
        unit = self.standing.criterion.unit or _("results")
        value = value_text(self.standing.rule, self.standing.progress)
        of = {"value": value, "unit": unit, **self._amounts()}
        if self.hours is None:
            return _("%(kroner)s for each of %(value)s %(unit)s") % of
        if self.kroner is None:
            return _("%(hours)s hours for each of %(value)s %(unit)s") % of
        return _("%(kroner)s and %(hours)s hours for each of %(value)s %(unit)s") % of

    def _amounts(self) -> dict[str, str]:
        return {
            "hours": "" if self.hours is None else format_number(self.hours),
            "kroner": "" if self.kroner is None else format_money(self.kroner),
        }


def cost_of(part: Part, standings: Sequence[Standing], fed_alone: Collection[int]) -> Cost | None:
    """The cost of one result; None unless exactly one count measures the activity's results.

    Such a count has a value, wants more rather than less, is fed by this activity alone
    (``fed_alone``) and is no count of hours. Of several the one that counts those who came is it.
    """
    counts = [one for one in standings if one.criterion.pk in fed_alone and _tells_results(one)]
    if len(counts) > 1:
        counts = [one for one in counts if one.criterion.source == ATTENDANCE]
    if len(counts) != 1:
        return None
    [standing] = counts
    value = standing.progress.value
    # More paid back than paid is the cost of nothing.
    used = max(part.money.used, Decimal(0)) if part.money else Decimal(0)
    if value is None:
        return None
    hours, kroner = _each(part.hours.logged, value), _each(used or None, value)
    if hours is not None and hours < LEAST_HOURS:
        hours = None
    return None if hours is None and kroner is None else Cost(standing, value, hours, kroner)


def _tells_results(standing: Standing) -> bool:
    criterion, value = standing.criterion, standing.progress.value
    return (
        criterion.measure == Measure.COUNT
        and criterion.source != HOURS
        and criterion.comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN)
        and value is not None
        and value > 0
    )


def _each(amount: Decimal | None, value: Decimal) -> Decimal | None:
    return None if amount is None else (amount / value).quantize(HUNDREDTH, ROUND_HALF_UP)
