"""Kills the issuing of a report at random moments and looks what is left: a draft, or all of it.

    python reliability/issuing.py --kills 50 --seed 1
    TFI_TEST_DATABASE=postgresql python reliability/issuing.py --kills 50 --seed 1

Each trial forks a process that issues a report in review and kills it with SIGKILL after a random
part of the time that a whole issuing takes. What is issued has every file, and each is what its
checksum says; what is not has no file's row, and is issued afterwards without further ado.
"""

import argparse
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

from reliability.restore import _choose_database, say  # noqa: E402


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    cleanup: list = []
    with tempfile.TemporaryDirectory(prefix="tfi-kills-") as folder:
        try:
            _choose_database(Path(folder), cleanup)
            return _run(Path(folder), options.kills, random.Random(options.seed))
        finally:
            for step in reversed(cleanup):
                step()


def _run(folder: Path, kills: int, chance: random.Random) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    settings.MEDIA_ROOT = folder / "files"
    call_command("migrate", verbosity=0)
    translation.activate("da")
    from tests.reports.shared import small_year

    year = small_year(3)
    begun = time.monotonic()
    _in_a_process(year, _report(year))
    whole = time.monotonic() - begun
    say(f"A whole issuing takes {whole:.2f} s; {kills} kills.")
    outcomes: Counter[str] = Counter()
    for trial in range(kills):
        report = _report(year)
        # Every other one towards the end, where the files are written and the state is turned.
        earliest = 0.7 * (trial % 2)
        _in_a_process(year, report, kill_after=chance.uniform(earliest, 1.1) * whole)
        outcomes[_outcome(report)] += 1
        if trial % 10 == 9:
            say(f"{trial + 1} kills: {dict(outcomes)}")
        if not report.is_issued and not trial % 5:
            _in_a_process(year, report)
            outcomes["then issued" if _outcome(report) == "issued whole" else "then broken"] += 1
    for outcome, number in sorted(outcomes.items()):
        say(f"{outcome}: {number}")
    return int(any("broken" in outcome for outcome in outcomes))


def _report(year):
    from reports.services.starting import start_report
    from reports.services.workflow import send_to_review
    from tests.reports.shared import GIVEN

    report = start_report(by=year.manager, program=year.program, given=GIVEN)
    return send_to_review(by=year.manager, report=report)


def _issue(year, report) -> None:
    from core.plausibility import EVERYTHING
    from reports.exports.formats import FORMATS
    from reports.services.issuing import issue

    issue(by=year.manager, report=report, formats=FORMATS, confirmed=EVERYTHING)


def _in_a_process(year, report, kill_after: float | None = None) -> None:
    """In one of its own: this one never draws, as the PDF's threads do not outlive a fork."""
    from django.db import connection

    connection.close()  # each process opens its own
    child = os.fork()
    if not child:
        _issue(year, report)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _outcome(report) -> str:
    from reports.exports.formats import FORMATS
    from reports.models import FileKind
    from reports.queries.files import Tampered, issued_report, read_file

    report.refresh_from_db()
    files = list(report.files.all())
    if not report.is_issued:
        return "broken: files of a draft" if files else "in review"
    try:
        issued_report(report)
        kinds = {file.kind for file in files if read_file(file)}
    except Tampered:
        return "broken: a file is not whole"
    return "issued whole" if kinds >= {FileKind.FROZEN, *FORMATS} else "broken: files are missing"


if __name__ == "__main__":
    sys.exit(main())
