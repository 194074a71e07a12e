"""What is asked for of a programme's history."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.filters import FilterForm
from core.sorting import danish_key
from overview.queries.history import Asked, Told

_KEY = re.compile(r"[a-z]{1,20}-[0-9]{1,9}")


class HistoryForm(FilterForm):
    """The choices are what has been changed, and by whom."""

    kind = forms.ChoiceField(label=_("What"), required=False)
    by = forms.ChoiceField(label=_("Who"), required=False)
    of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Sequence[Told], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = dict.fromkeys((told.key.partition("-")[0], told.kind) for told in found)
        people = sorted({told.by for told in found if told.by}, key=danish_key)
        fields: Any = self.fields
        fields["kind"].choices = [("", _("All")), *kinds]
        fields["by"].choices = [("", _("All")), *((name, name) for name in people)]

    def asked(self) -> Asked:
        self.is_valid()
        given = self.cleaned_data
        key = given.get("of") or ""
        return Asked(
            key if _KEY.fullmatch(key) else "", given.get("kind") or "", given.get("by") or ""
        )
