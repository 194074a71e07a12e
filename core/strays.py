"""Files that no row names: a server that was killed had stored them and not yet saved the row."""

import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from core.archives import files_below
from core.generations import locked
from core.models import FileGeneration
from core.schema import columns_that_name_files

# Longer than any form takes to be saved.
SAVED_WITHIN = 24 * 60 * 60


def remove_strays() -> int:
    """Delete those that are older than a day; how many they were. BackupError beside a backup."""
    media_root = Path(settings.MEDIA_ROOT)
    with locked(media_root):
        generation = FileGeneration.objects.first()
        if generation is None:
            return 0
        until = time.time() - SAVED_WITHIN
        files = files_below(media_root / generation.name)
        old = {name: path for name, path in files if _stored_at(path) < until}
        strays = old.keys() - (_named() if old else set())
        for name in strays:
            old[name].unlink(missing_ok=True)
        return len(strays)


def _stored_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # of an upload that has failed since
        return time.time()


def _named() -> set[str]:
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table, column in columns_that_name_files():
            cursor.execute(f'SELECT "{column}" FROM "{table}"')  # noqa: S608 - names of models
            found.update(name for (name,) in cursor.fetchall())
    return found
