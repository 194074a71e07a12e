"""Backup and restore there and back, and what a backup refuses.

They run on the database that the test run has; the empty place is a second database of its kind.
"""

import json
import os
import sqlite3
import stat
import tarfile
import threading
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from core import dumps
from core.backup import make_backup
from core.dumps import BackupError
from programs.models import Program
from tests.core.archives import contents_of, restore

pytestmark = pytest.mark.django_db(transaction=True)


def names(archive):
    with tarfile.open(archive) as tar:
        return tar.getnames()


# The way there and back ------------------------------------------------------------------------


def test_a_restore_into_an_empty_place_gives_the_same_rows_and_files(
    archive, media, empty, tmp_path
):
    folder = tmp_path / "elsewhere" / "files"

    manifest = restore(archive, empty, folder)

    database = dumps.database_of(connection)
    assert dumps.database_of(empty).contents() == database.contents()
    assert manifest.tables == database.contents().tables
    assert manifest.tables["accounts_user"] == 3
    assert contents_of(folder) == contents_of(media)
    assert len(manifest.files) == 3
    everybody = User.objects.order_by("pk").values()
    assert list(everybody.using("empty")) == list(everybody)
    assert Program.objects.using("empty").get().starts_on == date(2011, 2, 1)


def test_new_rows_after_a_restore_do_not_collide_with_restored_ones(archive, empty, tmp_path):
    restore(archive, empty, tmp_path / "files")

    new = Program(slug="2", title="2", starts_on=date(2012, 1, 1), ends_on=date(2012, 12, 31))
    new.save(using="empty")

    assert Program.objects.using("empty").count() == 2


def test_a_backup_of_a_restored_place_is_the_same_backup(archive, empty, tmp_path):
    folder = tmp_path / "files"
    first = restore(archive, empty, folder)

    _path, second = make_backup(tmp_path / "2.tar.gz", connection=empty, media_root=folder)

    assert (second.tables, second.files, second.migrations) == (
        first.tables,
        first.files,
        first.migrations,
    )


def test_the_manifest_says_what_is_in_the_archive(archive, settings):
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))

    assert manifest["product"] == "tfi"
    assert manifest["version"] == settings.VERSION
    assert manifest["engine"] == connection.vendor
    assert "accounts.0001_initial" in manifest["migrations"]
    assert list(manifest["files"]) == ["ab/ab12", "ab/ab99", "cd/cd34"]
    assert manifest["made_at"].endswith("+00:00")


def test_parts_stand_in_a_fixed_order_and_the_manifest_last(archive):
    database = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}[connection.vendor]
    files = ["files/ab/ab12", "files/ab/ab99", "files/cd/cd34"]

    assert names(archive) == [database, *files, "manifest.json"]


def test_only_the_owner_can_read_an_archive_and_nothing_lies_beside_it(archive, tmp_path):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {archive.name, "media"}


def test_a_folder_as_target_gets_an_archive_named_after_the_moment(
    team, settings, tmp_path, capsys
):
    target = tmp_path / "backups"
    target.mkdir()

    call_command("backup", target)

    (written,) = target.iterdir()
    assert written.name.startswith("tfi-20")
    assert str(written) in capsys.readouterr().out


# What a backup refuses ------------------------------------------------------------------------


def test_no_backup_is_overwritten(archive, media):
    before = archive.read_bytes()

    with pytest.raises(BackupError, match="no backup is overwritten"):
        make_backup(archive, connection=connection, media_root=media)

    assert archive.read_bytes() == before


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("backup.zip", "does not end in .tar.gz"),
        ("nowhere/backup.tar.gz", "does not exist"),
        ("media/backup.tar.gz", "among the uploaded files"),
    ],
)
def test_a_target_that_cannot_hold_a_backup_is_refused(team, media, tmp_path, target, complaint):
    with pytest.raises(BackupError, match=complaint):
        make_backup(tmp_path / target, connection=connection, media_root=media)

    assert not (tmp_path / target).exists()


