"""Attachments: files kept beside a record, stored once and handed out safely."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.search import mark_searched
from core.uploads import PDF
from core.versions import mark_changed

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from core.uploads import Prepared

# Whatever a file holds, it runs nothing and no cache keeps it. The middleware that sets the
# site's own policy leaves one that is there.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def attachment_path(attachment: Attachment, filename: str) -> str:
    """A name that tells nothing and cannot be guessed; the shown name is kept in the row."""
    return f"{attachment.key.hex[:2]}/{attachment.key.hex}"


class Attachment(models.Model):
    """A file beside a record. Each app that keeps files has a table of its own with its record."""

    # The name of the foreign key to the record.
    belongs_to: str

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
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
        abstract = True
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")


def attach(record: Any, *, by: AbstractBaseUser, files: Sequence[Prepared]) -> list[Attachment]:
    """Store prepared files beside the record; none is left on the disk if one fails."""
    stored: list[Attachment] = []
    # The same file sent twice is one file.
    known = set(record.attachments.values_list("sha256", flat=True)) if files else set()
    try:
        for file in files:
            if file.sha256 in known:
                continue
            attachment = record.attachments.model(
                name=file.name,
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
                uploaded_by=by,
            )
            setattr(attachment, attachment.belongs_to, record)
            attachment.file.save(file.name, ContentFile(file.content), save=False)
            stored.append(attachment)
            attachment.save()
            mark_searched(type(attachment), attachment.pk)
            mark_changed(record)
    except BaseException:
        for attachment in stored:
            attachment.file.delete(save=False)
        raise
    return stored


def file_response(attachment: Attachment) -> FileResponse:
    """The file itself: pictures and PDF shown in the browser, everything else downloaded."""
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    shown_in_the_browser = attachment.is_image or attachment.content_type == PDF.content_type
    return FileResponse(
        content,
        as_attachment=not shown_in_the_browser,
        filename=attachment.name,
        content_type=attachment.content_type,
        headers=HEADERS,
    )
