"""Base class of models with a history."""

import datetime

from core.clock import now


class ClockedHistory:
    """Dates the versions of a model's history by ``core.clock``."""

    @property
    def _history_date(self) -> datetime.datetime:
        return now()
