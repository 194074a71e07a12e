"""The configuration screens of success criteria. Results are logged and judged elsewhere."""

from typing import Any

from django.contrib import admin
from django.db.models import ManyToManyField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin import FORMFIELDS, ConfigurationAdmin
from core.forms.fields import CheckboxRowsField
from core.numbers import format_number
from indicators.forms.configuration import CriterionForm, OptionsFormSet, PlannedPointFormSet
from indicators.models import Criterion, PlannedPoint
from indicators.models.choices import Measure
from indicators.queries.reported import derived_results
from indicators.rules import sources


class PlannedPointInline(admin.StackedInline):
    model = PlannedPoint
    formset = PlannedPointFormSet
    formfield_overrides = FORMFIELDS
    fields = [("on", "value")]
    extra = 0
    verbose_name_plural = _("planned points: only for «by planned points»")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class OptionsInline(admin.StackedInline):
    """What a criterion chooses for its source: folded away for the other sources."""

    formfield_overrides = FORMFIELDS
    extra = 1  # there is only ever one, and it is there without a script

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


def options_inline(source: sources.Source, criterion: Criterion | None) -> type[OptionsInline]:
    """The screen of a source's options, made of the form that its room has registered."""
    form: Any = source.options_form
    words = {"options": form._meta.model._meta.verbose_name, "source": source.label}
    heading = _("%(options)s: only for the source «%(source)s»") % words
    return type(
        "OptionsInline",
        (OptionsInline,),
        {
            "model": form._meta.model,
            "form": form,
            "formset": type("OptionsFormSet", (OptionsFormSet,), {"source": source}),
            "fields": form._meta.fields,
            "classes": [] if criterion and criterion.source == source.code else ["collapse"],
            "verbose_name": heading,
            "verbose_name_plural": heading,
        },
    )


@admin.register(Criterion)
class CriterionAdmin(ConfigurationAdmin):
    form = CriterionForm
    formfield_overrides = {**FORMFIELDS, ManyToManyField: {"form_class": CheckboxRowsField}}
    list_display = ["__str__", "main_area", "measure", "demand", "due_on"]
    list_filter = ["main_area__program", "main_area", "measure", "responsible"]
    list_select_related = ["main_area"]
    search_fields = ["wording", "heading", "unit", "ref"]
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

    @property
    def goes_along(self) -> tuple[str, ...]:  # type: ignore[override]
        """Its planned points, and what it has chosen for any source."""
        return ("planned_points", *sources.names_of_options())

    def get_inlines(self, request: HttpRequest, obj: Criterion | None) -> list[Any]:
        options = [options_inline(source, obj) for source in sources.with_options()]
        return [PlannedPointInline, *options]

    def dependents(self, record: Criterion) -> list[str]:
        return [*super().dependents(record), *derived_results(record)]

    def reason_kept(self, record: Criterion) -> str:
        message = super().reason_kept(record)
        if message or not record.main_area.program.adopted_on:
            return message
        message = gettext(
            "«%(record)s» is kept, as its programme is adopted: correct it here instead, and say "
            "why."
        )
        return message % {"record": record}

    @admin.display(description=_("target"), ordering="target")
    def demand(self, criterion: Criterion) -> str:
        """«at least 30.000 besøgende»."""
        if criterion.target is None:
            return ""
        unit = "%" if criterion.measure == Measure.SHARE else criterion.unit
        comparison = criterion.get_comparison_display()
        return f"{comparison} {format_number(criterion.target)} {unit}".strip()
