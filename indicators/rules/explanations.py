"""The one sentence that explains a status, in the reader's language."""

from __future__ import annotations

import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.numbers import format_number, format_percent, format_rate, rounded_percent
from indicators.models.choices import Aggregation, Comparison, Measure, Status
from indicators.rules.progress import DOWNWARD, Progress, Response, Rule, holds

if TYPE_CHECKING:
    from indicators.models import Assessment


def day(on: datetime.date) -> str:
    """«30. juni 2011»."""
    return _day_in(get_language(), on)


TWO_PLACES = Decimal("0.01")
FOUR_PLACES = Decimal("0.0001")
SIX_PLACES = Decimal("0.000001")
MOST_PLACES = 6


@lru_cache(maxsize=4096)
def _day_in(_language: str | None, on: datetime.date) -> str:
    return date_format(on, "DATE_FORMAT")


def figure_text(rule: Rule, value: Decimal | None) -> str:
    """A target or an expectation as it is read: a number, or per cent."""
    if value is None:
        return "–"
    return format_rate(value) if rule.measure == Measure.SHARE else format_number(value)


def value_text(rule: Rule, progress: Progress) -> str:
    """The value as it is read: «32.500», «38,3 %», «ca. 3.000», «done»; a dash without one."""
    if rule.measure == Measure.MILESTONE:
        if progress.done is None:
            return "–"
        return _("done") if progress.done else _("not done")
    if progress.share:
        text = _percent_text(rule, *progress.share)
    elif progress.value is not None:
        text = format_number(_rounded(rule, progress.value))
    else:
        return "–"
    return _("about %s") % text if progress.approximate else text


def _percent_text(rule: Rule, numerator: Decimal, denominator: Decimal) -> str:
    """With one decimal, or as many as tell it from its target: 33,33 % is met by one of three."""
    met = _share_holds(rule, numerator, denominator)
    for places in range(1, MOST_PLACES + 1):
        percent = rounded_percent(
            numerator, denominator, comparison=rule.comparison, target=rule.target, places=places
        )
        if rule.target is None or holds(rule.comparison, percent, rule.target) == met:
            break
    return format_rate(percent)


def _share_holds(rule: Rule, numerator: Decimal, denominator: Decimal) -> bool:
    return holds(rule.comparison, 100 * numerator, rule.demanded * denominator)


def value_in_data(rule: Rule, value: Decimal | None) -> Decimal | None:
    """Averages to six places, hours as they are read, what was typed as it is."""
    if value is not None and rule.aggregation == Aggregation.AVERAGE:
        return value.quantize(SIX_PLACES, rounding=_losing(rule))
    return None if value is None else _rounded(rule, value)


def _losing(rule: Rule) -> str:
    return ROUND_CEILING if rule.comparison in DOWNWARD else ROUND_FLOOR


def _is_quotient(rule: Rule, value: Decimal) -> bool:
    """An average, hours a week, or hours of minutes: they may have no end of decimals."""
    if rule.per_week or rule.aggregation == Aggregation.AVERAGE:
        return True
    return value != value.quantize(FOUR_PLACES)


def _rounded(rule: Rule, value: Decimal) -> Decimal:
    """A quotient of many digits to two places, towards the losing side.

    Or to four where two would read as another answer: 22,003 is more than 22.
    """
    if not _is_quotient(rule, value):
        return value
    for places in (TWO_PLACES, FOUR_PLACES):
        rounded = value.quantize(places, rounding=_losing(rule))
        if rule.target is None or (
            holds(rule.comparison, rounded, rule.target)
            == holds(rule.comparison, value, rule.target)
        ):
            break
    return value if value == rounded else rounded


def target_text(rule: Rule) -> str:
    """The target as it is read: «at least 30.000», «more than 40 %»."""
    if rule.target is None:
        return ""
    target = figure_text(rule, rule.target)
    match rule.comparison:
        case Comparison.AT_LEAST:
            return _("at least %s") % target
        case Comparison.MORE_THAN:
            return _("more than %s") % target
        case Comparison.AT_MOST:
            return _("at most %s") % target
        case Comparison.LESS_THAN:
            return _("less than %s") % target
        case _other:
            return _("exactly %s") % target


def explain(
    rule: Rule, progress: Progress, as_of: datetime.date, assessment: Assessment | None = None
) -> str:
    """Why the criterion has its status as of the date."""
    if rule.measure == Measure.NARRATIVE:
        return _explain_narrative(rule, progress, as_of, assessment)
    if rule.measure == Measure.ALL:
        return _parts_met(progress)
    if rule.measure == Measure.MILESTONE:
        return _explain_milestone(rule, progress, as_of)
    if progress.status == Status.NOT_COMPUTABLE:
        if progress.response:
            return _too_few(progress.response)
        if progress.denominator == 0:
            return _("There is no share: the denominator is 0.")
        return _("There is no share yet: the denominator has not been measured.")
    if not progress.has_value:
        text = _explain_no_value(rule, progress, as_of)
    else:
        text = _explain_value(rule, progress, as_of)
    return f"{text} {_answered(progress.response)}" if progress.response else text


