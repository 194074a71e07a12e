"""What is wrong in a workbook is told by its cell, in Danish, and nothing is loaded."""

import datetime
import io
import zipfile

import pytest

from exchange.services.loading import load_program
from exchange.services.workbooks import reading
from programs.models import Program
from tests.exchange.books import adding, edited, exported, lines_of, setting
from tests.exchange.files import raw, with_registers
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CRITERIA, ACTIVITIES = "Succeskriterier", "Aktiviteter"


@pytest.fixture(scope="module")
def taken(django_db_setup, django_db_blocker):
    """The workbook of a programme that is nowhere any more."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        UserFactory(username="ann")
        content = exported(load_program(raw(with_registers())).program)
        transaction.set_rollback(True)
    return content


@pytest.fixture(autouse=True)
def _ann(ann):
    pass


def test_a_workbook_as_it_was_taken_is_loaded(taken):
    assert lines_of(taken) == []
    assert Program.objects.get().slug == "p"


@pytest.mark.parametrize(
    ("sheet", "ref", "heading", "value", "line"),
    [
        (CRITERIA, "guests", "Måltal", "30,000",
         "Succeskriterier!J2: »30,000« er ikke et dansk tal. Mente du 30.000?"),
        (CRITERIA, "guests", "Måltal", datetime.datetime(2011, 5, 3),
         "Succeskriterier!J2: er en dato eller et klokkeslæt, men skal være et tal: 03-05-2011"),
        (CRITERIA, "guests", "Måltal", "=SUM(A1:A2)",
         "Succeskriterier!J2: er en formel, der ikke er regnet ud: skriv resultatet"),
        (CRITERIA, "guests", "Måltal", "#REF!",
         "Succeskriterier!J2: viser »#REF!«: formlen i cellen fejler"),
        (CRITERIA, "guests", "Måltal", -5, "Succeskriterier!J2: må ikke være negativt"),
        (CRITERIA, "guests", "Frist", "31. juni 2011",
         "Succeskriterier!P2: »31. juni 2011« er ikke en dato: skriv den som 20-11-2011"),
        (CRITERIA, "guests", "Type", "Antalt",
         "Succeskriterier!H2: »Antalt« kan ikke vælges her. Vælg mellem: Antal, Andel, Milepæl, "
         "Alle underkriterier, Beskrivende"),
        (CRITERIA, "guests", "Ordlyd", None, "Succeskriterier!G2: mangler"),
        (CRITERIA, "guests", "Ordlyd", "Kontakt 010190-1234",
         "Succeskriterier!G2: indeholder et CPR-nummer, som ikke må gemmes"),
        (CRITERIA, "guests", "Aktiviteter", "fair; k9",
         "Succeskriterier!F2: »k9« findes ikke (aktivitet)"),
        (CRITERIA, "happy", "Fast nævner", 60, ""),
        (CRITERIA, "of-guests", "Fast nævner", 60,
         "Succeskriterier!Q8: angiv enten en fast eller en koblet nævner"),
        (CRITERIA, "part", "Del af", None,
         "Succeskriterier!H5: »Alle underkriterier« er opfyldt, når underkriterierne er det, men "
         "kriteriet har ingen: skriv dets reference under »Del af« ved et andet"),
        (CRITERIA, "happy", "Reference", "guests",
         "Succeskriterier!A3: »guests« er allerede referencen i Succeskriterier!A2"),
        (ACTIVITIES, "walk", "Ansvarlig", "nobody",
         "Aktiviteter!L3: »nobody« findes ikke (bruger)"),
        (ACTIVITIES, "walk", "Reference", datetime.datetime(2011, 1, 1),
         "Aktiviteter!A3: er lavet om til en dato (01-01-2011): giv cellen formatet »Tekst«, og "
         "skriv det igen"),
        (ACTIVITIES, "walk", "Hovedområde", 7,
         "Aktiviteter!C3: »7« findes ikke (hovedområde)"),
        ("Program", "p", "Slutter", "01-01-2011",
         "Program!D2: Programmet slutter, før det starter: flyt en af de to datoer."),
    ],
)  # fmt: skip
def test_a_cell_is_named(taken, sheet, ref, heading, value, line):
    lines = lines_of(edited(taken, setting(sheet, ref, heading, value)))
    assert any(each.startswith(line) for each in lines) if line else lines, lines
    assert not Program.objects.exists()


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (lambda book: book.remove(book[CRITERIA]),
         "Arket »Succeskriterier« mangler. Har det fået et andet navn?"),
        (lambda book: setattr(book["Målinger"], "title", "Maalinger"),
         "Maalinger: er ikke et af arbejdsbogens ark: slet det, eller giv det sit navn tilbage. "
         "Mente du Målinger?"),
        (lambda book: setattr(book[CRITERIA]["J1"], "value", "Måltl"),
         "Succeskriterier!J1: »Måltl« er ikke en af arkets overskrifter: slet kolonnen, eller ret "
         "overskriften. Mente du Måltal?"),
        (lambda book: setattr(book[CRITERIA]["J1"], "value", "Enhed"),
         "Succeskriterier!K1: »Enhed« findes to gange"),
        (lambda book: book[CRITERIA].delete_cols(7),
         "Succeskriterier: Kolonnen »Ordlyd« mangler i arket »Succeskriterier«."),
        (lambda book: setattr(book[CRITERIA]["AJ3"], "value", "note"),
         "Succeskriterier!AJ3: står i en kolonne uden overskrift"),
        (lambda book: book[CRITERIA].merge_cells("G2:G3"),
         "Succeskriterier!G2:G3: er flettede celler: ophæv fletningen, for kun den første celle "
         "har en værdi"),
        (lambda book: book["Program"].delete_rows(2),
         "Program: Programmet beskrives i én række, og her er 0"),
        (adding("Delmål", Succeskriterium="k9", Dato=datetime.datetime(2011, 5, 1),
                Planlagt_værdi=5),
         "Delmål!A2: »k9« findes ikke (kriterium)"),
        (adding("Markeringer", Reference="m1"), "Markeringer!B"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_sheets_and_headings_is_named(taken, edit, line):
    lines = lines_of(edited(taken, edit))
    assert any(each.startswith(line) for each in lines), lines
    assert not Program.objects.exists()


def test_everything_wrong_is_named_at_once(taken):
    lines = lines_of(
        edited(
            taken,
            setting(CRITERIA, "guests", "Måltal", "30,000"),
            setting(CRITERIA, "happy", "Ordlyd", None),
            setting(ACTIVITIES, "walk", "Starter", "i morgen"),
        )
    )
    places = [line.partition(":")[0] for line in lines]
    assert {"Aktiviteter!H3", "Succeskriterier!J2", "Succeskriterier!G3"} <= set(places)


def test_rows_may_be_sorted_and_text_dates_and_numbers_typed(taken):
    def sort(book):
        sheet = book[CRITERIA]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(sorted(rows, key=lambda row: row[6]), 2):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value

    content = edited(
        taken,
        sort,
        setting(CRITERIA, "guests", "Frist", "20-11-2011"),
        setting(CRITERIA, "guests", "Måltal", "1.000"),
    )
    assert lines_of(content) == []
    of = Program.objects.get().main_areas.get(number=1).criteria.order_by("position")
    assert [one.ref for one in of][:3] == ["guests", "happy", "signed"]
    assert (of[0].due_on, of[0].target) == (datetime.date(2011, 11, 20), 1000)


def test_hidden_rows_are_read_and_told_of(taken):
    content = edited(taken, lambda book: setattr(book[CRITERIA].row_dimensions[3], "hidden", True))
    assert load_program(content).notices == ["Succeskriterier: 1 skjult række er også læst."]


def test_a_new_row_without_a_reference_gets_one(taken):
    content = edited(taken, adding(CRITERIA, Hovedområde=2, Ordlyd="Flere mål", Type="Milepæl"))
    assert lines_of(content) == []
    area = Program.objects.get().main_areas.get(number=2)
    assert area.criteria.get(wording="Flere mål").ref == "flere-maal"


def test_what_a_form_would_ask_of_a_new_row_is_asked_in_the_words_of_a_workbook(taken):
    new = {"Kriterium": "guests", "Målt_den": datetime.datetime(2011, 7, 1), "Værdi": 5000}
    (line,) = lines_of(edited(taken, adding("Målinger", **new)))
    assert line.endswith("skriv »mindst ti gange måltallet« i kolonnen »Bekræftet«")
    confirmed = {**new, "Bekræftet": "Mindst ti gange måltallet"}
    assert lines_of(edited(taken, adding("Målinger", **confirmed))) == []


def packed(**parts):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def with_part(content, name, part):
    output = io.BytesIO(content)
    with zipfile.ZipFile(output, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return output.getvalue()


NO_WORKBOOK = "Det er ikke en .xlsx-arbejdsbog: åbn den, og gem den som .xlsx."


def test_other_files_get_a_clear_answer(taken):
    assert lines_of(packed(content="x")) == [
        "Arbejdsbogen er beskadiget. Åbn den, gem den igen som .xlsx, og vælg den nye fil."
    ]
    assert lines_of(with_part(taken, "word/document.xml", "<w/>")) == [NO_WORKBOOK]
    assert lines_of(with_part(taken, "content.xml", "<w/>")) == [NO_WORKBOOK]
    assert lines_of(with_part(taken, "xl/vbaProject.bin", "x")) == [
        "Arbejdsbogen indeholder makroer: gem den som .xlsx uden dem."
    ]
    assert not Program.objects.exists()


def test_what_unpacks_to_too_much_gets_a_clear_answer(taken):
    huge = b"<a>" + b" " * (41 * 1024 * 1024)
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet2.xml"] = huge
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    (line,) = lines_of(output.getvalue())
    assert line.startswith("Arbejdsbogen er for stor: der læses højst 40 MB udpakket")


def test_more_rows_than_are_read_get_a_clear_answer(taken, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 5)
    (line,) = lines_of(taken)
    assert line.startswith("Arket »Succeskriterier« har mere end 5 rækker, og flere læses ikke.")
