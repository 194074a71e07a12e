"""The archive of a backup: one .tar.gz of ``database.*``, ``files/…`` and, last, ``manifest.json``.

An archive without its manifest was cut off. It is read to its last byte: what is missing there, or
stands after it, refuses the whole.
"""

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from django.db import Error as DjangoDatabaseError

from core.dumps import BackupError, Database
from core.schema import Schema

FORMAT = 2
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 64 * 1024 * 1024  # bytes; some 300,000 files
FILES = "files/"
SUFFIX = ".tar.gz"
CHUNK = 1024 * 1024
UNREADABLE = (tarfile.TarError, zlib.error, EOFError, ValueError, OverflowError)
BUSY = re.compile(r"lock timeout|database (table )?is locked", re.IGNORECASE)

Checksums = dict[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of an archive: version, time, rows by table, schema, checksums."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    tables: dict[str, int]
    schema: Schema
    database_sha256: str
    files: Checksums = field(default_factory=dict)
    # Files that rows name and that were gone already, where the backup was told to go on.
    missing: list[str] = field(default_factory=list)
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


@contextmanager
def as_backup_error(what: str) -> Iterator[None]:
    """Turns errors of disk and database into a BackupError with their message."""
    try:
        yield
    except (OSError, sqlite3.Error, DjangoDatabaseError, BackupError) as error:
        if BUSY.search(str(error)):
            raise BackupError(
                f"{what}: something else holds the database, for example a migration or a "
                "restore. Try again when it is over."
            ) from error
        if isinstance(error, BackupError):
            raise
        raise BackupError(f"{what}: {error}") from error


# Writing --------------------------------------------------------------------------------------


class _HashingReader:
    """A stream that adds up the checksum of what is read through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.sha256.update(data)
        return data


def add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Put the file into the archive; returns the checksum of what went in."""
    with path.open("rb") as stream:
        state = os.fstat(stream.fileno())
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = state.st_size, int(state.st_mtime), 0o600
        hashing = _HashingReader(stream)
        archive.addfile(member, hashing)
    return hashing.sha256.hexdigest()


def add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    content = json.dumps(asdict(manifest), indent=1).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


@contextmanager
def new_private_file(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        yield stream


# Reading --------------------------------------------------------------------------------------


class _Gunzip:
    """The one compressed stream that a file is, and where its last byte that is not zero stands."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.decompressor = zlib.decompressobj(wbits=31)
        self.length = self.filled = 0

    def read(self, size: int) -> bytes:
        data = b""
        while not data and not self.decompressor.eof:
            packed = self.decompressor.unconsumed_tail or self.stream.read(CHUNK)
            data = self.decompressor.decompress(packed, size)
            if not packed and not data and not self.decompressor.eof:
                raise EOFError("it ends in the middle")
        content = data.rstrip(b"\0")
        if content:
            self.filled = self.length + len(content)
        self.length += len(data)
        return data

    def check_end(self, last: tarfile.TarInfo | None) -> None:
        """That nothing follows the last part but the zeros that close an archive."""
        while self.read(CHUNK):
            pass
        end = _rounded_up(last.offset_data + last.size if last else 0, tarfile.BLOCKSIZE)
        whole = _rounded_up(end + 2 * tarfile.BLOCKSIZE, tarfile.RECORDSIZE)
        if self.filled > end or self.length != whole:
            raise tarfile.ReadError("it does not end where its last part ends")
        if self.decompressor.unused_data or self.stream.read(1):
            raise tarfile.ReadError("something follows its end")


def _rounded_up(size: int, block: int) -> int:
    return -(-size // block) * block


def unpack(source: Path, *, files: Path, rest: Path) -> Checksums:
    """Unpack uploaded files into one folder and the rest into another; each member's checksum."""
    unpacked: Checksums = {}
    last = None
    try:
        with source.open("rb") as stream:
            plain = _Gunzip(stream)
            with tarfile.open(fileobj=plain, mode="r|") as archive:  # type: ignore[call-overload]
                for member in archive:
                    if not member.isreg() or not _is_safe(member.name) or member.name in unpacked:
                        raise BackupError(f"The archive holds an unsafe part: {member.name!r}.")
                    if member.name == MANIFEST and member.size > MANIFEST_LIMIT:
                        raise BackupError("The archive's manifest is too large to be one.")
                    inside = member.name.removeprefix(FILES)
                    path = (rest if inside == member.name else files) / inside
                    unpacked[member.name] = _copied_out(archive, member, path)
                    last = member
            plain.check_end(last)
    except UNREADABLE as error:
        raise BackupError(f"The archive is damaged or was cut off: {error}.") from error
    return unpacked


def _copied_out(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stream = archive.extractfile(member)
    assert stream is not None  # it is an ordinary file  # noqa: S101
    hashing = _HashingReader(stream)
    with new_private_file(path) as copy:
        shutil.copyfileobj(hashing, copy, CHUNK)
    os.utime(path, (member.mtime, member.mtime))
    return hashing.sha256.hexdigest()


def _is_safe(name: str) -> bool:
    """Only our own three kinds of names, and none that leads out of the folder."""
    if not name.startswith(FILES):
        return name == MANIFEST or bool(re.fullmatch(r"database\.[a-z0-9]+", name))
    parts = name.split("/")
    return not {"", ".", ".."} & set(parts) and str(PurePosixPath(name)) == name


def read_manifest(folder: Path, unpacked: Checksums, database: Database) -> Manifest:
    """The manifest of what was unpacked; BackupError where the two do not agree."""
    if MANIFEST not in unpacked:
        raise BackupError("The archive is damaged or was cut off: it has no manifest.")
    try:
        content = json.loads((folder / MANIFEST).read_text())
        if (content.get("product"), content.get("format")) != ("tfi", FORMAT):
            raise BackupError("The archive is not one of this product, or of another format.")
        manifest = Manifest(**content)
        named = {FILES + name: checksum for name, checksum in manifest.files.items()}
    except (TypeError, ValueError, AttributeError) as error:
        raise BackupError(f"The archive's manifest cannot be read: {error}.") from error
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
    return manifest


def checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_below(folder: Path) -> list[tuple[str, Path]]:
    """Every file with its name relative to the folder, always in the same order."""

    def stop(error: OSError) -> None:
        raise error  # a folder that cannot be read must not be left out in silence

    found = []
    for parent, folders, names in os.walk(folder, onerror=stop if folder.exists() else None):
        for name in names + [name for name in folders if (Path(parent) / name).is_symlink()]:
            path = Path(parent) / name
            if path.is_symlink() or not path.is_file():
                raise BackupError(f"{path} is no ordinary file. Remove it from the uploaded files.")
            found.append((path.relative_to(folder).as_posix(), path))
    return sorted(found)
