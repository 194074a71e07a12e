"""The source «attendance»: Σ attendance of the log entries at the criterion's activities."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.models import LogEntry
from core.statements import day_of, placeholders, rows_of
from indicators.models import Criterion
from indicators.models.choices import ATTENDANCE, Measure
from indicators.rules.progress import NO_FACTS, Facts, Reading
from indicators.rules.sources import Days, Evidence, Report, Source
from indicators.rules.wording.clues import Clue

if TYPE_CHECKING:
    from activities.models import Activity
    from activities.services.log import LogEntryInput

# Per criterion its newest entry with the author, and beside it the total, now and on earlier days.
# Written by hand, as building it out of query expressions took ten times as long as running it;
# both databases read it.
_TOTALS = """
SELECT e.of_criterion, e."on",
       {by_name}, e.total, e.rough{earlier}
FROM (
    SELECT e."on", e.recorded_by_id, feeds.criterion_id AS of_criterion,
           SUM(e.attendance) OVER same AS total,
           MAX(CASE WHEN e.approximate THEN 1 ELSE 0 END) OVER same AS rough,{sums}
           ROW_NUMBER() OVER (same ORDER BY e."on" DESC, e.recorded_at DESC, e.id DESC) AS place
    FROM indicators_criterion_activities feeds
    JOIN activities_logentry e ON e.activity_id = feeds.activity_id
    WHERE feeds.criterion_id IN ({wanted})
      AND e.attendance IS NOT NULL AND e.retracted_at IS NULL AND e."on" <= %s
    WINDOW same AS (PARTITION BY feeds.criterion_id)
) e
LEFT JOIN accounts_user u ON u.id = e.recorded_by_id
WHERE e.place = 1
"""
_EARLIER = ", e.total{0}, e.rough{0}"
_SUMS = """
           SUM(CASE WHEN e."on" <= %s THEN e.attendance END) OVER same AS total{0},
           MAX(CASE WHEN e."on" <= %s AND e.approximate THEN 1 ELSE 0 END) OVER same AS rough{0},"""


class AttendanceSource(Source):
    code = ATTENDANCE
    label = _("Attendance of its activities")
    hint = _("Counted from the attendance above.")
    clues = (
        Clue(ATTENDANCE, Measure.COUNT, r"besøgende|deltagere|gæster|tilskuere|fremmødte"),
        Clue(ATTENDANCE, Measure.COUNT, r"(?<!\w)besøger(?!\w)", anywhere=True),
    )

    def faults(
        self, criterion: Criterion, activities: Sequence[Activity]
    ) -> Iterable[tuple[str, str]]:
        if not activities:
            yield "activities", gettext("Choose the activities whose attendance it counts.")

    def reading_from(self, entry: LogEntryInput | LogEntry) -> Reading | None:
        if entry.attendance is None:
            return None
        return Reading(
            measured_on=entry.on,
            value=Decimal(entry.attendance),
            approximate=entry.approximate,
        )

    def reports(
        self, criteria: Sequence[Criterion], as_of: datetime.date, earlier: Days = ()
    ) -> dict[int, Report]:
        """One query for all: the totals, and the newest entry with its author."""
        wanted = [criterion.pk for criterion in criteria]
        sql = _TOTALS.format(
            wanted=placeholders(wanted),
            by_name=User.name_in_sql("u"),
            earlier="".join(map(_EARLIER.format, range(len(earlier)))),
            sums="".join(map(_SUMS.format, range(len(earlier)))),
        )
        days = [day for day in earlier for _use in range(2)]
        found = {}
        for criterion, on, by_name, *sums in rows_of(sql, [*days, *wanted, as_of]):
            facts, *before = map(_facts, sums[::2], sums[1::2])
            found[criterion] = Report(facts, day_of(on), by_name, earlier=before)
        return found

    def evidence(
        self, criteria: Sequence[Criterion], as_of: datetime.date
    ) -> dict[int, list[Evidence]]:
        rows = (
            LogEntry.objects.until(as_of)
            .filter(activity__criteria__in=criteria, attendance__isnull=False)
            .annotate(criterion_id=F("activity__criteria"))
            .select_related("recorded_by", "activity")
            .order_by("-on", "-recorded_at", "-pk")
        )
        found: dict[int, list[Evidence]] = {}
        for row in rows:
            found.setdefault(row.criterion_id, []).append(_evidence(row))
        return found


def _facts(total: int | None, rough: int) -> Facts:
    if total is None:
        return NO_FACTS
    return Facts(value=Decimal(total), reported=True, approximate=bool(rough))


def _evidence(row: LogEntry) -> Evidence:
    return Evidence(
        reading=Reading(
            measured_on=row.on,
            value=Decimal(row.attendance or 0),
            recorded=(row.recorded_at, row.pk),
            approximate=row.approximate,
            retracted=row.is_retracted,
        ),
        by=str(row.recorded_by or ""),
        log_entry=row,
        retraction_reason=row.retraction_reason,
    )
