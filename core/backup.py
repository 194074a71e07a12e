"""Backup of database and uploaded files as one archive with checksums: see ``core.archives``."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from core.archives import (
    FILES,
    SUFFIX,
    Manifest,
    add,
    add_manifest,
    as_backup_error,
    files_below,
    new_private_file,
)
from core.dumps import BackupError, Contents, Database, database_of
from core.generations import locked

SCRATCH = ".tfi-backup-"
NAMED_AT_MOST = 20


def make_backup(
    target: Path, *, connection: BaseDatabaseWrapper, media_root: Path, accept_missing: bool = False
) -> tuple[Path, Manifest]:
    """Write the archive `target` (or one named after the moment, where `target` is a folder).

    It appears under its name only when it is whole, readable by its owner alone. Returns where
    it lies and what is in it. Raises BackupError, also where a row names a file that is gone.
    """
    database = database_of(connection)
    made_at = timezone.now()  # the real time, also where the demo's clock stands still
    if target.is_dir():
        target = target / f"tfi-{made_at:%Y%m%d-%H%M%S}{SUFFIX}"
    _check_target(target, media_root)
    with as_backup_error("The backup was not made"), locked(media_root):
        for left in target.parent.glob(f"{SCRATCH}*"):
            shutil.rmtree(left)  # of a backup that was killed: nobody else is at it now
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=target.parent) as scratch:
            unfinished = Path(scratch) / target.name
            manifest = _write(
                unfinished, database, media_root, made_at.isoformat(timespec="seconds")
            )
            if manifest.missing and not accept_missing:
                raise BackupError(_missing(manifest.missing, media_root))
            unfinished.rename(target)
        _sync_folder(target.parent)
    return target, manifest


def _write(path: Path, database: Database, media_root: Path, made_at: str) -> Manifest:
    dump = path.parent / database.dump_name
    # The database first: a file that comes while we work is then one too many, never missing.
    contents = database.dump(dump)
    if not contents.migrations:
        raise BackupError("The database holds no tables. Is DATABASE_URL the right one?")
    with new_private_file(path) as stream:
        with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
            manifest = Manifest(
                version=settings.VERSION,
                made_at=made_at,
                engine=database.engine,
                migrations=contents.migrations,
                tables=contents.tables,
                schema=contents.schema,
                database_sha256=add(archive, database.dump_name, dump),
            )
            _add_files(archive, manifest, media_root, contents)
            add_manifest(archive, manifest)
        os.fsync(stream.fileno())
    return manifest


def _add_files(
    archive: tarfile.TarFile, manifest: Manifest, media_root: Path, contents: Contents
) -> None:
    files = files_below(media_root / contents.generation) if contents.generation else []
    for name, path in files:
        try:
            manifest.files[name] = add(archive, FILES + name, path)
        except FileNotFoundError:  # of an upload that has failed since; or it is missing
            continue
    manifest.missing.extend(sorted(contents.named_files - manifest.files.keys()))


def _missing(names: list[str], media_root: Path) -> str:
    return (
        f"The backup was not made. {len(names)} files that rows name are missing below "
        f"{media_root}: {shortened(names)}. Put them back from an older archive, or make the "
        "backup without them: --accept-missing."
    )


def shortened(names: Iterable[str]) -> str:
    listed = sorted(names)
    rest = len(listed) - NAMED_AT_MOST
    return ", ".join(listed[:NAMED_AT_MOST]) + (f" and {rest} more" if rest > 0 else "")


def _check_target(target: Path, media_root: Path) -> None:
    if not target.name.endswith(SUFFIX):
        raise BackupError(f"{target} is no folder, and its name does not end in {SUFFIX}.")
    if not target.parent.is_dir():
        raise BackupError(f"The folder {target.parent} does not exist.")
    if target.exists():
        raise BackupError(f"{target} exists. Choose another name; no backup is overwritten.")
    if target.resolve().is_relative_to(media_root.resolve()):
        raise BackupError("The backup would lie among the uploaded files. Choose another folder.")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
