from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.clock import today
from directory.services.retention import expired, remove_expired


class Command(BaseCommand):
    help = (
        "Remove contacts and dialogue consultants whose retention date has passed, from history "
        "too. What they were counted in keeps its count."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say how many it would be, and remove nobody"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        # Numbers only: the output of a nightly job is a log, and logs hold no names.
        if dry_run:
            found = expired(today())
            contacts, consultants = found.contacts.count(), found.consultants.count()
        else:
            contacts, consultants = remove_expired(today())
        verb = "Would remove" if dry_run else "Removed"
        self.stdout.write(f"{verb} {contacts} contacts and {consultants} dialogue consultants.")
