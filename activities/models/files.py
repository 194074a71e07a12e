"""Files, whatever they are kept beside."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.models.log import LogEntry
from activities.models.money import Expense
from core.clock import now


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A name that tells nothing and cannot be guessed; the shown name is kept in the row."""
    return f"{attachment.key.hex[:2]}/{attachment.key.hex}"


class Attachment(models.Model):
    """A file of a log entry or an expense, handed out only to those who may see files."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    log_entry = models.ForeignKey(
        LogEntry,
        models.PROTECT,
        null=True,
        related_name="attachments",
        verbose_name=_("log entry"),
    )
    expense = models.ForeignKey(
        Expense,
        models.PROTECT,
        null=True,
        related_name="attachments",
        verbose_name=_("expense"),
    )
    file = models.FileField(_("file"), upload_to=attachment_path)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("Bytes."))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=now)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(log_entry__isnull=True) ^ models.Q(expense__isnull=True),
                name="file_belongs_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("activities:file", args=[self.key])

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
