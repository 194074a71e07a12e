"""What becomes of a picture that is uploaded."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import ExifTags, Image, JpegImagePlugin, PngImagePlugin

from core.uploads import drawing, pictures, prepare
from core.uploads.pictures import MAX_MILLION_PIXELS, MAX_SIDE
from tests.core.uploads.shared import (
    archive,
    encoded,
    exif,
    red_over_blue,
    refusal,
    upload,
    wide_gamut,
)


@pytest.fixture(autouse=True)
def _drawn_in_this_process(monkeypatch):
    """What the program does, without starting it each time."""
    monkeypatch.setattr(pictures, "run_program", drawing.answer)


def opened(prepared):
    image = Image.open(BytesIO(prepared.content))
    image.load()
    return image


def png_that_claims(width, height):
    """A few bytes that say they are a very large picture."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


# Pictures -------------------------------------------------------------------------------------
def test_a_photograph_loses_its_position_and_everything_else_but_its_pixels():
    content = encoded(
        red_over_blue(),
        "JPEG",
        exif=exif(),
        comment=b"a comment",
        xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>",
        icc_profile=b"SecretProfile" * 20,
    )
    assert Image.open(BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)

    prepared = prepare(upload("dag.jpg", content))

    kept = prepared.content
    image = Image.open(BytesIO(kept))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Secret" not in kept
    assert b"Exif" not in kept


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (40, 20), (20, 2)),
        (3, (40, 20), (20, 17)),
        (6, (20, 40), (17, 20)),
        (8, (20, 40), (2, 20)),
    ],
)
def test_a_photograph_is_kept_the_right_way_up(orientation, size, red_at):
    content = encoded(red_over_blue(), "JPEG", exif=exif(orientation), quality=95)

    image = opened(prepare(upload("dag.jpg", content)))

    red, _, blue = image.getpixel(red_at)
    assert image.size == size
    assert red > 200 > 50 > blue


def test_a_picture_from_an_iphone_becomes_a_jpeg_without_its_position():
    content = encoded(red_over_blue((64, 32)), "HEIF", exif=exif(), quality=90)

    prepared = prepare(upload("IMG_0001.HEIC", content, "image/heic"))

    assert (prepared.name, prepared.content_type) == ("IMG_0001.jpg", "image/jpeg")
    image = opened(prepared)
    assert (image.format, image.size) == ("JPEG", (64, 32))
    assert dict(image.getexif()) == {}


def test_an_iphone_picture_turned_by_its_holder_is_upright():
    content = encoded(red_over_blue((64, 32)), "HEIF", exif=exif(6), quality=90)

    assert opened(prepare(upload("IMG_0001.HEIC", content))).size == (32, 64)


def test_a_large_picture_from_an_iphone_is_scaled_strip_by_strip(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_SIDE", 128)
    content = encoded(red_over_blue((266, 598)), "HEIF", quality=50)

    image = opened(prepare(upload("IMG_0001.HEIC", content)))

    assert image.size == (57, 128)
    reds = [image.getpixel((9, row))[0] > 200 for row in (2, 60, 67, 125)]
    assert reds == [True, True, False, False]


def test_an_iphone_picture_with_alpha_becomes_a_jpeg_too():
    content = encoded(Image.new("RGBA", (64, 32), (255, 0, 0, 128)), "HEIF")

    assert opened(prepare(upload("klip.heic", content))).mode == "RGB"


def test_colours_are_those_that_the_pictures_profile_means():
    content = encoded(
        Image.new("RGB", (2600, 16), (200, 100, 50)), "JPEG", quality=95, icc_profile=wide_gamut()
    )

    image = opened(prepare(upload("iphone.jpg", content)))

    red, green, blue = image.getpixel((9, 9))
    # What the profile's (200, 100, 50) is in sRGB, by the primaries of both.
    assert max(abs(red - 216), abs(green - 93), abs(blue - 24)) <= 3


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("P", "PNG"), ("L", "JPEG"), ("LA", "PNG")]
)
def test_a_profile_made_for_other_colours_or_alpha_is_no_reason_to_refuse(mode, kind):
    content = encoded(Image.new(mode, (8, 8)), kind, icc_profile=wide_gamut())

    assert opened(prepare(upload("a.png", content))).size == (8, 8)


def test_a_picture_has_a_small_one_beside_it():
    content = encoded(Image.new("RGB", (1200, 600), "teal"), "JPEG", exif=exif(6))

    small = Image.open(BytesIO(prepare(upload("dag.jpg", content)).thumbnail))

    assert (small.format, small.size, dict(small.getexif())) == ("WEBP", (240, 480), {})


