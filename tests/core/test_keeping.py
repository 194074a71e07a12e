"""What a backup and a restore promise beside the way there and back."""

import gzip
import tarfile
import threading
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from activities.models import Attachment
from core import dumps, generations, schema
from core.attachments import attach
from core.backup import make_backup
from core.dumps import BackupError
from core.models import FileGeneration
from core.uploads import Prepared
from tests.core.archives import add, contents_of, restore
from tests.factories import LogEntryFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def impatient(monkeypatch):
    for module in (dumps, generations):
        monkeypatch.setattr(module, "LOCK_SECONDS", 1)


@pytest.fixture
def photograph(team, media):
    """A file that a row names."""
    entry = LogEntryFactory()
    prepared = Prepared("a.txt", "text/plain", BytesIO(b"seen"), 4, "0" * 64)
    (attachment,) = attach(entry, by=team.first(), files=[prepared])
    return attachment


# Rows that name files -------------------------------------------------------------------------


def test_every_field_for_files_is_asked_for_what_it_names():
    assert schema.columns_that_name_files() == {
        ("activities_attachment", "file"),
        ("activities_attachment", "thumbnail"),
        ("economy_expenseattachment", "file"),
        ("economy_expenseattachment", "thumbnail"),
        ("reports_reportfile", "file"),
    }


def test_a_backup_fails_and_names_the_files_that_rows_name_and_that_are_gone(
    photograph, media, tmp_path
):
    (media / "first" / photograph.file.name).unlink()

    with pytest.raises(BackupError, match=rf"1 files .* are missing .*: {photograph.file.name}\."):
        make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)

    assert {path.name for path in tmp_path.iterdir()} == {"media"}


def test_a_backup_goes_on_without_them_when_told_to(photograph, media, empty, tmp_path, capsys):
    (media / "first" / photograph.file.name).unlink()

    call_command("backup", tmp_path / "b.tar.gz", "--accept-missing")

    assert f"Missing: {photograph.file.name}." in capsys.readouterr().out
    assert restore(tmp_path / "b.tar.gz", empty, tmp_path / "files").missing == [
        photograph.file.name
    ]


def test_a_restored_row_finds_its_file(photograph, media, tmp_path):
    call_command("backup", tmp_path / "b.tar.gz")
    call_command("restore", tmp_path / "b.tar.gz", "--yes", "--replace")

    with Attachment.objects.get().file as file:
        assert file.read() == b"seen"
    assert FileGeneration.objects.get().name != "first"
    assert len(contents_of(media)) == 4


def test_what_a_failed_transaction_saved_can_still_be_removed(team, media):
    def fail():
        name = default_storage.save("ab/new", ContentFile(b"new"))
        try:
            connection.cursor().execute("SELECT no_such_thing")
        finally:
            default_storage.delete(name)

    with pytest.raises(DatabaseError):
        transaction.atomic(fail)()

    assert "ab/new" not in contents_of(media)


# An archive to its last byte ------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 4, 8, 9])
def test_an_archive_without_its_last_bytes_is_refused(archive, empty, tmp_path, cut):
    archive.write_bytes(archive.read_bytes()[:-cut])

    with pytest.raises(BackupError, match="damaged or was cut off"):
        restore(archive, empty, tmp_path / "files")


# Named, as the time stands in what gzip makes, and two processes are to know one test.
@pytest.mark.parametrize(
    "more",
    [b"\0", b"x", gzip.compress(b""), gzip.compress(b"\0" * 10_240)],
    ids=["a zero", "a letter", "an empty part", "a part of zeros"],
)
def test_an_archive_with_something_after_its_end_is_refused(archive, empty, tmp_path, more):
    archive.write_bytes(archive.read_bytes() + more)

    with pytest.raises(BackupError, match="something follows its end"):
        restore(archive, empty, tmp_path / "files")


