"""The drill: the newest archive restored into an empty place, compared, and a receipt of it."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from core.archives import SUFFIX, as_backup_error
from core.dumps import BackupError, database_of
from core.generations import locked
from core.restore import opened_archive

SCRATCH = ".tfi-drill-"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a drill found; `path` is the file that says the same."""

    archive: str
    text: str
    passed: bool
    path: Path


def run_drill(folder: Path, *, connection: BaseDatabaseWrapper) -> Receipt:
    """Restore the folder's newest archive into an empty database and folder, and compare.

    Both are emptied again. Raises BackupError where there is nothing to try or nowhere to do it.
    """
    archive = newest_archive(folder)
    started, clock = timezone.now(), time.monotonic()
    try:
        with (
            as_backup_error("The drill was not held"),
            locked(folder),
            _empty_place(folder, connection) as (other, files),
            opened_archive(archive, connection=other, media_root=files) as opened,
        ):
            found, summary = opened.run(), opened.manifest.summary()
        verdict = "\n".join(["Restored, but not the same:", *found])
        if not found:
            verdict = f"Restored, and every count, checksum and file is as in it: {summary}."
    except NowhereToDrill:
        raise
    except BackupError as error:
        found, verdict = ["not restored"], f"NOT RESTORED: {error}"
    text = (
        f"Drill of {started.isoformat(timespec='seconds')}, version {settings.VERSION}\n"
        f"Archive {archive.name}, {archive.stat().st_size} bytes\n{verdict}\n"
        f"Took {time.monotonic() - clock:.1f} seconds.\n"
    )
    path = folder / f"drill-{started:%Y%m%d-%H%M%S}.txt"
    path.write_text(text)
    return Receipt(archive.name, text, not found, path)


class NowhereToDrill(BackupError):
    """There is no empty database to restore into."""


class NothingToDrill(BackupError):
    """There is no archive yet."""


def newest_archive(folder: Path) -> Path:
    """By the moment in its name."""
    archives = sorted(folder.glob(f"tfi-*{SUFFIX}"))
    if not archives:
        raise NothingToDrill(f"{folder} holds no archive (tfi-*{SUFFIX}). Make one with `backup`.")
    return archives[-1]


@contextmanager
def _empty_place(
    folder: Path, connection: BaseDatabaseWrapper
) -> Iterator[tuple[BaseDatabaseWrapper, Path]]:
    """A database beside the product's, and a folder beside the archives; both emptied afterwards.

    With SQLite the database is a file in that folder; with PostgreSQL it is called as the product's
    and `_drill`, and somebody who may make databases has made it.
    """
    for left in folder.glob(f"{SCRATCH}*"):
        shutil.rmtree(left)  # of a drill that was killed: it holds what people have written
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch:
        other = connections["drill"] = connection.copy("drill")
        if connection.vendor == "sqlite":
            other.settings_dict["NAME"] = str(Path(scratch, "drill.sqlite3"))
        else:
            other.settings_dict["NAME"] += "_drill"
        try:
            _empty(other)
            yield other, Path(scratch, "files")
            _empty(other)
        finally:
            other.close()
            del connections["drill"]


def _empty(other: BaseDatabaseWrapper) -> None:
    try:
        database_of(other).clear()
    except DatabaseError as error:
        name, user = other.settings_dict["NAME"], other.settings_dict["USER"]
        raise NowhereToDrill(
            f"The drill needs a database {name}, which it empties: {error} Once, as the "
            f"database's administrator: createdb --owner {user} {name}"
        ) from error
