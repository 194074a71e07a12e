"""What every model with a history shares."""

import datetime

from core.clock import now


class OnTheClock:
    """Versions are dated by the one clock, also where it stands still."""

    @property
    def _history_date(self) -> datetime.datetime:
        return now()