@pytest.mark.parametrize("change", [b"\0" * 512, b"\0" * 10_240, b"hidden".ljust(512), -512])
def test_an_archive_packed_anew_with_another_end_is_refused(archive, empty, tmp_path, change):
    plain = gzip.decompress(archive.read_bytes())
    changed = plain[:change] if isinstance(change, int) else plain + change
    archive.write_bytes(gzip.compress(changed))

    with pytest.raises(BackupError, match="does not end where its last part ends"):
        restore(archive, empty, tmp_path / "files")


def test_a_part_after_the_end_is_refused(archive, empty, tmp_path):
    second = tmp_path / "second.tar"
    with tarfile.open(second, "w") as more:
        add(more, "files/later", b"later")
    plain = gzip.decompress(archive.read_bytes()) + second.read_bytes()
    archive.write_bytes(gzip.compress(plain))

    with pytest.raises(BackupError, match="does not end where its last part ends"):
        restore(archive, empty, tmp_path / "files")


# Another schema -------------------------------------------------------------------------------


def test_the_schema_of_this_version_is_the_one_that_its_migrations_make(team):
    contents = dumps.database_of(connection).contents()
    expected = schema.expected_schema(contents.migrations, connection)

    assert schema.differences(contents.schema, expected) == []
    assert len(expected) > 30


@pytest.mark.parametrize(
    ("table", "column", "kind", "complaint"),
    [
        ("accounts_user", "shoe_size", "integer", "accounts_user.shoe_size is integer in the arch"),
        ("accounts_user", "username", None, "accounts_user.username is not there in the archive"),
        ("accounts_user", "username", "text", "accounts_user.username is text in the archive, and"),
        ("accounts_shoe", "id", "bigint not null", "accounts_shoe.id is bigint not null in"),
    ],
)
def test_an_archive_of_another_schema_is_refused(
    team, media, empty, tmp_path, monkeypatch, table, column, kind, complaint
):
    real = dumps._read_contents

    def other(columns, query):
        contents = real(columns, query)
        contents.schema.setdefault(table, {}).pop(column, None)
        contents.schema[table] |= {column: kind} if kind else {}
        return contents

    with monkeypatch.context() as patch:
        patch.setattr(dumps, "_read_contents", other)
        make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)

    with pytest.raises(BackupError, match=f"another schema.*{complaint}"):
        restore(tmp_path / "b.tar.gz", empty, tmp_path / "files")


def test_a_table_of_somebody_else_refuses_nothing(team, media, empty, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE watch_of_the_operators (id integer)")
    try:
        make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)
        restore(tmp_path / "b.tar.gz", empty, tmp_path / "files")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE watch_of_the_operators")


# Nobody waits for ever ------------------------------------------------------------------------


def test_two_at_once_are_told(impatient, archive, media, tmp_path):
    with generations.locked(media):
        with pytest.raises(BackupError, match="Another backup or restore is at work"):
            make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)
        with pytest.raises(CommandError, match="Another backup or restore is at work"):
            call_command("restore", archive, "--yes", "--replace")


@pytest.fixture
def held(team):
    """The database as another transaction holds it that is changing its tables."""
    holding, done = threading.Event(), threading.Event()

    def hold():
        other = connection.copy("other")
        with other.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("BEGIN")
                cursor.execute("LOCK TABLE accounts_user IN ACCESS EXCLUSIVE MODE")
            holding.set()
            done.wait(30)
            cursor.execute("ROLLBACK")
        other.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(30)
    yield
    done.set()
    thread.join()


def test_a_backup_beside_a_migration_ends_with_a_sentence(
    on_postgresql, impatient, media, held, tmp_path
):
    with pytest.raises(BackupError, match="something else holds the database"):
        make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)


def test_a_backup_beside_a_writer_is_made(on_sqlite, impatient, media, held, tmp_path):
    make_backup(tmp_path / "b.tar.gz", connection=connection, media_root=media)


def test_a_restore_into_a_locked_database_ends_with_a_sentence(archive, media, impatient, held):
    with pytest.raises(CommandError, match="something else holds the database"):
        call_command("restore", archive, "--yes", "--replace")

    assert len(contents_of(media)) == 3
