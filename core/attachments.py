"""Attachments: files kept beside a record, stored once and handed out safely, pictures with a
thumbnail beside them.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.records import save_with_history
from core.uploads import PDF
from core.versions import atomic_change, mark_changed, undo_on_failure

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


def thumbnail_path(attachment: Attachment, filename: str) -> str:
    return f"{attachment_path(attachment, filename)}-small"


class Attachment(models.Model):
    """A file beside a record. Each app that keeps files has a table of its own with its record."""

    # The name of the foreign key to the record.
    belongs_to: str

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=attachment_path)
    thumbnail = models.FileField(upload_to=thumbnail_path, blank=True, editable=False)
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
    def program_id(self) -> int:
        return getattr(self, self.belongs_to).program_id

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")


def attach(record: Any, *, by: AbstractBaseUser, files: Sequence[Prepared]) -> list[Attachment]:
    """Store prepared files beside the record; none is left on the disk if the change fails."""
    if not files:
        return []
    stored: list[Attachment] = []
    with atomic_change():
        for file in _new(record, files):
            stored.append(_store(record, file, by))
            mark_changed(stored[-1])
        mark_changed(record)
    return stored


def _store(record: Any, file: Prepared, by: AbstractBaseUser) -> Attachment:
    """Copy the file bit by bit, into a place that is cleared if the change fails half-way."""
    attachment = record.attachments.model(
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        uploaded_by=by,
    )
    setattr(attachment, attachment.belongs_to, record)
    storage, path = attachment.file.storage, attachment_path(attachment, file.name)
    undo_on_failure(lambda: storage.delete(path))
    attachment.file.save(file.name, File(file.file), save=False)
    if file.thumbnail:
        keep_thumbnail(attachment, file.thumbnail)
    attachment.save()
    return attachment


def keep_thumbnail(attachment: Attachment, content: bytes) -> None:
    """Put it beside the file, in a change; the row is for the caller to save."""
    storage, path = attachment.thumbnail.storage, thumbnail_path(attachment, attachment.name)
    undo_on_failure(lambda: storage.delete(path))
    attachment.thumbnail.save(attachment.name, ContentFile(content), save=False)


def attach_corrected(record: Any, *, by: Any, files: Sequence[Prepared], reason: str) -> None:
    """Store the files that a correction brings; its reason stands in the record's history, as
    files have none, also where nothing else was corrected.
    """
    told = record.history.filter(history_user=by, history_change_reason=reason)
    if _new(record, files) and not told.exists():
        save_with_history(record, by=by, reason=reason)
    attach(record, by=by, files=files)


def _new(record: Any, files: Sequence[Prepared]) -> list[Prepared]:
    """The same file sent twice is one file."""
    known = set(record.attachments.values_list("sha256", flat=True)) if files else set()
    return [file for file in files if file.sha256 not in known]


@dataclass(frozen=True, slots=True)
class ShownFiles:
    """The files of records as one reader sees them; of those that may not be seen, how many."""

    pictures: Sequence[Attachment] = ()
    others: Sequence[Attachment] = ()
    hidden: int = 0


def shown_files(files: models.QuerySet, *, may_see: bool) -> ShownFiles:
    """One query."""
    if not may_see:
        return ShownFiles(hidden=files.count())
    found = list(files)
    return ShownFiles(
        pictures=[file for file in found if file.thumbnail],
        others=[file for file in found if not file.thumbnail],
    )


def thumbnail_response(attachment: Attachment) -> FileResponse:
    if not attachment.thumbnail:
        raise Http404
    return FileResponse(_opened(attachment.thumbnail), content_type="image/webp", headers=HEADERS)


def file_response(attachment: Attachment) -> FileResponse:
    """The file itself: pictures and PDF shown in the browser, everything else downloaded."""
    shown_in_the_browser = attachment.is_image or attachment.content_type == PDF.content_type
    return FileResponse(
        _opened(attachment.file),
        as_attachment=not shown_in_the_browser,
        filename=attachment.name,
        content_type=attachment.content_type,
        headers=HEADERS,
    )


def _opened(file: models.fields.files.FieldFile) -> File:
    try:
        return file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
