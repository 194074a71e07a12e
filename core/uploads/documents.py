"""PDF, e-mails, appointments and plain text: recognised by what is in them, kept as they are."""

import os
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from typing import IO

from core.encodings import OLDER
from core.uploads.kinds import CSV, EML, ICS, PDF, TXT, FileKind
from core.uploads.refusals import DAMAGED, UNKNOWN, refused

CHUNK = 64 * 1024  # bytes
# The end of an archive as long as its comment can be, and the record of 22 bytes before that.
ARCHIVE_END = b"PK\x05\x06"
ARCHIVE_TAIL = 65_535 + 22
# Beside a sender, what programs write into the head of an e-mail and nobody into a note.
OF_A_MAIL = {"message-id", "mime-version", "received"}
CALENDAR = "BEGIN:VCALENDAR"

# Text that some program would run or draw: markup, shell scripts, RTF, PostScript.
NOT_PLAIN_TEXT = re.compile(
    r"\s*(<|#!|\{\\rtf|%!)|.*<(!doctype|html|head|body|script|svg|iframe|\?)",
    re.IGNORECASE | re.DOTALL,
)
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")


def checked_pdf(file: IO[bytes], name: str) -> FileKind:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - ARCHIVE_TAIL))
    tail = file.read()
    if b"%%EOF" not in tail[-1024:]:
        raise refused(DAMAGED, name)
    if _ends_as_an_archive(tail):
        # One file that is two: a PDF to us, an archive to others.
        raise refused(UNKNOWN, name)
    return PDF


def _ends_as_an_archive(tail: bytes) -> bool:
    """Whether an archive ends where the file does; one that is carried in a PDF ends earlier."""
    return any(
        int.from_bytes(tail[found.start() + 20 : found.start() + 22], "little")
        == len(tail) - found.start() - 22
        for found in re.finditer(ARCHIVE_END, tail)
    )


def checked_text(file: IO[bytes], name: str) -> FileKind:
    if _is_mail(file):
        return EML
    for encoding in _encodings(file):
        start = _start_of_text(file, encoding)
        if start is None:
            continue
        if start.lstrip()[: len(CALENDAR)].upper() == CALENDAR:
            return ICS
        if not NOT_PLAIN_TEXT.match(start):
            return CSV if name.lower().endswith(CSV.suffixes) else TXT
    raise refused(UNKNOWN, name)


def _is_mail(file: IO[bytes]) -> bool:
    """Whether it begins as e-mails do, and is text, in whatever encodings."""
    file.seek(0)
    head = BytesHeaderParser().parsebytes(file.read(CHUNK))
    names = {name.lower() for name in head.keys()}  # noqa: SIM118 - a message iterates over lines
    if "from" not in names or not names & OF_A_MAIL or head.defects:
        return False
    return not any(b"\0" in chunk for chunk in _chunks(file))


def _start_of_text(file: IO[bytes], encoding: str) -> str | None:
    """The first of it, where all of it can be read so and is nothing but text."""
    decoder = getincrementaldecoder(encoding)()
    start = ""
    try:
        for chunk in _chunks(file):
            text = decoder.decode(chunk)
            if CONTROL_CHARACTER.search(text):
                return None
            start = (start + text)[:4096] if len(start) < 4096 else start
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return start


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _encodings(file: IO[bytes]) -> tuple[str, ...]:
    """As today's programs, Excel's «Unicode text» or older Danish programs save a text."""
    file.seek(0)
    is_utf_16 = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    return ("utf-16",) if is_utf_16 else ("utf-8-sig", "cp1252", *OLDER)
