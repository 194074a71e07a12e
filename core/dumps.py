"""Databases as one file: how SQLite and PostgreSQL are read out whole and filled again.

Both read one moment while the product runs, and fill in one transaction: all or nothing. Neither
waits longer than LOCK_SECONDS for what a migration, a restore or a writer holds.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from core.models import FileGeneration
from core.schema import Schema, columns_that_name_files, described

LOCK_SECONDS = 10
# Taken by whoever dumps, fills or asks which files are the database's: a transaction that was left
# behind, whose program is gone, may still commit.
LOCK = f"SELECT pg_advisory_xact_lock({0x7466692D66696C65})"  # «tfi-file»

# It names the folder of this place's files, and is no part of what a backup compares.
GENERATION = FileGeneration._meta.db_table
# What `migrate` fills by itself: a database with rows in no other table counts as empty.
FILLED_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}

# Options of a DATABASE_URL that libpq also reads from its environment, as PGSSLMODE and so on.
CONNECTION_OPTIONS = (
    "service", "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl",
)  # fmt: skip

Query = Callable[[str], Sequence[Sequence[Any]]]


class BackupError(Exception):
    """Why a backup or a restore was not made, in a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, all of one moment."""

    tables: dict[str, int]  # rows by table
    schema: Schema
    migrations: list[str]
    named_files: set[str]
    generation: str | None = field(compare=False)  # the folder of its files; None before the first


def _read_contents(columns: Iterable[Sequence[Any]], query: Query) -> Contents:
    """Of the tables whose columns (table, column, type, required) are given, through `query`."""
    schema: Schema = {}
    for table, column, kind, required in sorted(map(tuple, columns)):
        schema.setdefault(table, {})[column] = described(kind, required=required)
    rows = {table: query(f'SELECT count(*) FROM "{table}"')[0][0] for table in schema}  # noqa: S608
    generation: Sequence[Sequence[str]] = []
    migrations: Sequence[Sequence[str]] = []
    if rows.pop(GENERATION, None) is not None:
        generation = query(f'SELECT name FROM "{GENERATION}"')  # noqa: S608
    if "django_migrations" in rows:
        migrations = query("SELECT app, name FROM django_migrations ORDER BY app, name")
    named = [
        query(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')  # noqa: S608
        for table, column in columns_that_name_files()
        if column in schema.get(table, {})
    ]
    return Contents(
        tables=rows,
        schema=schema,
        migrations=[f"{app}.{name}" for app, name in migrations],
        named_files={name for rows in named for (name,) in rows},
        generation=generation[0][0] if generation else None,
    )


def _naming(generation: str) -> list[str]:
    """The statements that let a database name its folder of files."""
    return [
        f'DELETE FROM "{GENERATION}"',  # noqa: S608
        f"INSERT INTO \"{GENERATION}\" (id, name) VALUES (1, '{generation}')",  # noqa: S608
    ]


class Database(ABC):
    """One of Django's connections, seen as something to dump and to load."""

    engine: str
    dump_name: str

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        # What the programs that fill the database keep open: a lock that must outlive this process.
        self.keep_open: tuple[int, ...] = ()

    @abstractmethod
    def contents(self) -> Contents:
        """What it holds now."""

    def generation(self) -> str | None:
        """The folder of files that it names, after whatever else fills it has ended."""
        if GENERATION not in self.connection.introspection.table_names():
            return None
        found = self._query(f'SELECT name FROM "{GENERATION}"')  # noqa: S608
        return found[0][0] if found else None

    @abstractmethod
    def clear(self) -> None:
        """Remove every table."""

    def rows_to_lose(self) -> dict[str, int]:
        """Rows by table, of the tables that hold users' work."""
        rows = self.contents().tables
        return {table: n for table, n in rows.items() if n and table not in FILLED_BY_MIGRATE}

    @abstractmethod
    def dump(self, path: Path) -> Contents:
        """Write the whole database to `path`; returns what exactly that file holds."""

    @abstractmethod
    def load(self, path: Path, *, generation: str) -> None:
        """Put the dump in the place of everything there is, and let it name that folder of files.

        Nothing changes where it fails.
        """

    def _query(self, sql: str) -> Sequence[Sequence[Any]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


class SqliteDatabase(Database):
    engine = "sqlite"
    dump_name = "database.sqlite3"

    def contents(self) -> Contents:
        self._opened()
        return self._contents(self._query)

    def dump(self, path: Path) -> Contents:
        with closing(sqlite3.connect(path)) as copy:
            self._opened().backup(copy, progress=_patience(), sleep=0.1)
            # The copy inherits the write-ahead log, which would be a second file.
            copy.execute("PRAGMA journal_mode=DELETE")
            self._check(copy, "The database is damaged, so no backup was made")
            return self._contents(lambda sql: copy.execute(sql).fetchall())

    def load(self, path: Path, *, generation: str) -> None:
        # Through SQLite, not by exchanging files: a log left beside the old file would be played
        # into the new one, and a process that still has the old file open would not notice.
        with closing(sqlite3.connect(path)) as source:
            self._check(source, "The database in the archive is damaged")
            for statement in _naming(generation):
                source.execute(statement)
            source.commit()
            source.backup(self._opened(), progress=_patience(), sleep=0.1)
        self.connection.close()

    def clear(self) -> None:
        with closing(sqlite3.connect(":memory:")) as nothing:
            nothing.backup(self._opened(), progress=_patience(), sleep=0.1)
        self.connection.close()

    def _opened(self) -> sqlite3.Connection:
        self.connection.ensure_connection()
        self.connection.connection.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")
        return self.connection.connection

    @staticmethod
    def _contents(query: Query) -> Contents:
        # Without SQLite's own tables, which come and go (sqlite_stat1).
        columns = query(
            'SELECT t.name, c.name, c.type, c."notnull" '
            "FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
            "WHERE t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_'"
        )
        return _read_contents(columns, query)

    @staticmethod
    def _check(database: sqlite3.Connection, complaint: str) -> None:
        found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise BackupError(f"{complaint}: {found}.")


def _patience() -> Callable[[int, int, int], None]:
    """For SQLite's copying, which by itself asks a locked database again and again for ever."""
    until = monotonic() + LOCK_SECONDS

    def progress(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > until:
            raise sqlite3.OperationalError("database is locked")

    return progress


class PostgresqlDatabase(Database):
    """Through pg_dump, pg_restore and psql of the server's own version."""

    engine = "postgresql"
    dump_name = "database.pgdump"

    def generation(self) -> str | None:
        with self._locked():
            return super().generation()

    def contents(self) -> Contents:
        with self._locked():
            columns = self._query(
                "SELECT t.relname, c.attname, format_type(c.atttypid, c.atttypmod), c.attnotnull "
                "FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid "
                "WHERE t.relkind IN ('r', 'p') AND c.attnum > 0 AND NOT c.attisdropped "
                "AND pg_table_is_visible(t.oid) AND t.relnamespace NOT IN "
                "('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)"
            )
            return _read_contents(columns, self._query)

    def dump(self, path: Path) -> Contents:
        self._require("pg_dump")
        with transaction.atomic(using=self.connection.alias, durable=True):
            # The counting and pg_dump see the same moment, whatever is written meanwhile.
            self._query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            snapshot = self._query("SELECT pg_export_snapshot()")[0][0]
            contents = self.contents()
            # Who waits for a table that we have counted may hold up pg_dump, which we wait for.
            self._run(
                "pg_dump", "--format=custom", f"--lock-wait-timeout={LOCK_SECONDS}s",
                f"--snapshot={snapshot}", f"--file={path}",
            )  # fmt: skip
        return contents

    def load(self, path: Path, *, generation: str) -> None:
        self._require("pg_restore", "psql")
        # pg_restore alone would leave tables that the dump does not know, so its commands and the
        # removal of what is there run as one transaction.
        steps = {name: path.with_suffix(f".{name}.sql") for name in ("clear", "fill", "name")}
        self._run(
            "pg_restore", "--no-owner", "--no-privileges", "--no-comments",
            f"--file={steps['fill']}", path,
        )  # fmt: skip
        steps["clear"].write_text(";\n".join([LOCK, *self._removal(), ""]))
        steps["name"].write_text(";\n".join(["RESET search_path", *_naming(generation), ""]))
        self.connection.close()
        self._run(
            "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
            *(f"--file={file}" for file in steps.values()),
        )  # fmt: skip

    def clear(self) -> None:
        with self._locked():
            for statement in self._removal():
                self._query(statement)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with transaction.atomic(using=self.connection.alias):
            self._query(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            self._query(LOCK)
            yield

    def _removal(self) -> list[str]:
        tables = self.connection.introspection.table_names()
        names = ", ".join(self.connection.ops.quote_name(name) for name in tables)
        return [f"DROP TABLE {names} CASCADE"] if names else []

    def _require(self, *programs: str) -> None:
        server = int(self._query("SHOW server_version_num")[0][0]) // 10_000
        for program in programs:
            if not shutil.which(program):
                raise BackupError(
                    f"{program} was not found. Install PostgreSQL's client programs, version "
                    f"{server} (on Debian: postgresql-client-{server}), and put them on PATH."
                )
            version = self._run(program, "--version").strip()
            number = re.search(r"\) (\d+)", version)
            # A newer pg_dump writes what this server's pg_restore cannot read, and a newer
            # pg_restore says things that this server does not understand.
            if number and int(number[1]) != server:
                raise BackupError(
                    f"{program} is of version {number[1]} and the server of version {server}. "
                    f"Install PostgreSQL's client programs of version {server}."
                )

    def _run(self, program: str, *arguments: str | Path) -> str:
        done = subprocess.run(  # noqa: S603 - our own arguments, no shell
            [shutil.which(program) or program, *arguments],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            pass_fds=self.keep_open,
        )
        if done.returncode:
            raise BackupError(f"{program} failed:\n{done.stderr.strip()}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        """Where and who, for the programs. Arguments would show the password to every user."""
        settings = self.connection.settings_dict
        options = {
            f"PG{name.upper()}": settings["OPTIONS"].get(name) for name in CONNECTION_OPTIONS
        }
        place = {
            "PGDATABASE": settings["NAME"],
            "PGUSER": settings["USER"],
            "PGPASSWORD": settings["PASSWORD"],
            "PGHOST": settings["HOST"],
            "PGPORT": settings["PORT"],
        }
        given = {name: str(value) for name, value in (options | place).items() if value}
        limit = f"{settings['OPTIONS'].get('options', '')} -c lock_timeout={LOCK_SECONDS}s"
        return {**os.environ, **given, "PGOPTIONS": limit, "PGAPPNAME": "tfi backup"}


def database_of(connection: BaseDatabaseWrapper) -> Database:
    """The connection as a Database; BackupError for an engine that the product does not run on."""
    for kind in (SqliteDatabase, PostgresqlDatabase):
        if kind.engine == connection.vendor:
            return kind(connection)
    raise BackupError(f"{connection.vendor} cannot be backed up: use SQLite or PostgreSQL.")
