"""Kills, fills and stops what the product stands on while people press its forms.

    python reliability/chaos.py --kills 300 --seed 1           (as root, for the small disks)
    python reliability/chaos.py kills --database sqlite --kills 20

Each part has an empty place of its own: a database, folders and gunicorn as docs/operations.md
starts it. Afterwards every press that was answered must be there, once, and whole: as many rows in
every table as so many presses add alone, and every file with its checksum.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reliability.ledger import Verdict, rows  # noqa: E402
from reliability.pressing import Browser, Crowd, Told  # noqa: E402
from reliability.serving import Place, say  # noqa: E402

SETTINGS = "reliability.settings"
DATABASES = ("sqlite", "postgresql")
AT_ONCE = 50
# How long people go on pressing while something is full or gone.
TROUBLE, CALM = 12.0, 4.0
OUTAGES = 5
HEAD = (
    "Database", "What happened", "Times", "Presses", "Answered", "Sent again", "Lost", "Doubled",
    "Half", "Refused", "Files left", "Longest wait",
)  # fmt: skip
Row = dict[str, Any]


def row(vendor: str, what: str, times: int, verdict: Verdict, told: Told) -> Row:
    for detail in verdict.details[:20]:
        say(f"  {detail}")
    say(f"  statuses {dict(told.statuses)}")
    cells = [
        vendor, what, times, verdict.pressed, verdict.answered, told.again, verdict.lost,
        verdict.doubled, verdict.half, verdict.refused, verdict.strays, f"{told.longest:.1f} s",
    ]  # fmt: skip
    return {"cells": cells, "right": verdict.is_right and not told.signed_out}


# The server and the database are killed ----------------------------------------------------------


def kills(vendor: str, number: int, seed: int) -> list[Row]:
    place = Place(vendor, SETTINGS)
    chance = random.Random(seed)
    try:
        place.prepare()
        place.server.start()
        place.server.wait()
        crowd = Crowd(place, seed)
        crowd.start()
        killed, back = Counter[str](), 0.0
        for turn in range(number):
            time.sleep(chance.uniform(0.1, 1.5))
            what = _victim(vendor, turn)
            _kill(place, what, chance)
            back = max(back, place.server.wait())
            killed[what] += 1
            if turn % 25 == 24:
                say(f"{vendor}: {turn + 1} kills {dict(killed)}, back within {back:.1f} s")
        verdict, told = crowd.end()
    finally:
        place.remove()
    what = " and ".join(f"{count} × {one}" for one, count in killed.items())
    return [row(vendor, f"killed: {what}", number, verdict, told)]


def _victim(vendor: str, turn: int) -> str:
    if vendor == "sqlite":
        return ("the server", "one of its processes")[turn % 3 == 2]
    return ("the server", "the database", "one of the database's processes", "the database",
            "one of the server's processes")[turn % 5]  # fmt: skip


def _kill(place: Place, what: str, chance: random.Random) -> None:
    database: Any = place.database
    if what == "the server":
        place.server.kill()
        place.server.start()
    elif what == "the database":
        database.kill()
        database.serve()
    elif what == "one of the database's processes":
        database.kill_one(chance)
    else:
        place.server.kill_one(chance)


# A disk is full ----------------------------------------------------------------------------------


def full_files(vendor: str, number: int, seed: int) -> list[Row]:
    return _full(vendor, "files", "the disk of the files is full", number, seed)


def full_database(vendor: str, number: int, seed: int) -> list[Row]:
    return _full(vendor, "data", "the disk of the database is full", number, seed)


def _full(vendor: str, disk: str, what: str, number: int, seed: int) -> list[Row]:
    """For a while, so often, while people press; then it has room again."""
    database = "120m" if vendor == "sqlite" else "400m"
    place = Place(vendor, SETTINGS, {"data": database, "files": "64m"})
    try:
        place.prepare()
        place.server.start()
        place.server.wait()
        crowd = Crowd(place, seed, bytes_of_file=400_000)
        crowd.start()
        for _time in range(number):
            time.sleep(CALM)
            _fill(place.folder / disk)
            say(f"{vendor}: {disk} was full; the watch is answered {place.server.health()}")
            _restart_the_database(place)
        verdict, told = crowd.end()
    finally:
        place.remove()
    return [row(vendor, what, number, verdict, told)]


def _fill(folder: Path) -> None:
    """All of the disk but a little, for a while, and all of that for another."""
    ballast = folder / "ballast"
    for left in (300_000, 0):
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        with ballast.open("ab") as file, suppress(OSError):
            for _part in range(max(0, free - left) // 65_536 + (not left)):
                file.write(b"\0" * 65_536)
                file.flush()
        time.sleep(TROUBLE / 2)
    ballast.unlink()


def _restart_the_database(place: Place) -> None:
    """As its operator does: a PostgreSQL that cannot write its log stops by itself."""
    time.sleep(1)
    if not place.database.runs():
        say("  the database has stopped by itself, and is started again")
        place.database.serve()
    place.server.wait()


# The database is gone ----------------------------------------------------------------------------


def gone(vendor: str, number: int, seed: int) -> list[Row]:
    """Stopped while people press, and back again; the server is left alone."""
    place = Place(vendor, SETTINGS)
    try:
        place.prepare()
        place.server.start()
        place.server.wait()
        crowd = Crowd(place, seed)
        crowd.start()
        answers = Counter[tuple[int, bool]]()
        for turn in range(number):
            time.sleep(CALM)
            place.database.stop(("fast", "immediate")[turn % 2])
            until = time.monotonic() + TROUBLE / 2
            browser = Browser(place.server.port, crowd.people[0].browser.cookies)
            while time.monotonic() < until:
                answer = browser.get("/my/")
                answers[answer.status, "<h1" in answer.body] += 1
                answers[place.server.health(), True] += 1
                time.sleep(0.2)
            place.database.serve()
            say(f"{vendor}: answers well {place.server.wait():.1f} s after the database is back")
        verdict, told = crowd.end()
    finally:
        place.remove()
    # A page in the site's own words, and the watch's 503; nothing else, and no silence.
    others = {
        what: count for what, count in answers.items() if what not in ((500, True), (503, True))
    }
    say(f"  while it was gone: {dict(answers)}")
    found = row(vendor, "the database is gone", number, verdict, told)
    found["right"] = found["right"] and not others
    return [found]


# Fifty presses at once ---------------------------------------------------------------------------


def presses(vendor: str, number: int, seed: int) -> list[Row]:
    """Every form of the site, pressed so often in one moment by one person in three windows."""
    from django.db import connections, transaction

    place = Place(vendor, SETTINGS)
    try:
        place.prepare()
        place.server.start()
        place.server.wait()
        from tests.site.pressing import FORMS, Press, added
        from tests.site.small_site import SmallSite

        with transaction.atomic():
            site = SmallSite()
        total, wrong, told = Counter[str](), 0, Told()
        for kind, name in FORMS:
            press = Press(kind, name, site)
            before = rows()
            once = _what_one_adds(press, before, added, transaction)
            connections.close_all()
            for answer in _at_once(place.server.port, press, number):
                told.statuses[answer.status] += 1
                told.longest = max(told.longest, answer.seconds)
            changed = {label: count for label, count in added(before).items() if label in before}
            total["pressed"] += number
            if changed != once or not once:
                wrong += 1
                total["lost"] += any(changed.get(label, 0) < count for label, count in once.items())
                total["doubled"] += any(
                    count > once.get(label, 0) for label, count in changed.items()
                )
                say(f"  {kind} {name}: one adds {once}, {number} add {changed}")
    finally:
        place.remove()
    answered = sum(count for status, count in told.statuses.items() if 0 < status < 500)
    failed = total["pressed"] - answered
    verdict = Verdict(total["pressed"], answered, total["lost"], total["doubled"], 0, failed, 0, [])
    return [row(vendor, f"{number} at once on each of {len(FORMS)} forms", number, verdict, told)]


def _what_one_adds(press: Any, before: dict[str, int], added: Any, transaction: Any) -> dict:
    """It is taken back again."""
    from core.held import held

    with transaction.atomic():
        press()
        once = {label: count for label, count in added(before).items() if label in before}
        transaction.set_rollback(True)
    held.clear()
    return once


def _at_once(port: int, press: Any, number: int) -> list[Any]:
    sessions = [window.cookies["sessionid"].value for window in press.windows]
    start = Barrier(number)
    fields = {name: value for name, value in press.fields.items() if name != "csrfmiddlewaretoken"}

    def pressed(turn: int) -> Any:
        browser = Browser(port, {"sessionid": sessions[turn % len(sessions)]})
        start.wait()
        return browser.post(press.address, fields)

    with ThreadPoolExecutor(number) as hands:
        return list(hands.map(pressed, range(number)))


PARTS: dict[str, tuple[Callable[[str, int, int], list[Row]], Callable[[Any], int]]] = {
    "kills": (kills, lambda options: options.kills),
    "full-files": (full_files, lambda _options: 3),
    "full-database": (full_database, lambda _options: 3),
    "gone": (gone, lambda _options: OUTAGES),
    "presses": (presses, lambda _options: AT_ONCE),
}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("part", nargs="?", choices=PARTS, help="one of the parts only")
    arguments.add_argument("--database", choices=DATABASES, help="one of the two only")
    arguments.add_argument("--kills", type=int, default=300, help="over both databases")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--rows", type=Path, help="where to write what was found, as JSON")
    options = arguments.parse_args()
    vendors = [options.database] if options.database else list(DATABASES)
    parts = [options.part] if options.part else list(PARTS)
    if len(vendors) == len(parts) == 1:
        run, number = PARTS[parts[0]]
        found = run(vendors[0], number(options), options.seed)
    else:
        options.kills //= len(vendors)
        found = [
            row
            for part in parts
            for vendor in vendors
            for row in _in_a_process(part, vendor, options)
        ]
    if options.rows:
        options.rows.write_text(json.dumps(found))
    else:
        _print(found)
    return 0 if found and all(one["right"] for one in found) else 1


def _in_a_process(part: str, vendor: str, options: Any) -> list[Row]:
    """Of its own, since settings are read once."""
    say(f"{vendor}: {part}")
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "rows.json")
        subprocess.run(
            [
                sys.executable, __file__, part, "--database", vendor, "--rows", told,
                "--kills", str(options.kills), "--seed", str(options.seed),
            ],
            check=False,
        )  # fmt: skip
        nothing = [{"cells": [vendor, f"{part}: broke off, see above"], "right": False}]
        return json.loads(told.read_text()) if told.exists() else nothing


def _print(found: list[Row]) -> None:
    table = [HEAD, ["---"] * len(HEAD), *(one["cells"] for one in found)]
    for cells in table:
        sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")


if __name__ == "__main__":
    sys.exit(main())
