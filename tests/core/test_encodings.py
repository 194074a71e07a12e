"""Text as the programs of Windows, DOS and Macintosh save it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.encodings import decoded

HEADINGS = "Dato;Beløb;Tekst"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "cp865", "mac_roman"]
danish = st.text("abcdefghijklmnopqrstuvwxyzæøåÆØÅé ;0123456789-", max_size=60)


@given(danish, st.sampled_from(ENCODINGS))
def test_danish_letters_are_read_whoever_wrote_them(text, encoding):
    whole = f"{HEADINGS}\n{text}"

    assert decoded(whole.encode(encoding)) == whole


@pytest.mark.parametrize("text", ["Mary’s ‘tent’", "rock‘n’roll – 5 €", "Øre", "Ærø", "en › to"])
def test_what_windows_wrote_stays_what_it_is(text):
    assert decoded(text.encode("cp1252")) == text


def test_headings_in_capitals_tell_too():
    assert decoded("BELØB;BILAG".encode("cp850")) == "BELØB;BILAG"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x81\x8d\x8f\x90\x9d"])
def test_what_is_no_text_is_none(content):
    assert decoded(content) is None
