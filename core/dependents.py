"""What belongs to a record, and so keeps it from being deleted."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def dependent_counts(record: models.Model, apart_from: Sequence[str] = ()) -> list[str]:
    """«14 measurements», «2 judgements»: everything that would go or be orphaned with it."""
    found = []
    for relation in record._meta.related_objects:
        if relation.get_accessor_name() in (None, *apart_from):
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: record})
        count = rows.count()
        words = relation.related_model._meta
        if count:
            label = words.verbose_name if count == 1 else words.verbose_name_plural
            found.append(f"{count} {label}")
    return found


def why_kept(record: models.Model, things: list[str]) -> str:
    """Why a record that these things belong to is not deleted; nothing where none do."""
    if not things:
        return ""
    message = _(
        "«%(record)s» is kept, as this belongs to it: %(things)s. Only what stands alone can "
        "be deleted; results never are."
    )
    return message % {"record": record, "things": get_text_list(things, _("and"))}
