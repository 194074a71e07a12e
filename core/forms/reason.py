"""The field and the form that ask for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.fields import SafeCharField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReasonField(SafeCharField):
    """Text that must be given; ``missing`` is what is said where it is not."""

    def __init__(
        self, label: StrOrPromise = "", *, missing: StrOrPromise = "", **kwargs: Any
    ) -> None:
        usual = {
            "label": label or _("Why?"),
            "max_length": 500,
            "widget": forms.Textarea(attrs={"rows": 2}),
            "error_messages": {"required": missing or _("Say why.")},
        }
        super().__init__(**{**usual, **kwargs})


class ReasonForm(forms.Form):
    """Asks why; ``why`` is the question where it is put in other words."""

    reason = ReasonField()

    def __init__(self, *args: Any, why: StrOrPromise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if why:
            self.fields["reason"].label = why
