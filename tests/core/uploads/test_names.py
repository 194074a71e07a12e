"""The names of uploaded files."""

import pytest

from core.uploads import prepare, shown_name
from tests.core.uploads.shared import PDF_BYTES, refusal, upload

RIGHT_TO_LEFT_OVERRIDE = "\u202e"


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