def test_a_large_photograph_is_scaled_down_and_keeps_its_proportions():
    content = encoded(Image.new("RGB", (6000, 4000), "green"), "JPEG", exif=exif(6))

    image = opened(prepare(upload("stor.jpg", content)))

    assert image.size == (round(MAX_SIDE * 2 / 3), MAX_SIDE)


def test_a_phones_largest_photograph_is_accepted():
    content = encoded(Image.new("L", (12000, 9000)), "JPEG")

    assert opened(prepare(upload("108.jpg", content))).size == (2560, 1920)


def test_a_large_photograph_is_never_decoded_at_its_full_size(monkeypatch):
    decoded = []
    load = JpegImagePlugin.JpegImageFile.load
    monkeypatch.setattr(
        JpegImagePlugin.JpegImageFile,
        "load",
        lambda self: (load(self), decoded.append(self.size))[0],
    )
    content = encoded(Image.new("L", (12000, 9000)), "JPEG")

    prepare(upload("108.jpg", content))

    assert max(decoded) == (3000, 2250)


@pytest.mark.parametrize("size", [(65000, 1), (1, 65000)])
def test_a_picture_as_thin_as_a_line_is_accepted(size):
    content = encoded(Image.new("RGB", size), "JPEG")

    assert max(opened(prepare(upload("a.jpg", content))).size) == MAX_SIDE


def test_a_small_picture_is_not_enlarged():
    assert opened(prepare(upload("a.png", encoded(red_over_blue(), "PNG")))).size == (40, 20)


def test_a_png_stays_a_png_with_its_transparency_and_without_its_texts():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "SecretName")
    texts.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SecretPlace</x:xmpmeta>")
    content = encoded(
        Image.new("RGBA", (8, 8), (255, 0, 0, 100)), "PNG", pnginfo=texts, exif=exif()
    )

    prepared = prepare(upload("logo.png", content))

    kept = prepared.content
    image = Image.open(BytesIO(kept))
    image.load()
    assert prepared.content_type == "image/png"
    assert image.getpixel((0, 0)) == (255, 0, 0, 100)
    assert (image.text, image.info, dict(image.getexif())) == ({}, {}, {})
    assert b"Secret" not in kept


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_of_any_colour_mode_is_accepted(mode):
    content = encoded(Image.new(mode, (3000, 10)), "PNG")

    assert opened(prepare(upload("a.png", content))).size == (2560, 9)


def test_a_scan_in_sixteen_bits_of_grey_keeps_its_shades():
    content = encoded(Image.new("I;16", (10, 10), 128 * 256), "PNG")

    assert opened(prepare(upload("scan.png", content))).getpixel((5, 5)) == 128


def test_a_picture_for_print_is_kept_in_the_screens_colours():
    content = encoded(Image.new("CMYK", (5000, 50), (0, 255, 255, 0)), "JPEG")

    image = opened(prepare(upload("plakat.jpg", content)))

    assert (image.mode, image.size) == ("RGB", (2560, 26))
    assert image.getpixel((9, 9))[0] > 200


def test_a_webp_stays_a_webp():
    content = encoded(red_over_blue(), "WEBP", exif=exif())

    prepared = prepare(upload("a.webp", content))

    assert prepared.content_type == "image/webp"
    assert dict(opened(prepared).getexif()) == {}


def test_what_hides_behind_a_picture_is_left_out():
    content = encoded(red_over_blue(), "JPEG") + archive({"hidden.html": "<script>"}, "hidden.html")

    kept = prepare(upload("a.jpg", content)).content

    assert not zipfile.is_zipfile(BytesIO(kept))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_that_did_not_arrive_whole_is_refused(kind):
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    content = encoded(noise, kind)

    assert refusal(upload("halv.jpg", content[: len(content) // 2])) == "damaged"


def test_damaged_metadata_is_no_reason_to_refuse_a_picture():
    content = encoded(red_over_blue(), "JPEG", exif=b"Exif\x00\x00rubbish that is no metadata")

    assert opened(prepare(upload("a.jpg", content))).size == (40, 20)


@pytest.mark.parametrize(
    "content",
    [
        png_that_claims(MAX_MILLION_PIXELS * 1000 + 1, 1000),
        png_that_claims(13_000, 10_000),
        png_that_claims(60_000, 60_000),
    ],
)
def test_a_picture_that_would_fill_the_memory_is_refused_unread(content):
    assert refusal(upload("bombe.png", content)) == "too_many_pixels"
