"""The product on this machine: an own database, the demo's users and programmes, a server.

What it prints is Danish, as the demo is for the people who are to use the product.
"""

import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.utils import DatabaseError

from accounts.models import User
from accounts.models.roles import Role
from core.dates import format_date_long
from core.versions import mark_changed
from demo.services.database import (
    FINGERPRINT,
    database_file,
    has_known_migrations,
    is_of_this_version,
    schema_fingerprint,
    set_aside,
)
from demo.services.reports import add_report
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import ProgramInUse, load_program

PROGRAM_FILES = Path(__file__).resolve().parents[2] / "files"
HOST = "127.0.0.1"
PASSWORD = "demo"  # noqa: S105 - known to everybody, and refused outside the demo
EMPTY_INSTEAD = "Giv demoen en tom database i DATABASE_URL, eller fjern variablen."

MANAGER = "leder"  # who has written the demo's reports
# One for each role to sign in with, and three colleagues, so that figures come from several hands.
SIGN_INS = [
    ("konsulent", "Karin Holst", Role.CONSULTANT),
    (MANAGER, "Lars Bruun", Role.MANAGER),
    ("admin", "Anne Dahl", Role.ADMIN),
    ("laeser", "Lise Krogh", Role.READER),
]
COLLEAGUES = [
    ("amina", "Amina Osman", Role.CONSULTANT),
    ("jonas", "Jonas Beck", Role.CONSULTANT),
    ("sofie", "Sofie Lund", Role.CONSULTANT),
]


class Command(BaseCommand):
    help = "Prepare the demo's database, and serve the product on this machine."
    # A second run is to be quick; the suite runs the checks.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="8000 where none is given")
        parser.add_argument("--no-serve", action="store_true", help="only prepare the database")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Only the demo has sign-ins that everybody knows: "
                "run this with DJANGO_SETTINGS_MODULE=tfi.settings.demo."
            )
        if not options["no_serve"]:
            refuse_a_busy_port(options["port"])
        self._prepare_database()
        self._add_users()
        for file in sorted(PROGRAM_FILES.glob("program-*.json")):
            self._load(file)
        self._add_reports()
        self._say_how_to_sign_in(options["port"])
        if not options["no_serve"]:
            self.stdout.flush()
            serve(options["port"])

    def _prepare_database(self) -> None:
        database = database_file()
        if database:
            database.parent.mkdir(parents=True, exist_ok=True)
            if database.exists() and not is_of_this_version(database):
                aside = set_aside(database)
                self.stdout.write(
                    f"Databasen er fra en anden udgave og er lagt til side som {aside}."
                )
        elif not has_known_migrations():
            raise CommandError(f"Databasen er fra en anden udgave. {EMPTY_INSTEAD}")
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise CommandError(
                f"Databasen kan ikke bruges til denne udgave: {str(error).strip()}\n{EMPTY_INSTEAD}"
            ) from error
        if database:
            database.with_name(FINGERPRINT).write_text(f"{schema_fingerprint()}\n")

    def _add_users(self) -> None:
        if User.objects.exists() and not User.objects.filter(is_demo=True).exists():
            raise CommandError(
                "Databasen har rigtige brugere: demoen og dens adgangskode skal ikke ind i den. "
                + EMPTY_INSTEAD
            )
        there = set(User.objects.values_list("username", flat=True))
        missing = [row for row in SIGN_INS + COLLEAGUES if row[0] not in there]
        # One hash for all of them: each takes a good part of a second, by design.
        password = make_password(PASSWORD) if missing else ""
        for username, full_name, role in missing:
            user = User(
                username=username,
                full_name=full_name,
                role=role,
                email=f"{username}@example.com",
                password=password,
                is_demo=True,
            )
            user.full_clean()
            user.save()
            mark_changed(user)  # so that they are searched

    def _load(self, file: Path) -> None:
        try:
            loaded = load_program(file.read_bytes(), replace=True)
        except ProgramInUse:
            self.stdout.write(
                f"{file.name} er ny eller ændret, men programmet har indtastede oplysninger: "
                "det bliver, som det er."
            )
        except ProgramFileError as error:
            raise CommandError(f"{file.name} kan ikke indlæses:\n{error}") from None
        else:
            if loaded.counts:
                self.stdout.write(f"Indlæst: {loaded.program.title}.")

    def _add_reports(self) -> None:
        manager = User.objects.get(username=MANAGER)
        for file in sorted(PROGRAM_FILES.glob("report-*.json")):
            if report := add_report(file, by=manager):
                self.stdout.write(f"Tilføjet: {report.title}.")

    def _say_how_to_sign_in(self, port: int) -> None:
        lines = ["", f"Demoen: http://{HOST}:{port}/"]
        if settings.FIXED_TODAY:
            lines.append(f"Uret står på den {format_date_long(settings.FIXED_TODAY)}.")
        lines += ["", f"Log ind med adgangskoden »{PASSWORD}« som"]
        for username, full_name, _role in SIGN_INS:
            lines.append(f"  {username:<10} {full_name}")
        colleagues = ", ".join(username for username, _name, _role in COLLEAGUES)
        lines += [f"  eller som konsulenterne {colleagues}.", "", "Ctrl+C stopper demoen.", ""]
        self.stdout.write("\n".join(lines))


def refuse_a_busy_port(port: int) -> None:
    """CommandError with another port to try, before anything is prepared."""
    if not 0 < port < 65536:
        raise CommandError("En port er et tal fra 1 til 65535: make demo PORT=8001")
    other = port + 1 if port < 65535 else 8001
    with socket.socket() as probe:
        # As the server itself does: a port that a stopped server just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CommandError(f"Port {port} må ikke bruges: make demo PORT=8001") from None
        except OSError:
            raise CommandError(f"Port {port} er optaget: make demo PORT={other}") from None


def serve(port: int) -> None:
    """Become the server: nothing of this process is left to stop separately."""
    # The static files come from their folders, but the server looks for this one too.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    connection.close()
    os.execvp(  # noqa: S606 - its own interpreter, and no shell
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", "tfi.wsgi",
            "--bind", f"{HOST}:{port}",
            "--workers", "1",
            "--threads", "4",
            "--chdir", str(settings.BASE_DIR),
            "--env", f"DJANGO_SETTINGS_MODULE={os.environ['DJANGO_SETTINGS_MODULE']}",
            "--log-level", "warning",
            "--no-control-socket",
        ],
    )  # fmt: skip
