"""JPEG and PNG without what they say about themselves, such as where they were taken.

Nothing is drawn anew: what is seen stays byte for byte.
"""

import re
import struct
from collections.abc import Iterator

from PIL import ExifTags, Image

JPEG_START = b"\xff\xd8\xff"
PNG_START = b"\x89PNG\r\n\x1a\n"
EXIF = b"Exif\x00\x00"
# JPEG's marks: the end, and what programs put in: Exif and XMP, credentials, Photoshop's own, and
# a list of further pictures, which stand behind the end.
END, APP1, APP2, APP11, APP13 = 0xD9, 0xE1, 0xE2, 0xEB, 0xED
NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
PNG_TOLD = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"caBX"}

Parts = list[bytes | memoryview]


def without_metadata(content: bytes) -> Parts | None:
    """The picture in parts; None where nothing is to be left out, or it is no such picture."""
    pieces = {JPEG_START: _jpeg, PNG_START: _png}
    for start, pieces_of in pieces.items():
        if content.startswith(start):
            try:
                parts = list(pieces_of(content))
            except (struct.error, IndexError, ValueError):  # nobody can read it either
                return None
            return parts if sum(map(len, parts)) < len(content) else None
    return None


def _jpeg(content: bytes) -> Iterator[bytes | memoryview]:
    view, at = memoryview(content), 2
    yield view[:2]
    while True:
        found = NEXT_MARK.search(content, at)
        if not found:  # cut off, which most programs show all the same
            yield view[at:]
            return
        yield view[at : found.start()]  # pixels
        at, mark = found.start(), content[found.start() + 1]
        if mark == END:
            yield view[at : at + 2]
            return
        length = struct.unpack_from(">H", content, at + 2)[0]
        if length < 2:  # itself
            raise ValueError
        after = at + 2 + length
        payload = content[at + 4 : after] if APP1 <= mark <= APP13 else b""
        if mark == APP1 and payload.startswith(EXIF):
            yield _orientation_alone(payload)
        elif not _is_told(mark, payload):
            yield view[at:after]
        at = after


def _is_told(mark: int, payload: bytes) -> bool:
    return mark in (APP1, APP11, APP13) or (mark == APP2 and payload.startswith(b"MPF\x00"))


def _orientation_alone(payload: bytes) -> bytes:
    """A segment that turns the picture as before; none where it is upright."""
    told, kept = Image.Exif(), Image.Exif()
    try:
        told.load(payload)
        kept[ExifTags.Base.Orientation] = told[ExifTags.Base.Orientation]
    except Exception:  # damaged, or it does not say
        return b""
    if kept[ExifTags.Base.Orientation] == 1:
        return b""
    written = EXIF + kept.tobytes().removeprefix(EXIF)
    return struct.pack(">BBH", 0xFF, APP1, len(written) + 2) + written


def _png(content: bytes) -> Iterator[bytes | memoryview]:
    view, at = memoryview(content), len(PNG_START)
    yield view[:at]
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind not in PNG_TOLD:
            yield view[at : at + 12 + length]
        at += 12 + length
