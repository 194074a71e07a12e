"""Each page's time beside that of an empty page, on servers and databases of their own."""

import tempfile
import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from demo import rules
from demo.services.benchmark import program_file, report, weight
from demo.services.benchmark.builds import a_build
from demo.services.benchmark.figures import Figures, Measured, growths, measure
from demo.services.benchmark.sites import Site
from demo.services.benchmark.visits import processor_clock
from reports.exports.formats import FORMATS


class Command(BaseCommand):
    help = "Print each page's median time and how many times that of an empty page it is."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        sizes, pages = ",".join(rules.SIZES), ",".join(rules.NAMES)
        parser.add_argument("--sizes", default=sizes, help=f"{sizes} where none are given")
        parser.add_argument("--pages", help=f"{pages}; all of the sizes where none are given")
        parser.add_argument("--rounds", type=int, default=30)
        parser.add_argument("--beside", type=Path, help="a checkout to measure in the same rounds")
        parser.add_argument(
            "--processor", action="store_true", help="measure the server's processor time"
        )
        parser.add_argument("--no-browser", action="store_true", help="skip the first paint")

    def handle(self, *args: Any, **options: Any) -> None:
        sizes = _known(options["sizes"].upper(), list(rules.SIZES))
        names = _known(options["pages"] or ",".join(rules.NAMES), rules.NAMES)
        self.rounds, self.has_browser = options["rounds"], not options["no_browser"]
        self.by_processor = options["processor"]
        self.checkouts = [Path(settings.BASE_DIR)]
        if options["beside"]:
            self.checkouts.append(options["beside"].resolve())
        self.measured: list[Measured] = []
        self.is_over = False
        self._head()
        for size in sizes:
            pages = [page for page in rules.PAGES if page.name in names and size in page.sizes]
            if pages:
                self._measure(size, pages)
        self._growths()
        # These have no size, so they belong to everything, or are asked for by their names.
        if rules.PROGRAM_FILE in names and (options["pages"] or sizes == list(rules.SIZES)):
            self._load_file()
        if rules.REPORT in names and (options["pages"] or sizes == list(rules.SIZES)):
            self._draw_reports()
        raise SystemExit(1 if self.is_over else 0)

    def _measure(self, size: str, pages: list[rules.Page]) -> None:
        started = time.perf_counter()
        with ExitStack() as opened:
            builds = self._builds(opened)
            with ThreadPoolExecutor() as threads:
                facts = list(threads.map(lambda build: build.prepare(size), builds))
            prepared = time.perf_counter() - started
            sites = []
            for build, known in zip(builds, facts, strict=True):
                port, worker = opened.enter_context(build.served())
                clock = processor_clock(worker) if self.by_processor else time.perf_counter
                sites.append(Site.at(port, known, clock))
            found = measure(sites, pages, size, connection.vendor, self.rounds)
            for one in found:
                self._lines(one)
            if size == "M" and pages[0].name == "status":
                self._weigh(sites[0], pages[0])
        self._say(f"({size}: made in {prepared:.0f} s, all {time.perf_counter() - started:.0f} s)")
        self.measured += found

    def _builds(self, opened: ExitStack) -> list:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="tfi-benchmark-")))
        return [
            opened.enter_context(a_build(checkout, folder / str(number)))
            for number, checkout in enumerate(self.checkouts)
        ]

    def _head(self) -> None:
        beside = f"; beside it {self.checkouts[1]}" if self.checkouts[1:] else ""
        kind = "processor time" if self.by_processor else "time"
        rounds = f"{self.rounds} rounds, {connection.vendor}, one worker{beside}"
        self._say(f"Medians of the {kind} of {rounds}:\n")
        columns = "page           size moment    bytes       ms   ratio"
        self._say(f"{columns}{'       ms   ratio' * len(self.checkouts[1:])}  target")

    def _lines(self, one: Measured) -> None:
        for moment in one.moments:
            sides = "".join(_side(figures, moment) for figures in one.builds)
            self._judge(
                f"{one.page.name:<14} {one.size:<4} {moment:<6} {one.builds[0].bytes:>8}"
                f"{sides}  {one.asked_for(moment)}",
                one.is_over(moment),
            )

    def _growths(self) -> None:
        for growth in growths(self.measured):
            self._judge(
                f"{growth.name}: {growth.larger} takes {growth.times:.2f} times {growth.smaller} "
                f"(at most {growth.budget}):",
                growth.is_over,
            )

    def _weigh(self, site: Site, page: rules.Page) -> None:
        path = site.address_of(page)
        html, compressed, files = weight.weight_of(site.reader, path)
        self._judge(
            f"status M: page {html} bytes ({compressed} with gzip), its files {files} as sent; "
            f"in all {html + files} (at most {rules.MOST_KILOBYTES}000):",
            html + files > 1000 * rules.MOST_KILOBYTES,
        )
        painted = weight.first_paint(site.reader, path) if self.has_browser else None
        if painted is None:
            self._say("status M: first paint not measured, there is no browser.")
            return
        self._judge(
            f"status M: first contentful paint after {painted:.3f} s "
            f"(at most {rules.MOST_SECONDS_TO_PAINT}):",
            painted > rules.MOST_SECONDS_TO_PAINT,
        )

    def _load_file(self) -> None:
        most = rules.MOST_SECONDS_TO_LOAD, rules.MOST_MEGABYTES_TO_LOAD
        with ExitStack() as opened:
            builds = self._builds(opened)
            file = builds[0].folder / "program.json"
            program_file.write(file, rules.RESULTS_OF_FILE)
            found = [program_file.load(build, file) for build in builds]
        taken = "; beside it ".join("{:.1f} s, {:.0f} MB".format(*one) for one in found)
        self._judge(
            f"Programme file of {rules.RESULTS_OF_FILE} results: {taken} "
            "(at most {} s, {} MB):".format(*most),
            found[0][0] > most[0] or found[0][1] > most[1],
        )

    def _draw_reports(self) -> None:
        most = rules.MOST_MEGABYTES_TO_DRAW
        for criteria, seconds in rules.MOST_SECONDS_TO_DRAW.items():
            found = report.measure(criteria, by_processor=self.by_processor)
            taken = ", ".join(f".{kind} {found[kind]:.2f} s" for kind in FORMATS)
            self._judge(
                f"Report of {criteria} criteria: {taken}; {found['megabytes']:.0f} MB "
                f"(at most {seconds} s for .docx and .pdf, {most} MB):",
                max(found["docx"], found["pdf"]) > seconds or found["megabytes"] > most,
            )

    def _judge(self, line: str, is_over: bool | None) -> None:
        """Print the line with its verdict; None where nothing was asked for."""
        self.is_over |= bool(is_over)
        self._say(line if is_over is None else f"{line} {'OVER' if is_over else 'OK'}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _known(listed: str, names: list[str]) -> list[str]:
    chosen = listed.split(",")
    if not set(chosen) <= set(names):
        raise CommandError(f"There are {', '.join(names)}, with commas between and no spaces.")
    return chosen


def _side(figures: Figures, moment: str) -> str:
    median, ratio = figures.median(moment), figures.ratio(moment)
    return f" {median:>8.2f} {ratio:>6.1f}×" if median and ratio else f"{'–':>9}{'–':>8}"
