"""Pictures as every format takes them: JPEG or PNG, no larger than they are printed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from PIL import Image, UnidentifiedImageError

from reports.rules.document import Document, Picture

# How a file begins that Word, PowerPoint and the PDF all take.
_TAKEN = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff\xe0", "jpg"), (b"\xff\xd8\xff\xe1", "jpg"))
# Sharp on paper at the width of a page; the compiler of the PDF holds every pixel of every picture.
MOST_WIDE, MOST_HIGH = 800, 1100


def usable(picture: bytes) -> tuple[bytes, str] | None:
    """The picture, scaled down, and the ending of its file's name; None for what is none."""
    try:
        image = Image.open(io.BytesIO(picture))
        ending = next((kind for start, kind in _TAKEN if picture.startswith(start)), "")
        if ending and image.width <= MOST_WIDE and image.height <= MOST_HIGH:
            return picture, ending
        return _drawn_anew(image, ending or "png")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _drawn_anew(image: Image.Image, ending: str) -> tuple[bytes, str]:
    image.draft("RGB", (MOST_WIDE, MOST_HIGH))  # a JPEG is scaled down while it is decoded
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGBA" if ending == "png" else "RGB")
    image.thumbnail((MOST_WIDE, MOST_HIGH))
    drawn = io.BytesIO()
    image.save(drawn, "PNG" if ending == "png" else "JPEG", quality=85)
    return drawn.getvalue(), ending


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
