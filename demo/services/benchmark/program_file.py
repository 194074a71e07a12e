"""A programme file of many results, and what loading it takes."""

import datetime
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from demo.services.benchmark.builds import Build

STARTS_ON, DAYS = datetime.date(2011, 1, 1), 300
CRITERIA, ACTIVITIES, RESULTS_OF_ENTRY = 200, 50, 10


def load(build: Build, file: Path) -> tuple[float, float]:
    """Seconds and megabytes of a process from its start to its end, Python's own part included."""
    build.migrate()
    started = time.perf_counter()
    process = build.start("manage.py", "load_program", str(file), stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(f"{build.checkout}: the programme file was refused; see above.")
    # In kilobytes on Linux.
    return time.perf_counter() - started, used.ru_maxrss / 1024


def write(file: Path, results: int) -> None:
    """A year of entries at fifty activities, each with ten results of the two hundred criteria."""
    data = {
        "slug": "benchmark",
        "title": "Et program med mange resultater",
        "starts_on": STARTS_ON.isoformat(),
        "ends_on": "2011-12-31",
        "main_areas": [{"number": 1, "title": "Medborgerskab"}],
        "activities": [
            {"ref": f"a{number}", "main_area": 1, "title": f"Dialogmøder {number}"}
            for number in range(ACTIVITIES)
        ],
        "criteria": [_criterion(number) for number in range(CRITERIA)],
        "log_entries": [
            {
                "ref": f"l{number}",
                "activity": f"a{number % ACTIVITIES}",
                "on": _day(number),
                "text": "Foreningerne stod selv for programmet.",
                # Another figure whenever the activity has the same day again.
                "attendance": str(140 + number // DAYS),
            }
            for number in range(results // RESULTS_OF_ENTRY)
        ],
        "measurements": [_measurement(number) for number in range(results)],
    }
    file.write_text(json.dumps(data, ensure_ascii=False))


def _criterion(number: int) -> dict[str, Any]:
    return {
        "ref": f"c{number}",
        "main_area": 1,
        "wording": f"Deltagere ved dialogmøder {number}",
        "measure": "count",
        "target": "9000",
        "unit": "deltagere",
        "activities": [f"a{number % ACTIVITIES}"],
    }


def _measurement(number: int) -> dict[str, Any]:
    entry = number // RESULTS_OF_ENTRY
    return {
        "criterion": f"c{(entry + ACTIVITIES * number) % CRITERIA}",
        "on": _day(entry),
        "value": str(number % 59),
        "log_entry": f"l{entry}",
    }


def _day(entry: int) -> str:
    return (STARTS_ON + datetime.timedelta(entry % DAYS)).isoformat()
