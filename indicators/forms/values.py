"""The form of many figures at once: a row for each criterion whose figure is typed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.forms.results import LogForm


class ValuesForm(LogForm):
    """One day and one text for all; a row that is left empty records nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("hours", "attendance", "files"):
            del self.fields[name]
        self.fields["text"].label = _("Where do the figures come from?")
        self.fields["text"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.results and not self.errors:
            raise ValidationError(_("Type at least one figure."))
        return cleaned