def _words_of(response: Response) -> dict[str, str]:
    return {
        "answered": format_number(response.answered),
        "asked": format_number(response.asked),
        "rate": format_percent(response.answered, response.asked),
    }


def _too_few(response: Response) -> str:
    return _(
        "Cannot be computed: too few answers (%(answered)s of %(asked)s relevant, %(rate)s)."
    ) % _words_of(response)


def _answered(response: Response) -> str:
    """Of how many the share is: it says little without."""
    return _("%(answered)s of %(asked)s relevant requesters have answered (%(rate)s).") % _words_of(
        response
    )


def _explain_narrative(
    rule: Rule, progress: Progress, as_of: datetime.date, assessment: Assessment | None
) -> str:
    if assessment:
        return _("Judged on %(day)s: %(reason)s") % {
            "day": day(assessment.on),
            "reason": assessment.reason,
        }
    if as_of > rule.due_on:
        return _("Nobody has judged it, and it was due on %s.") % day(rule.due_on)
    return _("Has no number: a manager judges it, by %s.") % day(rule.due_on)


def _parts_met(progress: Progress) -> str:
    count = len(progress.parts)
    if not count:
        return _("Has no sub-criteria yet.")
    met = sum(part == Status.MET for part in progress.parts)
    return ngettext(
        "%(met)s of %(count)s sub-criterion is met.",
        "%(met)s of %(count)s sub-criteria are met.",
        count,
    ) % {"met": met, "count": count}


def _explain_milestone(rule: Rule, progress: Progress, as_of: datetime.date) -> str:
    if progress.done:
        if progress.status == Status.MET:
            return _("Reported as done.")
        return _("Reported as done, but %s") % _parts_met(progress)
    if as_of <= rule.due_on:
        return _("Is to be done by %s.") % day(rule.due_on)
    if progress.done is None:
        return _("Nothing had been reported when it was due on %s.") % day(rule.due_on)
    return _("Reported as not done; it was due on %s.") % day(rule.due_on)


def _explain_no_value(rule: Rule, progress: Progress, as_of: datetime.date) -> str:
    words = {"demand": target_text(rule), "due": day(rule.due_on), "day": day(as_of)}
    if as_of > rule.due_on:
        return _("No measurement, and %(demand)s was due on %(due)s.") % words
    if progress.expected:
        words["expected"] = figure_text(rule, progress.expected)
        return _("No measurement, and %(expected)s was expected by %(day)s.") % words
    return _("%(demand)s is due on %(due)s.") % words


def _explain_value(rule: Rule, progress: Progress, as_of: datetime.date) -> str:
    words = {
        "value": value_with_pair(rule, progress),
        "demand": target_text(rule),
        "due": day(rule.due_on),
        "day": day(as_of),
    }
    match progress.status:
        case Status.MET:
            return _("%(value)s, and %(demand)s was demanded.") % words
        case Status.PARTLY:
            words["parts"] = _parts_met(progress)
            return _("%(value)s is enough, but %(parts)s") % words
        case Status.MISSED:
            return _("%(value)s, but %(demand)s was demanded by %(due)s.") % words
        case Status.ON_TRACK if _reached(rule, progress):
            return _("%(value)s is enough as it stands; decided after %(due)s.") % words
        case Status.NOT_DUE:
            return _("%(value)s so far; %(demand)s is due on %(due)s.") % words
    return _against_target(rule, progress, words)


def _reached(rule: Rule, progress: Progress) -> bool:
    if progress.share:
        numerator, denominator = progress.share
        return _share_holds(rule, numerator, denominator)
    return progress.value is not None and holds(rule.comparison, progress.value, rule.demanded)


def _against_target(rule: Rule, progress: Progress, words: dict[str, str]) -> str:
    too_much = rule.comparison == Comparison.EXACTLY and (progress.value or 0) > rule.demanded
    downward = rule.comparison in DOWNWARD or too_much
    if progress.share and rule.demanded and not downward:
        numerator, denominator = progress.share
        words["percent"] = format_percent(100 * numerator, rule.demanded * denominator)
        return _("%(value)s, and %(demand)s is demanded by %(due)s (%(percent)s of it).") % words
    if progress.value is None or not progress.expected or downward:
        return _("%(value)s, and %(demand)s is demanded by %(due)s.") % words
    words["expected"] = figure_text(rule, progress.expected)
    # Towards the losing side: 89,96 % never reads 90 %.
    words["percent"] = format_percent(progress.value, progress.expected)
    return _("%(value)s of %(expected)s expected by %(day)s (%(percent)s).") % words


def value_with_pair(rule: Rule, progress: Progress) -> str:
    """«38,3 % (23 of 60)» for a share, the plain value otherwise."""
    text = value_text(rule, progress)
    if not progress.share:
        return text
    numerator, denominator = progress.share
    return _("%(share)s (%(numerator)s of %(denominator)s)") % {
        "share": text,
        "numerator": format_number(numerator),
        "denominator": format_number(denominator),
    }
