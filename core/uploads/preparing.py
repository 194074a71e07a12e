"""Preparing a file that was uploaded: recognised by its bytes, made safe, named for what it is."""

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from core.cpr import contains_cpr
from core.text import JOINERS
from core.uploads import outlook
from core.uploads.documents import checked_pdf, checked_text
from core.uploads.kinds import MAX_NAME, MSG, FileKind, name_with_suffix
from core.uploads.office import checked_office
from core.uploads.pictures import draw_anew, picture_that_begins
from core.uploads.refusals import UNKNOWN, refused


@dataclass(frozen=True)
class Prepared:
    """A file fit to be kept; its size and checksum are those of what is kept.

    ``file`` lies on the disk while the request lasts.
    """

    name: str
    content_type: str
    file: IO[bytes]
    size: int  # bytes
    sha256: str
    thumbnail: bytes = b""  # of a picture: a WebP

    @property
    def content(self) -> bytes:
        """All of it in memory, for those who read small files."""
        self.file.seek(0)
        return self.file.read()


def prepare(upload: UploadedFile) -> Prepared:
    """The file, recognised and made safe; ValidationError says what to do where it is refused."""
    name = shown_name(upload.name or "")
    if contains_cpr(name):
        raise refused("cpr", name)
    if not upload.size:
        raise refused("empty", name)
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise refused(
            "too_large",
            name,
            size=filesizeformat(upload.size),
            limit=filesizeformat(settings.UPLOAD_MAX_BYTES),
        )
    file: Any = upload.file
    kind, thumbnail = _recognised(file, name)
    file.seek(0)
    return Prepared(
        name=name_with_suffix(name, kind),
        content_type=kind.content_type,
        file=file,
        size=file.seek(0, os.SEEK_END),
        sha256=_checksum(file),
        thumbnail=thumbnail,
    )


def _recognised(file: IO[bytes], name: str) -> tuple[FileKind, bytes]:
    """What the bytes are, with a picture's thumbnail. A picture is drawn anew in its place."""
    file.seek(0)
    start = file.read(32)
    if picture := picture_that_begins(start):
        return picture.kind, draw_anew(file, picture, name)
    if start.lstrip().startswith(b"%PDF-"):
        return checked_pdf(file, name), b""
    if start.startswith(b"PK\x03\x04"):
        return checked_office(file, name), b""
    if start.startswith(outlook.SIGNATURE):
        if not outlook.is_message(file):
            raise refused(UNKNOWN, name)
        return MSG, b""
    return checked_text(file, name), b""


def _checksum(file: Any) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def shown_name(raw: str) -> str:
    """A name to show: no folders and nothing invisible, such as marks that turn it around."""
    last_part = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    spaced = " ".join(last_part.split())
    visible = "".join(
        character
        for character in spaced
        if unicodedata.category(character)[0] != "C" or character in JOINERS
    )
    return visible.strip(" .")[:MAX_NAME] or gettext("file")
