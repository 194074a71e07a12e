"""The programme document: the facts of the adopted one, found in the page and in every file."""

import datetime
import json
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import User
from exchange.services.loading import load_program
from programs.models import Program
from reports.exports.formats import FORMATS
from reports.queries.programme_document import programme_document
from reports.rules.document import Listing, Table
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    InitiativeFactory,
    MainAreaFactory,
    ProgramFactory,
    UserFactory,
)
from tests.factories.resources import (
    BudgetLineFactory,
    FundingSourceFactory,
    StaffAllocationFactory,
)
from tests.reports import reading

PROGRAM_FILE = Path(__file__).resolve().parents[2] / "demo" / "files" / "program-2011.json"
# What was logged since is no part of the document, and takes seconds to load.
SINCE = (
    "consultants", "organisations", "participants", "ticks", "requisitions", "log_entries",
    "measurements", "time_entries", "expenses", "commitments",
)  # fmt: skip
PEOPLE = ("konsulent", "amina", "jonas", "sofie", "leder", "admin")

# In the order of the adopted document: each stands after the one before it.
IN_ORDER = [
    "Program 2011 for TaskForce Integration", "Bilag 1", "Indsats 4", "Bland dig i byen",
    "Indsats 3", "Programmets hovedområder", "1. Inklusion og medborgerskab",
    "Mobilisering af etniske minoritetsforeninger", "Uddannelse af dialogkonsulenter",
    "Mobilisering af unge", "Mobilisering af frivillige", "2. Indsats i udsatte boligområder",
    "3. Rekvireringer og rådgivninger",
    "1. Inklusion og medborgerskab", "Udfordring", "Integrationsbarometret", "5 procentpoint",
    "Formål", "Målgrupper", "etniske minoritetsforeninger", "skoler", "politi", "klubber",
    "jobcentre", "boligsociale", "4 års", "Frivillighedsår 2011", "Frivillighedens Dag",
    "Forankring",
    "Aktiviteter og succeskriterier: Mobilisering af etniske minoritetsforeninger",
    "Aktiviteter", "Succeskriterier", "Internationale Dage", "Religiøs fejring",
    "Aktiviteter og succeskriterier: Uddannelse af dialogkonsulenter",
    "Aktiviteter og succeskriterier: Mobilisering af unge", "Byens Stemmer",
    "2. Indsats i udsatte boligområder", "Indsats 3", "HotSpot Nørrebro",
    "Ressourcer og succeskriterier", "3. Rekvireringer og rådgivninger", "fra 2010",
    "1. februar 2011", "31. december 2011", "4 årsværk",
    "1. Inklusion og medborgerskab", "2", "2. Repræsentation i helhedsplaner", "1",
    "3. Rekvireringer og rådgivninger", "1", "I alt", "4",
    "Afholdelse af Internationale Dage – Taste the World", "Den Tværgående Integrationspulje",
    "1.000.000", "Uddannelse af dialogkonsulenter", "Bland dig i byen-programmet", "50.000",
    "Religiøs fejring", "Bland dig i byen-programmet", "150.000",
    "Byens Stemmer", "Bland dig i byen-programmet", "150.000", "1.350.000",
]  # fmt: skip
# Numbers, names and dates of its texts, activities and criteria, wherever they stand.
ANYWHERE = [
    "Taste the World", "To internationale dage", "2 gange", "WOCO", "Wonderful Copenhagen",
    "Kultur- og Fritidsudvalgets eventpolitik", "60 foreninger", "40 % af disse 60 foreninger",
    "mindst 30 restauranter", "30.000 mennesker", "70 % af de etniske minoritetsforeninger",
    "80 % af de foreninger og restauranter", "Eid", "mindst 1000 besøgende",
    "Mindst 3 foreninger", "korps på 30 dialogkonsulenter", "80 % af dialogkonsulenterne",
    "et halvt år efter", "mindst 15 aktører", "70 % af de minoritetsforeninger",
    "70 % af de aktører", "2 workshopper", "15 8. klasser", "efteråret 2011", "15 klasser",
    "www.blanddigibyen.dk", "Vega", "300 deltagere", "Mindst 15 folkeskoleklasser",
    "over 40 % af eleverne", "60 % af de unge", "70 % af de unge",
    "Mindst 300 deltagere kommer til afslutningskoncerten", "22 timer ugentligt",
    "Mjølnerparkens helhedsplan", "Hærværk til Netværk", "19 Lejerbo-afdelinger",
    "Titanparkens helhedsplan", "Akacieparkens helhedsplan", "Områdeløft Haraldsgade",
    "Kommunikationsambassadører", "beskæftigelse", "1 årsværk", "Borgerrepræsentationens",
    "22 timer pr. uge", "etableres", "70 % af de relevante rekvirenter",
    "60 % af de relevante rekvirenter", "videreført fra 2010", "Copenhagen Volunteers",
    "Beskæftigelses- og Integrationsforvaltning", "rap og poesi", "1 mio. kr.",
]  # fmt: skip


