"""The source «hours»: the hours logged at the criterion's activities, in all or a week."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from activities.models import LogEntry, TimeEntry
from activities.rules.hours import HOURS_THAT_COUNT, SUM_OF_MINUTES
from core.clock import first_of_month
from core.dates import format_month, format_week
from core.hours import format_hours, in_hours, sum_hours
from core.statements import day_of, placeholders, rows_of
from indicators.forms.options import HoursRuleForm
from indicators.models import Criterion, HoursRule
from indicators.models.choices import HOURS, Aggregation, Measure
from indicators.rules.progress import NO_FACTS, Facts, Reading
from indicators.rules.sources import Days, Evidence, Report, Source
from indicators.rules.values import hours_a_week
from indicators.rules.wording.clues import Clue

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User
    from activities.models import Activity
    from activities.services.log import LogEntryInput

# Written by hand, as the others are: both databases read it. Hours a week are those of the
# criterion's own period.
_TOTALS = f"""
SELECT c.id, CASE WHEN rule.per_week THEN 1 ELSE 0 END,
       COALESCE(c.measured_from, program.starts_on), c.due_on,
       MAX(t."on"), {SUM_OF_MINUTES}{{earlier}}
FROM indicators_criterion c
JOIN programs_mainarea area ON area.id = c.main_area_id
JOIN programs_program program ON program.id = area.program_id
JOIN indicators_criterion_activities feeds ON feeds.criterion_id = c.id
JOIN activities_timeentry t ON t.activity_id = feeds.activity_id
LEFT JOIN indicators_hoursrule rule ON rule.criterion_id = c.id
WHERE c.id IN ({{wanted}}) AND {HOURS_THAT_COUNT} AND (
    rule.per_week IS NOT TRUE
    OR t."on" BETWEEN COALESCE(c.measured_from, program.starts_on) AND c.due_on
)
GROUP BY c.id, rule.per_week, program.starts_on
"""  # noqa: S608 - put together of the constants above
_EARLIER = ', CAST(SUM(CASE WHEN t."on" <= %s THEN t.minutes END) AS bigint)'


class _Total(NamedTuple):
    """A row of ``_TOTALS``. Days are texts on SQLite."""

    criterion: int
    per_week: int
    starts_on: datetime.date | str
    due_on: datetime.date | str
    last_on: datetime.date | str


class HoursSource(Source):
    code = HOURS
    label = _("Hours logged at its activities")
    hint = _("Counted from the hours above, and from the week sheets.")
    unit = _("hours")
    options_form = HoursRuleForm
    clues = (Clue(HOURS, Measure.COUNT, r"(?<!\w)timer$"),)

    def faults(
        self, criterion: Criterion, activities: Sequence[Activity]
    ) -> Iterable[tuple[str, str]]:
        if not activities:
            yield "activities", gettext("Choose the activities whose hours it counts.")

    def option_faults(
        self, criterion: Criterion, options: Model | None
    ) -> Iterable[tuple[str, str]]:
        weekly = isinstance(options, HoursRule) and options.per_week
        if weekly and criterion.aggregation != Aggregation.LATEST:
            yield "per_week", gettext("Hours a week are not added up: choose «the latest» above.")
        if not weekly and criterion.aggregation == Aggregation.LATEST:
            yield "per_week", gettext("Hours in all are added up: choose «the sum» above.")

    def reading_from(self, entry: LogEntryInput | LogEntry) -> Reading | None:
        hours = _hours_of(entry)
        return None if hours is None else Reading(measured_on=entry.on, value=hours)

    def reports(
        self, criteria: Sequence[Criterion], as_of: datetime.date, earlier: Days = ()
    ) -> dict[int, Report]:
        """One query for all. Who logged them stays between that person and the manager."""
        wanted = [criterion.pk for criterion in criteria]
        sql = _TOTALS.format(wanted=placeholders(wanted), earlier=_EARLIER * len(earlier))
        found = {}
        for row in rows_of(sql, [*earlier, *wanted, as_of]):
            total, (minutes, *before) = _Total(*row[:5]), row[5:]
            then = [_facts(total, day, sum_) for day, sum_ in zip(earlier, before, strict=True)]
            facts = _facts(total, as_of, minutes)
            found[total.criterion] = Report(facts, day_of(total.last_on), earlier=then)
        return found

    def evidence(
        self, criteria: Sequence[Criterion], as_of: datetime.date
    ) -> dict[int, list[Evidence]]:
        """One row of hours each: see ``listed`` for what is shown of them. One query for all."""
        rows = (
            TimeEntry.objects.until(as_of)
            .filter(activity__criteria__in=criteria)
            .annotate(criterion_id=F("activity__criteria"))
            .select_related("person", "log_entry")
            .order_by("-on", "-pk")
        )
        found: dict[int, list[Evidence]] = {}
        for row in rows:
            found.setdefault(row.criterion_id, []).append(_evidence(row))
        return found

    def listed(self, evidence: Sequence[Evidence], user: User) -> Sequence[Evidence]:
        """For those who may not see everybody's hours, what each month comes to."""
        if user.may(May.SEE_ALL_HOURS):
            return evidence
        months: dict[datetime.date, list[Evidence]] = {}
        for row in evidence:
            if not row.reading.retracted:
                months.setdefault(first_of_month(row.reading.measured_on), []).append(row)
        return [_month(rows, user) for rows in months.values()]

    def days_shown(self, days: Sequence[datetime.date], user: User) -> Sequence[datetime.date]:
        """For the same, the last of each month: what it rises by in between is somebody's."""
        if user.may(May.SEE_ALL_HOURS):
            return days
        return list({first_of_month(day): day for day in days}.values())


def _hours_of(entry: LogEntryInput | LogEntry) -> Decimal | None:
    if not isinstance(entry, LogEntry):
        return entry.hours
    row = getattr(entry, "time_entry", None)
    return row.hours if row else None


def _facts(total: _Total, as_of: datetime.date, minutes: int | None) -> Facts:
    if minutes is None:
        return NO_FACTS
    hours = in_hours(minutes)
    if total.per_week:
        last = min(day_of(total.due_on), as_of)
        return hours_a_week(hours, day_of(total.starts_on), last)
    return Facts(value=hours, reported=True)


def _evidence(row: TimeEntry) -> Evidence:
    entry = row.log_entry
    return Evidence(
        reading=Reading(
            measured_on=row.on,
            value=row.hours,
            recorded=row.pk,
            retracted=bool(entry and entry.is_retracted),
        ),
        by=str(row.person),
        log_entry=entry,
        retraction_reason=entry.retraction_reason if entry else "",
        address="" if entry else f"{_address(row.on)}?person={row.person_id}",
        label="" if entry else format_week(row.on),
        whose=row.person_id,
    )


def _month(rows: Sequence[Evidence], user: User) -> Evidence:
    """A month's sum, and of it what the reader has logged."""
    newest = rows[0].reading.measured_on
    own = [row for row in rows if row.whose == user.pk]
    alone = gettext("may be one person's")
    note = gettext("of them your own: %(hours)s") % {"hours": format_hours(_sum(own))}
    return Evidence(
        reading=Reading(measured_on=newest, value=_sum(rows)),
        by="",
        log_entry=None,
        note=note if own else alone,
        address=_address(own[0].reading.measured_on) if own else "",
        label=format_month(newest),
    )


def _sum(rows: Iterable[Evidence]) -> Decimal:
    return sum_hours(row.reading.value or Decimal(0) for row in rows)


def _address(day: datetime.date) -> str:
    return reverse("activities:week", args=[day])
