"""What a service refused, said on the form that asked for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def saved(form: forms.Form, save: Callable[[], Any]) -> bool:
    """Whether the form is right and the service took it; what it refused stands on the form."""
    if not form.is_bound or not form.is_valid():
        return False
    with refusals_on(form):
        save()
        return True
    return False


@contextmanager
def refusals_on(form: forms.Form) -> Iterator[None]:
    """What a service refuses inside stands on the form; then what comes after the block goes on."""
    try:
        yield
    except ValidationError as refused:
        by_field = (
            refused.error_dict
            if hasattr(refused, "error_dict")
            else {NON_FIELD_ERRORS: refused.error_list}
        )
        for name, errors in by_field.items():
            # A service knows rows: what it refuses need not be a field of this form.
            form.add_error(name if name in form.fields else None, errors)
