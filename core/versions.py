"""Versions: tokens of each programme, renewed with every change that its figures can depend on.

What programmes share (organisations, names, the programmes themselves) has a token too, which is a
part of every programme's version. What is logged day by day has one of its own in each programme,
so that what does not depend on it, as the register of requisitions, is held for longer. A token is
random and never comes back: what was worked out in a transaction that is rolled back is never found
under it. It is renewed in the transaction of the change, as its last statement: whoever waits for
the row holds nothing that others wait for, and when the version is read, all that was committed
under it can be read too.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from core.models import Version
from core.search import mark_searched, write_index

SHARED = "shared"
LOGGED = "-logged"
# Written by hand, as every change ends with it: to build it took longer than to run it.
_RENEW = """INSERT INTO core_version (scope, token) VALUES {rows}
ON CONFLICT (scope) DO UPDATE SET token = EXCLUDED.token"""


def version_of(program_id: int) -> str:
    """What changes when anything changes that the programme's figures depend on. One query."""
    scopes = [_scope(program_id), _scope(program_id) + LOGGED, SHARED]
    tokens = dict(Version.objects.filter(scope__in=scopes).values_list("scope", "token"))
    return "-".join(tokens.get(scope, "") for scope in scopes)


def version_of_all(*, logged: bool = True) -> str:
    """What changes when anything changes in any programme. One query.

    Not ``logged``, it stays when hours, log entries or measurements change.
    """
    rows = Version.objects.order_by("scope")
    rows = rows if logged else rows.exclude(scope__endswith=LOGGED)
    return sha256("-".join(rows.values_list("token", flat=True)).encode()).hexdigest()


@contextmanager
def atomic_change() -> Iterator[None]:
    """A transaction that changes records; at its end their rows in the index of what is searched
    are written, and the versions that they move are renewed.

    Where it fails, what ``undo_on_failure`` was told of in it is undone.
    """
    outermost = _waiting() is None
    if outermost:
        connection.changed_scopes, connection.undoes = set(), []  # type: ignore[attr-defined]
        connection.changed_records = {}  # type: ignore[attr-defined]
    undoes = connection.undoes  # type: ignore[attr-defined]
    before = len(undoes)
    try:
        with transaction.atomic():
            yield
            if outermost:
                write_index(connection.changed_records)  # type: ignore[attr-defined]
                renew(_waiting() or ())
    except BaseException:
        _undo(undoes, before)
        raise
    finally:
        if outermost:
            connection.changed_scopes = None  # type: ignore[attr-defined]
            connection.changed_records = None  # type: ignore[attr-defined]


def undo_on_failure(undo: Callable[[], None]) -> None:
    """Have done, if the ``atomic_change`` around it fails, what no database takes back."""
    connection.undoes.append(undo)  # type: ignore[attr-defined]


def _undo(undoes: list[Callable[[], None]], before: int) -> None:
    while len(undoes) > before:
        # The failure itself is what is told, and not what it keeps from being tidied up.
        with suppress(OSError):
            undoes.pop()()


def mark_changed(record: Any) -> None:
    """Say that a record was saved or deleted: its programme's version moves, or that of all.

    A record belongs to a programme where it has a ``program_id``; it is what is logged where it
    says ``is_logged``.
    """
    mark_searched(type(record), getattr(record, "pk", None))
    program_id = getattr(record, "program_id", None)
    part = LOGGED if getattr(record, "is_logged", False) else ""
    mark_scope_changed(SHARED if program_id is None else _scope(program_id) + part)


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
    rows = [(scope, secrets.token_hex(16)) for scope in sorted(scopes)]
    if rows:
        values = [value for row in rows for value in row]
        with connection.cursor() as cursor:
            cursor.execute(_RENEW.format(rows=", ".join(["(%s, %s)"] * len(rows))), values)


def _waiting() -> set[str] | None:
    return getattr(connection, "changed_scopes", None)


def _scope(program_id: int) -> str:
    return f"program-{program_id}"
