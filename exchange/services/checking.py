"""What the database's own check constraints say of rows that are not saved yet, many at a time.

A query a row and constraint was 85 % of the time that a large file took.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import CheckConstraint, DecimalField, Field, Model, Q
from django.db.models.sql import Query

# Times at most twenty columns: SQLite takes 32.766 values in a statement.
BATCH = 500


def refused_by_constraints(rows: Sequence[Model]) -> Iterator[tuple[int, CheckConstraint]]:
    """The position of each row that breaks a constraint of its own, with the constraint.

    Constraints on relations are left out. The rows' fields must be clean.
    """
    by_model: dict[type[Model], list[int]] = {}
    for position, row in enumerate(rows):
        by_model.setdefault(type(row), []).append(position)
    for model, positions in by_model.items():
        constraints = _constraints(model)
        for start in range(0, len(positions) if constraints else 0, BATCH):
            batch = positions[start : start + BATCH]
            for number, *holds in _verdicts(model, [rows[position] for position in batch]):
                for (constraint, _condition), verdict in zip(constraints, holds, strict=True):
                    # As in the table: what cannot be known is not refused.
                    if verdict is not None and not verdict:
                        yield batch[number], constraint


@cache
def _constraints(model: type[Model]) -> list[tuple[CheckConstraint, Q]]:
    """Those that the model's own columns decide, each with its condition."""
    relations = {field.name for field in model._meta.fields if field.is_relation}
    found = [
        (constraint, constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q)
    ]
    return [each for each in found if not relations & each[1].referenced_base_fields]


def _verdicts(model: type[Model], rows: Sequence[Model]) -> list[tuple]:
    """Each row's number, and for each constraint true, false or None."""
    conditions = [condition for _constraint, condition in _constraints(model)]
    names = {name for condition in conditions for name in condition.referenced_base_fields}
    fields = [field for field in model._meta.concrete_fields if field.name in names]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = f"(%s, {', '.join(map(_placeholder, fields))})"
    values: list[Any] = []
    for number, row in enumerate(rows):
        values.append(number)
        for field in fields:
            values.append(field.get_db_prep_save(getattr(row, field.attname), connection))
    checks = []
    for condition in conditions:
        query = Query(model, alias_cols=False)
        compiler = query.get_compiler(connection=connection)
        sql, params = query.build_where(condition).as_sql(compiler, connection)
        checks.append(f"({sql})")
        values += params
    statement = (
        f"WITH given (number, {columns}) AS (VALUES {', '.join([places] * len(rows))}) "  # noqa: S608
        f"SELECT number, {', '.join(checks)} FROM given"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _placeholder(field: Field) -> str:
    """SQLite compares values by their own types, and PostgreSQL asks what type a null is of."""
    if connection.vendor == "sqlite":
        return "CAST(%s AS NUMERIC)" if isinstance(field, DecimalField) else "%s"
    return f"CAST(%s AS {field.db_type(connection)})"
