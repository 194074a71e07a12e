from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.dumps import BackupError
from core.restore import Restore, opened_archive


class Command(BaseCommand):
    help = "Put an archive made by `backup` into an empty database and an empty folder of files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--replace", action="store_true", help="delete the rows and files that are there now"
        )

    def handle(self, *args: Any, file: Path, yes: bool, replace: bool, **options: Any) -> None:
        try:
            with opened_archive(
                file, connection=connection, media_root=Path(settings.MEDIA_ROOT)
            ) as archive:
                self._restore(archive, yes=yes, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _restore(self, archive: Restore, *, yes: bool, replace: bool) -> None:
        for name in archive.cleaned:
            self.stdout.write(f"Removed {name}, which an earlier restore left behind.")
        for name in archive.strangers():
            self.stdout.write(
                f"{archive.media_root / name} is none of this database's files. It is left alone; "
                "remove it if nobody needs it."
            )
        self.stdout.write(f"The archive is whole: {archive.manifest.summary()}.")
        in_the_way = archive.what_would_be_replaced()
        if in_the_way and not replace:
            raise CommandError(
                "\n".join(in_the_way)
                + "\nNothing was restored. Restore into an empty place, or delete what is there "
                "with --replace."
            )
        for sentence in in_the_way:
            self.stdout.write(f"{sentence} They will be deleted.")
        if not yes and not _confirmed():
            raise CommandError("Nothing was restored.")
        differences = archive.run()
        if differences:
            raise CommandError("\n".join(["Restored, but not the same:", *differences]))
        manifest = archive.manifest
        self.stdout.write(
            f"Restored and compared: {len(manifest.tables)} tables with {manifest.rows} rows and "
            f"{len(manifest.files)} files are as in the archive. Now run `migrate`."
        )


def _confirmed() -> bool:
    try:
        return input("Restore now? Type yes: ").strip().lower() == "yes"
    except EOFError:  # nobody is there to ask
        return False
