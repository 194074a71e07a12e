"""Fills in a page of the configuration as a browser would: what it shows, and what is changed."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models.roles import Role

# What a role's asking for a list or a record answers, and its asking for the page that adds one.
of_every_role = pytest.mark.parametrize(
    ("role", "seen", "added"),
    [
        (Role.READER, 403, 403),
        (Role.CONSULTANT, 403, 403),
        (Role.MANAGER, 200, 403),
        (Role.ADMIN, 200, 200),
    ],
)


def address(record_or_model, page="change"):
    options = record_or_model._meta
    name = f"admin:{options.app_label}_{options.model_name}_{page}"
    return reverse(name, args=[record_or_model.pk] if page in ("change", "delete") else [])


def submit(client, url, **changes):
    """Send the page at the address back with changes; a field that is None is left out."""
    return client.post(url, filled(client, url, **changes))


def filled(client, url, **changes):
    """What the page at the address would send, with changes."""
    shown = client.get(url)
    assert shown.status_code == 200, shown.status_code
    forms = [shown.context["adminform"].form]
    for inline in shown.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {bound.html_name: typed(bound.value()) for form in forms for bound in form}
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def typed(value):
    if value is None or value is False:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value


def messages_of(response):
    """Everything that the page complains about; nothing when it was saved."""
    if response.status_code == 302:
        return []
    found = []
    for entry in response.context["errors"]:
        found += [entry] if isinstance(entry, str) else entry
    return [str(message) for message in found]
