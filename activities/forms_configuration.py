"""The forms that configure activities and the staff set aside for them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from activities.staffing import check_allocation
from programs.forms import InMainAreaForm


class ActivityForm(InMainAreaForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        area = cleaned.get("main_area")
        if self.instance.pk and area and "main_area" in self.changed_data:
            shared = self.instance.allocations.exclude(main_area=area)
            if shared:
                names = ", ".join(f"«{allocation}»" for allocation in shared)
                message = _(
                    "It shares in staff of the main area that it stands in: %s. Take it out there "
                    "first."
                )
                self.add_error("main_area", message % names)
        return cleaned


class StaffAllocationForm(InMainAreaForm):
    """An allocation; that it is more than there is, is said once it has been saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = Activity.objects.planned().order_by(
            "-main_area__program__starts_on", "main_area__number", "position", "pk"
        )
        self.narrow("activities", planned, "main_area__program")

    def _post_clean(self) -> None:
        # Only now does the instance hold what was typed, and has passed the constraints.
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        activities = list(self.cleaned_data.get("activities") or [])
        try:
            check_allocation(self.instance, activities, self.instance.main_area.program)
        except ValidationError as error:
            self.add_error(None, error)
