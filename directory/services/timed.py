"""The timed job that removes persons whose time is up."""

from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.timed import DAY, TimedJob
from directory.services.retention import remove_expired


def _remove() -> str:
    contacts, consultants = remove_expired(today())
    return f"contacts: {contacts}, consultants: {consultants}"


RETENTION = TimedJob("remove_people", _("Remove persons whose time is up"), DAY, _remove)
