"""Pictures, drawn anew, so that neither position data nor anything hidden behind one survives.

Decoded, a picture is many times its size, and whoever decodes it does what its bytes say. So a
program of its own does it, within limits, and ends with the picture; threads take turns.
"""

import json
import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any

from django.conf import settings

from core.uploads.kinds import JPEG, PNG, WEBP, FileKind
from core.uploads.refusals import DAMAGED, TOO_HEAVY, TOO_MANY_PIXELS, refused

logger = logging.getLogger("tfi.uploads")

MAX_SIDE = 2560  # pixels; sharp on any screen and in print across a page
THUMBNAIL_SIDE = 480  # pixels; sharp on a telephone, where it is 160 wide
MAX_MILLION_PIXELS = 50
# A phone's largest have 108 million; a HEIC of so many takes some 600 MB to decode.
MAX_MILLION_PIXELS_PHOTOGRAPH = 120
MAX_BYTES = 1024 * 1024 * 1024  # of the program's address space
MAX_SECONDS = 60

PROGRAM = Path(__file__).with_name("drawing.py")
# What its exit codes mean; any other is a fault of ours, or a limit that it ran against.
REFUSALS = {10: DAMAGED, 11: TOO_MANY_PIXELS}


@dataclass(frozen=True)
class Picture:
    """A kind of picture that is read, and the kind that it becomes."""

    signature: re.Pattern[bytes]
    read_as: str  # Pillow's names
    saved_as: str
    kind: FileKind
    max_million_pixels: int = MAX_MILLION_PIXELS

    @property
    def order(self) -> dict[str, Any]:
        return {
            "read_as": self.read_as,
            "saved_as": self.saved_as,
            "max_pixels": self.max_million_pixels * 1_000_000,
            "side": MAX_SIDE,
            "thumbnail_side": THUMBNAIL_SIDE,
            "bytes": MAX_BYTES,
            "seconds": MAX_SECONDS,
        }


PICTURES = (
    Picture(re.compile(rb"\xff\xd8\xff"), "JPEG", "JPEG", JPEG, MAX_MILLION_PIXELS_PHOTOGRAPH),
    Picture(re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG", "PNG", PNG),
    Picture(re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP", "WEBP", WEBP),
    Picture(
        re.compile(rb".{4}ftyp(hei[cxms]|hev[cx]|mif1|msf1)", re.DOTALL),
        "HEIF",
        "JPEG",
        JPEG,
        MAX_MILLION_PIXELS_PHOTOGRAPH,
    ),
)
_ONE_PICTURE = Lock()


def picture_that_begins(start: bytes) -> Picture | None:
    return next((picture for picture in PICTURES if picture.signature.match(start)), None)


def draw_anew(file: IO[bytes], picture: Picture, name: str) -> bytes:
    """Replace the picture in the file by its pixels; returns its thumbnail, a WebP."""
    with _ONE_PICTURE, TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        file.seek(0)
        copyfileobj(file, copy)
        copy.flush()
        code, thumbnail = run_program(copy, picture.order)
        if code:
            refusal = REFUSALS.get(code, TOO_HEAVY)
            raise refused(refusal, name, limit=picture.max_million_pixels)
        copy.seek(0)
        file.seek(0)
        file.truncate()
        copyfileobj(copy, file)
    return thumbnail


def run_program(copy: IO[bytes], order: dict[str, Any]) -> tuple[int, bytes]:
    """Its exit code and what it wrote. It is told nothing of the product: it has no environment."""
    command = [sys.executable, "-I", str(PROGRAM), json.dumps(order)]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments, no shell
            command, stdin=copy, capture_output=True, timeout=MAX_SECONDS, env={}, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.error("picture not drawn: %s", type(error).__name__)
        return -1, b""
    if done.returncode and done.returncode not in REFUSALS:
        told = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        logger.error("picture not drawn: exit code %s %s", done.returncode, told)
    return done.returncode, done.stdout
