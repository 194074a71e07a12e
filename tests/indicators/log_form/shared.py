"""An activity with its criteria, and what is typed."""

import uuid

from django.urls import reverse


def address(activity):
    return reverse("indicators:log_form", args=["activity", activity.pk])


def typed(**fields):
    """What a browser sends."""
    return {
        "submission": str(uuid.uuid4()),
        "on": "2011-08-20",
        "text": "Det gik godt",
        **fields,
    }


def field(criterion, name):
    return f"c{criterion.pk}-{name}"
