"""Databases as one file: how SQLite and PostgreSQL are read out whole and filled again.

Both read one moment while the product runs, and fill in one transaction: all or nothing.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

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
    """What a database holds: rows by table, and the migrations that made the tables."""

    tables: dict[str, int]
    migrations: list[str]


def _read_contents(tables: Sequence[str], query: Query) -> Contents:
    """Through Django's connection or past it, as `query` does."""
    rows = {table: query(f'SELECT count(*) FROM "{table}"')[0][0] for table in sorted(tables)}  # noqa: S608
    migrations: Sequence[Sequence[str]] = []
    if "django_migrations" in rows:
        migrations = query("SELECT app, name FROM django_migrations ORDER BY app, name")
    return Contents(rows, [f"{app}.{name}" for app, name in migrations])


class Database(ABC):
    """One of Django's connections, seen as something to dump and to load."""

    engine: str
    dump_name: str

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def contents(self) -> Contents:
        return _read_contents(self.connection.introspection.table_names(), self._query)

    def rows_to_lose(self) -> dict[str, int]:
        """Rows by table, of the tables that hold users' work."""
        rows = self.contents().tables
        return {table: n for table, n in rows.items() if n and table not in FILLED_BY_MIGRATE}

    @abstractmethod
    def dump(self, path: Path) -> Contents:
        """Write the whole database to `path`; returns what exactly that file holds."""

    @abstractmethod
    def load(self, path: Path) -> None:
        """Put the dump in the place of everything there is. Nothing changes where it fails."""

    def _query(self, sql: str) -> Sequence[Sequence[Any]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()


class SqliteDatabase(Database):
    engine = "sqlite"
    dump_name = "database.sqlite3"

    def contents(self) -> Contents:
        return self._contents(self._query)

    def dump(self, path: Path) -> Contents:
        self.connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            self.connection.connection.backup(copy)
            # The copy inherits the write-ahead log, which would be a second file.
            copy.execute("PRAGMA journal_mode=DELETE")
            self._check(copy, "The database is damaged, so no backup was made")
            return self._contents(lambda sql: copy.execute(sql).fetchall())

    def load(self, path: Path) -> None:
        # Through SQLite, not by exchanging files: a log left beside the old file would be played
        # into the new one, and a process that still has the old file open would not notice.
        with closing(sqlite3.connect(path)) as source:
            self._check(source, "The database in the archive is damaged")
            self.connection.ensure_connection()
            source.backup(self.connection.connection)
        self.connection.close()

    @staticmethod
    def _contents(query: Query) -> Contents:
        # Without SQLite's own tables, which come and go (sqlite_stat1).
        tables = query(
            "SELECT name FROM sqlite_master "
            "WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
        )
        return _read_contents([name for (name,) in tables], query)

    @staticmethod
    def _check(database: sqlite3.Connection, complaint: str) -> None:
        found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise BackupError(f"{complaint}: {found}.")


class PostgresqlDatabase(Database):
    """Through pg_dump, pg_restore and psql of the server's own version."""

    engine = "postgresql"
    dump_name = "database.pgdump"

    def dump(self, path: Path) -> Contents:
        self._require("pg_dump")
        with transaction.atomic(using=self.connection.alias, durable=True):
            # The counting and pg_dump see the same moment, whatever is written meanwhile.
            with self.connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            snapshot = self._query("SELECT pg_export_snapshot()")[0][0]
            contents = self.contents()
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
        return contents

    def load(self, path: Path) -> None:
        self._require("pg_restore", "psql")
        # pg_restore alone would leave tables that the dump does not know, so its commands and the
        # removal of what is there run as one transaction.
        fill, clear = path.with_suffix(".fill.sql"), path.with_suffix(".clear.sql")
        self._run(
            "pg_restore", "--no-owner", "--no-privileges", "--no-comments", f"--file={fill}", path
        )  # fmt: skip
        quote = self.connection.ops.quote_name
        tables = ", ".join(quote(name) for name in self.connection.introspection.table_names())
        clear.write_text(f"DROP TABLE {tables} CASCADE;\n" if tables else "")
        self.connection.close()
        self._run(
            "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
            f"--file={clear}", f"--file={fill}",
        )  # fmt: skip

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
        return {**os.environ, **given, "PGAPPNAME": "tfi backup"}


def database_of(connection: BaseDatabaseWrapper) -> Database:
    """The connection as a Database; BackupError for an engine that the product does not run on."""
    for kind in (SqliteDatabase, PostgresqlDatabase):
        if kind.engine == connection.vendor:
            return kind(connection)
    raise BackupError(f"{connection.vendor} cannot be backed up: use SQLite or PostgreSQL.")
