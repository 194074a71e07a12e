from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.backup import make_backup, shortened
from core.dumps import BackupError


class Command(BaseCommand):
    help = "Write the database and the uploaded files to one archive, while the product runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "target",
            type=Path,
            help="the archive (NAME.tar.gz), or a folder, in which it is named after the moment",
        )

        parser.add_argument(
            "--accept-missing",
            action="store_true",
            help="make the archive even where rows name files that are gone",
        )

    def handle(self, *args: Any, target: Path, accept_missing: bool, **options: Any) -> None:
        try:
            path, manifest = make_backup(
                target,
                connection=connection,
                media_root=Path(settings.MEDIA_ROOT),
                accept_missing=accept_missing,
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {manifest.summary()}.")
        if manifest.missing:
            self.stdout.write(f"Missing: {shortened(manifest.missing)}.")
