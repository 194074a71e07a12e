"""Who changed what, when, from what to what, and why: from the stored versions of a record."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from core.dates import format_date_short
from core.kroner import KronerColumn
from core.numbers import format_kroner, format_number

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
    def which(self) -> str:
        """Which row it was, where the rows of several records stand together."""
        return ""

    @property
    def before_text(self) -> str:
        return self._text(self.before)

    @property
    def after_text(self) -> str:
        return self._text(self.after)

    def _text(self, value: object) -> str:
        return text_of(self.record._meta.get_field(self.name), value, self.words())

    def words(self) -> dict:
        """How the field's codes are called."""
        field: Any = self.record._meta.get_field(self.name)
        return dict(field.flatchoices)


def text_of(field: Any, value: object, words: dict | None = None) -> str:
    """A stored value of a field as it is read on the screen; ``words`` say how codes are called."""
    if isinstance(field, KronerColumn) and isinstance(value, Decimal):
        return format_kroner(value)
    return _shown(value, dict(field.flatchoices) if words is None else words)


ChangeT = TypeVar("ChangeT", bound=Change)


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


def changes_between(
    records: Collection[Any], made: type[ChangeT], relations: Collection[str] = ()
) -> list[ChangeT]:
    """The changes of records of one model after they were first saved, newest first: one query.

    Of what the records point at, only what ``relations`` names is compared.
    """
    if not records:
        return []
    by_pk = {record.pk: record for record in records}
    model: Any = type(next(iter(by_pk.values())))
    versions: dict[int, list] = {}
    rows = (
        model.history.filter(id__in=by_pk)
        .select_related("history_user", *relations)
        .order_by("history_id")
    )
    for row in rows:
        versions.setdefault(row.id, []).append(row)
    found = [
        made(**given)
        for pk, ordered in versions.items()
        for old, new in pairwise(ordered)
        for given in _between(by_pk[pk], old, new, relations)
    ]
    return sorted(found, key=lambda change: change.version, reverse=True)


def _between(
    record: models.Model, old: Any, new: Any, relations: Collection[str]
) -> Iterable[dict[str, Any]]:
    for field in record._meta.concrete_fields:
        # What the history does not keep, such as a digest, cannot be compared.
        kept = hasattr(old, field.attname)
        left_out = field.is_relation and field.name not in relations
        if field.name in IGNORED or left_out or not kept:
            continue
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before != after:
            name = str(field.verbose_name)
            if field.is_relation:
                before, after = str(getattr(old, field.name)), str(getattr(new, field.name))
            if field.name == "retraction_reason":
                # The reason stands beside every change; what changed is that it was retracted.
                name, before, after = _("taken back"), bool(before), bool(after)
            yield {
                "at": new.history_date,
                "by": str(new.history_user or ""),
                "reason": new.history_change_reason or "",
                "field": name,
                "before": before,
                "after": after,
                "record": record,
                "name": field.name,
                "version": new.history_id,
            }
