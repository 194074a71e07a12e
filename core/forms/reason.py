"""The field and the form that ask for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.fields import SafeCharField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReasonField(SafeCharField):
    def __init__(self, label: StrOrPromise = "", **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        usual = {"label": label or _("Why?"), "max_length": 500, "widget": widget}
        super().__init__(**{**usual, **kwargs})


class ReasonForm(forms.Form):
    """Asks why; ``why`` is the question where it is put in other words."""

    reason = ReasonField()

    def __init__(self, *args: Any, why: StrOrPromise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if why:
            self.fields["reason"].label = why
