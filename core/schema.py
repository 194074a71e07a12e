"""The tables and columns of a database, and those that this version's migrations would make.

Compared before a restore: migrations of the same name may have made other tables.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField, Model

Schema = dict[str, dict[str, str]]  # table → column → type, as PostgreSQL or SQLite says it


def unknown_migrations(applied: Iterable[str]) -> list[str]:
    known = MigrationLoader(None).disk_migrations or {}
    return sorted(set(applied) - {f"{app}.{name}" for app, name in known})


def expected_schema(applied: Iterable[str], connection: BaseDatabaseWrapper) -> Schema:
    """What the applied migrations («app.name») make, as this version knows them."""
    nodes = [(app, name) for app, _dot, name in (one.partition(".") for one in applied)]
    state = MigrationLoader(None).project_state(nodes)
    return {
        model._meta.db_table: dict(_columns(model, connection))
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def _columns(model: type[Model], connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    for field in model._meta.local_concrete_fields:
        kind = field.db_type(connection) or ""
        if connection.vendor == "postgresql":
            kind = kind.replace("varchar", "character varying").replace(", ", ",")
        yield str(field.column), described(kind, required=not field.null)


def described(kind: str, *, required: bool) -> str:
    # SQLite says some types in capitals, however they were written.
    return f"{kind.lower()} not null" if required else kind.lower()


def differences(found: Schema, expected: Schema) -> list[str]:
    """Where the two differ, as sentences; tables that belong to none of the apps do not count."""
    ours = tuple(f"{app.label}_" for app in apps.get_app_configs())
    tables = expected.keys() | {table for table in found if table.startswith(ours)}
    sentences = []
    for table in sorted(tables - {"django_migrations"}):
        was, wanted = found.get(table, {}), expected.get(table, {})
        for column in sorted(was.keys() | wanted.keys()):
            if was.get(column) != wanted.get(column):
                sentences.append(
                    f"{table}.{column} is {was.get(column, 'not there')} in the archive, and "
                    f"{wanted.get(column, 'not there')} in this version."
                )
    return sentences


def columns_that_name_files() -> set[tuple[str, str]]:
    """(table, column) of every field for files, and of the copies that histories keep of them."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        kept_of = getattr(model, "instance_type", model)
        names = {field.name for field in kept_of._meta.concrete_fields if _is_file(field)}
        for field in model._meta.local_concrete_fields:
            if field.name in names:
                found.add((model._meta.db_table, str(field.column)))
    return found


def _is_file(field: object) -> bool:
    return isinstance(field, FileField)
