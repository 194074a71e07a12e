"""Template tags for a status, a value and a target."""

import datetime
from decimal import Decimal
from functools import cache

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.hours import format_hours
from core.numbers import format_number
from core.templatetags.chips import chip
from indicators.models import DECIMAL_PLACES, Criterion
from indicators.models.choices import Status
from indicators.queries.standings import Standing
from indicators.rules import sources
from indicators.rules.explanations import figure_text, target_text, value_text, value_with_pair
from indicators.rules.plausibility import is_after_due
from indicators.rules.progress import Progress, Thresholds
from indicators.rules.sources import MeasureLink
from programs.models import Program

register = template.Library()


@register.simple_tag
def status_chip(status: Status | str) -> SafeString:
    """Icon, word and colour; the word alone is enough."""
    return _chip(str(status), get_language())


@cache
def _chip(status: str, language: str | None) -> SafeString:
    """There are few of them in all, and hundreds on a page."""
    found = Status(status)
    return chip(found.meaning.colour, found.meaning.icon, found.label)


@register.simple_tag
def status_meanings(thresholds: Thresholds | Program) -> list[tuple[Status, str]]:
    """Every status with what it means by these limits, in a sentence."""
    limits = {
        "on_track_from": format_number(thresholds.on_track_from),
        "at_risk_from": format_number(thresholds.at_risk_from),
    }
    return [(status, str(status.meaning.text) % limits) for status in Status]


@register.filter
def shown_value(standing: Standing) -> str:
    return value_text(standing.rule, standing.progress)


@register.filter
def shown_pair(standing: Standing) -> str:
    return value_with_pair(standing.rule, standing.progress)


@register.filter
def shown_demand(standing: Standing) -> str:
    return target_text(standing.rule)


@register.filter
def shown_figure(standing: Standing, value: Decimal | None) -> str:
    return figure_text(standing.rule, value)


@register.simple_tag
def measure_link(criterion: Criterion) -> MeasureLink:
    """Where somebody goes to make the criterion's figure move, with the words of the button."""
    return sources.measure_link(criterion)


@register.filter
def after_due(criterion: Criterion, day: datetime.date | None) -> str:
    """The mark beside a figure that came after its due date; nothing for one in time."""
    return _("after the due date") if day and is_after_due(criterion, day) else ""


@register.filter
def shown_reading(value: Decimal) -> str:
    """What was typed as it is; hours of minutes, which may have no end of decimals, as hours."""
    return format_number(value) if value == round(value, DECIMAL_PLACES) else format_hours(value)


@register.filter
def shown_at(standing: Standing, progress: Progress) -> str:
    """Another day's value by the same rule."""
    return value_with_pair(standing.rule, progress)


@register.filter
def shown_briefly(standing: Standing, progress: Progress) -> str:
    """A value by the standing's rule, without its pair."""
    return value_text(standing.rule, progress)
