"""Production starts only with a whole environment, and is as safe as Django can check."""

import importlib
import sys
import tarfile

import pytest
from django.core.exceptions import ImproperlyConfigured

REQUIRED = [
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "MEDIA_ROOT",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
]
START = ("-c", "import tfi.settings.production")


def complaint(done):
    """The last line of a start that stopped."""
    assert done.returncode != 0
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_stops_the_start_with_a_sentence_that_names_it(production, name):
    assert f"Set {name} in the environment: " in complaint(production.run(*START, without=[name]))


@pytest.fixture
def load(production, monkeypatch):
    """Read the production settings in this process, which is quicker than in one of its own."""

    def loaded(**changes):
        for name, value in (production.environment | changes).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delitem(sys.modules, "tfi.settings.production", raising=False)
        return importlib.import_module("tfi.settings.production")

    yield loaded
    sys.modules.pop("tfi.settings.production", None)


@pytest.mark.parametrize("name", REQUIRED)
def test_an_empty_variable_is_a_missing_one(load, name):
    with pytest.raises(ImproperlyConfigured, match=f"^Set {name} in the environment: "):
        load(**{name: " "})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", " , "),
        ("DATABASE_URL", "var/db.sqlite3"),
        ("DATABASE_URL", "sqlite:///relative.sqlite3"),
        ("DATABASE_URL", "mysql://user@host/name"),
        ("MEDIA_ROOT", "files"),
        ("EMAIL_URL", "mail.example.dk"),
        ("PROXY_COUNT", "one"),
        ("SECURE_HSTS_SECONDS", "-1"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence_that_names_it(load, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^Set {name} in the environment"):
        load(**{name: value})


@pytest.mark.parametrize(("name", "value"), [("FIXED_TODAY", "2011-10-01"), ("DEMO", "1")])
def test_the_clock_cannot_be_fixed_nor_the_demo_opened(load, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^Remove {name} from the environment"):
        load(**{name: value})


def test_the_environment_of_the_example_is_whole(load):
    settings = load(ALLOWED_HOSTS="tfi.example.dk, www.example.dk")

    assert settings.ALLOWED_HOSTS == ["tfi.example.dk", "www.example.dk"]
    assert settings.PROXY_COUNT == 1
    assert settings.SECURE_SSL_REDIRECT is True
    assert (settings.DEMO, settings.FIXED_TODAY) == (False, None)


@pytest.mark.parametrize(
    "database_url", [None, "postgres://tfi:secret@db.example.dk:5432/tfi?sslmode=require"]
)
def test_the_deployment_check_finds_nothing(production, database_url):
    changes = {"DATABASE_URL": database_url} if database_url else {}
    changes["PROXY_COUNT"] = "0"  # nobody answers at the name of the example

    done = production.manage("check", "--deploy", "--fail-level", "WARNING", **changes)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_server_starts_with_production_settings_when_nothing_says_otherwise(production):
    done = production.run(
        "-c",
        "import tfi.wsgi; from django.conf import settings; "
        "print(settings.SETTINGS_MODULE, settings.DEBUG, settings.DEMO, settings.FIXED_TODAY)",
        without=["DJANGO_SETTINGS_MODULE"],
    )

    assert done.stdout.split() == ["tfi.settings.production", "False", "False", "None"], done.stderr


def test_production_knows_nothing_of_the_demo(production):
    commands = production.manage("help", "--commands").stdout.split()
    assert "load_program" in commands
    assert not {"demo", "benchmark", "generate_program"} & set(commands)

    loaded, _log = production.script(
        "import json, sys, tfi.wsgi\n"
        "print(json.dumps([name for name in sys.modules if name.split('.')[0] == 'demo']))"
    )
    assert loaded == []


DEMO_SIGN_IN = """
import json
from django.contrib.auth import authenticate, get_user
from django.test import Client, RequestFactory
from accounts.models import User

def may_sign_in(user):
    request = RequestFactory().post("/accounts/login/", secure=True)
    found = authenticate(request, username=user.username, password="demo")
    client = Client()
    client.force_login(user)
    return [found == user, get_user(client).is_authenticated]

people = {
    name: User.objects.create_user(name, "demo", role="admin", full_name=name, is_demo=demo)
    for name, demo in {"demo": True, "real": False}.items()
}
print(json.dumps({name: may_sign_in(user) for name, user in people.items()}))
"""


def test_a_demo_user_cannot_sign_in_nor_go_on_with_an_open_session(installation):
    answer, _log = installation.script(DEMO_SIGN_IN)

    assert answer == {"demo": [False, False], "real": [True, True]}


def test_the_first_administrator_is_made_by_one_command(installation):
    done = installation.manage(
        "createsuperuser",
        "--no-input",
        "--username=first",
        "--full_name=First",
        "--email=first@example.dk",
        DJANGO_SUPERUSER_PASSWORD="a long password",
    )

    assert done.returncode == 0, done.stderr
    answer, _log = installation.script(
        "import json\nfrom accounts.models import User\n"
        "user = User.objects.get(username='first')\n"
        "print(json.dumps([user.role, user.is_active]))"
    )
    assert answer == ["admin", True]


SAVE = """
import json
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
print(json.dumps(default_storage.save("one", ContentFile(b"one"))))
"""


def test_backup_and_restore_as_the_operators_type_them(installation, tmp_path):
    """Another process, the real settings, a database file with its write-ahead log."""
    answer, _log = installation.script(SAVE)
    assert answer == "one"
    place = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3",
        "MEDIA_ROOT": f"{tmp_path}/files",
    }

    made = installation.manage("backup", str(tmp_path / "b.tar.gz"))
    unasked = installation.manage("restore", str(tmp_path / "b.tar.gz"), **place)
    restored = installation.manage("restore", str(tmp_path / "b.tar.gz"), "--yes", **place)
    again = installation.manage("restore", str(tmp_path / "b.tar.gz"), "--yes", **place)

    assert made.returncode == 0, made.stderr
    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        assert "files/one" in archive.getnames()
    assert unasked.stderr.strip() == "CommandError: Nothing was restored."
    assert "Restored and compared" in restored.stdout, restored.stderr
    (generation,) = (tmp_path / "files").iterdir()
    assert (generation / "one").read_bytes() == b"one"
    assert f"{generation} holds 1 files" in again.stderr
    assert "Traceback" not in again.stderr
