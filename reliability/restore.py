"""Kills a restore at random moments and looks which state is there: old, new or neither.

    python reliability/restore.py --kills 100 --seed 1
    TFI_TEST_DATABASE=postgresql python reliability/restore.py --kills 100 --seed 1

Half of the kills fall on one of the steps that the program takes on the disk (as its audit events
tell them), half on a moment of the time that a whole restore takes; every other one of these takes
the database's client programs along. Two archives are restored over each other in turn.
"""

import argparse
import hashlib
import io
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tfi.settings.test"

from tests.plugins import database as test_database  # noqa: E402

STEPS = {
    "open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir", "os.utime",
    "sqlite3.connect", "subprocess.Popen",
}  # fmt: skip
FILES, ROWS = 40, 4000
OUTCOMES = ("old", "new", "neither", "not cleaned")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    cleanup: list = []
    with tempfile.TemporaryDirectory(prefix="tfi-kills-") as folder:
        try:
            _choose_database(Path(folder), cleanup)
            return Trial(Path(folder), random.Random(options.seed)).run(options.kills)
        finally:
            for step in reversed(cleanup):
                step()


def _choose_database(folder: Path, cleanup: list) -> None:
    """Set DATABASE_URL to an empty database, before the settings are read."""
    if test_database.chosen_database() == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
        return
    import psycopg2  # the server has no settings yet that Django could take

    given = os.environ.get(test_database.CLUSTER_URL)
    url = given or test_database._start_cluster(cleanup.append)
    connection = psycopg2.connect(url)
    connection.autocommit = True
    name = f"kills_{os.getpid()}"
    connection.cursor().execute(f"CREATE DATABASE {name}")
    cleanup.append(connection.close)
    cleanup.append(lambda: connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)"))
    os.environ["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{name}"


class Trial:
    """One database and one folder of files, and two archives of them."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        self.folder, self.chance, self.removed = folder, chance, 0
        self.media_root = settings.MEDIA_ROOT = folder / "files"
        self.media_root.mkdir()
        call_command("migrate", verbosity=0)
        self.vendor = connection.vendor
        self.archives: dict[str, Path] = {}
        self.states: dict[str, str] = {}
        for name in ("first", "second"):
            self._write(name)
            self.archives[name] = folder / f"{name}.tar.gz"
            with open(os.devnull, "w") as nowhere:
                call_command("backup", self.archives[name], stdout=nowhere)
            self.states[name] = self.state()

    def _write(self, name: str) -> None:
        """Rows and files that are there only in this one of the two states, or only changed."""
        from accounts.models import User
        from core.attachments import attach
        from core.models import Version
        from core.uploads import Prepared
        from tests.factories import LogEntryFactory

        Version.objects.all().delete()
        Version.objects.bulk_create(
            Version(scope=f"{name}-{number}", token=self.chance.randbytes(16).hex())
            for number in range(ROWS)
        )
        person = User.objects.create_user(name, "x", full_name=name)
        contents = [self.chance.randbytes(20_000) for _number in range(FILES)]
        attach(
            LogEntryFactory(),
            by=person,
            files=[
                Prepared(
                    "a.txt",
                    "text/plain",
                    io.BytesIO(content),
                    20_000,
                    hashlib.sha256(content).hexdigest(),
                )
                for content in contents
            ],
        )

    def state(self) -> str:
        """A digest of the rows and of the files that they name; an error where one is missing."""
        from accounts.models import User
        from activities.models import Attachment
        from core.models import Version

        seen = hashlib.sha256()
        for rows in (
            Version.objects.order_by("scope").values_list("scope", "token"),
            User.objects.order_by("username").values_list("username"),
        ):
            seen.update(repr(list(rows)).encode())
        for attachment in Attachment.objects.order_by("key"):
            with attachment.file.open("rb") as file:
                content = file.read()
            if _sha256(content) != attachment.sha256:
                return f"{attachment.key} is damaged"
            seen.update(content)
        return seen.hexdigest()

    def run(self, kills: int) -> int:
        found: Counter[str] = Counter()
        steps, seconds = self._whole_restore("first")
        current = "first"
        say(f"{self.vendor}: a whole restore takes {steps} steps and {seconds:.2f} seconds.")
        for number in range(kills):
            target = "second" if current == "first" else "first"
            if number % 2:
                self._kill(target, after=self.chance.uniform(0, seconds), all_of_it=number % 4 == 1)
            else:
                self._kill(target, at_step=self.chance.randint(1, steps))
            current, outcome = self._look(current, target)
            found[outcome] += 1
        counts = ", ".join(f"{what} {found[what]}" for what in OUTCOMES)
        say(f"{self.vendor}: {kills} kills: {counts}; {self.removed} folders left were removed.")
        return 1 if found["neither"] or found["not cleaned"] else 0

    def _whole_restore(self, target: str) -> tuple[int, float]:
        counted = self.folder / "steps"
        started = time.monotonic()
        os.waitpid(self._start(target, counted=counted), 0)
        if self.state() != self.states[target]:
            raise RuntimeError("A whole restore does not give the new state.")
        return int(counted.read_text()), time.monotonic() - started

    def _kill(
        self, target: str, at_step: int = 0, after: float | None = None, all_of_it: bool = False
    ) -> None:
        child = self._start(target, at_step=at_step)
        if after is not None:
            time.sleep(after)
            (os.killpg if all_of_it else os.kill)(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def _start(self, target: str, at_step: int = 0, counted: Path | None = None) -> int:
        """A restore in a process of its own, which kills itself at that step."""
        from django.core.management import call_command
        from django.db import connections

        connections.close_all()
        child = os.fork()
        if child:
            return child
        os.setsid()
        steps = 0

        def step(event: str, _arguments: object) -> None:
            nonlocal steps
            if event in STEPS:
                steps += 1
                if steps == at_step:
                    os.kill(os.getpid(), signal.SIGKILL)

        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        sys.addaudithook(step)
        try:
            call_command("restore", self.archives[target], "--yes", "--replace")
            if counted:
                counted.write_text(str(steps))
        finally:
            os._exit(0)

    def _look(self, before: str, target: str) -> tuple[str, str]:
        """Which state stands now, and that the next run removes what was left behind."""
        from django.db import connection

        from core import generations
        from core.dumps import database_of

        with generations.locked(self.media_root):  # programs that outlived the kill have ended
            database = database_of(connection)
            generation = database.generation()  # and what the server still had to end, too
            state = self.state()
            self.removed += len(generations.clean(self.media_root, database, generation))
            if {path.name for path in self.media_root.iterdir()} != {database.generation()}:
                return before, "not cleaned"
        if state == self.states[before]:
            return before, "old"
        return (target, "new") if state == self.states[target] else (before, "neither")


if __name__ == "__main__":
    sys.exit(main())
