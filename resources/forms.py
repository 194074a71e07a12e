"""The form that configures a staff allocation."""

from typing import Any

from django.core.exceptions import ValidationError

from activities.models import Activity
from programs.forms.configuration import InMainAreaForm
from resources.rules.staffing import check_allocation


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
        super()._post_clean()
        if self.errors:
            return
        activities = list(self.cleaned_data.get("activities") or [])
        try:
            check_allocation(self.instance, activities, self.instance.main_area.program)
        except ValidationError as error:
            self.add_error(None, error)
