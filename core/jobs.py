"""The timed jobs that belong to no app: mail, and cleaning after sessions, mails and drafts."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.drafts.store import forget_old as forget_old_drafts
from core.outbox import forget_old, send_waiting
from core.timed import DAY, MINUTE, TimedJob


def _send_mail() -> str:
    counts = send_waiting()
    return ", ".join(f"{state}: {count}" for state, count in counts.items()) or "0"


def _clean() -> str:
    sessions, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"sessions: {sessions}, mails: {forget_old()}, drafts: {forget_old_drafts()}"


JOBS = (
    TimedJob("send_mail", _("Send mail"), MINUTE, _send_mail),
    TimedJob("clean", _("Remove ended sessions, old mails and drafts"), DAY, _clean),
)
