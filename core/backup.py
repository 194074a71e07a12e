"""Backup and restore of database and uploaded files as one archive with checksums.

The archive is a .tar.gz of ``database.*``, ``files/…`` and, last, ``manifest.json``: an archive
without it was cut off.
"""

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.db import Error as DjangoDatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from core.dumps import BackupError, Database, database_of

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 64 * 1024 * 1024  # bytes; some 300,000 files
FILES = "files/"
SUFFIX = ".tar.gz"
# Beside the files while a restore runs, so that moving into place is only renaming.
STAGING_PREFIX = ".tfi-restore-"
CHUNK = 1024 * 1024
UNREADABLE = (tarfile.TarError, zlib.error, EOFError, ValueError, OverflowError)

Checksums = dict[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of an archive: version, time, rows by table, checksums."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    tables: dict[str, int]
    database_sha256: str
    files: Checksums = field(default_factory=dict)
    product: str = "tfi"
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    def summary(self) -> str:
        return (
            f"{self.engine}, {len(self.tables)} tables with {self.rows} rows, "
            f"{len(self.files)} files, made {self.made_at} by version {self.version}"
        )


# Backup ---------------------------------------------------------------------------------------


def make_backup(
    target: Path, *, connection: BaseDatabaseWrapper, media_root: Path
) -> tuple[Path, Manifest]:
    """Write the archive `target` (or one named after the moment, where `target` is a folder).

    It appears under its name only when it is whole, readable by its owner alone. Returns where
    it lies and what is in it. Raises BackupError.
    """
    database = database_of(connection)
    made_at = timezone.now()  # the real time, also where the demo's clock stands still
    if target.is_dir():
        target = target / f"tfi-{made_at:%Y%m%d-%H%M%S}{SUFFIX}"
    _check_target(target, media_root)
    with (
        _as_backup_error("The backup was not made"),
        tempfile.TemporaryDirectory(prefix=".tfi-backup-", dir=target.parent) as scratch,
    ):
        dump = Path(scratch) / database.dump_name
        unfinished = Path(scratch) / target.name
        # The database first: a file that comes while we work is then one too many, never missing.
        contents = database.dump(dump)
        if not contents.migrations:
            raise BackupError("The database holds no tables. Is DATABASE_URL the right one?")
        with _new_private_file(unfinished) as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
                manifest = Manifest(
                    version=settings.VERSION,
                    made_at=made_at.isoformat(timespec="seconds"),
                    engine=database.engine,
                    migrations=contents.migrations,
                    tables=contents.tables,
                    database_sha256=_add(archive, database.dump_name, dump),
                )
                for name, path in _files_below(media_root):
                    manifest.files[name] = _add(archive, FILES + name, path)
                _add_text(archive, MANIFEST, json.dumps(asdict(manifest), indent=1))
            os.fsync(stream.fileno())
        unfinished.rename(target)
        _sync_folder(target.parent)
    return target, manifest


def _check_target(target: Path, media_root: Path) -> None:
    if not target.name.endswith(SUFFIX):
        raise BackupError(f"{target} is no folder, and its name does not end in {SUFFIX}.")
    if not target.parent.is_dir():
        raise BackupError(f"The folder {target.parent} does not exist.")
    if target.exists():
        raise BackupError(f"{target} exists. Choose another name; no backup is overwritten.")
    if target.resolve().is_relative_to(media_root.resolve()):
        raise BackupError("The backup would lie among the uploaded files. Choose another folder.")


def _files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file with its name relative to the folder, always in the same order."""

    def stop(error: OSError) -> None:
        raise error  # a folder that cannot be read must not be left out in silence

    found = []
    for parent, folders, names in os.walk(folder, onerror=stop if folder.exists() else None):
        folders[:] = [name for name in folders if not name.startswith(STAGING_PREFIX)]
        for name in names + [name for name in folders if (Path(parent) / name).is_symlink()]:
            path = Path(parent) / name
            if path.is_symlink() or not path.is_file():
                raise BackupError(f"{path} is no ordinary file. Remove it from the uploaded files.")
            found.append((path.relative_to(folder).as_posix(), path))
    return iter(sorted(found))


class _HashingReader:
    """A stream that adds up the checksum of what is read through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.sha256.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Put the file into the archive; returns the checksum of what went in."""
    with path.open("rb") as stream:
        state = os.fstat(stream.fileno())
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = state.st_size, int(state.st_mtime), 0o600
        hashing = _HashingReader(stream)
        archive.addfile(member, hashing)
    return hashing.sha256.hexdigest()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


@contextmanager
def _new_private_file(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        yield stream


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Restore --------------------------------------------------------------------------------------


@contextmanager
def opened_archive(
    source: Path, *, connection: BaseDatabaseWrapper, media_root: Path
) -> Iterator["Restore"]:
    """The archive unpacked beside the files and verified, ready to be put in place.

    Nothing that exists has been touched by then. Raises BackupError for an archive that is
    damaged, unsafe, or made by another engine or a later version.
    """
    database = database_of(connection)
    with _as_backup_error("Nothing was restored"):
        made = not media_root.exists()
        media_root.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=media_root))
    try:
        with _as_backup_error("Nothing was restored"):
            unpacked = _unpack(source, staging)
            manifest = _verified_manifest(unpacked, staging, database)
        yield Restore(manifest, database, media_root, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if made:
            with suppress(OSError):  # it holds the restored files
                media_root.rmdir()


def _unpack(source: Path, staging: Path) -> Checksums:
    """Unpack into the new folder; returns each member's checksum."""
    unpacked: Checksums = {}
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                if not member.isreg() or not _is_safe(member.name) or member.name in unpacked:
                    raise BackupError(f"The archive holds an unsafe part: {member.name!r}.")
                if member.name == MANIFEST and member.size > MANIFEST_LIMIT:
                    raise BackupError("The archive's manifest is too large to be one.")
                path = staging / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                stream = archive.extractfile(member)
                assert stream is not None  # it is an ordinary file  # noqa: S101
                hashing = _HashingReader(stream)
                with _new_private_file(path) as copy:
                    shutil.copyfileobj(hashing, copy, CHUNK)
                os.utime(path, (member.mtime, member.mtime))
                unpacked[member.name] = hashing.sha256.hexdigest()
    except UNREADABLE as error:
        raise BackupError(f"The archive is damaged or was cut off: {error}.") from error
    return unpacked


def _is_safe(name: str) -> bool:
    """Only our own three kinds of names, and none that leads out of the folder."""
    if not name.startswith(FILES):
        return name == MANIFEST or bool(re.fullmatch(r"database\.[a-z0-9]+", name))
    parts = name.split("/")
    return not {"", ".", ".."} & set(parts) and str(PurePosixPath(name)) == name


def _verified_manifest(unpacked: Checksums, staging: Path, database: Database) -> Manifest:
    if MANIFEST not in unpacked:
        raise BackupError("The archive is damaged or was cut off: it has no manifest.")
    try:
        manifest = Manifest(**json.loads((staging / MANIFEST).read_text()))
        named = {FILES + name: checksum for name, checksum in manifest.files.items()}
    except (TypeError, ValueError, AttributeError) as error:
        raise BackupError(f"The archive's manifest cannot be read: {error}.") from error
    if (manifest.product, manifest.format) != ("tfi", FORMAT):
        raise BackupError("The archive is not one of this product, or of a later format.")
    if manifest.engine != database.engine:
        raise BackupError(
            f"The archive was made from {manifest.engine} and DATABASE_URL names "
            f"{database.engine}. Restore it into a database of the same kind."
        )
    named |= {database.dump_name: manifest.database_sha256}
    unpacked = {name: checksum for name, checksum in unpacked.items() if name != MANIFEST}
    for name in sorted(named.keys() | unpacked.keys()):
        if named.get(name) != unpacked.get(name):
            raise BackupError(
                f"{name} is not what the manifest says. The archive is damaged or was changed."
            )
    known = MigrationLoader(None).disk_migrations or {}
    later = sorted(set(manifest.migrations) - {f"{app}.{name}" for app, name in known})
    if later:
        raise BackupError(
            f"The archive is of version {manifest.version}, which is later than this one "
            f"({settings.VERSION} does not know {later[0]}). Install that version first."
        )
    return manifest


@dataclass(frozen=True, slots=True)
class Restore:
    """A verified archive and the place that it is to fill."""

    manifest: Manifest
    database: Database
    media_root: Path
    staging: Path

    def what_would_be_replaced(self) -> list[str]:
        """What a restore would overwrite, as sentences; empty for an empty place."""
        with _as_backup_error("Nothing was restored"):
            rows = self.database.rows_to_lose()
            names = self._names_in_place()
        sentences = [f"The table {table} holds {count} rows." for table, count in rows.items()]
        if names:
            sentences.append(f"{self.media_root} holds {len(names)} files or folders.")
        return sentences

    def run(self) -> list[str]:
        """Put database and files in the place of everything there is, and compare.

        Returns what differs from the manifest, as sentences. Raises BackupError, and then files
        and database are as before.
        """
        with _as_backup_error("Nothing was restored"), self._files_in_place():
            self.database.load(self.staging / self.database.dump_name)
        with _as_backup_error("Restored, but it could not be compared with the manifest"):
            return [*self._differing_tables(), *self._differing_files()]

    def _names_in_place(self) -> list[str]:
        return sorted({path.name for path in self.media_root.iterdir()} - {self.staging.name})

    @contextmanager
    def _files_in_place(self) -> Iterator[None]:
        """The archive's files where they belong; the former ones back if the block fails."""
        new, former = self.staging / FILES, self.staging / "former"
        new.mkdir(exist_ok=True)
        former.mkdir()
        moves = [(self.media_root / name, former / name) for name in self._names_in_place()]
        moves += [(path, self.media_root / path.name) for path in sorted(new.iterdir())]
        done: list[tuple[Path, Path]] = []
        try:
            for here, there in moves:
                here.rename(there)
                done.append((here, there))
            yield
        except BaseException:
            for here, there in reversed(done):
                there.rename(here)
            raise

    def _differing_tables(self) -> Iterator[str]:
        wanted, found = self.manifest.tables, self.database.contents().tables
        for table in sorted(wanted.keys() | found.keys()):
            if wanted.get(table) != found.get(table):
                yield f"{table}: {wanted.get(table)} rows in the archive, {found.get(table)} now."

    def _differing_files(self) -> Iterator[str]:
        found = {name: _checksum(path) for name, path in _files_below(self.media_root)}
        for name in sorted(self.manifest.files.keys() | found.keys()):
            if self.manifest.files.get(name) != found.get(name):
                yield f"{FILES}{name} differs from the archive."


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _as_backup_error(what: str) -> Iterator[None]:
    """Turns errors of disk and database into a BackupError with their message."""
    try:
        yield
    except (OSError, sqlite3.Error, DjangoDatabaseError) as error:
        raise BackupError(f"{what}: {error}") from error
