"""How criteria would stand with results that are not saved yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from indicators.rules import sources

if TYPE_CHECKING:
    from activities.models import LogEntry
    from activities.services.log import LogEntryInput
    from indicators.models import Criterion
    from indicators.queries.standings import Standing
    from indicators.rules.progress import Reading
    from indicators.rules.results import Result


def largest_move(standings: Iterable[Standing]) -> Standing | None:
    """The one with the largest value of those that read otherwise than what is recorded."""
    moved = [one for one in standings if one.recorded and one.recorded != one.progress]
    return max(moved, key=lambda one: one.progress.value or 0, default=None)


def readings_with(
    criteria: Sequence[Criterion],
    as_of: datetime.date,
    entry: LogEntryInput | LogEntry,
    results: Iterable[Result] = (),
    *,
    without: LogEntry | None = None,
) -> dict[int, list[Reading]]:
    """All readings of those criteria to which the entry or the results add, with what they add.

    By primary key, for ``standings_of``; perhaps without those of the entry that is corrected.
    """
    adding = {result.criterion.pk: result.reading(entry.on) for result in results}
    by_source = sources.readings_from(entry)
    adding |= {row.pk: by_source[row.source] for row in criteria if row.source in by_source}
    moved = [row for row in criteria if row.pk in adding]
    behind = sources.readings(moved, as_of, without)
    return {row.pk: [*behind[row.pk], adding[row.pk]] for row in moved}
