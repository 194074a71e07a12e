"""Every format says the same: each figure, each text, whatever stands in it."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from reports.exports.formats import FORMATS
from reports.rules.document import Document
from reports.rules.frozen import thaw
from reports.rules.letters import drawable, printable
from tests.reports import reading
from tests.reports.documents import DOCUMENT, DOCUMENTS, HOSTILE, PICTURES, of

AWKWARD = [
    *HOSTILE,
    "nul\x00\x01\x1b\ufffe",
    "\ufeff\u202e\u2067\uf0b7\uf0a7\ue000",
    "to\nlinjer\tog tab",
    "a" * 20_000,
    "æ ø å " * 3_000,
    "🧿 og 中文",
    "x\u0489y\u0301",
]


def drawn(document, kind, pictures=()):
    return FORMATS[kind].render(document, dict(pictures))


# Without shrinking: each example is drawn in five formats.
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(DOCUMENTS)
def test_every_figure_is_the_same_in_every_format(document):
    texts = [figure.text for figure in document.figures()]
    keys = [figure.key for figure in document.figures()]

    assert list(thaw(drawn(document, "json")).figures()) == list(document.figures())
    _said, shown = reading.page(document)
    assert shown == list(zip(keys, texts, strict=True))
    rows = reading.sheets(drawn(document, "xlsx"))["Tallene"][1:]
    assert [row[2] for row in rows] == texts
    for text in (
        reading.word_text(drawn(document, "docx")),
        reading.pdf_text(drawn(document, "pdf")),
    ):
        rest = reading.squeezed(text)
        for figure in map(reading.squeezed, texts):
            _before, found, rest = rest.partition(figure)
            assert found or not figure


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_of_users_appears_literally_in_every_format(text):
    document = of(text)
    expected = reading.squeezed(printable(text))
    for kind in ("docx", "xlsx", "pptx", "json", "pdf"):
        content = drawn(document, kind)
        if kind == "docx":
            assert expected in reading.squeezed(reading.word_text(content))
        elif kind == "xlsx":
            cells = [cell for row in reading.sheets(content)["1 Tabel"] for cell in row if cell]
            assert expected in [reading.squeezed(cell) for cell in cells]
    said, _figures = reading.page(document)
    assert expected in reading.squeezed(said)


def test_a_word_of_many_pages_is_drawn_whole():
    """The standard takes no piece of text of more than 32.767 bytes."""
    assert reading.pdf_text(drawn(of("å" * 20_000), "pdf")).count("å") >= 3 * 20_000


@pytest.mark.parametrize("text", [*HOSTILE[:5], "to\nlinjer", "🧿 og 中文"])
def test_the_text_of_a_pdf_is_what_was_typed(text):
    assert reading.squeezed(drawable(text)) in reading.squeezed(
        reading.pdf_text(drawn(of(text), "pdf"))
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_document_makes_the_same_bytes(kind):
    assert drawn(DOCUMENT, kind, PICTURES) == drawn(DOCUMENT, kind, PICTURES)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_document_with_nothing_in_it_can_be_drawn(kind):
    assert drawn(Document("Tom", "2011-10-01"), kind)
