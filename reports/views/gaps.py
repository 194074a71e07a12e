"""What a draft lacks, as tasks: each with whoever mends it, and the page where that is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.models.roles import May
from accounts.views.requests import Request, requires
from core.sorting import danish_key
from indicators.models import Criterion
from indicators.rules.sources import measure_link
from programs.views.unchanged import render_held, unchanged_is_304
from reports.models import StatusReport
from reports.queries.reports import material_of
from reports.rules.assembling import document_of
from reports.rules.gaps import Gap, gaps_of
from reports.rules.section_states import progress_of
from reports.views.shared import report_of, told_where_tampered

# Of a criterion: the pages on which it is judged, and on which is written what is done about it.
OF_CRITERION = {"judgement": "indicators:judge", "action": "indicators:action_new"}


@dataclass(frozen=True, slots=True)
class Task:
    """``address`` is empty where the reader may not mend it."""

    gap: Gap
    address: str


@requires(May.SEE_DRAFTS)
@told_where_tampered
@unchanged_is_304
def gaps(request: Request, slug: str, number: int) -> HttpResponse:
    report = report_of(request, slug, number)
    return render_held(
        request,
        report.program,
        "reports/gap_list.html",
        lambda: _gaps(report, request.user),
        section="reports",
        report=report,
    )


def _gaps(report: StatusReport, reader: User) -> dict[str, Any]:
    material = material_of(report)
    return {
        "people": _by_person(report, gaps_of(material, document_of(material)), reader),
        "progress": progress_of(section.state for section in material.sections),
        "sections": material.sections,
    }


def _by_person(
    report: StatusReport, found: Sequence[Gap], reader: User
) -> list[tuple[User | None, list[Task]]]:
    """What is nobody's in particular comes first."""
    measured = _measured(found)
    people: dict[User | None, list[Task]] = {}
    for gap in found:
        task = Task(gap, _address(report, gap, measured, reader))
        people.setdefault(gap.person, []).append(task)
    return sorted(people.items(), key=lambda one: (one[0] is not None, danish_key(str(one[0]))))


def _measured(found: Sequence[Gap]) -> Mapping[int, Criterion]:
    """The criteria that lack a value, with what the way to their form depends on."""
    pks = [gap.section.criterion_id for gap in found if gap.code == "value" and gap.section]
    return Criterion.objects.prefetch_related("activities").in_bulk(pks)


def _address(
    report: StatusReport, gap: Gap, measured: Mapping[int, Criterion], reader: User
) -> str:
    of_report = [report.program.slug, report.number]
    if gap.section is None:
        enters = not gap.address and reader.may(May.ISSUE_REPORTS)
        return reverse("reports:journal", args=of_report) if enters else gap.address
    pk = gap.section.criterion_id
    # An author without the right to judge says in the section how it is judged, and why.
    if gap.code in OF_CRITERION and (gap.code != "judgement" or reader.may(May.JUDGE)):
        return reverse(OF_CRITERION[gap.code], args=[pk])
    if pk and gap.code == "value":
        return measure_link(measured[pk]).address
    return reverse("reports:section", args=[*of_report, gap.section.pk])
