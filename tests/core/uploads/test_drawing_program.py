"""The program that draws a picture anew, started as the site starts it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from core.uploads import drawing, pictures, prepare
from core.uploads.pictures import PICTURES, REFUSALS
from core.uploads.refusals import DAMAGED, TOO_MANY_PIXELS
from tests.core.uploads.shared import encoded, exif, red_over_blue, refusal, upload

PICTURE = upload("dag.jpg", encoded(red_over_blue(), "JPEG", exif=exif()))


def test_it_puts_the_new_picture_in_the_others_place_and_answers_with_a_small_one():
    prepared = prepare(PICTURE)

    assert b"Secret" not in prepared.content
    assert Image.open(BytesIO(prepared.content)).size == (40, 20)
    assert Image.open(BytesIO(prepared.thumbnail)).format == "WEBP"


def test_its_exit_codes_are_read_as_it_means_them():
    assert REFUSALS == {drawing.DAMAGED: DAMAGED, drawing.TOO_MANY_PIXELS: TOO_MANY_PIXELS}


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAX_BYTES", 20 * 1024 * 1024), ("MAX_SECONDS", 0.001), ("PROGRAM", Path("/nowhere.py"))],
)
def test_where_it_fails_there_is_a_sentence_and_a_line_for_the_operator(
    name, value, monkeypatch, caplog
):
    monkeypatch.setattr(pictures, name, value)

    assert refusal(PICTURE) == "too_heavy"
    assert "picture not drawn" in caplog.text


def test_photographs_of_both_formats_may_be_large():
    limits = {picture.read_as: picture.max_million_pixels for picture in PICTURES}

    assert limits == {"JPEG": 120, "HEIF": 120, "PNG": 50, "WEBP": 50}
