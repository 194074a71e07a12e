"""Each page's time beside that of a static page, on a server and a database of its own."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import User
from core.clock import today
from overview import benchmark
from overview.generation import SIZES, generate
from overview.generation_words import PEOPLE

SETTINGS = "tfi.settings.benchmark"
FOLDER = "TFI_BENCHMARK_FOLDER"


class Command(BaseCommand):
    help = "Print each page's median time beside that of a static signed-in page of equal bytes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sizes", default="S,M,L", help="S,M,L where none are given")
        parser.add_argument("--rounds", type=int, default=30)
        parser.add_argument("--no-browser", action="store_true", help="skip the first paint")

    def handle(self, *args: Any, **options: Any) -> None:
        sizes = options["sizes"].upper().split(",")
        if not set(sizes) <= set(SIZES):
            raise CommandError("The sizes are S, M and L: --sizes S,M")
        if not getattr(settings, "FOLDER", ""):
            raise SystemExit(run_anew(options))
        self._prepare(sizes)
        with a_server() as port:
            over = self._measure(port, sizes, options)
        raise SystemExit(1 if over else 0)

    def _prepare(self, sizes: list[str]) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        for size in sizes:
            started = time.perf_counter()
            generate(slug=benchmark.slug_of(size), size=SIZES[size], day=today())
            has = ", ".join(f"{number} {name}" for name, number in SIZES[size]._asdict().items())
            self._say(f"{size}: {has}, made in {time.perf_counter() - started:.1f} s")

        if connection.vendor == "postgresql":
            # What the server itself does some time after so many new rows.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    def _measure(self, port: int, sizes: list[str], options: dict[str, Any]) -> bool:
        user = User.objects.get(username=PEOPLE[-1][0])
        visitor = benchmark.Visitor(port, benchmark.signed_in_cookies(user))
        reading, saving = benchmark.pages_of(sizes, user)
        # What is saved makes the programmes larger, so everything is read before.
        benchmark.measure(visitor, reading, options["rounds"])
        over = "M" in sizes and self._weigh(visitor, options["no_browser"])
        benchmark.measure(visitor, saving, options["rounds"])
        pages = [*reading, *saving]
        self._print_pages(pages, options["rounds"])
        found = benchmark.growths(pages)
        for growth in found:
            self._say(
                f"{growth.name}: {growth.larger} takes {growth.times:.2f} times {growth.smaller} "
                f"(at most {growth.budget}): {_verdict(growth.over)}"
            )
        return over or any(page.over for page in pages) or any(growth.over for growth in found)

    def _print_pages(self, pages: list[benchmark.Page], rounds: int) -> None:
        self._say(f"\nMedians of {rounds} rounds, {connection.vendor}, one worker:\n")
        self._say("page              size    bytes       ms  static ms   ratio  budget")
        for page in pages:
            budget = "" if page.budget is None else f"{page.budget:>6}×  {_verdict(page.over)}"
            self._say(
                f"{page.name:<17} {page.size:<4} {page.bytes:>8} {page.median:>8.2f} "
                f"{page.static_median:>10.2f} {page.ratio:>6.1f}× {budget}".rstrip()
            )
        self._say("")

    def _weigh(self, visitor: benchmark.Visitor, no_browser: bool) -> bool:
        path = f"/programs/{benchmark.slug_of('M')}/status/"
        weight = benchmark.weight_of(visitor, path)
        self._say(
            f"\nDashboard M: page {weight.html} bytes ({weight.html_compressed} with gzip), its "
            f"files {weight.assets} ({weight.assets_sent} as sent); sent in all {weight.sent} "
            f"(at most {benchmark.MOST_KILOBYTES}000): {_verdict(weight.over)}"
        )
        painted = None if no_browser else benchmark.first_paint(visitor, path)
        if painted is None:
            self._say("Dashboard M: first paint not measured, there is no browser.")
            return weight.over
        late = painted > benchmark.MOST_SECONDS_TO_PAINT
        self._say(
            f"Dashboard M: first contentful paint after {painted:.3f} s "
            f"(at most {benchmark.MOST_SECONDS_TO_PAINT}): {_verdict(late)}"
        )
        return weight.over or late

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _verdict(over: bool) -> str:
    return "OVER" if over else "OK"


def run_anew(options: dict[str, Any]) -> int:
    """The same command under the benchmark's settings, in a folder that goes when it ends."""
    arguments = ["--sizes", options["sizes"], "--rounds", str(options["rounds"])]
    arguments += ["--no-browser"] if options["no_browser"] else []
    with tempfile.TemporaryDirectory(prefix="tfi-benchmark-") as folder, a_database(folder) as url:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DATABASE_URL": url,
            FOLDER: folder,
        }
        done = subprocess.run(  # noqa: S603 - its own interpreter, and no shell
            [sys.executable, Path(sys.argv[0]).resolve(), "benchmark", *arguments],
            env=environment,
            check=False,
        )
    return done.returncode


@contextmanager
def a_database(folder: str) -> Iterator[str]:
    """The address of an empty database: a file in the folder, or one more beside DATABASE_URL's."""
    address = os.environ.get("DATABASE_URL", "")
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder}/db.sqlite3"
        return
    name = f"tfi_benchmark_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@contextmanager
def a_server() -> Iterator[int]:
    """Gunicorn with one worker and one thread that keeps connections open; yields its port."""
    with socket.socket() as probe:
        probe.bind((benchmark.HOST, 0))
        port = probe.getsockname()[1]
    connection.close()
    server = subprocess.Popen(  # noqa: S603 - its own interpreter, and no shell
        [
            sys.executable, "-m", "gunicorn", "tfi.wsgi",
            "--bind", f"{benchmark.HOST}:{port}",
            "--workers", "1", "--worker-class", "gthread", "--threads", "1",
            "--keep-alive", "75", "--timeout", "120", "--log-level", "warning",
            "--chdir", str(settings.BASE_DIR), "--no-control-socket",
        ]
    )  # fmt: skip
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise CommandError("The server did not start; what it said stands above.")
        visit = http.client.HTTPConnection(benchmark.HOST, port, timeout=5)
        try:
            visit.request("GET", "/health/")
            visit.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            visit.close()
    raise CommandError("The server did not answer within half a minute.")
