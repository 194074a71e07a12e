"""Versions: a token for each programme, renewed with every change that its figures can depend on.

What programmes share (organisations, names, the programmes themselves) has a token too, which is a
part of every programme's version. A token is random and never comes back: what was worked out in a
transaction that is rolled back is never found under it. It is renewed in the transaction of the
change, as its last statement: whoever waits for the row holds nothing that others wait for, and
when the version is read, all that was committed under it can be read too.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from core.models import Version
from core.search import mark_searched, write_index

SHARED = "shared"


def version_of(program_id: int) -> str:
    """What changes when anything changes that the programme's figures depend on. One query."""
    scopes = [_scope(program_id), SHARED]
    tokens = dict(Version.objects.filter(scope__in=scopes).values_list("scope", "token"))
    return "-".join(tokens.get(scope, "") for scope in scopes)


def version_of_all() -> str:
    """What changes when anything changes in any programme. One query."""
    tokens = Version.objects.order_by("scope").values_list("token", flat=True)
    return sha256("-".join(tokens).encode()).hexdigest()


@contextmanager
def atomic_change() -> Iterator[None]:
    """A transaction that changes records; at its end their rows in the index of what is searched
    are written, and the versions that they move are renewed.
    """
    if _waiting() is not None:
        with transaction.atomic():
            yield
        return
    connection.changed_scopes = set()  # type: ignore[attr-defined]
    connection.changed_records = {}  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
            write_index(connection.changed_records)  # type: ignore[attr-defined]
            renew(_waiting() or ())
    finally:
        connection.changed_scopes = None  # type: ignore[attr-defined]
        connection.changed_records = None  # type: ignore[attr-defined]


def mark_changed(record: Any) -> None:
    """Say that a record was saved or deleted: its programme's version moves, or that of all.

    A record belongs to a programme where it has a ``program_id``.
    """
    mark_searched(type(record), getattr(record, "pk", None))
    program_id = getattr(record, "program_id", None)
    mark_scope_changed(SHARED if program_id is None else _scope(program_id))


def mark_all_changed(records: Iterable[Any]) -> None:
    for record in records:
        mark_changed(record)


def mark_scope_changed(scope: str = SHARED) -> None:
    """Move a scope's token: at once, or at the end of the ``atomic_change`` around it."""
    waiting = _waiting()
    if waiting is None:
        renew([scope])
    else:
        waiting.add(scope)


def renew(scopes: Iterable[str]) -> None:
    """Give the scopes new tokens, always in one order, so that no two wait for each other."""
    rows = [Version(scope=scope, token=secrets.token_hex(16)) for scope in sorted(scopes)]
    Version.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["scope"], update_fields=["token"]
    )


def _waiting() -> set[str] | None:
    return getattr(connection, "changed_scopes", None)


def _scope(program_id: int) -> str:
    return f"program-{program_id}"
