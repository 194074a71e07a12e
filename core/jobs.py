"""The timed jobs that belong to no app: mail, and cleaning after sessions and mails."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.outbox import forget_old, send_waiting
from core.thumbnails import make_missing_thumbnails
from core.timed import DAY, MINUTE, TimedJob


def _send_mail() -> str:
    counts = send_waiting()
    return ", ".join(f"{state}: {count}" for state, count in counts.items()) or "0"


def _clean() -> str:
    sessions, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"sessions: {sessions}, mails: {forget_old()}"


def _make_thumbnails() -> str:
    made, left = make_missing_thumbnails()
    return f"made: {made}, not possible: {left}"


JOBS = (
    TimedJob("send_mail", _("Send mail"), MINUTE, _send_mail),
    TimedJob("clean", _("Remove ended sessions and old mails"), DAY, _clean),
    TimedJob("thumbnails", _("Make thumbnails of pictures that have none"), DAY, _make_thumbnails),
)
