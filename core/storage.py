"""Where uploaded files lie: in the folder below MEDIA_ROOT that the database itself names.

A restore fills a new folder beside and, in the transaction that fills the database, lets it name
the new one. So rows and files change together. The row is asked for each time: a file is rare
beside a page, and a name kept in the process would outlive a restore.
"""

import secrets
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db import DatabaseError, connection
from django.utils.deconstruct import deconstructible

from core.models import FileGeneration


def new_generation() -> str:
    """A name that no database has: two never take each other's files for their own."""
    return secrets.token_hex(6)


@deconstructible
class GenerationStorage(Storage):
    """Files on the disk, below the folder that the database names; the first file names one."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        row, _made = FileGeneration.objects.get_or_create(pk=1, defaults={"name": new_generation()})
        connection.file_generation = row.name  # type: ignore[attr-defined]
        return _files(row.name).save(name, content, max_length)

    def open(self, name: str, mode: str = "rb") -> File:
        return self._current().open(name, mode)

    def delete(self, name: str) -> None:
        self._current().delete(name)

    def exists(self, name: str) -> bool:
        return self._current().exists(name)

    def path(self, name: str) -> str:
        return self._current().path(name)

    def size(self, name: str) -> int:
        return self._current().size(name)

    def _current(self) -> FileSystemStorage:
        try:
            name = FileGeneration.objects.values_list("name", flat=True).first()
        except DatabaseError:
            # A transaction that failed answers nothing, and what it saved must still be removed.
            name = getattr(connection, "file_generation", None)
            if name is None or not connection.in_atomic_block:
                raise
        # The row goes with a transaction that fails, and what that saved must be removed too.
        return _files(name or getattr(connection, "file_generation", None) or "none")


def _files(generation: str) -> FileSystemStorage:
    return FileSystemStorage(
        Path(settings.MEDIA_ROOT, generation),
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )
