"""A form that notices what others changed while it was open."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from core.dates import format_date_long
from core.meanwhile import ChangedMeanwhile, EditConflict, changed_fields, digests_of
from core.numbers import ParsedNumber


@dataclass(frozen=True, slots=True)
class CurrentValue:
    """The current value of a field that somebody else changed too, in words."""

    label: str
    text: str
    conflict: EditConflict


class ConcurrentEditForm(forms.Form):
    """A form that carries digests of the values it was opened with."""

    opened_with = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    current: Sequence[CurrentValue] = ()

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        values = self._own(values)
        kwargs["initial"] = {**values, "opened_with": digests_of(values)}
        super().__init__(*args, **kwargs)

    def _own(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name in self.base_fields}

    def show_conflicts(self, changed: ChangedMeanwhile) -> None:
        """Show what others wrote beside what was typed; saving again saves what was typed."""
        current = self._own(changed.current)
        typed = {name: self.cleaned_data[name] for name in current}
        mine = changed_fields(self.cleaned_data["opened_with"], typed)
        data = dict(self.data.items())
        for name, value in current.items():
            if name not in mine:
                field = self.fields[name]
                shown = field.widget.format_value(field.prepare_value(value))
                data[name] = shown[0] if isinstance(shown, list) else shown or ""
        data["opened_with"] = digests_of(current)
        self.data = data
        self.current = [
            CurrentValue(
                str(self.fields[conflict.name].label), self._current_text(conflict), conflict
            )
            for conflict in changed.conflicts
        ]

    def _current_text(self, conflict: EditConflict) -> str:
        if isinstance(conflict.current, datetime.date):
            return format_date_long(conflict.current)
        if isinstance(conflict.current, Decimal | ParsedNumber):
            return str(self.fields[conflict.name].prepare_value(conflict.current))
        return str(conflict.current or "")
