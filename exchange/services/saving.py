"""Writing many rows in few statements, history along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.search import mark_searched

if TYPE_CHECKING:
    from accounts.models import User

REASON = _("Programme file")
BATCH = 500

# Pairs of a row and what it is tied to.
Pairs = Iterable[tuple[Model, Model]]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who writes, and why, as the history keeps it; the loader of files is nobody."""

    by: User | None = None
    reason: object = REASON


LOADER = Signature()


def create(
    rows: Iterable[Any],
    all_ties: Mapping[Any, Pairs] | None = None,
    signature: Signature = LOADER,
) -> None:
    """Write rows of one model, each with its ties and first version where it keeps history."""
    rows = list(rows)
    if rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)
        mark_searched(type(rows[0]), *(row.pk for row in rows), new=True)
        create_first_versions(rows, all_ties, signature)


def tie(ties: Any, pairs: Pairs) -> list[Any]:
    """Write many-to-many rows; ``ties`` is such as ``Criterion.activities``."""
    of, to = _ends(ties)
    rows = (ties.through(**{of: row.pk, to: other.pk}) for row, other in pairs)
    return ties.through.objects.bulk_create(rows, batch_size=BATCH)


def create_first_versions(
    rows: Sequence[Any],
    all_ties: Mapping[Any, Pairs] | None = None,
    signature: Signature = LOADER,
) -> None:
    """Of rows just written: their ties, and the first version, which holds these too."""
    model: Any = type(rows[0]) if rows else None
    if not hasattr(model, "history"):
        return
    for start in range(0, len(rows), BATCH):
        _copy_to_history(rows[start : start + BATCH], signature)
    for ties, pairs in (all_ties or {}).items():
        versions = model.history.filter(id__in=[row.pk for row in rows])
        first = dict(versions.values_list("id", "pk"))
        kept = getattr(model.history.model, ties.field.name).model
        of, to = _ends(ties)
        kept.objects.bulk_create(
            [
                kept(
                    history_id=first[getattr(row, of)],
                    id=row.pk,
                    **{of: getattr(row, of), to: getattr(row, to)},
                )
                for row in tie(ties, pairs)
            ],
            batch_size=BATCH,
        )


def _in_the_history(reason: object) -> str:
    """In the product's language, whatever that of the command is."""
    with override(settings.LANGUAGE_CODE):
        return str(reason)


def _copy_to_history(rows: Sequence[Any], signature: Signature) -> None:
    """In the database itself: to make the versions here takes as long as to make the rows."""
    model, versions = type(rows[0]), type(rows[0]).history.model
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in versions.tracked_fields)
    # As the product's clock dates versions, where the model is on it.
    date = getattr(rows[0], "_history_date", None) or timezone.now()
    about = {
        "history_date": date,
        "history_change_reason": _in_the_history(signature.reason),
        "history_type": "+",
        "history_user_id": signature.by.pk if signature.by else None,
    }
    fields = [versions._meta.get_field(name.removesuffix("_id")) for name in about]
    values = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, about.values(), strict=True)
    ]
    statement = (
        f"INSERT INTO {quoted(versions._meta.db_table)} ({columns}, {', '.join(about)}) "  # noqa: S608
        f"SELECT {columns}, {', '.join(['%s'] * len(about))} FROM {quoted(model._meta.db_table)} "
        f"WHERE {quoted(model._meta.pk.column)} IN ({', '.join(['%s'] * len(rows))})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *(row.pk for row in rows)])


def _ends(ties: Any) -> tuple[str, str]:
    return f"{ties.field.m2m_field_name()}_id", f"{ties.field.m2m_reverse_field_name()}_id"
