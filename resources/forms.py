"""The form that configures a staff allocation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from core.forms.records import Group, danish_formfield
from programs.forms.parts import InMainAreaForm
from resources.models import StaffAllocation
from resources.rules.staffing import check_allocation


class StaffAllocationForm(InMainAreaForm):
    """An allocation; that it is more than there is, is said once it has been saved."""

    class Meta:
        model = StaffAllocation
        fields = (
            "main_area",
            "title",
            "fte",
            "weekly_hours",
            "initiative",
            "activities",
            "person",
            "starts_on",
            "ends_on",
            "decision_reference",
        )
        formfield_callback = danish_formfield

    groups = (
        Group(("main_area", "title")),
        Group(
            ("fte", "weekly_hours"),
            _("How much"),
            _("Give either full-time equivalents or hours a week."),
        ),
        Group(("initiative", "activities"), _("To what")),
        Group(("person", "starts_on", "ends_on"), _("Who and when")),
        Group(("decision_reference",), _("More"), is_folded=True),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = Activity.objects.planned().filter(main_area__program=self.program)
        self.offer("activities", planned.order_by("main_area__number", "position", "pk"))

    def _post_clean(self) -> None:
        # Only now does the instance hold what was typed, and has passed the constraints.
        super()._post_clean()
        if self.errors:
            return
        try:
            check_allocation(self.instance, self.ties()["activities"], self.program)
        except ValidationError as error:
            self.add_error(None, error)
