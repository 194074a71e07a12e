from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.drill import run_drill
from core.dumps import BackupError


class Command(BaseCommand):
    help = "Restore the newest archive into an empty place, compare, and leave a receipt beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder of the archives")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            receipt = run_drill(folder, connection=connection)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{receipt.text}Receipt: {receipt.path}")
        if not receipt.passed:
            raise CommandError("The archive could not be restored as it was made.")
