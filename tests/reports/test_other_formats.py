"""Slides, spreadsheet and the frozen form."""

import json

import pptx
import pytest

from reports.exports import slides, spreadsheet
from reports.rules.document import Document, Figure, Paragraph, Part, StatusMark, Text
from reports.rules.frozen import freeze, thaw
from tests.reports import reading
from tests.reports.documents import DOCUMENT, PICTURES, of


@pytest.fixture
def shown(tmp_path):
    def drawn(document, pictures=()):
        file = tmp_path / "status.pptx"
        file.write_bytes(slides.render(document, dict(pictures)))
        return pptx.Presentation(file)

    return drawn


def texts(slide):
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def test_one_slide_for_each_part_and_one_for_its_picture(shown):
    file = shown(DOCUMENT, PICTURES)
    titles = [slide.shapes.title.text for slide in file.slides]
    assert titles == [DOCUMENT.title, "Indledning", "1. Inklusion", "Taste the World"]
    assert texts(file.slides[2])[1:] == [
        "Succeskriterium", "Måltal", "Værdi", "Status", "60 foreninger", "", "62", "✔ Opfyldt",
    ]  # fmt: skip
    assert "Der kom 32.500 af 30.000, og der ventes 25 (prognose)." in texts(file.slides[1])[1]
    signs = [one.tag.split("}bu")[1] for one in file.slides[1]._element.iter() if "}bu" in one.tag]
    assert signs == ["AutoNum"] * 3


def test_slides_are_danish_and_what_is_drawn_has_a_text(shown):
    file = shown(DOCUMENT, PICTURES)
    for slide in file.slides:
        assert {run.get("lang") for run in slide._element.iter() if run.get("lang")} <= {"da-DK"}
        runs = [one for one in slide._element.iter() if one.tag.endswith("}rPr")]
        assert runs and all(run.get("lang") == "da-DK" for run in runs)
    texts = [
        one.get("descr")
        for slide in file.slides
        for one in slide._element.iter()
        if one.get("descr") is not None
    ]
    assert texts == ["1. Inklusion", "Folk på pladsen"]
    assert (file.core_properties.title, file.core_properties.author) == (
        DOCUMENT.title,
        "TaskForce Integration",
    )


def test_what_does_not_fit_goes_on_to_another_slide(shown):
    criteria = tuple(
        Part(
            f"Kriterium {number}",
            f"c{number}",
            (Paragraph((StatusMark("met", "Opfyldt"), Figure(f"c{number}.value", str(number)))),),
        )
        for number in range(40)
    )
    document = Document("T", "2011-10-01", (), (Part("Område", "a", (), criteria),))
    file = shown(document)
    titles = [slide.shapes.title.text for slide in file.slides]
    assert titles == ["T", "Område", "Område (2)", "Område (3)"]
    found = [text for slide in file.slides for text in texts(slide)]
    assert [text for text in found if text.startswith("Krit")] == [one.title for one in criteria]


def test_rows_are_spread_evenly_and_a_judgement_stands_beside_the_status(shown):
    marks = StatusMark("not_due", "Afventer"), Text("Vurderet som: "), StatusMark("met", "Opfyldt")
    criteria = tuple(
        Part(f"Kriterium {number}", f"c{number}", (Paragraph(marks[: 1 if number else 3]),))
        for number in range(20)
    )
    document = Document("T", "2011-10-01", (), (Part("Område", "a", (), criteria),))
    _title, *slides = shown(document).slides
    found = [texts(slide) for slide in slides]
    assert [sum(text.startswith("Krit") for text in one) for one in found] == [10, 10]
    assert found[0][1:11] == [
        *("Succeskriterium", "Måltal", "Værdi", "Status", "Vurderet"),
        *("Kriterium 0", "", "", "◷ Afventer", "✔ Opfyldt"),
    ]


def test_the_spreadsheet_has_every_figure_and_each_table():
    found = reading.sheets(spreadsheet.render(DOCUMENT, {}))
    assert list(found) == ["Dokument", "Tallene", "1 Målinger"]
    assert found["Dokument"][1:] == [
        ["Titel", DOCUMENT.title],
        [None, "Bilag 3"],
        ["Dato", "20-11-2007"],
        ["Sagsnr.", "2007-50025"],
    ]
    head, first, _second, forecast, *_rest = found["Tallene"]
    assert head == [
        "Afsnit",
        "Tal",
        "Som det står",
        "Nøjagtig værdi",
        "Dato",
        "Prognose",
        "Grundlag",
    ]
    assert first == ["Indledning", "v.value", "32.500", 32500, None, None, "/criteria/1/"]
    assert forecast[5] == "prognose"
    days = [row for row in found["Tallene"] if row[1] == "d"]
    assert days[0][4].date().isoformat() == "2011-06-18"


def test_a_number_of_a_table_stays_one_unless_it_says_more_than_the_number():
    rows = reading.sheets(spreadsheet.render(DOCUMENT, {}))["1 Målinger"]
    assert [row[2] for row in rows[1:]] == [1234, "ca. 3000", 4234]
    assert rows[1][1] == "Første dag\n• a\n• b"


def test_a_text_never_becomes_a_formula():
    rows = reading.sheets(spreadsheet.render(of("=1+1"), {}))
    assert rows["1 Tabel"][1] == ["=1+1", "=1+1"]


def test_tables_of_one_name_have_sheets_of_their_own():
    twice = Document("T", "2011-10-01", (), (*of("a").parts, *of("b").parts))
    assert list(reading.sheets(spreadsheet.render(twice, {})))[2:] == ["1 Tabel", "2 Tabel"]


def test_the_frozen_form_loses_nothing():
    assert thaw(freeze(DOCUMENT)) == DOCUMENT


@pytest.mark.parametrize("kept", [b"{}", b'{"format": 2}', b"[]", b"x", b'{"format": 1}'])
def test_what_is_no_frozen_document_is_refused(kept):
    with pytest.raises(ValueError, match=r"format|valid|required"):
        thaw(kept)


def test_the_frozen_form_says_which_one_it_is():
    assert json.loads(freeze(DOCUMENT))["format"] == 1
