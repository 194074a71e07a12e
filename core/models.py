"""Models that belong to no app."""

import datetime
import json
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SearchRow(models.Model):
    """What is searched of one record: see ``core.search``."""

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    right = models.CharField(max_length=60, blank=True)  # that one needs to find it
    text = models.TextField()  # by its key, as it is looked for
    lines = models.TextField(blank=True)  # as it was written
    on = models.DateField(default=datetime.date.min)  # from when on it is found
    is_retracted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "record"], name="search_row_once_a_record")
        ]
        indexes = [
            # As they are shown, so that of what is found often only the first are read.
            models.Index(
                fields=["kind", "is_retracted", "-on", "-record"], name="search_row_newest_first"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Version(models.Model):
    """The token of all that the figures of one scope depend on: see ``core.versions``."""

    scope = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.scope}: {self.token}"


class FileGeneration(models.Model):
    """The one row that names the folder of this database's files: see ``core.storage``."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="core_one_file_generation"),
        ]

    def __str__(self) -> str:
        return self.name


class MailState(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", _("Waits")
    CLAIMED = "claimed", _("Uncertain")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given_up", _("Given up")


class OutgoingMail(models.Model):
    """A mail to one recipient, written in the transaction that causes it: see ``core.outbox``.

    «Claimed» is written before the mail server is asked. Who finds it afterwards does not know
    whether the mail went out, so it is shown as uncertain and never sent again. The times are the
    real ones, also where the demo's clock stands still.
    """

    sender = models.CharField(max_length=320)
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    # Both are emptied once they are of no more use: they hold links that open an account.
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    created = models.DateTimeField(default=timezone.now)
    next_try = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=MailState.SENT, sent_at__isnull=False)
                | (~models.Q(state=MailState.SENT) & models.Q(sent_at__isnull=True)),
                name="mail_sent_at_once_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"

    @property
    def shortened_to(self) -> str:
        """«k…@example.dk»: enough to know one's own, and nobody's address."""
        name, _at, host = self.to.rpartition("@")
        return f"{name[:1]}…@{host}"


class JobRun(models.Model):
    """The last run of a timed job: see ``core.timed``."""

    code = models.CharField(max_length=40, primary_key=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    succeeded = models.BooleanField(default=False)
    result = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.code}: {self.result}"


class OpenedForm(models.Model):
    """A form that somebody has open, with what was typed into it: see ``core.drafts``.

    Once it is saved ``fields`` is empty, and the row says what that came to. The times are the real
    ones, also where the demo's clock stands still.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    submission = models.UUIDField()
    address = models.CharField(max_length=500)
    fields = models.TextField(blank=True)
    written_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    led_to = models.CharField(max_length=500, blank=True)
    record_model = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "submission"], name="opened_form_once_a_submission"
            ),
            models.CheckConstraint(
                condition=models.Q(saved_at__isnull=True) | models.Q(fields=""),
                name="opened_form_is_forgotten_once_saved",
            ),
        ]
        indexes = [models.Index(fields=["author", "address"], name="opened_form_by_address")]

    def __str__(self) -> str:
        return f"{self.address} ({self.submission})"

    @property
    def typed(self) -> dict[str, list[str]]:
        return json.loads(self.fields) if self.fields else {}

    @property
    def record(self) -> Any:
        """What was saved; None where that is no single record, or is gone."""
        if not self.record_model:
            return None
        rows = apps.get_model(self.record_model)._default_manager
        return rows.filter(pk=self.record_id).first()
