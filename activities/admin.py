"""The configuration screens of activities, staff and money. What happened is logged elsewhere."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import ConfigurationAdmin
from activities.forms.configuration import ActivityForm
from activities.models import Activity, Place


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
