"""What other apps check when the period of a programme changes."""

import datetime
from collections.abc import Callable

from core.registry import Registry
from programs.models import Program

# Called with the stored programme and the new dates; raises a ValidationError by field.
PeriodCheck = Callable[[Program, datetime.date, datetime.date], None]
period_checks: Registry[PeriodCheck] = Registry(
    "period_checks", "What is in the way of a programme's new period?"
)
