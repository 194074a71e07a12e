"""Restore of an archive: rows and files change together, when the database's transaction ends.

The files are unpacked into a folder of their own, and the database that is filled names it. So
whoever is killed on the way leaves the old state or the new one, and something to clear away.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from core import generations
from core.archives import (
    FILES,
    Manifest,
    as_backup_error,
    checksum,
    files_below,
    read_manifest,
    unpack,
)
from core.dumps import BackupError, Database, database_of
from core.schema import differences, expected_schema, unknown_migrations


@contextmanager
def opened_archive(
    source: Path, *, connection: BaseDatabaseWrapper, media_root: Path
) -> Iterator["Restore"]:
    """The archive unpacked beside the files and verified, ready to be put in place.

    Nothing that exists has been touched by then, but what a killed restore left. Raises BackupError
    for an archive that is damaged, unsafe, or made by another engine, schema or a later version.
    """
    database = database_of(connection)
    with as_backup_error("Nothing was restored"):
        made = not media_root.exists()
        media_root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with as_backup_error("Nothing was restored"), generations.locked(media_root) as lock:
        database.keep_open = lock
        former = database.generation()
        cleaned = generations.clean(media_root, database, former)
        new = secrets.token_hex(6)
        beside = media_root / generations.note(database, former=former, new=new)
        try:
            beside.mkdir(mode=0o700)
            (media_root / new).mkdir(mode=0o700)
            unpacked = unpack(source, files=media_root / new, rest=beside)
            manifest = read_manifest(beside, unpacked, database)
            _check_fits(manifest, database)
            yield Restore(manifest, database, media_root, former, new, beside, cleaned)
        finally:
            generations.clean(media_root, database, database.generation())
            if made:
                with suppress(OSError):  # it holds the restored files
                    media_root.rmdir()


def _check_fits(manifest: Manifest, database: Database) -> None:
    later = unknown_migrations(manifest.migrations)
    if later:
        raise BackupError(
            f"The archive is of version {manifest.version}, which is later than this one "
            f"({settings.VERSION} does not know {later[0]}). Install that version first."
        )
    expected = expected_schema(manifest.migrations, database.connection)
    found = differences(manifest.schema, expected)
    if found:
        raise BackupError(
            "The archive is of another schema, made by other migrations of the same names. "
            f"Install the version that made it. {' '.join(found[:5])}"
        )


@dataclass(frozen=True, slots=True)
class Restore:
    """A verified archive and the place that it is to fill."""

    manifest: Manifest
    database: Database
    media_root: Path
    former: str | None
    new: str
    beside: Path
    cleaned: list[str]  # what a killed restore had left

    def what_would_be_replaced(self) -> list[str]:
        """What a restore would overwrite, as sentences; empty for an empty place."""
        rows = self.database.rows_to_lose()
        sentences = [f"The table {table} holds {count} rows." for table, count in rows.items()]
        folder = self.media_root / (self.former or generations.NONE)
        if files := files_below(folder):
            sentences.append(f"{folder} holds {len(files)} files.")
        return sentences

    def strangers(self) -> list[str]:
        """What stands in MEDIA_ROOT and is neither the database's nor this restore's."""
        return [
            name
            for name in generations.strangers(self.media_root, self.former)
            if name not in (self.new, self.beside.name)
        ]

    def run(self) -> list[str]:
        """Put database and files in the place of everything there is, and compare.

        Returns what differs from the manifest, as sentences. Raises BackupError, and then files
        and database are as before.
        """
        os.sync()  # the files are on the disk before a row can name them
        self.database.load(self.beside / self.database.dump_name, generation=self.new)
        with as_backup_error("Restored, but it could not be compared with the manifest"):
            return [*self._differing_tables(), *self._differing_files()]

    def _differing_tables(self) -> Iterator[str]:
        wanted, contents = self.manifest.tables, self.database.contents()
        found = contents.tables
        for table in sorted(wanted.keys() | found.keys()):
            if wanted.get(table) != found.get(table):
                yield f"{table}: {wanted.get(table)} rows in the archive, {found.get(table)} now."
        missing = contents.named_files - self.manifest.files.keys() - {*self.manifest.missing}
        for name in sorted(missing):
            yield f"{FILES}{name} is named by a row and not in the archive."

    def _differing_files(self) -> Iterator[str]:
        found = {name: checksum(path) for name, path in files_below(self.media_root / self.new)}
        for name in sorted(self.manifest.files.keys() | found.keys()):
            if self.manifest.files.get(name) != found.get(name):
                yield f"{FILES}{name} differs from the archive."
