"""A letter that no font has stops no report: it is written as its number, and told."""

import pytest

from core.text import clean_text
from reports.exports import pdf
from reports.rules.document import Document, Listing, Part, Picture, Text
from reports.rules.letters import coverages, drawable, missing_letters, printable
from tests.reports.documents import TABLE, of, said

MET = "Ærø, Łódź, İzmir, Київ, Ελλάδα, عربي, ہے, ێ, ሰላም, வணக்கம், স্বাগতম, नमस्ते, ไทย, ਪੰਜਾਬੀ, → ✓ • ½"


def test_what_is_met_in_the_city_can_be_drawn():
    assert drawable(MET) == MET


def test_every_letter_that_a_font_has_can_be_drawn_under_the_standards():
    """The one proof that the tables are read as the compiler reads them."""
    letters = sorted(set().union(*coverages()) - {"\n"})
    pdf.render(of(" ".join(letters)), {})


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("🧿", "[U+1F9FF]"),
        ("en 中 to", "en [U+4E2D] to"),
        ("a\u030a e\u0301", "a\u030a e\u0301"),  # put together by the font
        ("م\u064f", "م\u064f"),
        ("ক\u0301", "ক[U+0301]"),  # a mark that stands in another font than its letter
        ("a\u200db\u200f", "a\u200db\u200f"),
        ("", ""),
    ],
)
def test_what_no_font_has_is_written_as_its_number(text, drawn):
    assert drawable(text) == drawn
    pdf.render(of(text), {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\uf0b7 Punkt", "• Punkt"),
        ("\uf0a7 Punkt", "▪ Punkt"),
        ("a\ue000b\U000f0000c\U0010fffd", "abc"),
        ("\ufeffa\u202eb\u2066c\u2069", "abc"),
        ("inte\u00adgration", "integration"),
        ("a\ufffe\ufdd0\U0001ffffb", "ab"),
        ("\ud800a\udfff", "a"),
    ],
)
def test_what_has_no_meaning_is_taken_out_where_text_is_entered(typed, kept):
    assert clean_text(typed) == kept


def test_what_no_format_can_hold_is_left_out():
    assert printable("a\x00b\x01c\td\r\ne") == "abc d\ne"


def test_the_gaps_name_letters_by_part_wherever_they_stand():
    eye = "🧿"
    parts = (
        Part("Fin", "fine", (said("ok"),)),
        Part(f"Titel {eye}", "title"),
        Part("Liste", "list", (Listing(((Text("中"),), (Text("文中"),))), TABLE)),
        Part("Billede", "picture", (Picture("0", "image/png", 1, 1, "x", eye),)),
    )
    found = missing_letters(Document(eye, "2011-10-01", (), parts))
    assert [(one.anchor, one.letters) for one in found] == [
        ("", (eye,)),
        ("title", (eye,)),
        ("list", ("中", "文")),
        ("picture", (eye,)),
    ]
