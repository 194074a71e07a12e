"""E-mails and appointments keep their type, whatever they are called."""

import struct
from email.message import EmailMessage

import pytest

from core.uploads import prepare
from tests.core.uploads.shared import DOCX_PARTS, PDF_BYTES, archive, refusal, upload

NOBODY = 0xFFFFFFFF
END_OF_CHAIN = 0xFFFFFFFE


def mail():
    """With a text, its HTML and a file, as programs for mail save one."""
    message = EmailMessage()
    message["From"] = "Amina Ødegård <amina@example.dk>"
    message["To"] = "tfi@example.dk"
    message["Subject"] = "Lån af salen"
    message["Message-ID"] = "<1@example.dk>"
    message.set_content("Vi kan låne salen.")
    message.add_alternative("<html><body>Vi kan låne <b>salen</b>.</body></html>", subtype="html")
    message.add_attachment(PDF_BYTES, maintype="application", subtype="pdf", filename="kort.pdf")
    return bytes(message)


CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r
BEGIN:VEVENT\r
SUMMARY:Møde om festen\r
X-ALT-DESC;FMTTYPE=text/html:<!DOCTYPE HTML><HTML><BODY>Vi ses</BODY></HTML>\r
END:VEVENT\r
END:VCALENDAR\r
"""


def compound(names, top=None, sector=512):
    """A compound file whose folder at the top holds these names, in a tree as its format has."""
    entries = [("Root Entry", 5, NOBODY, NOBODY, 1)]
    last = len(names)
    entries += [
        (n, 2, NOBODY, at + 1 if at < last else NOBODY, NOBODY) for at, n in enumerate(names, 1)
    ]
    if top is not None:  # the names lie in a folder of the root, not beside it
        entries = [("Root Entry", 5, NOBODY, NOBODY, 1), (top, 1, NOBODY, NOBODY, 2)]
        entries += [
            (n, 2, NOBODY, at + 1 if at < last + 1 else NOBODY, NOBODY)
            for at, n in enumerate(names, 2)
        ]
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, left, right, child)
        + bytes(128 - 80)
        for name, kind, left, right, child in entries
    )
    sectors = -(-len(directory) // sector)
    chain = [0xFFFFFFFD, *range(2, sectors + 1), END_OF_CHAIN]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0")
    header += struct.pack("<HH", sector.bit_length() - 1, 6)
    header = header.ljust(48, b"\0") + struct.pack("<I", 1)  # where the directory begins
    header = header.ljust(68, b"\0") + struct.pack("<II", END_OF_CHAIN, 0)
    header += struct.pack("<109I", 0, *[NOBODY] * 108)
    return header.ljust(sector, b"\0") + table + directory.ljust(sectors * sector, b"\0")


OUTLOOK = ["__nameid_version1.0", "__properties_version1.0", "__substg1.0_0037001F", "æøå", "b"]


@pytest.mark.parametrize("name", ["brev{}", "brev.txt", "brev"])
@pytest.mark.parametrize(
    ("content", "suffix", "content_type"),
    [
        (mail(), ".eml", "message/rfc822"),
        (b"Received: from a\r\n by b\r\n" + mail(), ".eml", "message/rfc822"),
        (CALENDAR.encode(), ".ics", "text/calendar"),
        (CALENDAR.encode("utf-8-sig"), ".ics", "text/calendar"),
        (compound(OUTLOOK), ".msg", "application/vnd.ms-outlook"),
        (compound(OUTLOOK, sector=4096), ".msg", "application/vnd.ms-outlook"),
    ],
)
def test_a_mail_or_an_appointment_keeps_its_type_and_every_byte(
    name, content, suffix, content_type
):
    prepared = prepare(upload(name.format(suffix), content))

    assert (prepared.name, prepared.content_type) == ("brev" + suffix, content_type)
    assert prepared.content == content


@pytest.mark.parametrize(
    "content",
    [
        compound(["WordDocument", "1Table"]),
        compound(["Workbook"]),
        compound(OUTLOOK, top="a message inside a document"),
        compound(OUTLOOK)[:600],
    ],
)
def test_other_compound_files_are_refused(content):
    assert refusal(upload("brev.msg", content)) == "unknown"


def test_a_chain_that_leads_back_has_an_end():
    content = compound(OUTLOOK).replace(struct.pack("<I", END_OF_CHAIN), struct.pack("<I", 1))

    assert prepare(upload("brev.msg", content)).content == content


def test_a_note_with_a_sender_is_a_note():
    note = b"From: Amina\nDate: 3. maj\n\nHun ringer i morgen."

    assert prepare(upload("notat.txt", note)).content_type == "text/plain"


def test_a_pdf_that_carries_a_document_is_a_pdf():
    carried = archive(DOCX_PARTS)
    content = PDF_BYTES.replace(
        b"trailer", b"2 0 obj<</Type/EmbeddedFile>>stream\n%b\nendstream endobj\ntrailer" % carried
    )

    prepared = prepare(upload("indkaldelse.pdf", content))

    assert (prepared.content_type, prepared.content) == ("application/pdf", content)
