from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.backup import make_backup
from core.dumps import BackupError


class Command(BaseCommand):
    help = "Write the database and the uploaded files to one archive, while the product runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "target",
            type=Path,
            help="the archive (NAME.tar.gz), or a folder, in which it is named after the moment",
        )

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        try:
            path, manifest = make_backup(
                target, connection=connection, media_root=Path(settings.MEDIA_ROOT)
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {manifest.summary()}.")
