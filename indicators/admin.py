"""The configuration screens of success criteria. Results are logged and judged elsewhere."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import FORMFIELDS, ConfigurationAdmin
from indicators.configuration import check_period
from indicators.forms_configuration import CriterionForm, PlannedPointFormSet
from indicators.models import Criterion, PlannedPoint
from programs.forms import period_checks

period_checks.append(check_period)


class PlannedPointInline(admin.TabularInline):
    model = PlannedPoint
    formset = PlannedPointFormSet
    formfield_overrides = FORMFIELDS
    fields = ["on", "value"]
    extra = 0
    verbose_name_plural = _("planned points: only for «by planned points»")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Criterion)
class CriterionAdmin(ConfigurationAdmin):
    form = CriterionForm
    inlines = [PlannedPointInline]
    goes_along = ("planned_points",)
    list_display = ["__str__", "main_area", "measure", "comparison", "target", "unit", "due_on"]
    list_filter = ["main_area__program", "main_area", "measure", "source", "responsible"]
    list_select_related = ["main_area"]
    search_fields = ["wording", "heading", "unit", "ref"]
    filter_horizontal = ["activities", "base_criteria"]
    fieldsets = [
        (
            _("What is demanded"),
            {"fields": ["main_area", "initiative", "heading", "wording", "parent"]},
        ),
        (
            _("How it is measured"),
            {
                "fields": ["measure", "comparison", "target", "unit", "aggregation", "source"],
                "description": _(
                    "A count and a share have a target. A milestone is done or not; «all "
                    "sub-criteria» has no figures of its own; a narrative is judged by a person."
                ),
            },
        ),
        (_("Who logs it"), {"fields": ["activities", "responsible"]}),
        (_("When"), {"fields": ["pacing", "measured_from", "due_on"]}),
        (
            _("The denominator of a share"),
            {"fields": ["base", "base_value", "base_criteria"]},
        ),
        (
            _("Where it comes from"),
            {"fields": ["baseline_value", "baseline_on", "carried_over_from"]},
        ),
        (_("Order and reference"), {"fields": ["position", "ref"]}),
    ]
