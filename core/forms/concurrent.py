"""A form that tells what it was opened with, so that two people at one record both keep theirs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from core.dates import format_date_long
from core.meanwhile import ChangedMeanwhile, Clash, mark_of, touched
from core.numbers import ParsedNumber


@dataclass(frozen=True, slots=True)
class SaidNow:
    """What a field says now, in words, where somebody else changed it too."""

    label: str
    text: str
    clash: Clash


class MarkedForm(forms.Form):
    """``mark`` tells what the record said, by the names of the fields, when it was opened."""

    mark = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    standing: Sequence[SaidNow] = ()

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        values = self._own(values)
        kwargs["initial"] = {**values, "mark": mark_of(values)}
        super().__init__(*args, **kwargs)

    def _own(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name in self.base_fields}

    def meet(self, changed: ChangedMeanwhile) -> None:
        """What others wrote is shown, what the reader wrote stays, and saving again saves it."""
        standing = self._own(changed.standing)
        typed = {name: self.cleaned_data[name] for name in standing}
        mine = touched(self.cleaned_data["mark"], typed)
        data = dict(self.data.items())
        for name, value in standing.items():
            if name not in mine:
                field = self.fields[name]
                shown = field.widget.format_value(field.prepare_value(value))
                data[name] = shown[0] if isinstance(shown, list) else shown or ""
        data["mark"] = mark_of(standing)
        self.data = data
        self.standing = [
            SaidNow(str(self.fields[clash.name].label), self._said(clash), clash)
            for clash in changed.clashes
        ]

    def _said(self, clash: Clash) -> str:
        if isinstance(clash.standing, datetime.date):
            return format_date_long(clash.standing)
        if isinstance(clash.standing, Decimal | ParsedNumber):
            return str(self.fields[clash.name].prepare_value(clash.standing))
        return str(clash.standing or "")
