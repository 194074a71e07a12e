"""Generations of files below MEDIA_ROOT: one restore at a time, and what a killed one left there.

While a restore runs, a folder stands beside the files whose name says which database it fills and
which generation of files follows which. By it the next run knows what to remove, whichever of the
two the database names by then.
"""

import errno
import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.dumps import LOCK_SECONDS, BackupError, Database

_NOTE = re.compile(r"restore-(?P<place>\w+)-(?P<former>\w+)-(?P<new>\w+)")
NONE = "none"


@contextmanager
def locked(media_root: Path) -> Iterator[tuple[int, ...]]:
    """Nobody else backs up or restores here meanwhile. BackupError after LOCK_SECONDS of waiting.

    The descriptors that hold the lock: whoever keeps them open keeps it.
    """
    if not media_root.is_dir():
        yield ()
        return
    descriptor = os.open(media_root, os.O_RDONLY)
    try:
        _wait_for(descriptor, media_root)
        yield (descriptor,)
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, media_root: Path) -> None:
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise BackupError(
                    f"Another backup or restore is at work in {media_root}. "
                    "Try again when it is over."
                ) from None
            time.sleep(0.1)
        except OSError as error:
            if error.errno != errno.EBADF:  # a network share that locks no folders
                raise
            return None


def note(database: Database, *, former: str | None, new: str) -> str:
    """The name of the folder that stands here while the restore runs."""
    return f"restore-{_identity(database)}-{former or NONE}-{new}"


def clean(media_root: Path, database: Database, current: str | None) -> list[str]:
    """Remove what restores into this database left behind, and return its names."""
    removed = []
    for path in sorted(media_root.iterdir()):
        found = _NOTE.fullmatch(path.name)
        if not found or found["place"] != _identity(database):
            continue
        generations = {found["former"], found["new"]}
        if (current or NONE) not in generations:
            continue  # of a database that has been filled otherwise since
        # The note last: killed on the way, the next run goes on.
        for name in [*sorted(generations - {current or NONE, NONE}), path.name]:
            if (media_root / name).exists():
                shutil.rmtree(media_root / name)
                removed.append(name)
    return removed


def strangers(media_root: Path, current: str | None) -> list[str]:
    """What stands in the folder beside the files that the database names."""
    return sorted({path.name for path in media_root.iterdir()} - {current})


def _identity(database: Database) -> str:
    settings = database.connection.settings_dict
    place = "|".join(str(settings.get(name, "")) for name in ("NAME", "HOST", "PORT"))
    return hashlib.sha256(place.encode()).hexdigest()[:12]