@pytest.fixture(scope="module")
def loaded(built_once):
    content = json.loads(PROGRAM_FILE.read_text(encoding="utf-8"))
    for kind in SINCE:
        content[kind] = []
    for criterion in content["criteria"]:
        criterion.pop("assessed", None)
    with built_once():
        for name in PEOPLE:
            User.objects.create(username=name, full_name=name.title(), role="manager")
        yield load_program(json.dumps(content).encode()).program


@pytest.fixture
def demo(loaded, db, settings):
    settings.FIXED_TODAY = datetime.date(2011, 10, 1)
    return Program.objects.get(pk=loaded.pk)


READ = {
    "page": lambda document: reading.page(document)[0],
    "docx": lambda document: reading.word_text(FORMATS["docx"].render(document, {})),
    "pdf": lambda document: reading.pdf_text(FORMATS["pdf"].render(document, {})),
}


@pytest.mark.parametrize("kind", READ)
def test_every_fact_of_the_adopted_document_is_there_in_its_order(kind, demo):
    document = programme_document(demo)
    head = f"{document.title} {document.subtitle} " if kind == "page" else ""
    said = reading.squeezed(head + READ[kind](document))

    missing = [fact for fact in ANYWHERE if reading.squeezed(fact) not in said]
    rest = said
    for fact in IN_ORDER:
        _before, found, after = rest.partition(reading.squeezed(fact))
        if found:
            rest = after
        else:
            missing.append(fact)

    assert missing == []


def test_a_table_of_two_columns_for_each_initiative(demo):
    tables = [
        block
        for _level, part in programme_document(demo).all_parts()
        for block in part.blocks
        if isinstance(block, Table) and part.anchor.endswith("-plan")
    ]
    assert [len(table.columns) for table in tables] == [2] * 7
    assert [len(table.rows) for table in tables] == [2, 1, 1, 1, 1, 1, 1]
    criteria = [
        len(block.points)
        for table in tables
        for row in table.rows
        for block in row.cells[1]
        if isinstance(block, Listing)
    ]
    assert criteria == [8, 2, 6, 4, 2, 1, 1, 2]  # two allocations stand before a criterion


def test_what_adds_up_is_printed_with_its_whole(demo):
    figures = {figure.key: figure for figure in programme_document(demo).figures()}
    fte = [figures[f"fte.area-{number}"].value for number in (1, 2, 3)]
    assert (fte, figures["fte.sum"].value) == (["2", "1", "1"], "4")
    budget = [int(one.value) for key, one in figures.items() if key.startswith("budget-")]
    assert sum(budget) == int(figures["budget.total"].value) == 1_350_000
    assert figures["budget.total"].address == reverse("economy:economy", args=["2011"])


def test_a_programme_of_which_nothing_is_written_yet_is_a_document_too(db, clock):
    program = ProgramFactory(title="Nyt", purpose="", policy="", method="")
    document = programme_document(program)
    assert [part.anchor for part in document.parts] == ["period"]
    assert document.dated == "2011-10-01"
    program.adopted_on, program.adoption_reference = datetime.date(2011, 1, 20), "punkt 4"
    document = programme_document(program)
    assert document.dated == "2011-01-20"
    assert document.facts[-1].value == "20. januar 2011 (punkt 4)"


# The page and the files ------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(
    rows, db, clock, client_of, django_assert_num_queries
):
    program = ProgramFactory(slug="cost", fte=rows)
    source = FundingSourceFactory(program=program)
    for number in range(1, rows + 1):
        area = MainAreaFactory(program=program, number=number, fte=1)
        initiative = InitiativeFactory(main_area=area)
        for _each in range(rows):
            activity = ActivityFactory(main_area=area, initiative=initiative)
            CriterionFactory(main_area=area, initiative=initiative, activities=[activity])
            StaffAllocationFactory(main_area=area, activities=[activity], fte=None, weekly_hours=2)
            BudgetLineFactory(source=source, activity=activity)
    client = client_of(UserFactory(reader=True))
    client.get(reverse("overview:rules"))
    with django_assert_num_queries(11):
        assert client.get("/programs/cost/document/").status_code == 200
    with django_assert_num_queries(11):
        assert client.get("/programs/cost/document.docx").status_code == 200


def test_the_page_has_a_list_of_contents_that_leads_to_its_parts(demo, client_of, laeser):
    html = client_of(laeser).get("/programs/2011/document/").content.decode()
    for anchor, title in [("area-1", "1. Inklusion og medborgerskab"), ("funds", "Midler")]:
        assert f'<a href="#{anchor}">{title}</a>' in html
        assert f'id="{anchor}">{title}</h2>' in html


@pytest.mark.parametrize(
    ("kind", "where"),
    [("docx", "attachment"), ("pdf", "inline"), ("xlsx", "attachment"), ("json", "inline")],
)
def test_each_file_has_its_type_and_name(kind, where, demo, client_of, laeser):
    client = client_of(laeser)
    response = client.get(f"/programs/2011/document.{kind}")
    assert response["Content-Type"] == FORMATS[kind].content_type
    assert response["Content-Disposition"] == f'{where}; filename="program-2011.{kind}"'


def test_an_unknown_programme_or_format_is_not_found(demo, client_of, laeser):
    client = client_of(laeser)
    for address in ("/programs/nosuch/document.pdf", "/programs/2011/document.exe"):
        assert client.get(address).status_code == 404
