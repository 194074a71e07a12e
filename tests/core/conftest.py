"""A small installation, an empty place beside it, and commands under production settings."""

import json
import os
import secrets
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections

from accounts.models import User
from core.backup import make_backup
from core.models import FileGeneration
from programs.models import Program


@pytest.fixture
def media(settings, tmp_path):
    """The folder of uploaded files, with three in the generation that the database names."""
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = settings.MEDIA_ROOT / "first"
    FileGeneration.objects.create(name="first")
    for name, content in {
        "ab/ab12": b"one photograph",
        "ab/ab99": b"",
        "cd/cd34": os.urandom(70_000),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return settings.MEDIA_ROOT


@pytest.fixture
def team(media):
    for username in ("anne", "bo", "åse"):
        User.objects.create_user(username, "a long password", full_name=username.title())
    Program.objects.create(
        slug="2011", title="Program", starts_on=date(2011, 2, 1), ends_on=date(2011, 12, 31)
    )
    return User.objects


@pytest.fixture
def archive(team, media, tmp_path):
    path, _manifest = make_backup(
        tmp_path / "backup.tar.gz", connection=connection, media_root=media
    )
    return path


@pytest.fixture
def empty(tmp_path):
    """A second database, without a table, as a connection named `empty`."""
    other = connection.copy("empty")
    if connection.vendor == "sqlite":
        other.settings_dict["NAME"] = str(tmp_path / "empty.sqlite3")
    else:
        other.settings_dict["NAME"] = f"{connection.settings_dict['NAME']}_empty"
        name = connection.ops.quote_name(other.settings_dict["NAME"])
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
    connections["empty"] = other
    yield other
    other.close()
    del connections["empty"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


class Production:
    """Commands under the production settings, with an installation's environment."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tfi.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "tfi.example.dk",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/files",
            "EMAIL_URL": "smtp+tls://mail.example.dk:587",
            "DEFAULT_FROM_EMAIL": "TFI <tfi@example.dk>",
            "STATIC_ROOT": f"{folder}/static",
        }
        Path(folder, "files").mkdir(mode=0o700)
        Path(folder, "static").mkdir()
        manifest = json.dumps({"paths": {}, "version": "1.1", "hash": ""})
        Path(folder, "static", "staticfiles.json").write_text(manifest)

    def run(self, *arguments, without=(), stdin=None, **changes):
        """Python with these arguments; `changes` and `without` alter the environment."""
        environment = {
            name: value
            for name, value in (self.environment | changes).items()
            if name not in without
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=Path(__file__).parents[2],
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
        )

    def manage(self, *arguments, **options):
        return self.run("manage.py", *arguments, **options)

    def script(self, code, **options):
        """Run the code after Django has been set up; returns what it printed, parsed."""
        done = self.run("-", stdin=f"import django\ndjango.setup()\n{code}", **options)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout), done.stderr.splitlines()


@pytest.fixture(scope="session")
def production(tmp_path_factory):
    """Production settings with a whole environment; the database has no tables yet."""
    return Production(tmp_path_factory.mktemp("production"))


@pytest.fixture(scope="session")
def installation(production):
    """The same with a migrated database."""
    done = production.manage("migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return production


@pytest.fixture
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite")


@pytest.fixture
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL")
