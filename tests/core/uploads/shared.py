"""Files to upload, made for the tests."""

import struct
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from core.uploads import prepare

PDF_BYTES = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

DOCX_PARTS = {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<r/>", "word/document.xml": "<w/>"}


def upload(name, content, claimed="application/octet-stream"):
    return SimpleUploadedFile(name, content, claimed)


def encoded(image, kind, **options):
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def red_over_blue(size=(40, 20)):
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    return image


def exif(orientation=1):
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Make] = "SecretPhone"
    position = tags.get_ifd(ExifTags.IFD.GPSInfo)
    position[ExifTags.GPS.GPSLatitudeRef] = "N"
    position[ExifTags.GPS.GPSLatitude] = (55.6761, 0.0, 0.0)
    return tags.tobytes()


def wide_gamut():
    """A colour profile with the primaries of Display P3 and a gamma of 2.2, as small as one is."""
    columns = {
        b"rXYZ": (0.5151, 0.2412, -0.0011),
        b"gXYZ": (0.2920, 0.6922, 0.0419),
        b"bXYZ": (0.1571, 0.0666, 0.7841),
        b"wtpt": (0.9642, 1.0, 0.8249),
    }
    tags = {
        name: b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in column))
        for name, column in columns.items()
    }
    gamma = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(2.2 * 256), 0)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma)
    table, content, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(content), len(data))
        content += data
    white = struct.pack(">3i", 63190, 65536, 54061)
    header = struct.pack(">I4sI", at + len(content), b"\0\0\0\0", 0x02100000) + b"mntrRGB XYZ "
    header = header.ljust(36, b"\0") + b"acsp"
    return header.ljust(68, b"\0") + white + bytes(48) + table + content


def archive(parts, stored=()):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            way = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(name, content, way)
    return target.getvalue()


def refusal(file):
    with pytest.raises(ValidationError) as caught:
        prepare(file)
    return caught.value.error_list[0].code
