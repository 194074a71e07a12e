"""The source «attendance»: Σ attendance of the log entries at the criterion's activities."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Case, F, Max, OuterRef, Subquery, Sum, When
from django.utils.translation import gettext_lazy as _

from activities.models import LogEntry
from indicators.models import Criterion
from indicators.progress import Facts, Reading
from indicators.sources import Evidence, Report


class AttendanceSource:
    code = "attendance"
    label = _("Attendance of its activities")
    derived = True

    def reports(self, criteria: Sequence[Criterion], as_of: datetime.date) -> dict[int, Report]:
        """One query for all: the totals, and the newest entry with its author."""
        entries = (
            LogEntry.objects.standing()
            .until(as_of)
            .filter(activity__criteria=OuterRef("pk"), attendance__isnull=False)
        )
        newest = entries.order_by("-on", "-recorded_at", "-pk")
        by_criterion = entries.order_by().values("activity__criteria")
        rough = Case(When(approximate=True, then=1), default=0)
        rows = (
            Criterion.objects.filter(pk__in=[criterion.pk for criterion in criteria])
            .order_by()
            .values_list(
                "pk",
                Subquery(by_criterion.annotate(total=Sum("attendance")).values("total")),
                Subquery(by_criterion.annotate(rough=Max(rough)).values("rough")),
                Subquery(newest.values("on")[:1]),
                Subquery(newest.values("recorded_by__full_name")[:1]),
            )
        )
        return {
            pk: Report(
                facts=Facts(value=Decimal(total), reported=True, approximate=bool(is_rough)),
                measured_on=on,
                measured_by=by or "",
            )
            for pk, total, is_rough, on, by in rows
            if total is not None
        }

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
