"""The demo's issued report of 2007 says what the committee was told, in Word and in the PDF."""

from pathlib import Path

import pytest

from accounts.models import User
from accounts.models.roles import Role
from demo.services.reports import add_report
from exchange.services.loading import load_program
from reports.models import ReportState, SectionState
from reports.queries.files import read_file
from tests.reports import reading

FILES = Path(__file__).resolve().parents[2] / "demo" / "files"
FACTS = [
    # What it is.
    *("20. november 2007", "2007-50025", "2007-432783", "30. august 2007", "Bilag 3"),
    "1. juli 2007 til 31. december 2007",
    # Steering groups, the relay, the young, the volunteers.
    *("Haraldsgade", "Mimersgade", "1. oktober 2007"),
    *("Stafetten", "30 kvinder", "Center for Beskæftigelse, Sprog og Integration"),
    *("mindst 25", "1. januar 2008", "klub +17", "Akaleje ungdomsklub"),
    *("Uddannelses- og Job Bazaar", "ca. 3.000 elever", "Teknik- og Miljøforvaltningen"),
    *("seminar for 50 deltagere", "mindst 2", "Folkesundhed i København"),
    # Dialogue and networks.
    *("Mjølnerparken", "Akacieparken", "Jobpatruljen", "1. september 2007"),
    *("ca. 400 gæster", "1.700 deltagere", "Hallo Danmark", "BUS", "ca. 100 deltagere"),
    # Six internal requisitions, three external ones, with partners.
    *("Interne rekvireringer: 6", "Eksterne rekvireringer: 3"),
    *("Økonomiforvaltningen", "300 elever fra 3. klasse", "Projektrådgivningen"),
    *("Sundheds- og Omsorgsforvaltningen", "SLIB", "Roskilde Universitetscenter"),
    *("Socialforvaltningen", "Børne- og Ungdomsforvaltningen", "Borgerrådgiveren"),
    *("Københavns Brandvæsen", "Integrationsministeriet", "Mangfoldighedsugen"),
    # Good practice, and the closing section.
    *("25 (prognose)", "31. december 2007", "seminar den 3. december", "Projektbanken"),
    *("Kultur- og Fritidsforvaltningen", "20 fremmødte", "www.kk.dk/TFI", "e-blog"),
    # What was measured, what it was judged as, and why, each for itself.
    *("Afventer", "Opfyldt", "er endnu ikke målt"),
]


@pytest.fixture
def report(db, clock):
    for name, role in (("konsulent", Role.CONSULTANT), ("leder", Role.MANAGER)):
        User.objects.create_user(name, "a long password", role=role, full_name=name.title())
    load_program((FILES / "program-2007-2.json").read_bytes())
    return add_report(FILES / "report-2007-2.json", by=User.objects.get(username="leder"))


def test_every_fact_stands_in_word_and_in_the_pdf(report):
    assert (report.number, report.state) == (1, ReportState.ISSUED)
    files = {file.kind: read_file(file) for file in report.files.all()}
    said = {
        "docx": reading.word_text(files["docx"]),
        "pdf": reading.pdf_text(files["pdf"]),
    }
    for kind, text in said.items():
        missing = [f for f in FACTS if reading.squeezed(f) not in reading.squeezed(text)]
        assert not missing, f"{kind}: {missing}"


def test_its_sections_are_cut_as_in_the_paper_and_all_approved(report):
    sections = [one for one in report.sections.all() if one.removed_at is None]
    assert {one.state for one in sections} == {SectionState.APPROVED}
    assert [one.title for one in sections if one.level == 1] == [
        "Baggrund for arbejdet",
        "Opfyldelse af succeskriterierne 2. halvår 2007",
        "Succeskriterier for integrationspolitikken i boligområderne",
        "Succeskriterier for facilitering af forvaltningerne",
        "Succeskriterier for mainstreaming af best practice",
        "Afsluttende vedr. kommunikation og formidling",
    ]


def test_a_programme_that_has_reports_gets_no_other(report):
    leder = User.objects.get(username="leder")
    assert add_report(FILES / "report-2007-2.json", by=leder) is None
