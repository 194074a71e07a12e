from typing import Any

from django.core.management.base import BaseCommand

from core.outbox import send_waiting


class Command(BaseCommand):
    help = "Send the mails that wait in the outbox. The timer does it too (run_timed_work)."

    def handle(self, *args: Any, **options: Any) -> None:
        # Numbers only: the output of a timer is a log, and logs hold no names.
        counts = send_waiting()
        self.stdout.write(", ".join(f"{state}: {n}" for state, n in counts.items()) or "none due")
