"""Follow-ups that are still to be made: of which cases, and from which day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from requisitions.models import Requisition
from requisitions.models.cases import RequisitionQuerySet
from requisitions.models.choices import State


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """The requester of a case is to be asked from the day on, and has not answered."""

    case: Requisition
    due_on: datetime.date


def unanswered(cases: RequisitionQuerySet) -> Sequence[FollowUpDue]:
    """Those of the cases, with their states, that are to be followed up; one query."""
    asked = cases.filter(state=State.COMPLETED, relevant=True, state_on__isnull=False)
    asked = asked.filter(follow_up__answered_on__isnull=True)
    found = [
        FollowUpDue(case, case.state_on + datetime.timedelta(weeks=case.program.follow_up_weeks))
        for case in asked.select_related("activity__main_area__program")
    ]
    return sorted(found, key=lambda one: (one.due_on, one.case.pk))
