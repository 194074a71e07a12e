"""Statements that PostgreSQL plans once for a connection, instead of once for each page.

Of a long statement that reads little, planning is half the time. psycopg 2 prepares nothing of
itself; what stands here is SQL's PREPARE and EXECUTE.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.utils import CursorWrapper

# A list of another length is another statement. With more, the one that rested longest is let go.
MOST = 100
# In this order, as a bool is an int too and a moment a day. What else there is has no type, and
# PostgreSQL infers one, as it does of a text between quotes.
_TYPES = {
    bool: "boolean",
    int: "bigint",
    datetime.datetime: "timestamptz",
    datetime.date: "date",
    Decimal: "numeric",
}

_Statement = tuple[str, tuple[str, ...]]
# What each connection has prepared, by the names it has there; what was used last stands last.
_names: WeakKeyDictionary[object, dict[_Statement, str]] = WeakKeyDictionary()


def execute(cursor: CursorWrapper, sql: str, values: Sequence[Any]) -> None:
    """Execute a statement whose placeholders are all ``%s``; the cursor is the open connection's.

    Planning it for the first time is one more round trip, which counts as no query.
    """
    # Of a connection that a pooler lends transaction by transaction nothing can be kept.
    lent = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    if connection.vendor == "postgresql" and not lent:
        listed = f" ({', '.join(['%s'] * len(values))})" if values else ""
        sql = f"EXECUTE {_prepared(sql, values)}{listed}"
    cursor.execute(sql, values)


def _prepared(sql: str, values: Sequence[Any]) -> str:
    """The name of the statement, on this connection."""
    statement = (sql, tuple(map(_type_of, map(type, values))))
    names = _names.setdefault(connection.connection, {})
    name = names.pop(statement, None)
    if name is None:
        if len(names) >= MOST:
            _tell(f"DEALLOCATE {names.pop(next(iter(names)))}")
        name = _prepare(*statement)
    names[statement] = name
    return name


def _prepare(sql: str, types: tuple[str, ...]) -> str:
    # Of the text, so that no other statement can ever answer to the name.
    name = f"tfi_{blake2b(repr((sql, types)).encode(), digest_size=12).hexdigest()}"
    declared = f" ({', '.join(types)})" if types else ""
    numbered = sql % tuple(f"${number}" for number in range(1, len(types) + 1))
    _tell(f"PREPARE {name}{declared} AS {numbered}")
    return name


def _tell(sql: str) -> None:
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(sql)


@cache
def _type_of(kind: type) -> str:
    return next((name for known, name in _TYPES.items() if issubclass(kind, known)), "unknown")
