"""Twenty people at work for five minutes, on a criterion with 4.000 measurements: how they wait.

    python reliability/load.py --database sqlite
    python reliability/load.py --database postgresql --ahead

With `--ahead` server, database and the people go before whatever else the machine does, as if they
had it to themselves (needs root).

Each reads a page or logs a result, thinks for 5 to 10 seconds, and goes on. Ends with 1 where
something fails, or where of a hundred answers more than five take 250 ms or longer.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import os
import random
import statistics
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reliability.pressing import Answer, Browser  # noqa: E402
from reliability.serving import Place, say  # noqa: E402
from tests.site.page_forms import forms_of  # noqa: E402

PEOPLE, MINUTES, MEASUREMENTS, TARGET = 20, 5.0, 4_000, 250
THINKS = (5.0, 10.0)
SLUG, PASSWORD = "load", "en lang adgangskode 7"
# How often of a hundred times a page is gone to.
PAGES = {
    "my page": ("/my/", 16),
    "status": (f"/programs/{SLUG}/status/", 14),
    "the criterion": ("/criteria/{criterion}/", 16),
    "log a result": ("/log/activity/{activity}/", 24),
    "the activity": ("/activities/{activity}/", 6),
    "logbook": (f"/programs/{SLUG}/logbook/", 6),
    "resources": (f"/programs/{SLUG}/resources/", 6),
    "search": ("/search/?q=m%C3%B8de", 4),
    "week": ("/hours/{week}/", 4),
    "register": ("/requisitions/", 4),
}


class Times:
    """Milliseconds of every answer, by page, and what went wrong."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.lock = threading.Lock()

    def note(self, page: str, answer: Answer, *wanted: int) -> bool:
        with self.lock:
            self.taken[page].append(1000 * answer.seconds)
            if answer.status in wanted:
                return True
            self.wrong.append(f"{page}: {answer.status}")
            return False


class Worker(threading.Thread):
    numbers = itertools.count(1)

    def __init__(self, browser: Browser, facts: dict[str, Any], times: Times, until: float) -> None:
        super().__init__(daemon=True)
        self.browser, self.facts, self.times, self.until = browser, facts, times, until
        self.chance = random.Random(next(self.numbers))

    def run(self) -> None:
        names, weights = list(PAGES), [weight for _path, weight in PAGES.values()]
        time.sleep(self.chance.uniform(0, THINKS[1]))
        while time.monotonic() < self.until:
            name = self.chance.choices(names, weights)[0]
            path = PAGES[name][0].format_map(self.facts)
            answer = self.browser.get(path)
            if self.times.note(name, answer, 200) and name == "log a result":
                self._log(path, answer.body)
            time.sleep(self.chance.uniform(*THINKS))

    def _log(self, path: str, page: str) -> None:
        """After some thought; the answer leads to the receipt."""
        time.sleep(self.chance.uniform(*THINKS))
        number = next(self.numbers)
        figure = f"c{self.facts['criterion']}-value"
        fields = next(one for method, _action, one in forms_of(page) if figure in one)
        day = self.facts["last"] - datetime.timedelta(number % 60)
        typed = {
            "on": f"{day:%d-%m-%Y}",
            "text": f"Møde {number}",
            figure: f"{number % 90},{number % 89 + 10}",
        }
        answer = self.browser.post(path, fields | typed)
        if self.times.note("save it", answer, 302):
            self.times.note("the receipt", self.browser.get(answer.location), 200)
        else:
            sys.stdout.write(" ".join(answer.body.partition("<main")[2].split())[:2000] + "\n")


def prepare(place: Place) -> dict[str, Any]:
    """A generated programme, twenty people, and as many measurements as there are to be."""
    place.prepare()
    from django.core.management import call_command
    from django.db import connection, connections

    call_command("generate_program", "--size", "M", "--slug", SLUG)
    facts = _facts()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    connections.close_all()
    return facts


def _facts() -> dict[str, Any]:
    from decimal import Decimal

    from accounts.models import User
    from activities.models import Activity
    from core.clock import today
    from demo.services.generation.programme import TEN_REF
    from indicators.models import Measurement
    from programs.models import Program
    from tests.factories import UserFactory

    program = Program.objects.get(slug=SLUG)
    activity = Activity.objects.get(main_area__program=program, ref=TEN_REF)
    criterion = activity.criteria.filter(measure="count", source="manual").first()
    first = program.starts_on
    last = min(today(), criterion.due_on)
    recorder = User.objects.first()
    missing = MEASUREMENTS - criterion.measurements.count()
    made = Measurement.objects.bulk_create(
        Measurement(
            criterion=criterion,
            measured_on=first + datetime.timedelta(number % ((last - first).days + 1)),
            value=Decimal(number % 17 + 1),
            recorded_by=recorder,
        )
        for number in range(missing)
    )
    Measurement.history.bulk_history_create(made, batch_size=500)
    for number in range(PEOPLE):
        UserFactory(username=f"worker{number}", manager=number % 5 == 0)
    return {
        "criterion": criterion.pk,
        "activity": activity.pk,
        "last": last,
        "week": "{}-W{:02}".format(*today().isocalendar()[:2]),
        "count": criterion.measurements.count(),
    }


def work(place: Place, facts: dict[str, Any], minutes: float) -> Times:
    browsers = [Browser(place.server.port) for _number in range(PEOPLE)]
    for number, browser in enumerate(browsers):
        browser.sign_in(f"worker{number}", PASSWORD)
    for path, _weight in PAGES.values():
        # Both processes have begun, as on any day.
        for _turn in range(4):
            browsers[0].get(path.format_map(facts))
    times, until = Times(), time.monotonic() + 60 * minutes
    workers = [Worker(browser, facts, times, until) for browser in browsers]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return times


def _go_ahead(place: Place) -> None:
    """This process and the database, and with them whatever they start from now on."""
    database = [place.database.process.pid] if place.vendor == "postgresql" else []
    for process in (0, *database):
        os.sched_setscheduler(process, os.SCHED_RR, os.sched_param(1))


def told(vendor: str, facts: dict[str, Any], times: Times) -> int:
    say(f"{vendor}: {PEOPLE} people, {facts['count']:,} measurements on one criterion")
    of_all = [taken for page in times.taken.values() for taken in page]
    sys.stdout.write("| Page | Times | p50 | p95 | Longest |\n| --- | --- | --- | --- | --- |\n")
    for page, taken in [*sorted(times.taken.items()), ("**all**", of_all)]:
        figures = (statistics.median(taken), _p95(taken), max(taken))
        cells = (f"{figure:.0f} ms" for figure in figures)
        sys.stdout.write(f"| {page} | {len(taken)} | {' | '.join(cells)} |\n")
    say(f"{len(times.wrong)} wrong: {', '.join(times.wrong[:10])}")
    return 1 if times.wrong or _p95(of_all) >= TARGET else 0


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(0.95 * (len(taken) - 1))]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    arguments.add_argument("--minutes", type=float, default=MINUTES)
    arguments.add_argument("--ahead", action="store_true")
    options = arguments.parse_args()
    place = Place(options.database, "tfi.settings.benchmark")
    try:
        facts = prepare(place)
        if options.ahead:
            _go_ahead(place)
        place.server.start()
        place.server.wait()
        return told(options.database, facts, work(place, facts, options.minutes))
    finally:
        place.remove()


if __name__ == "__main__":
    sys.exit(main())
