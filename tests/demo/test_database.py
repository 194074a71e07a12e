"""A database of another version is known as one, and set aside with what belongs to it."""

import hashlib
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

from demo.management.commands import demo
from demo.services import database


def test_the_fingerprint_is_of_the_projects_own_migrations(settings, tmp_path):
    with_ours = database.schema_fingerprint()
    settings.BASE_DIR = tmp_path
    assert database.schema_fingerprint() == hashlib.sha256().hexdigest()
    assert with_ours != database.schema_fingerprint()


@pytest.mark.django_db
def test_a_database_of_these_migrations_is_used(tmp_path):
    file = tmp_path / "db.sqlite3"
    file.with_name("schema.sha256").write_text(f"{database.schema_fingerprint()}\n")
    assert database.is_of_this_version(file)


@pytest.mark.django_db
def test_one_with_a_migration_that_the_code_does_not_have_is_of_another_version(tmp_path):
    """Also where the file beside it says otherwise, as when a database was put back by hand."""
    file = tmp_path / "db.sqlite3"
    file.with_name("schema.sha256").write_text(f"{database.schema_fingerprint()}\n")
    MigrationRecorder.Migration.objects.create(app="activities", name="0099_from_before")
    assert not database.is_of_this_version(file)


@pytest.mark.django_db
def test_one_whose_migrations_cannot_have_come_in_their_order_is_of_another_version():
    MigrationRecorder.Migration.objects.filter(app="accounts", name="0001_initial").delete()
    assert not database.has_known_migrations()


@pytest.mark.django_db
def test_one_of_another_version_that_cannot_be_set_aside_is_refused(settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(demo, "database_file", lambda: None)
    MigrationRecorder.Migration.objects.create(app="activities", name="0099_from_before")
    with pytest.raises(CommandError, match=r"fra en anden udgave\. Giv demoen en tom database"):
        call_command("demo", "--no-serve")


@pytest.fixture
def files(settings, tmp_path, monkeypatch):
    """A database with what SQLite writes beside it, an upload and an e-mail."""
    monkeypatch.setattr(database.connection, "close", lambda: None)
    settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH = tmp_path / "files", str(tmp_path / "mail")
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "files/ab/ab12", "mail/one.log"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def names_in(folder: Path) -> set[str]:
    """Every file below it, with the time in a name made alike."""
    paths = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {re.sub(r"-\d{8}-\d{6}", "-WHEN", path) for path in paths}


def test_uploads_and_mails_beside_a_database_go_aside_with_it(files):
    aside = database.set_aside(files / "db.sqlite3")
    assert aside.read_text() == "db.sqlite3"
    assert names_in(files) == {
        "db-WHEN.sqlite3",
        "db-WHEN.sqlite3-wal",
        "db-WHEN.sqlite3-shm",
        "files-WHEN/ab/ab12",
        "mail-WHEN/one.log",
    }


def test_uploads_that_lie_elsewhere_stay(files, settings, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH = elsewhere, None
    database.set_aside(files / "db.sqlite3")
    assert elsewhere.exists()
    assert {"files/ab/ab12", "mail/one.log"} <= names_in(files)
