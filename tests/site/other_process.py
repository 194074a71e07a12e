"""Writes a log entry from a process of its own: ``python -m tests.site.other_process PK``."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.db import connection

if TYPE_CHECKING:
    from activities.models import Activity

TEXT = "Skrevet af en anden proces"


def log_from_another_process(activity: Activity) -> None:
    """By an interpreter of its own, on the database of this test."""
    told = connection.settings_dict
    url = f"sqlite:///{told['NAME']}"
    if connection.vendor == "postgresql":
        place = f"{told['HOST']}:{told['PORT']}/{told['NAME']}"
        url = f"postgres://{told['USER']}:{told['PASSWORD']}@{place}"
    subprocess.run(
        [sys.executable, "-m", __name__, str(activity.pk)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tfi.settings.test"},
        check=True,
        timeout=120,
    )


def _log(pk: str) -> None:
    django.setup()
    from activities.models import Activity
    from activities.services.log import LogEntryInput, create_entry

    activity = Activity.objects.get(pk=pk)
    said = LogEntryInput(datetime.date(2011, 9, 20), TEXT)
    create_entry(by=activity.responsible, subject=activity, entry_input=said)


if __name__ == "__main__":
    _log(*sys.argv[1:])
