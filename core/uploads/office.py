"""Word, Excel, PowerPoint and OpenDocument files: judged by the listing of their archive.

Of what is in them only pictures are looked at: theirs lose their position too.
"""

import os
import re
import zipfile
from copy import copy
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings

from core.uploads.kinds import DOCX, ODS, ODT, PPTX, XLSX, FileKind
from core.uploads.metadata import JPEG_START, PNG_START, Parts, without_metadata
from core.uploads.refusals import UNKNOWN, UNPACKS_TOO_LARGE, damage_is_told, refused

MAX_PARTS = 10_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024

OFFICE_MAIN_PARTS = {
    re.compile(r"word/document\d*\.xml"): DOCX,
    re.compile(r"xl/workbook\d*\.xml"): XLSX,
    re.compile(r"ppt/presentation\d*\.xml"): PPTX,
}
OPEN_DOCUMENTS = {kind.content_type.encode(): kind for kind in (ODT, ODS)}
# LibreOffice writes the two lists of libraries also where there is no macro in them.
MACROS = re.compile(
    r"(.*/)?vba(project|data)[^/]*"
    r"|xl/(intl)?macrosheets/.*"
    r"|\w+/activex/.*"
    r"|basic/(?!(.*/)?script-l[bc]\.xml$).*[^/]"
    r"|scripts/.*[^/]",
    re.IGNORECASE,
)


def checked_office(file: IO[bytes], name: str) -> FileKind:
    """The kind of office file whose listing this is; its pictures say no more where they are from.

    A file whose pictures say nothing stays as it is, byte for byte.
    """
    size = file.seek(0, os.SEEK_END)
    with damage_is_told(name), zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        # Parts that together are larger than the file share their bytes, as only bombs do.
        packed = sum(part.compress_size for part in parts)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or packed > size:
            raise refused(UNPACKS_TOO_LARGE, name)
        if any(MACROS.fullmatch(part.filename) for part in parts):
            raise refused("macros", name)
        kind = _open_document(archive) or _office_document(parts)
        something_stands_before_it = min((part.header_offset for part in parts), default=1) > 0
        if kind is None or something_stands_before_it:
            raise refused(UNKNOWN, name)
        _drop_metadata(file, archive, name)
    return kind


def _open_document(archive: zipfile.ZipFile) -> FileKind | None:
    """OpenDocument names its kind in a first part of its own, never compressed."""
    first = next(iter(archive.infolist()), None)
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        return None
    with archive.open(first) as part:
        return OPEN_DOCUMENTS.get(part.read(100).strip())


def _office_document(parts: list[zipfile.ZipInfo]) -> FileKind | None:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        return None
    found = {
        kind
        for main_part, kind in OFFICE_MAIN_PARTS.items()
        if any(map(main_part.fullmatch, names))
    }
    return found.pop() if len(found) == 1 else None


# The pictures in it ---------------------------------------------------------------------------
def _drop_metadata(file: IO[bytes], archive: zipfile.ZipFile, name: str) -> None:
    """Where a picture says anything, write the archive anew: every other part as it was."""
    parts = archive.infolist()
    if not any(_bare_picture(archive, part, name) for part in parts):
        return
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as written:
        with zipfile.ZipFile(written, "w") as target:
            target.comment = archive.comment
            for part in parts:
                bare = _bare_picture(archive, part, name)
                with archive.open(part) as source, target.open(copy(part), "w") as sink:
                    if bare:
                        sink.writelines(bare)
                    else:
                        copyfileobj(source, sink)
        written.seek(0)
        file.seek(0)
        file.truncate()
        copyfileobj(written, file)


def _bare_picture(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Parts | None:
    """The part without what a picture says about itself; None for all others."""
    with archive.open(part) as source:
        if not source.read(len(PNG_START)).startswith((JPEG_START, PNG_START)):
            return None
    if part.file_size > settings.UPLOAD_MAX_BYTES:
        raise refused(UNPACKS_TOO_LARGE, name)
    return without_metadata(archive.read(part))
