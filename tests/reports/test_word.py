"""The Word file: what Word, LibreOffice and a screen reader ask of it."""

import datetime

import pytest

from reports.exports import word
from tests.reports import reading
from tests.reports.documents import DOCUMENT, PHOTO, PICTURES
from tests.reports.reading import W


@pytest.fixture(scope="module")
def content():
    return word.render(DOCUMENT, PICTURES)


@pytest.fixture(scope="module")
def body(content):
    return reading.part_of(content, "word/document.xml")


def values(xml, name, attribute="val"):
    return [one.get(f"{W}{attribute}") for one in xml.iter(f"{W}{name}")]


def test_it_is_a4(content):
    section = reading.word(content).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_every_run_and_every_style_is_danish(content, body):
    assert set(values(body, "lang")) == {"da-DK"}
    assert len(values(body, "lang")) == len(list(body.iter(f"{W}r")))
    for name in ("word/styles.xml", "word/footer1.xml"):
        assert set(values(reading.part_of(content, name), "lang")) == {"da-DK"}


def test_title_author_and_days_are_the_documents_own(content):
    known = reading.word(content).core_properties
    assert known.title == "Status for 2. halvår 2007"
    assert (known.author, known.last_modified_by) == ("TaskForce Integration",) * 2
    assert known.created == known.modified
    assert known.created.date() == datetime.date(2007, 11, 20)
    assert known.language == "da-DK" and known.comments == ""


def test_headings_are_words_own_and_go_down_one_level_at_a_time(content):
    styles = [(p.style.name, p.text) for p in reading.word(content).paragraphs]
    headings = [(style, text) for style, text in styles if style.startswith(("Head", "Title"))]
    assert headings == [
        ("Title", "Status for 2. halvår 2007"),
        ("Heading 1", "Indledning"),
        ("Heading 1", "1. Inklusion"),
        ("Heading 2", "60 foreninger"),
        ("Heading 3", "Under"),
    ]


def test_a_table_repeats_its_heading_row_and_says_what_it_shows(body):
    (table,) = body.iter(f"{W}tbl")
    rows = list(table.iter(f"{W}tr"))
    assert [len(list(row.iter(f"{W}tblHeader"))) for row in rows] == [1, 0, 0, 0]
    assert values(table, "tblCaption") == ["Målinger"]
    assert sum(map(int, values(table, "gridCol", "w"))) == pytest.approx(word.TEXT_WIDTH, abs=3)
    assert all(len(list(row.iter(f"{W}tc"))) == 3 for row in rows)


def test_each_picture_has_its_text_and_a_number_of_its_own(body):
    drawn = [one for one in body.iter() if one.tag.endswith("}docPr")]
    assert [one.get("descr") for one in drawn] == ["Folk på pladsen", "Grønt"]
    assert [one.get("id") for one in drawn] == ["1", "2"]


def test_each_numbered_list_begins_at_one(content, body):
    numbers = [n for n in values(body, "numId") if n]
    assert numbers == ["2", "2", "3"]
    kept = reading.part_of(content, "word/numbering.xml")
    assert set(values(kept, "startOverride")) == {"1"}


def test_nothing_of_the_librarys_own_file_is_left(content):
    names = reading.parts_of(content)
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    assert "python-docx" not in str(reading.word(content).core_properties.author)


def test_what_is_not_there_is_told_and_a_forecast_marked(content):
    text = reading.word_text(content)
    assert "Billede: Den er her ikke" in text and "25 (prognose)" in text
    assert "✔ Opfyldt" in text


def test_the_logo_has_the_municipalitys_name(settings, tmp_path):
    logo = tmp_path / "logo.jpg"
    logo.write_bytes(PHOTO)
    settings.REPORT_LOGO, settings.MUNICIPALITY = str(logo), "Byen & Co"
    xml = reading.part_of(word.render(DOCUMENT, {}), "word/document.xml")
    assert [one.get("descr") for one in xml.iter() if one.tag.endswith("}docPr")] == ["Byen & Co"]
