"""The health address: what a watch may conclude from its answer."""

import shutil

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.backends.utils import CursorWrapper
from django.urls import reverse

from core import views

ASK = """
import json
from django.test import Client
answer = Client(headers={"host": "tfi.example.dk"}).get("/health/")
print(json.dumps([answer.status_code, answer.json()]))
"""
AWAY = {"status": "error", "database": "unreachable"}


@pytest.fixture(autouse=True)
def disk(monkeypatch):
    """A disk with room, whatever the one has that the tests run on."""

    def set_to(free):
        usage = shutil._ntuple_diskusage(100 * 1024**3, 100 * 1024**3 - free, free)
        monkeypatch.setattr(views.shutil, "disk_usage", lambda folder: usage)

    set_to(50 * 1024**3)
    return set_to


@pytest.mark.django_db
@pytest.mark.parametrize("free", [1024**3, 4 * 1024**3])
def test_health_says_when_the_disk_is_nearly_full(client, disk, free):
    disk(free)

    answer = client.get(reverse("core:health"))

    assert answer.status_code == 200
    assert answer.json() == {"status": "warning", "database": "ok", "disk": "nearly full"}


@pytest.mark.django_db
def test_health_answers_200_to_anybody_while_the_database_answers(client):
    answer = client.get(reverse("core:health"))

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "disk": "ok"}


def test_health_is_never_kept_by_a_cache(client, monkeypatch):
    monkeypatch.setattr(views, "connection", _Broken(OperationalError))

    assert "no-store" in client.get(reverse("core:health")).headers["Cache-Control"]


class _Broken:
    def __init__(self, error):
        self.error = error

    def cursor(self):
        raise self.error("the password is hunter2")


@pytest.mark.parametrize("error", [DatabaseError, OperationalError, InterfaceError])
def test_health_answers_503_and_no_details_when_the_database_fails(client, monkeypatch, error):
    monkeypatch.setattr(views, "connection", _Broken(error))

    answer = client.get(reverse("core:health"))

    assert answer.status_code == 503
    assert answer.json() == AWAY


@pytest.mark.django_db
def test_health_answers_503_whoever_asks(client, django_user_model, monkeypatch):
    """Also somebody with a session, of which the database would have to say whose it is."""
    client.force_login(
        django_user_model.objects.create_user("anne", "x", full_name="Anne"),
        backend="accounts.services.backends.AccountBackend",
    )

    def fails(*arguments):
        raise OperationalError

    monkeypatch.setattr(CursorWrapper, "execute", fails)
    answer = client.get(reverse("core:health"), headers={"host": "203.0.113.9"})

    assert answer.status_code == 503
    assert answer.json() == AWAY


@pytest.mark.parametrize(
    "database_url",
    ["sqlite:////nowhere/at/all/db.sqlite3", "postgres://tfi:secret@127.0.0.1:1/tfi"],
)
def test_in_production_a_database_that_is_away_gives_503_without_tls(production, database_url):
    answer, _log = production.script(ASK, DATABASE_URL=database_url)

    assert answer == [503, AWAY]


def test_in_production_health_is_not_sent_round_to_https(installation):
    answer, _log = installation.script(ASK)

    assert answer == [200, {"status": "ok", "database": "ok", "disk": "ok"}]
