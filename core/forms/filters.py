"""Base class of filter forms, which are read from the query string."""

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """What a list is filtered and sorted by, each a choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"
