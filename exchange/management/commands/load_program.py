from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.rules.faults import ProgramFileError
from exchange.rules.reading import MAX_BYTES
from exchange.services.loading import load_program


class Command(BaseCommand):
    help = "Load a programme file: all or nothing; every fault is named with its place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="the programme file (JSON in UTF-8, or a workbook as exported, .xlsx)",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="put it in the place of another file with the same slug, "
            "unless somebody has entered anything by hand",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_program(_content(options["file"]), replace=options["replace"])
        except ProgramFileError as error:
            # One fault a line, and nothing around them.
            for line in error.lines:
                self.stderr.write(line)
            raise SystemExit(1) from None
        if not loaded.counts:
            self.stdout.write(f"«{loaded.program.slug}»: already loaded, nothing changed")
            return
        self.stdout.write(f"Loaded «{loaded.program.slug}», {loaded.program.title}:")
        for notice in loaded.notices:
            self.stdout.write(notice)
        for kind, count in loaded.counts.items():
            self.stdout.write(f"{count:>7} {kind}")


def _content(path: Path) -> bytes:
    """The file's bytes, at most one more than may be loaded."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from None
