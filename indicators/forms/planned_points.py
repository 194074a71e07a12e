"""A box for planned points: one a line, its day and how far the count is to have come."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.dates import format_date_short
from core.forms.fields import DanishDateField, DanishDecimalField, SafeCharField
from core.numbers import format_number
from indicators.models import DECIMAL_PLACES, MAX_DIGITS

Points = list[tuple[datetime.date, Decimal]]

_LINE = re.compile(r"(?P<on>\S+)\s*[:;\t ]\s*(?P<value>\S.*)")
MOST = 366


class PlannedPointsField(SafeCharField):
    """«01-06-2011: 10.000», cleaned to days with values, in their order."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else written(value)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("Give at most %s planned points.") % MOST)
        points = sorted(map(_point, lines))
        if len({on for on, _value in points}) < len(points):
            raise ValidationError(_("There are two planned points on one day: keep one of them."))
        return points


def written(points: Iterable[tuple[datetime.date, Decimal]]) -> str:
    return "\n".join(f"{format_date_short(on)}: {format_number(value)}" for on, value in points)


def _point(line: str) -> tuple[datetime.date, Decimal]:
    found = _LINE.fullmatch(line)
    if not found:
        message = _("Write a date, a colon and a number on each line, as »%s«.")
        raise ValidationError(message % "01-06-2011: 10.000")
    number = DanishDecimalField(min_value=0, max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    try:
        on = DanishDateField().clean(found["on"].rstrip(":"))
        return on, number.clean(found["value"])
    except ValidationError as error:
        raise ValidationError(f"»{line}«: {' '.join(error.messages)}") from error
