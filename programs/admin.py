"""The configuration screens of a programme and its main areas."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin import FORMFIELDS, ConfigurationAdmin
from core.numbers import format_number
from programs.forms.configuration import MainAreaForm, MainAreaFormSet, PartForm, ProgramForm
from programs.models import FundingSource, Initiative, MainArea, Program
from programs.queries import lock_program
from programs.rules.staffing import fte_warnings


class MainAreaInline(admin.StackedInline):
    model = MainArea
    formfield_overrides = FORMFIELDS
    formset = MainAreaFormSet
    fields = ["number", "title", "fte", "policy_strand"]
    extra = 0
    can_delete = False  # on its own page, which says what belongs to it
    show_change_link = True


class InitiativeInline(admin.StackedInline):
    model = Initiative
    form = PartForm
    formfield_overrides = FORMFIELDS
    fields = ["title", "description", "position", "ref"]
    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Django refuses it, by name, where an activity or a criterion stands under it.
        return self.has_change_permission(request, obj)


class FteTotalsAdmin(ConfigurationAdmin):
    """What is changed here is added up with the programme's other parts, one change at a time."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        with transaction.atomic():
            if object_id and request.method == "POST":
                found = self.get_object(request, unquote(object_id))
                if found:
                    # Held before the form reads the record: what two save is added up anew.
                    lock_program(found.pk if isinstance(found, Program) else found.program_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Warn, once all of it is saved, of what is given away twice."""
        super().save_related(request, form, formsets, change)
        saved = form.instance
        areas = None if isinstance(saved, Program) else [saved]
        for warnings_of in fte_warnings:
            for warning in warnings_of(saved if areas is None else saved.program, areas):
                messages.warning(request, warning)


@admin.register(Program)
class ProgramAdmin(FteTotalsAdmin):
    form = ProgramForm
    inlines = [MainAreaInline]
    list_display = ["title", "slug", "starts_on", "ends_on", "adopted_on"]
    search_fields = ["title", "slug", "purpose", "policy"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "starts_on", "ends_on"]}),
        (_("Decision"), {"fields": ["adopted_on", "adoption_reference", "annex"]}),
        (
            _("Full-time equivalents"),
            {
                "fields": ["fte", "fte_basis", "hours_per_fte"],
                "description": _(
                    "The programme's staff. Give each main area its part below: together they are "
                    "the total."
                ),
            },
        ),
        (_("Texts"), {"fields": ["purpose", "policy", "method"]}),
        (
            _("When is a criterion on track?"),
            {
                "fields": ["on_track_from", "at_risk_from"],
                "description": _("A value is held against what is expected of it by the day."),
            },
        ),
        (_("Follow-up of requisitions"), {"fields": ["follow_up_weeks", "min_response"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        # It stands in addresses that others have kept.
        return ["slug"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.proposed_hours is not None:
            words = {"hours": format_number(form.proposed_hours), "year": obj.starts_on.year}
            message = gettext(
                "A full-time equivalent is %(hours)s hours: worked out for %(year)s. Type another "
                "number if yours differs."
            )
            messages.info(request, message % words)


@admin.register(MainArea)
class MainAreaAdmin(FteTotalsAdmin):
    form = MainAreaForm
    inlines = [InitiativeInline]
    list_display = ["__str__", "program", "fte", "policy_strand"]
    list_filter = ["program"]
    list_select_related = ["program"]
    search_fields = ["title", "resource_title", "policy_strand", "purpose", "challenge"]
    fieldsets = [
        (
            None,
            {"fields": ["program", "number", "title", "resource_title", "fte", "policy_strand"]},
        ),
        (
            _("Texts"),
            {"fields": ["challenge", "purpose", "target_groups", "method", "anchoring"]},
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        # What stands in it is tied to other parts of the same programme.
        return ["program"] if obj else []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        area = self.get_object(request, unquote(object_id))
        may = self.has_delete_permission(request, area)
        if may and area and area.fte and area.program.adopted_on:
            message = gettext(
                "«%(area)s» has full-time equivalents of an adopted programme: move them to "
                "another main area first."
            )
            messages.error(request, message % {"area": area})
            return redirect("admin:programs_mainarea_change", area.pk)
        return super().delete_view(request, object_id, extra_context)


@admin.register(FundingSource)
class FundingSourceAdmin(ConfigurationAdmin):
    list_display = ["name", "program"]
    list_filter = ["program"]
    list_select_related = ["program"]
    search_fields = ["name"]
    fieldsets = [(None, {"fields": ["program", "name"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        # Its lines are tied to other parts of the same programme.
        return ["program"] if obj else []
