"""Who changed what, when, from what to what, and why: from the stored versions of a record."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.dates import format_date_short
from core.numbers import format_number
from indicators import sources

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
        return _shown(self.before, self._words)

    @property
    def after_text(self) -> str:
        return _shown(self.after, self._words)

    @property
    def _words(self) -> dict:
        """How the field's codes are called."""
        if self.name == "source":
            return dict(sources.choices())
        if isinstance(self.before, list):
            return sources.words_of_options()
        field: Any = self.record._meta.get_field(self.name)
        return dict(field.flatchoices)


def _shown(value: object, words: dict) -> str:
    """A stored value as it is read on the screen."""
    if isinstance(value, list):
        return ", ".join(_shown(part, words) for part in value) or "–"
    if isinstance(value, str) and value in words:
        return str(words[value])
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | Decimal):
        return format_number(value)
    return format_date_short(value) if isinstance(value, datetime.date) else str(value)


def changes_of(*records: Any, relations: Sequence[str] = ()) -> list[Change]:
    """The changes of records of one model after they were first saved, newest first: one query.

    Of fields that lead to other records only ``relations`` are told, by what they lead to.
    """
    if not records:
        return []
    model = type(records[0])
    versions: dict[int, list] = {}
    rows = (
        model.history.filter(id__in=[record.pk for record in records])
        .select_related("history_user", *relations)
        .order_by("history_id")
    )
    for row in rows:
        versions.setdefault(row.id, []).append(row)
    by_pk = {record.pk: record for record in records}
    found = [
        change
        for pk, ordered in versions.items()
        for old, new in pairwise(ordered)
        for change in _between(by_pk[pk], old, new, relations)
    ]
    return sorted(found, key=lambda change: change.version, reverse=True)


def _between(
    record: models.Model, old: Any, new: Any, relations: Sequence[str]
) -> Iterable[Change]:
    for field in record._meta.concrete_fields:
        # What the history does not keep, such as a digest, cannot be compared.
        kept = hasattr(old, field.attname)
        told = field.name in relations or not field.is_relation
        if field.name in IGNORED or not told or not kept:
            continue
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before != after:
            name = str(field.verbose_name)
            if field.is_relation:
                before, after = getattr(old, field.name), getattr(new, field.name)
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
