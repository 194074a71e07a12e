"""The kinds of file that are kept, and the name that tells which one a file is."""

import os
from dataclasses import dataclass

from core.spreadsheets import XLSX_TYPE

MAX_NAME = 200


@dataclass(frozen=True)
class FileKind:
    content_type: str
    suffixes: tuple[str, ...]  # the first is given to a name that has none of them


JPEG = FileKind("image/jpeg", (".jpg", ".jpeg", ".jfif"))
PNG = FileKind("image/png", (".png",))
WEBP = FileKind("image/webp", (".webp",))
HEIC = FileKind("image/heic", (".heic", ".heif", ".hif"))
PDF = FileKind("application/pdf", (".pdf",))
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind(f"{_OFFICE}.wordprocessingml.document", (".docx",))
XLSX = FileKind(XLSX_TYPE, (".xlsx",))
PPTX = FileKind(f"{_OFFICE}.presentationml.presentation", (".pptx",))
ODT = FileKind("application/vnd.oasis.opendocument.text", (".odt",))
ODS = FileKind("application/vnd.oasis.opendocument.spreadsheet", (".ods",))
EML = FileKind("message/rfc822", (".eml",))
MSG = FileKind("application/vnd.ms-outlook", (".msg",))
ICS = FileKind("text/calendar", (".ics",))
TXT = FileKind("text/plain", (".txt",))
CSV = FileKind("text/csv", (".csv",))
KINDS = (JPEG, PNG, WEBP, HEIC, PDF, DOCX, XLSX, PPTX, ODT, ODS, EML, MSG, ICS, TXT, CSV)
KNOWN_SUFFIXES = frozenset(suffix for kind in KINDS for suffix in kind.suffixes)


def name_with_suffix(name: str, kind: FileKind) -> str:
    """The name with a suffix that tells what the file is, whatever it was called before."""
    stem, suffix = os.path.splitext(name)
    if suffix.lower() not in kind.suffixes:
        if suffix.lower() not in KNOWN_SUFFIXES:
            stem = name
        suffix = kind.suffixes[0]
    return stem[: MAX_NAME - len(suffix)] + suffix
