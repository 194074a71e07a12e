"""The configuration screens of a programme and its main areas."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import FORMFIELDS, ConfigurationAdmin
from programs.forms import PartForm, ProgramForm
from programs.models import Initiative, MainArea, Program


class MainAreaInline(admin.StackedInline):
    model = MainArea
    formfield_overrides = FORMFIELDS
    fields = ["number", "title", "policy_strand"]
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


@admin.register(Program)
class ProgramAdmin(ConfigurationAdmin):
    form = ProgramForm
    inlines = [MainAreaInline]
    list_display = ["title", "slug", "starts_on", "ends_on", "adopted_on"]
    search_fields = ["title", "slug", "purpose", "policy"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "starts_on", "ends_on"]}),
        (_("Decision"), {"fields": ["adopted_on", "adoption_reference", "annex"]}),
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


@admin.register(MainArea)
class MainAreaAdmin(ConfigurationAdmin):
    inlines = [InitiativeInline]
    list_display = ["__str__", "program", "policy_strand"]
    list_filter = ["program"]
    list_select_related = ["program"]
    search_fields = ["title", "resource_title", "policy_strand", "purpose", "challenge"]
    fieldsets = [
        (None, {"fields": ["program", "number", "title", "resource_title", "policy_strand"]}),
        (
            _("Texts"),
            {"fields": ["challenge", "purpose", "target_groups", "method", "anchoring"]},
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        # What stands in it is tied to other parts of the same programme.
        return ["program"] if obj else []
