"""What is accepted as a file, what is refused, and what pictures lose on the way in."""

import hashlib
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils.datastructures import MultiValueDict
from openpyxl import Workbook
from PIL import ExifTags, Image, JpegImagePlugin, PngImagePlugin

from core.forms.files import FilesField
from core.uploads import MAX_MILLION_PIXELS, MAX_SIDE, prepare, shown_name

GPS_NORTH = 55.6761
PDF_BYTES = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
RIGHT_TO_LEFT_OVERRIDE = "\u202e"
DOCX_PARTS = {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<r/>", "word/document.xml": "<w/>"}


def upload(name, content, claimed="application/octet-stream"):
    return SimpleUploadedFile(name, content, claimed)


def encoded(image, kind, **options):
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def exif(orientation=1):
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Make] = "SecretPhone"
    position = tags.get_ifd(ExifTags.IFD.GPSInfo)
    position[ExifTags.GPS.GPSLatitudeRef] = "N"
    position[ExifTags.GPS.GPSLatitude] = (GPS_NORTH, 0.0, 0.0)
    return tags.tobytes()


def red_over_blue(size=(40, 20)):
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    return image


def opened(prepared):
    image = Image.open(BytesIO(prepared.content))
    image.load()
    return image


def archive(parts, stored=()):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            way = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(name, content, way)
    return target.getvalue()


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


def refusal(file):
    with pytest.raises(ValidationError) as caught:
        prepare(file)
    return caught.value.error_list[0].code


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


def test_an_iphone_picture_with_alpha_becomes_a_jpeg_too():
    content = encoded(Image.new("RGBA", (64, 32), (255, 0, 0, 128)), "HEIF")

    assert opened(prepare(upload("klip.heic", content))).mode == "RGB"


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


# Documents ------------------------------------------------------------------------------------
def open_document(kind, extra=()):
    parts = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<o/>"}
    return archive(parts | dict.fromkeys(extra, "x"), stored=("mimetype",))


def office(main_part, extra=()):
    parts = {"[Content_Types].xml": "<Types/>", main_part: "<w/>"}
    return archive(parts | dict.fromkeys(extra, "x"))


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF_BYTES, "application/pdf"),
        (
            "a.docx",
            archive(DOCX_PARTS),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.xlsx",
            office("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "a.pptx",
            office("ppt/presentation.xml"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("a.odt", open_document("text"), "application/vnd.oasis.opendocument.text"),
        (
            "a.ods",
            open_document(
                "spreadsheet", extra=["Basic/script-lc.xml", "Basic/Standard/script-lb.xml"]
            ),
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("a.txt", "Blåbærgrød på ø".encode(), "text/plain"),
        ("a.txt", "Blåbærgrød på ø".encode("cp1252"), "text/plain"),
        ("a.csv", "år;antal\n2011;30.000\n".encode("utf-8-sig"), "text/csv"),
        ("a.csv", "år\tantal\n".encode("utf-16"), "text/csv"),
    ],
)
def test_a_document_is_kept_byte_by_byte(name, content, content_type):
    prepared = prepare(upload(name, content, "application/x-msdownload"))

    assert (prepared.name, prepared.content_type) == (name, content_type)
    assert (prepared.content, prepared.size) == (content, len(content))
    assert prepared.sha256 == hashlib.sha256(content).hexdigest()


def test_a_spreadsheet_from_a_real_program_is_accepted():
    target = BytesIO()
    Workbook().save(target)

    assert prepare(upload("tal.xlsx", target.getvalue())).name == "tal.xlsx"


def test_a_pdf_from_a_real_program_is_accepted():
    assert prepare(upload("a", encoded(red_over_blue(), "PDF"))).content_type == "application/pdf"


def test_a_file_that_django_put_on_disk_is_read_there():
    with TemporaryUploadedFile("a.docx", "", len(archive(DOCX_PARTS)), None) as file:
        file.write(archive(DOCX_PARTS))

        assert prepare(file).content == archive(DOCX_PARTS)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 200,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>",
        b"hello <ScRiPt>alert(1)</script>",
        "<html><body>".encode("utf-16"),
        b"#!/bin/sh\nrm -rf ~\n",
        b"{\\rtf1 hello}",
        b"GIF89a" + b"\x00" * 30,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500,
        b"\x00\x00\x00\x1cftypmp42" + b"\x00" * 30,
        archive({"a.txt": "any archive"}),
        archive({"word/document.xml": "no content types"}),
        archive(DOCX_PARTS | {"xl/workbook.xml": "two kinds at once"}),
        archive({"mimetype": "application/vnd.oasis.opendocument.graphics"}, stored="mimetype"),
        archive({"mimetype": "application/epub+zip"}, stored=("mimetype",)),
        PDF_BYTES + archive({"hidden.txt": "a PDF that is an archive"}),
        archive({"a": ""}, stored="a")[:31] + archive(DOCX_PARTS),
    ],
)
@pytest.mark.parametrize("name", ["ferie.jpg", "referat.pdf", "noter.txt"])
def test_other_kinds_are_refused_whatever_they_are_called(name, content):
    assert refusal(upload(name, content, "image/jpeg")) == "unknown"


@pytest.mark.parametrize(
    "content",
    [
        PDF_BYTES[:40],
        archive(DOCX_PARTS)[:-30],
        b"PK\x03\x04" + b"\x00" * 100,
        b"\xff\xd8\xff\xe0" + b"\x00" * 100,
    ],
)
def test_a_damaged_document_is_refused(content):
    assert refusal(upload("a.docx", content)) == "damaged"


