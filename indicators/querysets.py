"""Questions about criteria and measurements, in the domain's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from activities.models import Activity
    from programs.models import Program


class CriterionQuerySet(models.QuerySet):
    def of_program(self, program: Program) -> CriterionQuerySet:
        return self.filter(main_area__program=program)

    def in_order(self) -> CriterionQuerySet:
        """The order of the programme document."""
        return self.order_by("main_area__number", "position", "pk")

    def fed_by(self, activity: Activity) -> CriterionQuerySet:
        """Those for which a result can be logged at the activity."""
        return self.filter(activities=activity)

    def with_answerable(self) -> CriterionQuerySet:
        """``answerable_id``: the responsible, else that of the first activity with one."""
        criterion: Any = self.model
        # Spelt out, as «activity» alone brings the order of whole programmes along.
        link = criterion.activities.through.objects.filter(
            criterion=models.OuterRef("pk"), activity__responsible__isnull=False
        ).order_by("activity__position", "activity__main_area__number", "activity_id")
        return self.annotate(
            answerable_id=Coalesce(
                "responsible_id",
                models.Subquery(link.values("activity__responsible")[:1]),
                output_field=models.BigIntegerField(),
            )
        )


class MeasurementQuerySet(models.QuerySet):
    def standing(self) -> MeasurementQuerySet:
        """Without those retracted."""
        return self.filter(retracted_at__isnull=True)

    def newest_first(self) -> MeasurementQuerySet:
        return self.order_by("-measured_on", "-recorded_at", "-pk")
