"""Pictures as every format takes them: JPEG and PNG as they are, others drawn anew as PNG."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from PIL import Image, UnidentifiedImageError

from reports.rules.document import Document, Picture

# How a file begins that Word, PowerPoint and the PDF all take.
_TAKEN = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff\xe0", "jpg"), (b"\xff\xd8\xff\xe1", "jpg"))


def usable(picture: bytes) -> tuple[bytes, str] | None:
    """The picture and the ending of its file's name; None for what cannot be read."""
    for start, ending in _TAKEN:
        if picture.startswith(start):
            return picture, ending
    try:
        drawn = io.BytesIO()
        Image.open(io.BytesIO(picture)).save(drawn, "PNG")
    except (UnidentifiedImageError, OSError, ValueError):
        return None
    return drawn.getvalue(), "png"


def usable_pictures(
    document: Document, pictures: Mapping[str, bytes]
) -> dict[str, tuple[bytes, str]]:
    """Those of the document that are there and can be read, by their SHA-256."""
    found = {one.sha256: usable(pictures[one.sha256]) for one in _of(document, pictures)}
    return {sha256: one for sha256, one in found.items() if one}


def _of(document: Document, pictures: Mapping[str, bytes]) -> Iterable[Picture]:
    for _level, part in document.all_parts():
        for block in part.blocks:
            if isinstance(block, Picture) and block.sha256 in pictures:
                yield block