def test_a_link_among_the_files_is_not_followed(team, media, tmp_path):
    (media / "first" / "link").symlink_to(tmp_path)

    with pytest.raises(BackupError, match="no ordinary file"):
        make_backup(tmp_path / "backup.tar.gz", connection=connection, media_root=media)

    assert {path.name for path in tmp_path.iterdir()} == {"media"}


def test_a_database_without_tables_is_no_backup(empty, media, tmp_path):
    with pytest.raises(BackupError, match="holds no tables"):
        make_backup(tmp_path / "backup.tar.gz", connection=empty, media_root=media)


# One database or the other ----------------------------------------------------------------------


def test_a_damaged_sqlite_database_is_not_backed_up(on_sqlite, tmp_path, empty):
    call_command("migrate", database="empty", verbosity=0)
    with empty.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=DELETE")
    empty.close()
    with sqlite3.connect(empty.settings_dict["NAME"]) as raw:
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("UPDATE sqlite_master SET rootpage = 5 WHERE name = 'django_session'")
    raw.close()

    with pytest.raises(BackupError, match="damaged"):
        make_backup(tmp_path / "b.tar.gz", connection=empty, media_root=tmp_path / "files")


def test_a_row_written_while_postgresql_is_dumped_is_in_neither_count_nor_dump(
    on_postgresql, team, tmp_path, empty, monkeypatch
):
    run = dumps.PostgresqlDatabase._run

    def write():
        User.objects.create_user("late", "a long password", full_name="Late")
        connection.close()

    def late(database, program, *arguments):
        if "--version" not in arguments:
            writing = threading.Thread(target=write)
            writing.start()
            writing.join()
        return run(database, program, *arguments)

    dump = tmp_path / "database.pgdump"
    with monkeypatch.context() as patch:
        patch.setattr(dumps.PostgresqlDatabase, "_run", late)
        counted = dumps.database_of(connection).dump(dump)
    dumps.database_of(empty).load(dump, generation="second")

    assert team.count() == 4
    assert counted.tables["accounts_user"] == 3
    assert dumps.database_of(empty).contents() == counted


def test_the_postgresql_password_is_in_no_argument(on_postgresql, team, media, tmp_path):
    started = []
    run = dumps.subprocess.run

    def spy(arguments, **options):
        started.append((arguments, options["env"]))
        return run(arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dumps.subprocess, "run", spy)
        make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)

    password = connection.settings_dict["PASSWORD"]
    assert password
    assert {environment["PGPASSWORD"] for _arguments, environment in started} == {password}
    assert password not in str([arguments for arguments, _environment in started])


def test_missing_postgresql_programs_are_named(on_postgresql, team, media, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupError, match=r"pg_dump was not found. Install .* postgresql-client-"):
        make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)


@pytest.mark.parametrize("version", ["9.6", "99.1"])
def test_postgresql_programs_of_another_version_than_the_server_are_refused(
    on_postgresql, team, media, tmp_path, monkeypatch, version
):
    other = tmp_path / "bin" / "pg_dump"
    other.parent.mkdir()
    other.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{other.parent}{os.pathsep}{os.environ['PATH']}")

    with pytest.raises(BackupError, match=r"of version \d+ and the server of version \d\d"):
        make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)


def test_a_postgresql_restore_that_fails_leaves_the_rows_alone(
    on_postgresql, archive, media, team, tmp_path
):
    """Something that the dump cannot be filled in beside: the whole transaction goes back."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW accounts_view AS SELECT 1 AS one")
        cursor.execute("CREATE TYPE accounts_user_new AS ENUM ('a')")
    database = dumps.database_of(connection)
    dump = tmp_path / "again.pgdump"
    try:
        counted = database.dump(dump)
        with pytest.raises(BackupError, match="already exists"):
            database.load(dump, generation="second")
        assert database.contents() == counted
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP VIEW accounts_view; DROP TYPE accounts_user_new")
