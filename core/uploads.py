"""What may be kept as a file of a log entry, and how it is made safe; knows no database.

A file is what its bytes say, never what its name or the browser claims. Pictures are drawn
anew, so that neither position data nor anything hidden behind the picture survives. Archives
are judged by their listing and never unpacked.
"""

import hashlib
import os
import re
import unicodedata
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from math import ceil
from threading import Lock
from typing import IO, Any

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, gettext_lazy
from PIL import ExifTags, Image, ImageOps

from core.cpr import contains_cpr
from core.encodings import OLDER
from core.spreadsheets import XLSX_TYPE
from core.text import JOINERS

pillow_heif.register_heif_opener()

CHUNK = 64 * 1024  # bytes
MAX_NAME = 200
MAX_SIDE = 2560  # pixels; sharp on any screen and in print across a page
MAX_MILLION_PIXELS = 50
# A JPEG is scaled down while it is decoded, so that a phone's 108 million pixels fit in memory.
MAX_MILLION_PIXELS_JPEG = 120
MAX_PARTS = 10_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
# Pillow warns by itself from here; ours is the message that the person reads.
Image.MAX_IMAGE_PIXELS = MAX_MILLION_PIXELS_JPEG * 1_000_000

UNPACKS_TOO_LARGE = "unpacks_too_large"
UNKNOWN = "unknown"
MESSAGES = {
    "cpr": gettext_lazy("The name of «%(name)s» holds a CPR number. Rename the file first."),
    "empty": gettext_lazy("«%(name)s» is empty. Choose the file again."),
    "too_large": gettext_lazy(
        "«%(name)s» is too large (%(size)s). Choose a file of at most %(limit)s."
    ),
    UNKNOWN: gettext_lazy(
        "«%(name)s» is not a kind of file that can be kept. Choose a picture (JPEG, PNG, WebP or "
        "HEIC), a PDF, a Word, Excel, PowerPoint or OpenDocument file, or plain text."
    ),
    "damaged": gettext_lazy(
        "«%(name)s» is damaged or incomplete. Open it, save it anew and choose the new file."
    ),
    "too_many_pixels": gettext_lazy(
        "«%(name)s» has more than %(limit)s million pixels. Save a smaller copy and choose that."
    ),
    "macros": gettext_lazy(
        "«%(name)s» holds macros. Save a copy without macros, or a PDF, and choose that."
    ),
    UNPACKS_TOO_LARGE: gettext_lazy(
        "«%(name)s» takes too much room when it is opened. Save it as a PDF and choose that."
    ),
}


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

    @property
    def content(self) -> bytes:
        """All of it in memory, for those who read small files."""
        self.file.seek(0)
        return self.file.read()


@dataclass(frozen=True)
class FileKind:
    content_type: str
    suffixes: tuple[str, ...]  # the first is given to a name that has none of them


@dataclass(frozen=True)
class Picture:
    """A kind of picture that is read, and the kind that it becomes."""

    signature: re.Pattern[bytes]
    read_as: str  # Pillow's names
    saved_as: str
    kind: FileKind
    max_million_pixels: int = MAX_MILLION_PIXELS
    options: dict[str, Any] = field(default_factory=dict)


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
TXT = FileKind("text/plain", (".txt",))
CSV = FileKind("text/csv", (".csv",))
KINDS = (JPEG, PNG, WEBP, HEIC, PDF, DOCX, XLSX, PPTX, ODT, ODS, TXT, CSV)
KNOWN_SUFFIXES = frozenset(suffix for kind in KINDS for suffix in kind.suffixes)

