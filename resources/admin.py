"""The configuration screen of staff allocations."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import ManyToManyField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin import FORMFIELDS, ConfigurationAdmin
from core.forms.fields import CheckboxRowsField
from resources.forms import StaffAllocationForm
from resources.models import StaffAllocation
from resources.queries.staffing import overallocation_warnings


@admin.register(StaffAllocation)
class StaffAllocationAdmin(ConfigurationAdmin):
    form = StaffAllocationForm
    formfield_overrides = {**FORMFIELDS, ManyToManyField: {"form_class": CheckboxRowsField}}
    list_display = ["title", "main_area", "fte", "weekly_hours", "person", "starts_on", "ends_on"]
    list_filter = ["main_area__program", "main_area", "person"]
    list_select_related = ["main_area", "person"]
    search_fields = ["title", "decision_reference", "person__full_name"]
    fieldsets = [
        (None, {"fields": ["main_area", "title", "decision_reference"]}),
        (
            _("How much"),
            {
                "fields": ["fte", "weekly_hours"],
                "description": _("Give either full-time equivalents or hours a week."),
            },
        ),
        (_("To what"), {"fields": ["initiative", "activities"]}),
        (_("Who"), {"fields": ["person"]}),
        (_("When"), {"fields": ["starts_on", "ends_on"]}),
        (_("Order"), {"fields": ["position"]}),
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Warn, once its activities are known, of what is given away twice."""
        super().save_related(request, form, formsets, change)
        area = form.instance.main_area
        for warning in overallocation_warnings(area.program, [area]):
            messages.warning(request, warning)

    def reason_kept(self, record: StaffAllocation) -> str:
        if not record.main_area.program.adopted_on:
            return super().reason_kept(record)
        message = gettext(
            "«%(record)s» is kept, as its programme is adopted: give it a last day under «ends on» "
            "instead."
        )
        return message % {"record": record}
