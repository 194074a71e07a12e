"""What the scripts kill: gunicorn as docs/operations.md starts it, and a PostgreSQL that keeps
what it acknowledges.
"""

from __future__ import annotations

import http.client
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.plugins.database import Cluster, _free_port, find_binaries

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
LONGEST_START = 120
RAM = Path("/dev/shm")


class Refused(Exception):
    """The server, or the database, does not come back."""


def say(sentence: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S', time.gmtime())} {sentence}\n")
    sys.stdout.flush()


class PostgreSQL(Cluster):
    """One server on one port, which can be killed, stopped and started again."""

    # What is acknowledged is on the disk: the options of the tests would lose it.
    options = {
        "max_connections": "60",
        "listen_addresses": HOST,
        "unix_socket_directories": "",
        "max_wal_size": "64MB",
        "min_wal_size": "32MB",
    }

    def serve(self) -> None:
        """As a child of this process, which takes note of its end: a server that was killed and
        whose end nobody has noted keeps the next one from its place.
        """
        options = [
            part for name, value in self.options.items() for part in ("-c", f"{name}={value}")
        ]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data, "-p", str(self.port), *options],
                user=self.user, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + LONGEST_START
        ready = [self.binaries / "pg_isready", "-q", "-h", HOST, "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            if time.monotonic() > until or self.process.poll() is not None:
                log_text = (self.folder / "log").read_text()[-2000:]
                raise Refused(f"PostgreSQL does not start: {log_text}")
            time.sleep(0.05)

    def stop(self, mode: str = "immediate") -> None:
        """At once, as if the power went, or after its clients were told."""
        self.process.send_signal({"immediate": signal.SIGQUIT, "fast": signal.SIGINT}[mode])
        self.process.wait()

    def processes(self) -> tuple[int, list[int]]:
        """The server's own, and those that it has started."""
        return self.process.pid, _children(self.process.pid)

    def kill(self) -> None:
        server, _started = self.processes()
        os.kill(server, signal.SIGSTOP)
        all_of_them = [*_children(server), server]
        for process in all_of_them:
            _kill(process)
        self.process.wait()
        # A new one finds what they shared in use until the last is gone.
        while any(_is_there(process) for process in all_of_them):
            time.sleep(0.02)

    def kill_one(self, chance: random.Random) -> None:
        """One of the processes that it has started; it starts all of them anew."""
        _server, started = self.processes()
        _kill(chance.choice(started))

    def runs(self) -> bool:
        return self.process.poll() is None


class SQLite:
    """A file, whose folder can be gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.away = folder.with_name(f"{folder.name}-away")

    def start(self) -> str:
        return f"sqlite:///{self.folder}/db.sqlite3"

    def stop(self, _mode: str = "") -> None:
        if self.folder.is_dir():
            self.folder.rename(self.away)

    def serve(self) -> None:
        if self.away.is_dir():
            self.away.rename(self.folder)

    def runs(self) -> bool:
        return self.folder.is_dir()


class Server:
    """Gunicorn with two processes of four threads, on a port of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.port = folder, _free_port()
        self.environment = environment
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "gunicorn",
                    "--config", "docs/examples/gunicorn.conf.py",
                    "--bind", f"{HOST}:{self.port}", "tfi.wsgi",
                ],
                cwd=ROOT, env={**os.environ, **self.environment},
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """All of its processes at once, as when the power goes."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_one(self, chance: random.Random) -> None:
        """One of its two processes; the others go on, and it is started anew."""
        assert self.process
        workers = _children(self.process.pid)
        _kill(chance.choice(workers or [self.process.pid]))

    def health(self) -> int:
        """The status of the watch's question, 0 where nothing answers."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def wait(self) -> float:
        """Seconds until it answers that all is well; Refused after a minute."""
        started = time.monotonic()
        while self.health() != 200:
            if time.monotonic() - started > LONGEST_START:
                raise Refused(f"Nothing answers after {LONGEST_START} seconds.")
            time.sleep(0.1)
        return time.monotonic() - started

    def resident_megabytes(self) -> list[int]:
        assert self.process
        found = []
        for worker in _children(self.process.pid):
            text = Path(f"/proc/{worker}/status").read_text()
            found.append(int(text.partition("VmRSS:")[2].split()[0]) // 1024)
        return found


class Place:
    """An empty database, folders for files, and the server on them; all of it goes in the end.

    Where ``disks`` gives sizes, ``data`` and ``files`` are small disks of their own.
    """

    def __init__(self, vendor: str, settings: str, disks: dict[str, str] | None = None) -> None:
        self.vendor = vendor
        self.folder = Path(tempfile.mkdtemp(prefix="tfi-chaos-"))
        self.folder.chmod(0o755)
        self.mounted: list[Path] = []
        for name in ("data", "files", "static"):
            (self.folder / name).mkdir()
        for name, size in (disks or {}).items():
            self._mount(self.folder / name, size)
        (self.folder / "files" / "kept").mkdir()
        (self.folder / "files" / "arriving").mkdir()
        self.database: PostgreSQL | SQLite
        if vendor == "postgresql":
            self.database = PostgreSQL(find_binaries(), self.folder / "data")
        else:
            self.database = SQLite(self.folder / "data")
        url = self.database.start()
        if vendor == "postgresql":
            os.environ["PATH"] = f"{self.database.binaries}{os.pathsep}{os.environ['PATH']}"
        self.environment = {
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(self.folder / "files" / "kept"),
            "STATIC_ROOT": os.environ.get("TFI_CHAOS_STATIC") or str(self.folder / "static"),
            "TMPDIR": str(self.folder / "files" / "arriving"),
            "TFI_BENCHMARK_FOLDER": str(self.folder),
            "SECRET_KEY": secrets.token_urlsafe(64),
            # Plain http, and no proxy in front.
            "ALLOWED_HOSTS": f"{HOST},testserver",
            "SECURE_SSL_REDIRECT": "False",
            "PROXY_COUNT": "0",
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "DEFAULT_FROM_EMAIL": "TFI <tfi@example.dk>",
        }
        self.server = Server(self.folder, self.environment)
        # Where Python may not keep what it has compiled, every start takes twice as long.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

    def prepare(self) -> None:
        """Read the settings in this process too, and make tables and static files."""
        os.environ.update({k: v for k, v in self.environment.items() if k != "TMPDIR"})
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if not os.environ.get("TFI_CHAOS_STATIC"):
            call_command("collectstatic", interactive=False, verbosity=0)

    def _mount(self, folder: Path, size: str) -> None:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "none", folder], check=True
        )
        self.mounted.append(folder)

    def remove(self) -> None:
        with suppress(Exception):
            self.server.kill()
        with suppress(Exception):
            self.database.serve() if self.vendor == "sqlite" else self.database.kill()
        for folder in self.mounted:
            subprocess.run(["umount", "--lazy", folder], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def _children(process: int) -> list[int]:
    with suppress(OSError):
        return [
            int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    return []


def _is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
