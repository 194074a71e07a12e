"""Questions about requisitions, in the domain's words."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User
    from programs.models import Program


class RequisitionQuerySet(models.QuerySet):
    def of_program(self, program: Program) -> RequisitionQuerySet:
        return self.filter(activity__main_area__program=program)

    def of_responsible(self, user: User) -> RequisitionQuerySet:
        return self.filter(activity__responsible=user)

    def active(self) -> RequisitionQuerySet:
        """Without those taken out of the register."""
        return self.filter(retracted_at__isnull=True)

    def until(self, day: datetime.date) -> RequisitionQuerySet:
        """Without those received later; of an unknown day are all."""
        return self.filter(models.Q(received_on__isnull=True) | models.Q(received_on__lte=day))

    def with_state(self, as_of: datetime.date) -> RequisitionQuerySet:
        """``state`` and ``state_on``: the newest dated no later than the day."""
        from requisitions.models import StateChange

        own = StateChange.objects.filter(requisition=models.OuterRef("pk"))
        newest = own.in_force(as_of)
        return self.annotate(
            state=models.Subquery(newest.values("state")[:1]),
            state_on=models.Subquery(newest.values("on")[:1]),
        )


class StateChangeQuerySet(models.QuerySet):
    def active(self) -> StateChangeQuerySet:
        """Without those retracted."""
        return self.filter(retracted_at__isnull=True)

    def until(self, day: datetime.date) -> StateChangeQuerySet:
        return self.filter(on__lte=day)

    def newest_first(self) -> StateChangeQuerySet:
        """Of one day the one recorded last comes first."""
        return self.order_by("-on", "-recorded_at", "-pk")

    def in_force(self, day: datetime.date) -> StateChangeQuerySet:
        """At the head the state that a case is in on the day, then those before it."""
        return self.active().until(day).newest_first()
