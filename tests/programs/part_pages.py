"""Fills in a page of the configuration as a browser would: what it shows, and what is changed."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models.roles import Role
from programs.models import Program

# What a role's asking for the page that changes a part answers, and its asking for a new one.
of_every_role = pytest.mark.parametrize(
    ("role", "answered"),
    [(Role.READER, 403), (Role.CONSULTANT, 403), (Role.MANAGER, 403), (Role.ADMIN, 200)],
)


def address(record_or_model, page="change", program="2011"):
    """The address of a page of a record, or with «new» of one for a new record."""
    options = record_or_model._meta
    name = f"{options.app_label}:{options.model_name}_{page}"
    if page == "new":
        slug = getattr(program, "slug", program)
        return reverse(name, args=[] if record_or_model is Program else [slug])
    slug = isinstance(record_or_model, Program)
    return reverse(name, args=[record_or_model.slug if slug else record_or_model.pk])


def submit(client, url, **changes):
    """Send the page at the address back with changes; a field that is None is left out."""
    return client.post(url, filled(client, url, **changes))


def filled(client, url, **changes):
    """What the page at the address would send, with changes."""
    shown = client.get(url)
    assert shown.status_code == 200, shown.status_code
    data = {bound.html_name: typed(bound) for bound in shown.context["form"]} | changes
    return {name: value for name, value in data.items() if value is not None}


def typed(bound):
    value = bound.value()
    if value is None or value is False:
        return None
    if isinstance(value, date):
        return value.isoformat()
    prepared = bound.field.prepare_value(value)
    return [str(item) for item in prepared] if isinstance(prepared, list) else prepared


def messages_of(response):
    """Everything that the page complains about; nothing when it was saved."""
    if response.status_code == 302:
        return []
    assert response.status_code == 422, response.status_code
    found = response.context["form"].errors.values()
    return [str(message) for errors in found for message in errors]


def remove(client, record):
    """Ask for it and confirm it, as far as that goes; what the pages then say."""
    draft = isinstance(record, Program)
    where = (
        reverse("overview:remove_draft", args=[record.slug]) if draft else address(record, "remove")
    )
    shown = client.get(where, follow=True)
    if shown.redirect_chain:
        return [str(message) for message in shown.context["messages"]]
    answered = client.post(where, {"slug": record.slug if draft else ""}, follow=True)
    if answered.status_code == 422:
        return messages_of(answered)
    return [str(message) for message in answered.context["messages"]]
