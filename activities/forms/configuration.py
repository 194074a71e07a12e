"""The form that configures an activity."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Place
from core.forms.fields import SafeCharField
from core.forms.records import Group, danish_formfield
from core.text import quoted
from programs.forms.parts import InMainAreaForm


class ActivityForm(InMainAreaForm):
    """An activity; its place is one that is known, or a new one by its name."""

    new_place = SafeCharField(
        label=_("New place"),
        max_length=Place._meta.get_field("name").max_length,
        required=False,
        help_text=_("If it is not on the list: it is added to the list."),
    )

    class Meta:
        model = Activity
        fields = (
            "main_area",
            "initiative",
            "title",
            "description",
            "starts_on",
            "ends_on",
            "planned_occurrences",
            "place",
            "responsible",
            "heading",
            "ref",
        )
        formfield_callback = danish_formfield

    groups = (
        Group(("main_area", "initiative", "title", "description")),
        Group(
            ("starts_on", "ends_on", "planned_occurrences", "place", "new_place"),
            _("When and where"),
        ),
        Group(("responsible",), _("Who")),
        Group(("heading", "ref"), _("More"), is_folded=True),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        area = cleaned.get("main_area")
        if not self.is_new and area and area != self.stored["main_area"]:
            shared = self.instance.allocations.exclude(main_area=area)
            if shared:
                names = ", ".join(quoted(allocation) for allocation in shared)
                message = _(
                    "It shares in staff of the main area that it stands in: %s. Take it out there "
                    "first."
                )
                self.add_error("main_area", message % names)
        return cleaned
