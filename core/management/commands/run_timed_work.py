from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.timed import run_due, timed_jobs


class Command(BaseCommand):
    help = "Run the timed jobs that are due: mail, retention, cleaning. Called by a timer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = ", ".join(job.code for job in timed_jobs)
        parser.add_argument("jobs", nargs="*", help=f"run these, due or not: {known}")

    def handle(self, *args: Any, jobs: list[str], **options: Any) -> None:
        if unknown := [code for code in jobs if code not in timed_jobs]:
            raise CommandError(f"There is no job named {', '.join(unknown)}.")
        runs = run_due(jobs)
        for run in runs:
            self.stdout.write(f"{run.code}: {run.result}")
        if failed := [run.code for run in runs if not run.succeeded]:
            raise CommandError(f"Failed: {', '.join(failed)}.")
