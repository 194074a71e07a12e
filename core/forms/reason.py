"""The form that asks for a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from core.forms.fields import (
    SafeCharField,
)


class ReasonForm(forms.Form):
    reason = SafeCharField(
        label=gettext_lazy("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
