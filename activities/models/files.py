"""Files of log entries."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.models.log import LogEntry
from core import attachments


class Attachment(attachments.Attachment):
    """A file of a log entry, handed out only to those who may see files."""

    belongs_to = "log_entry"
    log_entry = models.ForeignKey(
        LogEntry, models.PROTECT, related_name="attachments", verbose_name=_("log entry")
    )

    def get_absolute_url(self) -> str:
        return reverse("activities:file", args=[self.key])
