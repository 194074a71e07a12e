"""The forms that configure activities and the staff set aside for them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.text import quoted
from programs.forms.configuration import InMainAreaForm


class ActivityForm(InMainAreaForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        area = cleaned.get("main_area")
        if self.instance.pk and area and "main_area" in self.changed_data:
            shared = self.instance.allocations.exclude(main_area=area)
            if shared:
                names = ", ".join(quoted(allocation) for allocation in shared)
                message = _(
                    "It shares in staff of the main area that it stands in: %s. Take it out there "
                    "first."
                )
                self.add_error("main_area", message % names)
        return cleaned
