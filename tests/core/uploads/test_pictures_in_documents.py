"""Pictures inside office files lose their position; everything else stays."""

import zipfile
from io import BytesIO

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from core.uploads import prepare
from core.uploads.metadata import without_metadata
from tests.core.uploads.shared import (
    DOCX_PARTS,
    archive,
    encoded,
    exif,
    red_over_blue,
    refusal,
    upload,
)

XMP = b"<x:xmpmeta><exif:GPSLatitude>55,40N</exif:GPSLatitude></x:xmpmeta>"


def photograph(**options):
    return encoded(red_over_blue(), "JPEG", **options)


def png():
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return encoded(red_over_blue(), "PNG", pnginfo=texts, exif=exif())


def parts_of(content):
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {part.filename: file.read(part) for part in file.infolist()}


def test_a_word_file_loses_the_positions_of_its_pictures_and_nothing_else():
    parts = DOCX_PARTS | {
        "word/media/image1.jpg": photograph(exif=exif(6), xmp=XMP),
        "word/media/image2.png": png(),
        "word/media/image3.jpeg": photograph(),
        "docProps/app.xml": "<tom/>",
    }
    content = archive(parts)

    prepared = prepare(upload("referat.docx", content))

    before, after = parts_of(content), parts_of(prepared.content)
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/media/image1.jpg", "word/media/image2.png"}
    assert b"GPS" not in b"".join(after.values())
    for name in changed:
        seen = Image.open(BytesIO(after[name]))
        assert seen.tobytes() == Image.open(BytesIO(before[name])).tobytes()
        assert not seen.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    turned = Image.open(BytesIO(after["word/media/image1.jpg"])).getexif()
    assert dict(turned) == {ExifTags.Base.Orientation: 6}
    assert prepare(upload("igen.docx", prepared.content)).sha256 == prepared.sha256


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
def test_an_open_document_still_names_its_kind_first(kind):
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    parts = {"mimetype": mimetype, "Pictures/1.jpg": photograph(exif=exif())}

    prepared = prepare(upload("a", archive(parts, stored=("mimetype",))))

    assert prepared.content[30:].startswith(b"mimetype" + mimetype.encode())
    assert b"SecretPhone" not in parts_of(prepared.content)["Pictures/1.jpg"]
    assert prepare(upload("a", prepared.content)).content_type == mimetype


def test_a_file_whose_pictures_say_nothing_stays_byte_for_byte():
    content = archive(DOCX_PARTS | {"word/media/image1.jpg": photograph()})

    assert prepare(upload("a.docx", content)).content == content


def test_a_picture_that_unpacks_to_more_than_a_file_may_be_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 100_000
    parts = DOCX_PARTS | {"word/media/image1.jpg": photograph() + bytes(200_000)}

    assert refusal(upload("a.docx", archive(parts))) == "unpacks_too_large"


@pytest.mark.parametrize(
    "content",
    [
        photograph(),
        photograph(progressive=True, icc_profile=b"colours"),
        photograph()[:-2],
        b"\xff\xd8\xff\xe1",
        b"\xff\xd8\xff\xe1\x00\x00\xff\xd9",
        b"\x89PNG\r\n\x1a\n",
        png()[:50],
        b"plain text",
    ],
)
def test_what_says_nothing_or_is_no_picture_is_left_alone(content):
    assert without_metadata(content) is None


@pytest.mark.parametrize(
    "content",
    [
        photograph(exif=exif(), progressive=True),
        photograph(exif=exif())[:-40],
        photograph() + b"a second picture, or a film",
        photograph(exif=b"Exif\x00\x00damaged"),
        png(),
        png() + photograph(exif=exif()),
    ],
)
def test_what_a_picture_says_is_left_out_and_what_is_behind_it(content):
    bare = b"".join(without_metadata(content))

    assert Image.open(BytesIO(bare)).size == (40, 20)
    assert not any(told in bare for told in (b"Exif", b"eXIf", b"Secret", b"second", b"xmpmeta"))