@pytest.mark.parametrize(
    "content",
    [
        office("word/document.xml", ["word/vbaProject.bin"]),
        office("xl/workbook.xml", ["xl/VBAPROJECT.BIN"]),
        office("xl/workbook.xml", ["xl/macrosheets/sheet1.xml"]),
        office("ppt/presentation.xml", ["ppt/activeX/activeX1.bin"]),
        open_document("text", ["Basic/Standard/Module1.xml"]),
        open_document("spreadsheet", ["Scripts/python/evil.py"]),
    ],
)
def test_a_document_with_macros_is_refused(content):
    assert refusal(upload("a.docx", content)) == "macros"


def test_a_document_that_unpacks_to_hundreds_of_megabytes_is_refused():
    parts = {f"word/{number}.xml": bytes(16 * 1024 * 1024) for number in range(20)}

    assert refusal(upload("a.docx", archive(DOCX_PARTS | parts))) == "unpacks_too_large"


def test_a_document_of_countless_parts_is_refused():
    parts = dict.fromkeys((f"word/{number}" for number in range(10_000)), "")

    assert refusal(upload("a.docx", archive(DOCX_PARTS | parts))) == "unpacks_too_large"


def test_a_document_whose_parts_share_their_bytes_is_refused():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in DOCX_PARTS.items():
            file.writestr(name, content * 1000)
        file.filelist += [file.getinfo("word/document.xml")] * 50

    assert refusal(upload("a.docx", target.getvalue())) == "unpacks_too_large"


def test_a_file_above_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = len(PDF_BYTES) - 1

    assert refusal(upload("a.pdf", PDF_BYTES)) == "too_large"


def test_an_empty_file_is_refused():
    assert refusal(upload("a.pdf", b"")) == "empty"


# Names ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Fælles møde på Ørestad.pdf", "Fælles møde på Ørestad.pdf"),
        ("Møde på A\u030arhusgade.pdf", "Møde på Århusgade.pdf"),
        ("C:\\Users\\leder\\referat.pdf", "referat.pdf"),
        ("../../etc/passwd", "passwd"),
        (".htaccess", "htaccess"),
        (f"faktura{RIGHT_TO_LEFT_OVERRIDE}fdp.exe", "fakturafdp.exe"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie: x.pdf"),
        ("to\u200blinjer\u2028her.pdf", "tolinjer her.pdf"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_name_keeps_its_letters_and_loses_what_cannot_be_seen(raw, shown):
    assert shown_name(raw) == shown


@pytest.mark.parametrize("raw", ["", "...", "/", "\u202e\u200f"])
def test_a_file_without_a_name_gets_one(raw):
    file = upload("a.pdf", PDF_BYTES)
    file._name = raw

    name = prepare(file).name

    assert name.endswith(".pdf")
    assert len(name) > len(".pdf")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("referat.PDF", "referat.PDF"),
        ("referat", "referat.pdf"),
        ("referat.docx", "referat.pdf"),
        ("Referat 1. maj", "Referat 1. maj.pdf"),
        ("kør.exe", "kør.exe.pdf"),
        ("x" * 230 + ".PDF", "x" * 196 + ".pdf"),
    ],
)
def test_the_suffix_tells_what_the_file_is(raw, kept):
    assert prepare(upload(raw, PDF_BYTES)).name == kept


def test_a_script_that_passes_as_text_is_kept_as_text():
    assert prepare(upload("kør.bat", b"echo hello")).name == "kør.bat.txt"


def test_a_name_with_a_cpr_number_is_refused():
    assert refusal(upload("samtykke 010190-1234.pdf", PDF_BYTES)) == "cpr"


# The field ------------------------------------------------------------------------------------
class FilesForm(forms.Form):
    files = FilesField()


def form_with(*uploads):
    return FilesForm({}, MultiValueDict({"files": list(uploads)} if uploads else {}))


def test_files_are_not_required():
    form = form_with()

    assert form.is_valid()
    assert form.cleaned_data["files"] == []
    assert not form.has_changed()


def test_several_files_are_prepared_in_their_order():
    form = form_with(upload("a.pdf", PDF_BYTES), upload("b.txt", b"b"))

    assert form.is_valid()
    assert form.has_changed()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.pdf", "b.txt"]


def test_each_refused_file_is_named():
    form = form_with(
        upload("god.pdf", PDF_BYTES), upload("tom.pdf", b""), upload("kode.svg", b"<svg/>")
    )

    first, second = form.errors["files"]
    assert "tom.pdf" in first
    assert "kode.svg" in second


def test_a_hostile_name_is_escaped_in_its_message():
    errors = str(form_with(upload("<script>x", b"<svg/>")).errors)

    assert "<script>" not in errors


def test_more_files_than_allowed_are_refused_together(settings):
    limit = settings.UPLOAD_MAX_FILES
    files = [upload(f"{number}.txt", b"x") for number in range(limit + 1)]

    assert form_with(*files[:limit]).is_valid()
    (message,) = form_with(*files).errors["files"]
    assert str(limit) in message


def test_the_input_takes_several_files_and_offers_an_iphones_pictures():
    html = str(form_with()["files"])

    assert " multiple" in html
    assert "image/heic" in html
    assert ".heic" in html
    assert form_with().is_multipart()
