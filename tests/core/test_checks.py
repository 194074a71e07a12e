"""What `check --deploy` finds in an installation."""

import os
import ssl

import pytest
from django.db import DatabaseError

from core import checks
from core.models import FileGeneration


@pytest.fixture
def places(settings, tmp_path):
    """Collected static files and a folder for uploads, as they should be."""
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "static", tmp_path / "files"
    settings.MEDIA_ROOT.mkdir(mode=0o700)
    (settings.STATIC_ROOT / "css").mkdir(parents=True)
    (settings.STATIC_ROOT / "css" / "site.css").touch()
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    return tmp_path


def texts(messages):
    return [message.msg for message in messages]


def test_an_installation_that_is_right_is_not_complained_of(places, db):
    assert checks.static_files_can_be_read(None) == []
    assert checks.uploads_have_their_folder(None) == []


def test_files_that_were_not_collected_are_found(places, settings):
    (settings.STATIC_ROOT / "staticfiles.json").unlink()

    assert texts(checks.static_files_can_be_read(None)) == [
        f"{settings.STATIC_ROOT} holds no collected static files."
    ]


@pytest.mark.parametrize("name", ["", "css", "css/site.css"])
def test_a_static_file_or_folder_that_the_service_cannot_read_is_found(
    places, settings, name, monkeypatch
):
    """The permissions are another user's: root, as whom tests may run, can read everything."""
    closed, access = settings.STATIC_ROOT / name, os.access
    monkeypatch.setattr(
        checks.os, "access", lambda path, mode: path != closed and access(path, mode)
    )

    assert texts(checks.static_files_can_be_read(None)) == [f"{closed} cannot be read."]


def test_a_missing_folder_for_uploads_is_found(places, settings, db):
    settings.MEDIA_ROOT.rmdir()

    assert "does not exist" in texts(checks.uploads_have_their_folder(None))[0]


def test_a_folder_for_uploads_that_belongs_to_another_user_is_found(places, db, monkeypatch):
    monkeypatch.setattr(checks.os, "geteuid", lambda: 12345)

    assert "this is run by user 12345" in texts(checks.uploads_have_their_folder(None))[0]


def test_a_folder_for_uploads_that_others_may_read_is_found(places, settings, db):
    settings.MEDIA_ROOT.chmod(0o755)

    assert "mode 755" in texts(checks.uploads_have_their_folder(None))[0]


def test_a_folder_for_uploads_of_another_database_is_found(places, db):
    FileGeneration.objects.create(name="abcd")

    assert "the folder abcd is not in it" in texts(checks.uploads_have_their_folder(None))[0]


def test_a_database_that_is_away_is_not_these_checks_to_tell(places, monkeypatch):
    def fails(*arguments, **options):
        raise DatabaseError

    monkeypatch.setattr(FileGeneration.objects, "values_list", fails)
    assert checks.uploads_have_their_folder(None) == []


@pytest.mark.parametrize(
    ("status", "text", "complaint"),
    [
        (301, "", "passes the caller's X-Forwarded-Proto on, or none"),
        (400, "", "does not pass Host on"),
        (503, "The proxy does not pass X-Forwarded-For.", "does not pass X-Forwarded-For."),
        (502, "", "answers 502"),
    ],
)
def test_a_proxy_that_does_not_pass_its_headers_is_found(
    settings, monkeypatch, status, text, complaint
):
    settings.PROXY_COUNT, settings.ALLOWED_HOSTS = 1, ["tfi.example.dk"]
    monkeypatch.setattr(checks, "_asked", lambda host, path: (status, text))

    assert complaint in texts(checks.proxy_passes_its_headers(None))[0]


@pytest.mark.parametrize(
    ("error", "found"), [(ConnectionRefusedError, "core.I001"), (ssl.SSLError, "core.E006")]
)
def test_a_proxy_that_is_not_there_yet_is_no_error_and_a_wrong_certificate_is(
    settings, monkeypatch, error, found
):
    settings.PROXY_COUNT, settings.ALLOWED_HOSTS = 1, ["tfi.example.dk"]

    def fails(host, path):
        raise error

    monkeypatch.setattr(checks, "_asked", fails)
    assert [message.id for message in checks.proxy_passes_its_headers(None)] == [found]


def test_a_proxy_that_passes_them_is_not_complained_of(settings, monkeypatch):
    settings.PROXY_COUNT, settings.ALLOWED_HOSTS = 1, ["tfi.example.dk"]
    monkeypatch.setattr(checks, "_asked", lambda host, path: (200, ""))

    assert checks.proxy_passes_its_headers(None) == []
