"""Statements that PostgreSQL plans once for a connection, instead of once for each page.

Of a long statement that reads little, planning is half the time. psycopg 2 has no prepared
statements of its own; what stands here is SQL's PREPARE and EXECUTE.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# A list of another length is another statement. With so many all are let go and planned anew.
MOST = 200
# Django's setting for connections that a pooler lends transaction by transaction.
LENT = "DISABLE_SERVER_SIDE_CURSORS"
# As psycopg 2 writes values; the rest it writes without a type, for PostgreSQL to infer.
_TYPES = {bool: "boolean", int: "bigint", Decimal: "numeric", datetime.date: "date"}

_Statement = tuple[str, tuple[str, ...]]
# What each connection has prepared, by the names that it knows them by.
_names: WeakKeyDictionary[object, dict[_Statement, str]] = WeakKeyDictionary()


def prepared(sql: str, values: Sequence[Any]) -> str:
    """What to execute with the values: the statement itself where nothing can be kept.

    Its marks must all be ``%s``.
    """
    if connection.vendor != "postgresql" or connection.settings_dict.get(LENT):
        return sql
    types = tuple(_TYPES.get(type(value), "unknown") for value in values)
    connection.ensure_connection()
    names = _names.setdefault(connection.connection, {})
    if (sql, types) not in names:
        if len(names) >= MOST:
            _execute("DEALLOCATE ALL")
            names.clear()
        name = f"tfi_{len(names)}"
        declared = f"({', '.join(types)})" if types else ""
        numbered = sql % tuple(f"${number}" for number in range(1, len(values) + 1))
        _execute(f"PREPARE {name} {declared} AS {numbered}")
        names[sql, types] = name
    listed = f"({', '.join(['%s'] * len(values))})" if values else ""
    return f"EXECUTE {names[sql, types]} {listed}"


def _execute(sql: str) -> None:
    """Past the count of queries, as whoever reads does not ask for it."""
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(sql)
