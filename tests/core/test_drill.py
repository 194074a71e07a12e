"""The drill tries the newest archive and leaves a receipt."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.backup import make_backup
from core.drill import NowhereToDrill, run_drill
from core.dumps import BackupError, database_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backups(team, media, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("01", "02"):
        make_backup(
            folder / f"tfi-202601{day}-021500.tar.gz", connection=connection, media_root=media
        )
    return folder


@pytest.fixture
def nowhere():
    """PostgreSQL without a database for the drill."""
    return _database("DROP DATABASE IF EXISTS {}")


@pytest.fixture
def somewhere(nowhere):
    _database("CREATE DATABASE {}")
    yield
    _database("DROP DATABASE {}")


def _database(statement):
    if connection.vendor == "postgresql":
        name = connection.ops.quote_name(f"{connection.settings_dict['NAME']}_drill")
        with connection.cursor() as cursor:
            cursor.execute(statement.format(name))


def test_restores_the_newest_archive_and_leaves_a_receipt(somewhere, backups, team, capsys):
    call_command("drill", backups)

    (receipt,) = backups.glob("drill-20*.txt")
    text = receipt.read_text()
    assert "Archive tfi-20260102-021500.tar.gz" in text
    assert "every count, checksum and file is as in it" in text
    assert text in capsys.readouterr().out
    assert team.count() == 3
    # Nothing that people wrote is left beside the archives.
    assert len(list(backups.iterdir())) == 3


def test_an_archive_that_cannot_be_restored_fails_and_the_receipt_says_so(somewhere, backups):
    newest = backups / "tfi-20260102-021500.tar.gz"
    newest.write_bytes(newest.read_bytes()[:-1])

    with pytest.raises(CommandError, match="could not be restored"):
        call_command("drill", backups)

    (receipt,) = backups.glob("drill-*.txt")
    assert "NOT RESTORED: The archive is damaged or was cut off" in receipt.read_text()


def test_a_folder_without_archives_is_told(tmp_path):
    with pytest.raises(BackupError, match="holds no archive"):
        run_drill(tmp_path, connection=connection)


def test_postgresql_needs_a_database_for_it(on_postgresql, nowhere, backups):
    with pytest.raises(NowhereToDrill, match="createdb --owner"):
        run_drill(backups, connection=connection)


def test_the_database_of_the_drill_is_empty_afterwards(on_postgresql, somewhere, backups):
    run_drill(backups, connection=connection)

    other = connection.copy("drill")
    other.settings_dict["NAME"] += "_drill"
    assert other.introspection.table_names() == []
    other.close()
    assert database_of(connection).contents().tables["accounts_user"] == 3
