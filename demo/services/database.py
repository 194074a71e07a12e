"""The demo's database: whether it is one of this version, and out of the way where it is not."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.utils import DatabaseError
from django.utils import timezone

FINGERPRINT = "schema.sha256"


def database_file() -> Path | None:
    """The embedded database's file; None for PostgreSQL and for a database in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    return Path(name)


def schema_fingerprint() -> str:
    """A SHA-256 of the project's own migrations: another one, another schema."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        if Path(app.path).parent == settings.BASE_DIR:
            for file in sorted(Path(app.path, "migrations").glob("[0-9]*.py")):
                digest.update(f"{app.label}/{file.name}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def is_of_this_version(database: Path) -> bool:
    """Whether the file was made by these migrations, as it says itself and as stands beside it."""
    kept = database.with_name(FINGERPRINT)
    known = kept.read_text().strip() if kept.exists() else ""
    return known == schema_fingerprint() and has_known_migrations()


def has_known_migrations() -> bool:
    """Whether the database can be read, and every migration applied to it is one of the code's."""
    try:
        loader = MigrationLoader(connection)
        loader.check_consistent_history(connection)
    except (DatabaseError, InconsistentMigrationHistory):
        return False
    return loader.applied_migrations.keys() <= loader.disk_migrations.keys()


def set_aside(database: Path) -> Path:
    """Give the database and what lies beside it (uploads, e-mails) names with the time in them.

    Returns the new path of the database.
    """
    connection.close()
    when = f"-{timezone.localtime():%Y%m%d-%H%M%S}"
    aside = database.with_stem(database.stem + when)
    for ending in ("", "-wal", "-shm"):
        file = Path(f"{database}{ending}")
        if file.exists():
            file.rename(f"{aside}{ending}")
    for folder in (settings.MEDIA_ROOT, getattr(settings, "EMAIL_FILE_PATH", None)):
        # A database at another address has its uploads elsewhere: those are not its own alone.
        if folder and Path(folder).parent == database.parent and Path(folder).exists():
            Path(folder).rename(f"{folder}{when}")
    return aside
