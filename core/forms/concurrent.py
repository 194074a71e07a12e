"""A form that notices what others changed while it was open."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.choices import flatten_choices
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from core.dates import format_date_long
from core.meanwhile import ChangedMeanwhile, EditConflict, changed_fields, digests_of


@dataclass(frozen=True, slots=True)
class CurrentValue:
    """The current value of a field that somebody else changed too, in words."""

    label: str
    text: str
    conflict: EditConflict


class OpenedWithField(forms.CharField):
    def has_changed(self, initial: Any, data: Any) -> bool:
        return False  # it is nothing that somebody types


class ConcurrentEditForm(forms.Form):
    """A form that carries digests of the values it was opened with.

    One that ``begins_empty`` shows none of them: all that is typed there is its reader's own.
    """

    begins_empty = False

    opened_with = OpenedWithField(required=False, max_length=1000, widget=forms.HiddenInput)
    current: Sequence[CurrentValue] = ()

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        # Once it is shown, as a form may add and remove fields of its own until then.
        opened_with = {"opened_with": lambda: digests_of(self._own(values))}
        shown = {} if self.begins_empty else values
        kwargs["initial"] = {**shown, **kwargs.get("initial", {}), **opened_with}
        super().__init__(*args, **kwargs)

    def _own(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name in self.fields}

    def show_conflicts(self, changed: ChangedMeanwhile) -> None:
        """Show what others wrote beside what was typed; saving again saves what was typed."""
        current = self._own(changed.current)
        typed = {name: self.cleaned_data[name] for name in current}
        mine = typed
        if not self.begins_empty:
            mine = changed_fields(self.cleaned_data["opened_with"], typed)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, value in current.items():
            if name not in mine:
                fill_in(data, self.add_prefix(name), self.fields[name], value)
        data["opened_with"] = digests_of(current)
        self.data = data
        self.current = [
            CurrentValue(
                str(self.fields[conflict.name].label),
                shown_text(self.fields[conflict.name], conflict.current),
                conflict,
            )
            for conflict in changed.conflicts
        ]


def shown_text(field: forms.Field, value: Any) -> str:
    """What a field holds, in words."""
    if isinstance(value, datetime.date):
        return format_date_long(value)
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, QuerySet | list | tuple):
        return ", ".join(map(str, value))
    shown = field.prepare_value(value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(value): label for value, label in flatten_choices(choices)}
        return str(labels.get(str(shown), ""))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if shown is None else str(shown)


def fill_in(data: MultiValueDict, name: str, field: forms.Field, value: Any) -> None:
    """Put a value into what is sent, as the browser sends it back from the field's boxes."""
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        data.setlist(name, [str(part) for part in field.prepare_value(value) or ()])
    else:
        data[name] = as_sent(field, value)


def as_sent(field: forms.Field, value: Any) -> str:
    """A value as the browser sends it back from the field's box."""
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    shown = field.widget.format_value(field.prepare_value(value))
    return shown[0] if isinstance(shown, list) else shown or ""
