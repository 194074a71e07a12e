"""The committee's decisions that a report has to follow up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from reports.models import Decision, StatusReport

if TYPE_CHECKING:
    from accounts.models import User


def decisions_before(report: StatusReport) -> list[Decision]:
    """On the reports that it builds on: those that are open, or were closed since the last one."""
    previous = report.previous
    if previous is None:
        return []
    chain = dict(StatusReport.objects.issued().values_list("pk", "previous"))
    earlier, pk = [], report.previous_id
    while pk in chain and pk not in earlier:
        earlier.append(pk)
        pk = chain[pk]
    to_be_told = Q(closed_on__isnull=True) | Q(closed_on__gt=previous.cut_off)
    found = Decision.objects.active().filter(to_be_told | Q(report=previous), report__in=earlier)
    return list(found.select_related("responsible", "report").order_by("report__dated", "pk"))


def open_of(user: User) -> list[Decision]:
    """Those that somebody is responsible for, the first due first."""
    found = Decision.objects.open().filter(responsible=user).select_related("report__program")
    return list(found.order_by(F("due_on").asc(nulls_last=True), "pk"))
