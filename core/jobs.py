"""The timed jobs that belong to no app: mail, cleaning, thumbnails, the drill."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.drafts.store import forget_old as forget_old_drafts
from core.drill import run_drill
from core.dumps import BackupError
from core.outbox import forget_old, send_waiting
from core.strays import remove_strays
from core.thumbnails import make_missing_thumbnails
from core.timed import DAY, MINUTE, JobFailed, TimedJob


def _send_mail() -> str:
    counts = send_waiting()
    return ", ".join(f"{state}: {count}" for state, count in counts.items()) or "0"


def _clean() -> str:
    sessions, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return (
        f"sessions: {sessions}, mails: {forget_old()}, drafts: {forget_old_drafts()}, "
        f"files: {remove_strays()}"
    )


def _make_thumbnails() -> str:
    made, left = make_missing_thumbnails()
    return f"made: {made}, not possible: {left}"


def _drill() -> str:
    """Which archive could be restored, or which receipt says why not."""
    try:
        receipt = run_drill(Path(settings.BACKUP_FOLDER), connection=connection)
    except BackupError as error:
        # The database's own words, which may stand in it, belong to the log.
        raise JobFailed(type(error).__name__) from error
    if not receipt.passed:
        raise JobFailed(receipt.path.name)
    return f"{receipt.archive}: {receipt.path.name}"


def jobs() -> Iterator[TimedJob]:
    yield TimedJob("send_mail", _("Send mail"), MINUTE, _send_mail)
    yield TimedJob(
        "clean", _("Remove ended sessions, old mails, drafts and unsaved files"), DAY, _clean
    )
    yield TimedJob(
        "thumbnails", _("Make thumbnails of pictures that have none"), DAY, _make_thumbnails
    )
    if settings.BACKUP_FOLDER:
        every = timedelta(days=settings.DRILL_EVERY_DAYS)
        yield TimedJob("drill", _("Restore the newest backup on trial"), every, _drill)