PICTURES = (
    Picture(
        re.compile(rb"\xff\xd8\xff"),
        "JPEG",
        "JPEG",
        JPEG,
        max_million_pixels=MAX_MILLION_PIXELS_JPEG,
        options={"quality": 85},
    ),
    Picture(re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG", "PNG", PNG),
    Picture(re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP", "WEBP", WEBP, options={"quality": 85}),
    Picture(
        re.compile(rb".{4}ftyp(hei[cxms]|hev[cx]|mif1|msf1)", re.DOTALL),
        "HEIF",
        "JPEG",
        JPEG,
        options={"quality": 85},
    ),
)

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

# Text that some program would run or draw: markup, shell scripts, RTF, PostScript.
NOT_PLAIN_TEXT = re.compile(
    r"\s*(<|#!|\{\\rtf|%!)|.*<(!doctype|html|head|body|script|svg|iframe|\?)",
    re.IGNORECASE | re.DOTALL,
)
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")


def prepare(upload: UploadedFile) -> Prepared:
    """The file, recognised and made safe; ValidationError says what to do where it is refused."""
    name = shown_name(upload.name or "")
    if contains_cpr(name):
        raise _refused("cpr", name)
    if not upload.size:
        raise _refused("empty", name)
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise _refused(
            "too_large",
            name,
            size=filesizeformat(upload.size),
            limit=filesizeformat(settings.UPLOAD_MAX_BYTES),
        )
    file: Any = upload.file
    kind = _recognised(file, name)
    file.seek(0)
    return Prepared(
        name=name_with_suffix(name, kind),
        content_type=kind.content_type,
        file=file,
        size=file.seek(0, os.SEEK_END),
        sha256=_checksum(file),
    )


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


def name_with_suffix(name: str, kind: FileKind) -> str:
    """The name with a suffix that tells what the file is, whatever it was called before."""
    stem, suffix = os.path.splitext(name)
    if suffix.lower() not in kind.suffixes:
        if suffix.lower() not in KNOWN_SUFFIXES:
            stem = name
        suffix = kind.suffixes[0]
    return stem[: MAX_NAME - len(suffix)] + suffix


def _refused(code: str, name: str, **params: object) -> ValidationError:
    return ValidationError(MESSAGES[code], code=code, params={"name": name, **params})


@contextmanager
def _damage_is_told(name: str) -> Iterator[None]:
    """Readers of foreign formats raise nearly anything; to the person all of it means one thing."""
    try:
        yield
    except ValidationError:
        raise
    except Exception as error:
        raise _refused("damaged", name) from error


def _recognised(file: IO[bytes], name: str) -> FileKind:
    """What the bytes are. A picture is drawn anew in its place."""
    file.seek(0)
    start = file.read(32)
    for picture in PICTURES:
        if picture.signature.match(start):
            with _ONE_PICTURE:
                _draw_anew(file, picture, name)
            return picture.kind
    if start.lstrip().startswith(b"%PDF-"):
        return _checked_pdf(file, name)
    if start.startswith(b"PK\x03\x04"):
        return _checked_office(file, name)
    return _checked_text(file, name)


# Pictures -------------------------------------------------------------------------------------
# Decoded, a picture is many times its size: the threads of a process take turns.
_ONE_PICTURE = Lock()


def _draw_anew(file: IO[bytes], picture: Picture, name: str) -> None:
    """Replace the picture in the file by its pixels."""
    target = BytesIO()
    file.seek(0)
    too_many = _refused("too_many_pixels", name, limit=picture.max_million_pixels)
    with _damage_is_told(name):
        try:
            original = Image.open(file, formats=[picture.read_as])
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise too_many from error
        if original.width * original.height > picture.max_million_pixels * 1_000_000:
            raise too_many
        image = _upright_and_bare(original)
        if picture.saved_as == "JPEG" and image.mode != "L":
            image = image.convert("RGB")
        image.save(target, picture.saved_as, **picture.options)
    file.seek(0)
    file.truncate()
    file.write(target.getbuffer())


def _upright_and_bare(original: Image.Image) -> Image.Image:
    """The picture the right way up, no larger than MAX_SIDE, without anything but its pixels."""
    shrink = MAX_SIDE / max(original.size)
    if shrink < 1:
        # Thumbnail asks for this too, but of a square, which spares an oblong JPEG nothing.
        original.draft(None, (ceil(original.width * shrink), ceil(original.height * shrink)))
    image = _plain_colours(original)
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.getexif()[ExifTags.Base.Orientation] = _orientation(original)
    return ImageOps.exif_transpose(bare)


def _plain_colours(image: Image.Image) -> Image.Image:
    """Grey or RGB, with alpha where the picture has any: what can be scaled and saved anywhere."""
    if image.mode.startswith("I"):  # sixteen bits of grey, which Pillow would cut off at white
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("L", "LA", "RGB", "RGBA") and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _orientation(image: Image.Image) -> int:
    try:
        return image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # damaged metadata is dropped anyway, so no reason to refuse the picture
        return 1


# Documents ------------------------------------------------------------------------------------
def _checked_pdf(file: IO[bytes], name: str) -> FileKind:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 1024))
    if b"%%EOF" not in file.read():
        raise _refused("damaged", name)
    if zipfile.is_zipfile(file):
        # One file that is two: a PDF to us, an archive to others.
        raise _refused(UNKNOWN, name)
    return PDF


def _checked_office(file: IO[bytes], name: str) -> FileKind:
    """The kind of office file whose listing this is; nothing of it is unpacked."""
    size = file.seek(0, os.SEEK_END)
    with _damage_is_told(name), zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        # Parts that together are larger than the file share their bytes, as only bombs do.
        packed = sum(part.compress_size for part in parts)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or packed > size:
            raise _refused(UNPACKS_TOO_LARGE, name)
        if any(MACROS.fullmatch(part.filename) for part in parts):
            raise _refused("macros", name)
        kind = _open_document(archive) or _office_document(parts)
        something_stands_before_it = min((part.header_offset for part in parts), default=1) > 0
    if kind is None or something_stands_before_it:
        raise _refused(UNKNOWN, name)
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


def _checked_text(file: IO[bytes], name: str) -> FileKind:
    if not any(_is_text(file, encoding) for encoding in _encodings(file)):
        raise _refused(UNKNOWN, name)
    return CSV if name.lower().endswith(CSV.suffixes) else TXT


def _is_text(file: IO[bytes], encoding: str) -> bool:
    """Whether it can be read so, holds nothing but text, and no program would run it."""
    file.seek(0)
    decoder = getincrementaldecoder(encoding)()
    start = ""
    try:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            if CONTROL_CHARACTER.search(text):
                return False
            start = (start + text)[:4096] if len(start) < 4096 else start
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not NOT_PLAIN_TEXT.match(start)


def _encodings(file: IO[bytes]) -> tuple[str, ...]:
    """As today's programs, Excel's «Unicode text» or older Danish programs save a text."""
    file.seek(0)
    is_utf_16 = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    return ("utf-16",) if is_utf_16 else ("utf-8-sig", "cp1252", *OLDER)
