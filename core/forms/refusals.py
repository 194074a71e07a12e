"""Errors that a service raises, shown on the form."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from core.forms.concurrent import ConcurrentEditForm
from core.forms.confirmation import check_texts, show_questions
from core.meanwhile import ChangedMeanwhile
from core.plausibility import NeedsConfirmation


def save_form(form: forms.Form, save: Callable[[], Any]) -> bool:
    """Validate the form and save it; whether both succeeded. Errors are on the form."""
    if not form.is_bound or not form.is_valid():
        return False
    with errors_on_form(form):
        check_texts(form)
        save()
        return True
    return False


@contextmanager
def errors_on_form(form: forms.Form) -> Iterator[None]:
    """Adds a service's ValidationError inside the block to the form's errors.

    What others changed meanwhile, and what the service asks about, stand beside the form that comes
    back.
    """
    try:
        yield
    except NeedsConfirmation as asked:
        show_questions(form, asked)
    except ValidationError as refused:
        if isinstance(refused, ChangedMeanwhile) and isinstance(form, ConcurrentEditForm):
            form.show_conflicts(refused)
        by_field = (
            refused.error_dict
            if hasattr(refused, "error_dict")
            else {NON_FIELD_ERRORS: refused.error_list}
        )
        for name, errors in by_field.items():
            # A service knows rows: what it refuses need not be a field of this form.
            form.add_error(name if name in form.fields else None, errors)
