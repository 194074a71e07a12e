"""Questions about criteria and measurements, in the domain's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from accounts.models import User
    from activities.models import Activity
    from programs.models import Program

# Who has left answers for nothing. Written by hand, as building it took longer than the answer.
_OWN_RESPONSIBLE = """
SELECT own.id FROM accounts_user own
WHERE own.id = indicators_criterion.responsible_id AND own.is_active
"""
# Of the criterion's activities.
_FIRST_RESPONSIBLE = """
SELECT a.responsible_id FROM indicators_criterion_activities feeds
JOIN activities_activity a ON a.id = feeds.activity_id
JOIN programs_mainarea area ON area.id = a.main_area_id
JOIN accounts_user person ON person.id = a.responsible_id
WHERE feeds.criterion_id = indicators_criterion.id AND person.is_active
ORDER BY a.position, area.number, a.id LIMIT 1
"""


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
        """``answerable_id``: the responsible, else that of the first activity with one who has
        not left.

        For a query of its own, never for one inside another, where Django renames the table.
        """
        own, first = (RawSQL(sql, ()) for sql in (_OWN_RESPONSIBLE, _FIRST_RESPONSIBLE))  # noqa: S611
        return self.annotate(
            answerable_id=Coalesce(own, first, output_field=models.BigIntegerField())
        )


class ActionQuerySet(models.QuerySet):
    def open(self) -> ActionQuerySet:
        """Neither done nor retracted."""
        return self.filter(done_on__isnull=True, retracted_at__isnull=True)

    def of_program(self, program: Program) -> ActionQuerySet:
        return self.filter(criterion__main_area__program=program)

    def of_owner(self, user: User) -> ActionQuerySet:
        return self.filter(owner=user)


class MeasurementQuerySet(models.QuerySet):
    def active(self) -> MeasurementQuerySet:
        """Without those retracted."""
        return self.filter(retracted_at__isnull=True)

    def newest_first(self) -> MeasurementQuerySet:
        return self.order_by("-measured_on", "-recorded_at", "-pk")
