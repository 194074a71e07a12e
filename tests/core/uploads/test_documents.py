"""Which documents are kept, and which refused."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from openpyxl import Workbook

from core.uploads import prepare
from tests.core.uploads.shared import (
    DOCX_PARTS,
    PDF_BYTES,
    archive,
    encoded,
    red_over_blue,
    refusal,
    upload,
)


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
        ("a.pdf", b"\r\n" + PDF_BYTES, "application/pdf"),
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
        b"From: Ana\nDate: i dag\n\n<html>a note that only looks like a mail</html>",
        b"From: a@example.dk\nMessage-ID: <1@example.dk>\n\n" + b"MZ\x00\x00" * 9,
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
