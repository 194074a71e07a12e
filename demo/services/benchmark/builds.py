"""A build that is measured: a checkout, a database of its own, and a server on both."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import CommandError
from django.db import connection

from demo.rules import SIZES
from demo.services.benchmark.visits import HOST, Visitor
from demo.services.generation.programme import TEN_REF
from demo.services.generation.words import PEOPLE

# Settings, addresses and facts that a build takes along: one that is older lacks them.
TAKEN_ALONG = Path(__file__).resolve().parents[3] / "benchmark"
SLUG, READER, WRITER = "benchmark", PEOPLE[-1][0], PEOPLE[0][0]


@dataclass(frozen=True, slots=True)
class Build:
    """``folder`` is empty, and this build's own, as the database is."""

    checkout: Path
    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmark_settings",
            "PYTHONPATH": str(TAKEN_ALONG),
            "DATABASE_URL": self.database_url,
            "TFI_BENCHMARK_FOLDER": str(self.folder),
        }

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen:
        return subprocess.Popen(  # noqa: S603 - its own interpreter, and no shell
            [sys.executable, *arguments], cwd=self.checkout, env=self.environment, **options
        )

    def run(self, *arguments: str) -> str:
        """What it prints; CommandError where it ends with anything but 0."""
        process = self.start(*arguments, stdout=subprocess.PIPE, text=True)
        printed, _nothing = process.communicate()
        if process.returncode:
            raise CommandError(f"{self.checkout}: {' '.join(arguments)} failed; see above.")
        return printed

    def migrate(self) -> None:
        self.run("manage.py", "migrate", "--no-input", "--verbosity", "0")

    def prepare(self, size: str) -> dict[str, Any]:
        """Tables, static files and a programme of the size; what there is to know of it."""
        self.migrate()
        self.run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        self.run("manage.py", "generate_program", "--slug", SLUG, *SIZES[size])
        return json.loads(self.run("-m", "benchmark_facts", SLUG, READER, WRITER, TEN_REF))

    @contextmanager
    def served(self) -> Iterator[tuple[int, int]]:
        """Gunicorn with one worker and one thread that keeps connections open.

        Yields its port and the worker's process id.
        """
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = probe.getsockname()[1]
        server = self.start(
            "-m", "gunicorn", "tfi.wsgi",
            "--bind", f"{HOST}:{port}",
            "--workers", "1", "--worker-class", "gthread", "--threads", "1",
            "--keep-alive", "75", "--timeout", "120", "--log-level", "warning",
            "--no-control-socket",
        )  # fmt: skip
        try:
            _wait_for(port, server)
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
            yield port, int(children.read_text().split()[0])
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def a_build(checkout: Path, folder: Path) -> Iterator[Build]:
    """One on an empty database: a file in the folder, or one more beside DATABASE_URL's."""
    folder.mkdir()
    if connection.vendor != "postgresql":
        yield Build(checkout, folder, f"sqlite:///{folder}/db.sqlite3")
        return
    name = f"tfi_benchmark_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
        yield Build(checkout, folder, address.geturl())
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def _wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise CommandError("The server did not start; what it said stands above.")
        try:
            Visitor(port, {}).get("/health/")
            return
        except OSError:
            time.sleep(0.1)
    raise CommandError("The server did not answer within half a minute.")
