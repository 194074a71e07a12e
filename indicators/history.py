"""Who changed what, when, from what to what, and why: from the stored versions of a record."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.dates import format_date_short
from core.numbers import format_number

IGNORED = frozenset({"retracted_at", "retracted_by", "recorded_at", "recorded_by", "submission"})


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime.datetime
    by: str
    reason: str
    field: str
    before: object
    after: object
    record: models.Model
    name: str
    version: int

    @property
    def measured_on(self) -> datetime.date | None:
        """Which of a criterion's measurements it was."""
        return getattr(self.record, "measured_on", None)

    @property
    def before_text(self) -> str:
        return _shown(self.before)

    @property
    def after_text(self) -> str:
        return _shown(self.after)


def _shown(value: object) -> str:
    """A stored value as it is read on the screen."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | Decimal):
        return format_number(value)
    return format_date_short(value) if isinstance(value, datetime.date) else str(value)


def changes_of(*records: Any) -> list[Change]:
    """The changes of records of one model after they were first saved, newest first: one query."""
    if not records:
        return []
    model = type(records[0])
    versions: dict[int, list] = {}
    rows = (
        model.history.filter(id__in=[record.pk for record in records])
        .select_related("history_user")
        .order_by("history_id")
    )
    for row in rows:
        versions.setdefault(row.id, []).append(row)
    by_pk = {record.pk: record for record in records}
    found = [
        change
        for pk, ordered in versions.items()
        for old, new in pairwise(ordered)
        for change in _between(by_pk[pk], old, new)
    ]
    return sorted(found, key=lambda change: change.version, reverse=True)


def _between(record: models.Model, old: Any, new: Any) -> Iterable[Change]:
    for field in record._meta.concrete_fields:
        if field.name in IGNORED or field.is_relation:
            continue
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before != after:
            name = str(field.verbose_name)
            if field.name == "retraction_reason":
                # The reason stands beside every change; what changed is that it was taken back.
                name, before, after = _("taken back"), bool(before), bool(after)
            yield Change(
                at=new.history_date,
                by=str(new.history_user or ""),
                reason=new.history_change_reason or "",
                field=name,
                before=before,
                after=after,
                record=record,
                name=field.name,
                version=new.history_id,
            )
