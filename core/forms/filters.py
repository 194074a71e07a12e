"""Filter forms, which are read from the query string."""

from typing import Any

from django import forms
from django.forms import BaseForm


class FilterForm(forms.Form):
    """What a list is filtered and sorted by, each a choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"


def in_use(form: BaseForm) -> int:
    """How many of a list's filters ask for something else than they usually do."""
    return sum(
        typed not in ("", _usual(field))
        for name, field in form.fields.items()
        for typed in [form.data.get(form.add_prefix(name), "").strip()]
        if name != "sort"
    )


def _usual(field: forms.Field) -> str:
    """What it is initially, else the first of its choices."""
    choices: Any = getattr(field, "choices", ())
    first = next(iter(choices), ("",))[0]
    return str(field.initial if field.initial is not None else first)
