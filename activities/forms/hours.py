"""The form fields that several forms share: a day that has come, hours, and files."""

import re
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.models.log import MOST_HOURS_A_DAY
from core.forms.fields import DanishDecimalField
from core.hours import format_hours, in_hours, rounded_hours, to_the_minute
from core.numbers import NotANumber, ParsedNumber

HOURS_AND_MINUTES = re.compile(r"\s*(?P<hours>[0-9]{1,2}):(?P<minutes>[0-5][0-9])\s*")


class HoursField(DanishDecimalField):
    """Hours of a day, 0 to 24, to the minute: «7,5» or, as a clock has it, «7:30»."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"min_value": 0, "max_value": MOST_HOURS_A_DAY, "decimal_places": 2, **kwargs}
        )

    def to_python(self, value: Any) -> Any:
        clock = HOURS_AND_MINUTES.fullmatch(value) if isinstance(value, str) else None
        if clock is None:
            hours = super().to_python(rounded_hours(value) if isinstance(value, Decimal) else value)
            return None if hours is None else to_the_minute(hours)
        minutes = int(clock["hours"]) * 60 + int(clock["minutes"])
        if minutes > 60 * MOST_HOURS_A_DAY:
            super().to_python(in_hours(minutes).to_integral_value(ROUND_CEILING))
        return in_hours(minutes)

    def written(self, value: int | Decimal) -> str:
        return format_hours(Decimal(value))

    def _parse(self, text: str) -> ParsedNumber:
        try:
            return super()._parse(text)
        except ValidationError as error:
            cause = error.__cause__
            if isinstance(cause, NotANumber) and cause.readings:
                raise  # it says what may have been meant
            message = _("Enter hours, for example 7,5 or 7:30.")
            raise ValidationError(message, code="invalid") from error
