"""What a restore refuses, and that nothing has changed then."""

import json
import tarfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from core import dumps
from core.dumps import BackupError
from core.restore import opened_archive
from tests.core.archives import add, contents_of, packed, restore, rewritten

pytestmark = pytest.mark.django_db(transaction=True)


def assert_untouched(database, folder):
    assert database.introspection.table_names() == []
    assert not folder.exists() or list(folder.iterdir()) == []


# An archive that is not right -----------------------------------------------------------------


@pytest.mark.parametrize("part", ["database", "files/cd", "manifest"])
def test_a_changed_archive_is_refused_before_anything_is_touched(archive, empty, tmp_path, part):
    def change(name, content):
        if name == "manifest.json" and part == "manifest":
            manifest = json.loads(content)
            manifest["files"]["ab/ab12"] = "0" * 64
            return json.dumps(manifest).encode()
        return content[:-1] + b"!" if name.startswith(part) else content

    folder = tmp_path / "files"
    with pytest.raises(BackupError, match="is not what the manifest says"):
        restore(rewritten(archive, change), empty, folder)

    assert_untouched(empty, folder)


@pytest.mark.parametrize("kept", [0.999, 0.5, 0.01, 0])
def test_an_archive_that_was_cut_off_is_refused(archive, empty, tmp_path, kept):
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * kept)])

    folder = tmp_path / "files"
    with pytest.raises(BackupError, match="damaged or was cut off"):
        restore(archive, empty, folder)

    assert_untouched(empty, folder)


def test_an_archive_without_its_end_is_refused(archive, empty, tmp_path):
    """Cut between two parts and packed again, so that no decompression fails."""
    copy = tmp_path / "short.tar.gz"
    with tarfile.open(archive) as old, tarfile.open(copy, "w:gz") as new:
        member = old.next()
        add(new, member.name, old.extractfile(member).read())

    with pytest.raises(BackupError, match="no manifest"):
        restore(copy, empty, tmp_path / "files")


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("../outside", {}),
        ("/outside", {}),
        ("files/../../outside", {}),
        ("files//outside", {}),
        ("outside", {}),
        ("files/ab/ab12", {}),  # a second one of that name
        ("files/link", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}),
        ("files/hard", {"type": tarfile.LNKTYPE, "linkname": "manifest.json"}),
        ("files/device", {"type": tarfile.CHRTYPE}),
        ("files/folder", {"type": tarfile.DIRTYPE}),
    ],
)
def test_unsafe_parts_are_refused(archive, empty, tmp_path, name, attributes):
    copy = rewritten(archive, lambda _name, content: content)
    plain = tmp_path / "plain.tar"
    with tarfile.open(copy) as old, tarfile.open(plain, "w") as new:
        for member in old:
            new.addfile(member, old.extractfile(member))
        add(new, name, b"", **attributes)

    folder = tmp_path / "place" / "files"
    with pytest.raises(BackupError, match="unsafe part"):
        restore(packed(plain), empty, folder)

    assert_untouched(empty, folder)
    assert not (tmp_path / "place" / "outside").exists()


def test_a_part_that_the_manifest_does_not_name_is_refused(archive, empty, tmp_path):
    def change(name, content):
        manifest = json.loads(content) if name == "manifest.json" else {}
        manifest.get("files", {}).pop("ab/ab12", None)
        return json.dumps(manifest).encode() if manifest else content

    with pytest.raises(BackupError, match="ab12 is not what the manifest says"):
        restore(rewritten(archive, change), empty, tmp_path / "files")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"engine": "other"}, "a database of the same kind"),
        ({"product": "other"}, "not one of this product"),
        ({"format": 3}, "not one of this product, or of another format"),
        ({"migrations": ["accounts.0999_later"], "version": "9.0"}, "Install that version first"),
        ({"unknown": 1}, "cannot be read"),
    ],
)
def test_an_archive_that_does_not_fit_is_refused(archive, empty, tmp_path, change, complaint):
    def changed(name, content):
        if name != "manifest.json":
            return content
        return json.dumps(json.loads(content) | change).encode()

    folder = tmp_path / "files"
    with pytest.raises(BackupError, match=complaint):
        restore(rewritten(archive, changed), empty, folder)

    assert_untouched(empty, folder)


def test_something_that_is_no_archive_is_refused(tmp_path, empty):
    (tmp_path / "notes.tar.gz").write_text("no archive")

    with pytest.raises(BackupError, match="damaged or was cut off"):
        restore(tmp_path / "notes.tar.gz", empty, tmp_path / "files")
    with pytest.raises(BackupError, match="Nothing was restored"):
        restore(tmp_path / "missing.tar.gz", empty, tmp_path / "files")


# A place that is not empty --------------------------------------------------------------------


def test_rows_and_files_that_are_there_are_not_overwritten(archive, media, team):
    before = contents_of(media)
    User.objects.create_user("new", "a long password", full_name="New")

    with pytest.raises(CommandError) as refusal:
        call_command("restore", archive, "--yes")

    assert "accounts_user holds 4 rows" in str(refusal.value)
    assert f"{media}/first holds 3 files" in str(refusal.value)
    assert team.count() == 4
    assert contents_of(media) == before


def test_a_migrated_database_without_anybodys_work_counts_as_empty(archive, empty, tmp_path):
    call_command("migrate", database="empty", verbosity=0)

    restore(archive, empty, tmp_path / "files")

    assert User.objects.using("empty").count() == 3


def test_replace_deletes_what_is_there(archive, media, team, capsys):
    before = contents_of(media)
    User.objects.create_user("new", "a long password", full_name="New")
    (media / "first" / "ab" / "ab12").write_bytes(b"changed")
    (media / "first" / "new").write_bytes(b"later than the backup")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_over (id integer)")

    call_command("restore", archive, "--yes", "--replace")

    assert "Restored and compared" in capsys.readouterr().out
    assert sorted(team.values_list("username", flat=True)) == ["anne", "bo", "åse"]
    assert contents_of(media) == before
    assert "left_over" not in connection.introspection.table_names()


def test_a_restore_asks_first(archive, empty, media, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "no")
    before = contents_of(media)

    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", archive, "--replace")

    assert contents_of(media) == before


def test_files_and_rows_are_as_before_when_the_database_cannot_be_filled(
    archive, media, team, monkeypatch
):
    before = contents_of(media)
    User.objects.create_user("new", "a long password", full_name="New")

    def fails(self, path, *, generation):
        raise BackupError("psql failed")

    monkeypatch.setattr(dumps.SqliteDatabase, "load", fails)
    monkeypatch.setattr(dumps.PostgresqlDatabase, "load", fails)
    with pytest.raises(CommandError, match="psql failed"):
        call_command("restore", archive, "--yes", "--replace")

    assert contents_of(media) == before
    assert team.count() == 4


def test_a_difference_after_the_restore_is_reported(archive, empty, tmp_path):
    folder = tmp_path / "files"
    with opened_archive(archive, connection=empty, media_root=folder) as opened:
        opened.manifest.tables["accounts_user"] += 1
        opened.manifest.files["ab/ab12"] = "0" * 64

        assert opened.run() == [
            "accounts_user: 4 rows in the archive, 3 now.",
            "files/ab/ab12 differs from the archive.",
        ]
