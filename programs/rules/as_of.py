"""The day that a programme's pages show: one form and one default for all of them."""

import datetime
from collections.abc import Callable

from core.clock import today
from core.registry import Registry
from programs.models import Program

last_due_dates: Registry[Callable[[Program], datetime.date | None]] = Registry(
    "last_due_dates", "On which day is the last of a programme due, if anything is?"
)


def default_as_of(program: Program) -> datetime.date:
    """Today; for a programme past its last due date, the day after that date."""
    day = today()
    if day <= program.ends_on:
        return day  # most often so, and decided without a query
    due = [last for last_due in last_due_dates if (last := last_due(program))]
    return min(day, max([program.ends_on, *due]) + datetime.timedelta(1))
