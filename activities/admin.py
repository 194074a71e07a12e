"""The configuration screens of activities, staff and money. What happened is logged elsewhere."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import ManyToManyField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin import FORMFIELDS, ConfigurationAdmin
from activities.forms_budget import BudgetLineForm
from activities.forms_configuration import ActivityForm, StaffAllocationForm
from activities.models import Activity, BudgetLine, Place, StaffAllocation
from activities.staffing import overdrawn_of
from core.fields import TickedRows


@admin.register(Place)
class PlaceAdmin(ConfigurationAdmin):
    list_display = ["name"]
    search_fields = ["name"]


@admin.register(Activity)
class ActivityAdmin(ConfigurationAdmin):
    form = ActivityForm
    list_display = ["title", "main_area", "initiative", "starts_on", "ends_on", "responsible"]
    list_filter = ["main_area__program", "main_area", "responsible"]
    list_select_related = ["main_area", "initiative", "responsible"]
    search_fields = ["title", "heading", "description", "ref", "place__name"]
    fieldsets = [
        (None, {"fields": ["main_area", "initiative", "heading", "title", "description"]}),
        (
            _("When and where"),
            {"fields": ["starts_on", "ends_on", "planned_occurrences", "place"]},
        ),
        (_("Who"), {"fields": ["responsible"]}),
        (_("Order and reference"), {"fields": ["position", "ref"]}),
    ]


@admin.register(StaffAllocation)
class StaffAllocationAdmin(ConfigurationAdmin):
    form = StaffAllocationForm
    formfield_overrides = {**FORMFIELDS, ManyToManyField: {"form_class": TickedRows}}
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
        for warning in overdrawn_of(area.program, [area]):
            messages.warning(request, warning)

    def why_kept(self, record: StaffAllocation) -> str:
        if not record.main_area.program.adopted_on:
            return super().why_kept(record)
        message = gettext(
            "«%(record)s» is kept, as its programme is adopted: give it a last day under «ends on» "
            "instead."
        )
        return message % {"record": record}


@admin.register(BudgetLine)
class BudgetLineAdmin(ConfigurationAdmin):
    form = BudgetLineForm
    list_display = ["title", "source", "subject", "amount"]
    list_filter = ["source__program", "source"]
    list_select_related = ["source", "initiative", "activity"]
    search_fields = ["title", "ref", "decision_reference", "source__name"]
    fieldsets = [
        (None, {"fields": ["source", "title", "amount", "decision_reference"]}),
        (_("To what"), {"fields": ["initiative", "activity"]}),
        (_("Order and reference"), {"fields": ["position", "ref"]}),
    ]

    @admin.display(description=_("what it is for"))
    def subject(self, line: BudgetLine) -> str:
        return str(line.subject)
