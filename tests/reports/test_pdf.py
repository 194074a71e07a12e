"""The PDF is for screen readers and archives: two checkers, and what they do not look for."""

import io
import re

import page
import pdfua
import pypdf
import pytest

from reports.exports import pdf
from reports.rules.document import Column, Document, Part, Row, Table
from tests.reports import reading
from tests.reports.documents import DOCUMENT, PHOTO, PICTURES, of, said


@pytest.fixture(scope="module")
def content():
    return pdf.render(DOCUMENT, PICTURES)


@pytest.fixture(scope="module")
def elements(content):
    """Every element of the structure with its kind, in reading order."""
    root = reading.pdf(content).trailer["/Root"]["/StructTreeRoot"]
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, pypdf.generic.DictionaryObject) and "/S" in node:
            found.append((node["/S"], node))
            walk(node.get("/K", []))

    walk(root["/K"])
    return found


def test_two_checkers_find_nothing(content, tmp_path):
    assert page.validate_pdf_bytes(content, profile="ua1").is_compliant
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    assert pdfua.validate(str(file)).findings == ()


def test_it_says_of_itself_that_it_is_both(content):
    packet = reading.pdf(content).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1<" in packet
    assert "<pdfaid:part>2<" in packet and "<pdfaid:conformance>A<" in packet


def test_title_author_day_and_language(content):
    read = reading.pdf(content)
    assert read.metadata.title == "Status for 2. halvår 2007"
    assert read.metadata.author == "TaskForce Integration"
    assert read.metadata.creation_date.date().isoformat() == "2007-11-20"
    assert read.trailer["/Root"]["/Lang"] == "da-DK"


def test_each_table_has_its_header_cells_and_each_picture_its_text(elements):
    kinds = [kind for kind, _element in elements]
    assert kinds.count("/TH") == 3 + 3 and kinds.count("/TR") == 4
    texts = [element["/Alt"] for kind, element in elements if kind == "/Figure"]
    assert texts == ["Folk på pladsen", "Grønt"]


def test_the_first_cell_of_a_row_is_its_header_and_the_others_name_it(elements, content):
    def of_table(cell):
        return next(one for one in cell["/A"] if one["/O"] == "/Table")

    heads = [element for kind, element in elements if kind == "/TH"]
    assert [of_table(head)["/Scope"] for head in heads] == ["/Column"] * 3 + ["/Row"] * 3
    assert [head["/ID"] for head in heads[3:]] == ["R0y0", "R0y1", "R0y2"]
    named = [of_table(element)["/Headers"] for kind, element in elements if kind == "/TD"]
    assert [names[-1] for names in named] == ["R0y0"] * 2 + ["R0y1"] * 2 + ["R0y2"] * 2
    assert all(len(names) == 2 for names in named)
    found = reading.pdf(content).trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert [name for name in found[::2] if name[0] == "R"] == ["R0y0", "R0y1", "R0y2"]


def test_a_table_without_row_heads_has_those_of_its_columns_alone():
    drawn = pdf.render(of("Uden"), {})
    assert b"/Scope/Column" in drawn and b"/Scope/Row" not in drawn


def test_a_row_of_ordinary_length_stands_on_one_page():
    rows = tuple(
        Row(((said(f"{n:02}-først"), *[said("noget imellem " * 8)] * 2, said(f"{n:02}-sidst")),))
        for n in range(30)
    )
    table = Part("Lang", "lang", (Table("Tabel", (Column("Hvad"),), rows),))
    for page_ in reading.pdf(pdf.render(Document("T", "2011-10-01", (), (table,)), {})).pages:
        text = page_.extract_text()
        assert re.findall(r"(\d\d)-først", text) == re.findall(r"(\d\d)-sidst", text)


def test_headings_go_down_one_level_at_a_time(elements):
    levels = [kind for kind, _element in elements if kind[:2] == "/H" and kind[2:].isdigit()]
    assert levels == ["/H1", "/H1", "/H2", "/H3"]


def test_its_bookmarks_are_the_parts(content):
    def titles(outline):
        return [titles(one) if isinstance(one, list) else one.title for one in outline]

    assert titles(reading.pdf(content).outline) == [
        "Indledning",
        "1. Inklusion",
        ["60 foreninger", ["Under"]],
    ]


def test_each_page_has_its_number_and_the_day(content):
    pages = reading.pdf(content).pages
    for number, one in enumerate(pages, 1):
        text = one.extract_text()
        assert f"Side {number} af {len(pages)}" in text and "20. november 2007" in text


def test_a_picture_that_is_not_there_is_told(content):
    assert "Billede: Den er her ikke" in reading.pdf_text(content)


def test_no_word_is_divided():
    text = " ".join(["Beskæftigelses-", "og", "integrationsforvaltningen"] * 60)
    assert "\u00ad" not in reading.pdf_text(pdf.render(of(text), {}))


def test_a_forecast_says_that_it_is_one(content):
    assert "25 (prognose)" in reading.pdf_text(content)


def test_the_logo_stands_on_top_with_the_municipalitys_name(settings, tmp_path):
    logo = tmp_path / "logo.jpg"
    logo.write_bytes(PHOTO)
    settings.REPORT_LOGO, settings.MUNICIPALITY = str(logo), "Byen"
    settings.REPORT_COLOUR = "#440000"
    drawn = reading.pdf(pdf.render(DOCUMENT, {}))
    assert len(drawn.pages[0].images) == 1
    settings.REPORT_LOGO = str(tmp_path / "gone.png")
    assert "Byen" in pypdf.PdfReader(io.BytesIO(pdf.render(DOCUMENT, {}))).pages[0].extract_text()
