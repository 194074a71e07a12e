"""The demo: prepared once, quick and with its data kept after that, and never outside a demo."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from demo.management.commands import demo
from programs.models import Program

ROOT = Path(__file__).resolve().parents[2]


def prepare(database: Path) -> str:
    """What ``manage.py demo --no-serve`` prints for a database of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--no-serve"],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tfi.settings.demo",
            "DATABASE_URL": f"sqlite:///{database}",
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask(database: Path, query: str) -> list[tuple]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def write(database: Path, statement: str) -> None:
    connection = sqlite3.connect(database)
    with connection:
        connection.execute(statement)
    connection.close()


def test_from_nothing_then_again_then_with_another_schema(tmp_path):
    """One story, as each step starts the program anew."""
    database = tmp_path / "new folder" / "db.sqlite3"

    first = prepare(database)
    assert "http://127.0.0.1:8000/" in first
    assert "Uret står på den 1. oktober 2011." in first
    for username in ("konsulent", "leder", "admin", "laeser"):
        assert username in first
    users = ask(database, "SELECT username, role, is_demo FROM accounts_user ORDER BY username")
    assert users == [
        ("admin", "admin", 1),
        ("amina", "consultant", 1),
        ("jonas", "consultant", 1),
        ("konsulent", "consultant", 1),
        ("laeser", "reader", 1),
        ("leder", "manager", 1),
        ("sofie", "consultant", 1),
    ]
    found = "SELECT lines FROM core_searchrow WHERE kind = 'users' ORDER BY lines LIMIT 1"
    assert ask(database, found) == [("Amina Osman\namina",)]
    assert ("2011",) in ask(database, "SELECT slug FROM programs_program")

    write(database, "UPDATE accounts_user SET full_name = 'Kept' WHERE username = 'leder'")
    second = prepare(database)
    assert "Indlæst" not in second
    name_of_leder = "SELECT full_name FROM accounts_user WHERE username = 'leder'"
    assert ask(database, name_of_leder) == [("Kept",)]

    database.with_name("schema.sha256").write_text("another schema\n")
    third = prepare(database)
    (aside,) = database.parent.glob("db-*.sqlite3")
    assert f"Databasen er fra en anden udgave og er lagt til side som {aside}." in third
    assert ask(aside, name_of_leder) == [("Kept",)]
    assert ask(database, name_of_leder) == [("Lars Bruun",)]


def test_only_the_demo_has_it(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match=r"tfi\.settings\.demo"):
        call_command("demo", "--no-serve")


@pytest.fixture
def demo_folder(settings, tmp_path, monkeypatch):
    """A demo in the test's own database, with a folder of programme files to fill."""
    settings.DEMO = True
    monkeypatch.setattr(demo, "PROGRAM_FILES", tmp_path)
    monkeypatch.setattr(demo, "database_file", lambda: None)
    return tmp_path


def minimal(title: str) -> str:
    dates = {"starts_on": "2011-02-01", "ends_on": "2011-12-31"}
    return json.dumps({"slug": "p", "title": title, "main_areas": [], "criteria": [], **dates})


@pytest.mark.django_db
def test_a_changed_file_takes_the_place_of_the_old_one(demo_folder):
    file = demo_folder / "program-p.json"
    for title in ("Old", "New"):
        file.write_text(minimal(title))
        call_command("demo", "--no-serve")
    assert Program.objects.get().title == "New"


@pytest.mark.django_db
def test_a_changed_file_never_takes_the_place_of_what_people_entered(demo_folder, capsys):
    file = demo_folder / "program-p.json"
    file.write_text(minimal("Old"))
    call_command("demo", "--no-serve")
    program = Program.objects.get()
    program._history_user = User.objects.get(username="admin")
    program.save()
    file.write_text(minimal("New"))
    call_command("demo", "--no-serve")
    assert Program.objects.get().title == "Old"
    assert "program-p.json er ny eller ændret" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_file_with_faults_is_named(demo_folder):
    (demo_folder / "program-p.json").write_text("{}")
    with pytest.raises(CommandError, match=r"program-p.json kan ikke indlæses:\nslug: is missing"):
        call_command("demo", "--no-serve")


@pytest.mark.django_db
def test_demo_users_never_enter_a_database_with_real_ones(demo_folder):
    User.objects.create_user("real", "x", full_name="Real")
    with pytest.raises(CommandError, match="rigtige brugere"):
        call_command("demo", "--no-serve")
    assert User.objects.count() == 1


def test_a_busy_port_is_said_before_anything_is_prepared(demo_folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        # Without access to the database: nothing has been asked of it yet.
        with pytest.raises(CommandError, match=f"Port {port} er optaget: make demo PORT="):
            call_command("demo", port=port)


@pytest.mark.django_db
def test_it_becomes_the_server_on_the_chosen_port(demo_folder, settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    started = []
    monkeypatch.setattr(demo.os, "execvp", lambda program, arguments: started.append(arguments))
    monkeypatch.setattr(demo.connection, "close", lambda: None)
    monkeypatch.setattr(demo, "refuse_a_busy_port", lambda port: None)
    call_command("demo", port=8123)
    (arguments,) = started
    assert arguments[:4] == [sys.executable, "-m", "gunicorn", "tfi.wsgi"]
    assert "127.0.0.1:8123" in arguments
