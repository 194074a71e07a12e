"""The figures of a report as of its cut-off date: a constant number of queries, however many."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language

from core.clock import today
from core.held import held
from core.sorting import danish_key
from core.statements import rows_of
from core.versions import version_of
from indicators.models import Action, Assessment
from overview.queries.pages import status_table
from reports.rules.facts import (
    Addresses,
    CriterionFacts,
    EvidenceCount,
    Facts,
    figures_of,
    names_of,
)
from requisitions.models import Requisition
from requisitions.queries.register import CASE_BYTES, not_closed_before, with_rows
from requisitions.rules.register import CaseRow, row_of
from resources.queries.figures import resources_of

if TYPE_CHECKING:
    from overview.rules.status import StatusTable
    from programs.models import Program
    from reports.models import StatusReport

# About what the facts of a criterion, with its figures, take in memory.
CRITERION_BYTES = 8_000
# Of each criterion how many log entries its activities have until the day, and how many
# measurements that count. Two small statements read less than all readings would.
_ENTRIES = """
SELECT feeds.criterion_id, COUNT(*) FROM indicators_criterion_activities feeds
JOIN activities_logentry entry ON entry.activity_id = feeds.activity_id
JOIN indicators_criterion criterion ON criterion.id = feeds.criterion_id
JOIN programs_mainarea area ON area.id = criterion.main_area_id
WHERE area.program_id = %s AND entry."on" <= %s AND entry.retracted_at IS NULL
GROUP BY feeds.criterion_id
"""
_MEASUREMENTS = """
SELECT measured.criterion_id, COUNT(*) FROM indicators_measurement measured
JOIN indicators_criterion criterion ON criterion.id = measured.criterion_id
JOIN programs_mainarea area ON area.id = criterion.main_area_id
WHERE area.program_id = %s AND measured.measured_on <= %s AND measured.retracted_at IS NULL
  AND measured.forecast_stated_on IS NULL
GROUP BY measured.criterion_id
"""


def facts_of(report: StatusReport) -> Facts:
    """What the report can say as of its cut-off, as it is known now.

    It is held for as long as the programme's version.
    """
    program, days = report.program, (report.period_start, report.cut_off)
    version = version_of(program.pk)
    key = "report", program.pk, days, today(), version, get_language()
    return held.get(key, lambda: _facts_of(program, *days, version), weigh=_weight)


def _weight(facts: Facts) -> int:
    return CASE_BYTES * (1 + len(facts.cases)) + CRITERION_BYTES * len(facts.criteria)


def _facts_of(program: Program, since: datetime.date, day: datetime.date, version: str) -> Facts:
    table = status_table(program, day, version)
    criteria = _criteria(program, table)
    cases = _cases(program, since, day)
    resources = resources_of(program, day)
    figures = figures_of(table, criteria, cases, resources, _addresses(program, since, day))
    return Facts(table, criteria, cases, resources, figures)


def _criteria(program: Program, table: StatusTable) -> dict[int, CriterionFacts]:
    values = [program.pk, table.as_of]
    entries, measurements = dict(rows_of(_ENTRIES, values)), dict(rows_of(_MEASUREMENTS, values))
    acting = set(
        Action.objects.of_program(program)
        .filter(retracted_at__isnull=True)
        .values_list("criterion", flat=True)
    )
    judged = Assessment.objects.filter(criterion__main_area__program=program, on__lte=table.as_of)
    # The newest of each is the last.
    reasons = dict(judged.order_by("on", "recorded_at", "pk").values_list("criterion", "reason"))
    names = names_of(table)
    return {
        row.pk: CriterionFacts(
            row=row,
            name=names[row.pk],
            address=f"{row.address}?as_of={table.as_of.isoformat()}",
            evidence=EvidenceCount(entries.get(row.pk, 0), measurements.get(row.pk, 0)),
            has_action=row.pk in acting,
            assessed_reason=reasons.get(row.pk, ""),
        )
        for row in table.all_rows
    }


def _cases(program: Program, since: datetime.date, until: datetime.date) -> list[CaseRow]:
    """Those of the register that were not closed before the period began, by who asked."""
    found = Requisition.objects.active().of_program(program).until(until).with_state(until)
    rows = [row_of(case, until) for case in with_rows(not_closed_before(found, since))]
    day = program.starts_on
    return sorted(
        rows,
        key=lambda row: (
            not row.requesters,
            danish_key(row.asked_by),
            row.case.received_on or day,
            row.case.pk,
        ),
    )


def _addresses(program: Program, since: datetime.date, day: datetime.date) -> Addresses:
    as_of = f"?as_of={day.isoformat()}"
    period = f"since={since.isoformat()}&as_of={day.isoformat()}"
    return Addresses(
        status=reverse("overview:status", args=[program.slug]) + as_of,
        register=f"{reverse('requisitions:register')}?program={program.slug}&show=all&{period}",
        resources=reverse("resources:resources", args=[program.slug]) + as_of,
    )
