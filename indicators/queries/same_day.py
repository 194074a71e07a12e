"""What has been logged for a day already, so that nobody logs it once more unawares."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from activities.models import Activity, LogEntry
from indicators.models import Measurement

if TYPE_CHECKING:
    from programs.models import MainArea

MOST_SHOWN = 10


def logged_on(subject: Activity | MainArea, on: datetime.date) -> list[Any]:
    """Active entries of the subject and the day, the newest first; two queries.

    Each has its ``active_measurements``, with their criteria.
    """
    of = "activity" if isinstance(subject, Activity) else "main_area"
    measured = Measurement.objects.active().select_related("criterion")
    return list(
        LogEntry.objects.active()
        .filter(**{of: subject, "on": on})
        .select_related("recorded_by")
        .prefetch_related(Prefetch("measurements", measured, to_attr="active_measurements"))
        .order_by("-recorded_at", "-pk")[:MOST_SHOWN]
    )
