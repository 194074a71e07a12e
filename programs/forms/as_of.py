"""The form of the day that a programme's pages show."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.fields import DanishDateField


class AsOfForm(forms.Form):
    as_of = DanishDateField(label=_("As of"), required=False)

    def chosen_date(self, default: datetime.date) -> datetime.date:
        """The date asked for; the default where none, or none that can be read, was."""
        self.is_valid()
        return self.cleaned_data.get("as_of") or default

    @property
    def query(self) -> str:
        """For links to pages of the same day; empty where no day was chosen, or none readable."""
        self.is_valid()
        day = self.cleaned_data.get("as_of")
        return f"?as_of={day.isoformat()}" if day else ""
