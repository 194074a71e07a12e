"""What other apps check when the period of a programme changes."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from programs.models import Program

# What higher rooms have to say when a programme's period changes: each is called with the stored
# programme and the new dates, and raises a ValidationError by field.
PeriodCheck = Callable[[Program, datetime.date, datetime.date], None]


period_checks: list[PeriodCheck] = []
