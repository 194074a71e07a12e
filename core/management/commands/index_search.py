from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from core.numbers import format_number
from core.search import rebuild_index


class Command(BaseCommand):
    help = "Write the index of the search anew, should its rows and the records ever differ."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            rows = rebuild_index()
        self.stdout.write(f"{format_number(rows)} records are searched.")
