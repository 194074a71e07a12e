"""Writing down the figures of many criteria at once."""

from __future__ import annotations

import uuid
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from activities.services.log import LogEntryInput
from core.plausibility import check_confirmed
from core.versions import atomic_change
from indicators.rules.results import Result
from indicators.services.plausibility import Inspection
from indicators.services.results import log_result
from programs.models import MainArea

if TYPE_CHECKING:
    from accounts.models import User
    from activities.models import LogEntry


@atomic_change()
def log_values(
    *,
    by: User,
    said: LogEntryInput,
    results: Sequence[Result],
    submission: uuid.UUID,
    confirmed: Container[str] = (),
) -> list[LogEntry]:
    """Save an entry for each main area with its criteria's figures; all of them, or nothing.

    NeedsConfirmation as for ``log_result``, with all questions at once.
    """
    by_area: dict[MainArea, list[Result]] = {}
    for result in results:
        by_area.setdefault(result.criterion.main_area, []).append(result)
    questions = [
        question
        for area, own in by_area.items()
        for question in Inspection(area, said, own).questions()
    ]
    check_confirmed(questions, confirmed)
    return [
        log_result(
            by=by,
            subject=area,
            entry_input=said,
            results=own,
            submission=uuid.uuid5(submission, str(area.pk)),
            confirmed=confirmed,
        )
        for area, own in by_area.items()
    ]
