"""What looks wrong about a result: asked before it is saved, and kept with it once confirmed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.dates import format_date_long
from core.numbers import format_number, format_percent
from core.plausibility import Question, QuestionCode
from indicators.models.choices import Measure

if TYPE_CHECKING:
    from indicators.models import Criterion

TOO_MANY_TIMES = 10


def is_after_due(criterion: Criterion, on: datetime.date) -> bool:
    return on > criterion.due_on


def is_ten_times(criterion: Criterion, figure: Decimal | None) -> bool:
    """Whether one figure is ten times what all of them are to come to, or more."""
    counts = criterion.measure == Measure.COUNT and bool(criterion.target)
    return counts and figure is not None and figure >= TOO_MANY_TIMES * (criterion.target or 0)


def ask_after_due(criterion: Criterion, on: datetime.date, of: int | None = None) -> Question:
    text = _("%(day)s is after the due date of «%(criterion)s», %(due)s.") % {
        "day": format_date_long(on),
        "criterion": criterion.wording.removesuffix("."),
        "due": format_date_long(criterion.due_on),
    }
    return Question(QuestionCode.AFTER_DUE, "on", text, of)


def ask_ten_times(
    criterion: Criterion, figure: Decimal, field: str, of: int | None = None
) -> Question:
    text = _("%(figure)s is at least ten times the target of «%(criterion)s», %(target)s.") % {
        "figure": format_number(figure),
        "criterion": criterion.wording.removesuffix("."),
        "target": format_number(criterion.target or 0),
    }
    return Question(QuestionCode.TEN_TIMES, field, text, of)


def ask_over_whole(
    share: Criterion, numerator: Decimal, denominator: Decimal, base: Criterion | None = None
) -> Question:
    """What to ask of a share; or, where it is measured, of the ``base`` that it is a share of."""
    words = {
        "criterion": share,
        "numerator": format_number(numerator),
        "denominator": format_number(denominator),
        "share": format_percent(numerator, denominator),
    }
    if base:
        text = _("With this «%(criterion)s» becomes %(numerator)s of %(denominator)s: %(share)s.")
        return Question(QuestionCode.OVER_WHOLE, "value", text % words, base.pk)
    text = _("With this it becomes %(numerator)s of %(denominator)s: %(share)s.")
    return Question(QuestionCode.OVER_WHOLE, "numerator", text % words, share.pk)


def ask_same_figure(
    figure: Decimal, on: datetime.date, by: str, field: str, of: int | None = None
) -> Question:
    text = _("%(figure)s has been logged for %(day)s already, by %(who)s.") % {
        "figure": format_number(figure),
        "day": format_date_long(on),
        "who": by,
    }
    return Question(QuestionCode.SAME_FIGURE, field, text, of)
