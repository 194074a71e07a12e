"""What the demo shows: both programmes side by side, with every status on the demo's own day."""

import datetime
from pathlib import Path

import pytest
from django.test import override_settings

from accounts.models import User
from directory.models import Organisation, Participant
from exchange.services.loading import load_program
from indicators.models import Criterion
from indicators.models.choices import Status
from overview.queries.pages import status_table
from programs.models import Program
from programs.rules.as_of import default_as_of

FOLDER = Path(__file__).resolve().parents[2] / "demo" / "files"
DEMO_DAY = datetime.date(2011, 10, 1)
USERS = ("konsulent", "leder", "amina", "jonas", "sofie")


@pytest.fixture(scope="module")
def both_programmes(built_once):
    with built_once():
        with override_settings(FIXED_TODAY=DEMO_DAY):
            for username in USERS:
                User.objects.create_user(username, "x", full_name=username.title())
            for file in sorted(FOLDER.glob("program-*.json")):
                load_program(file.read_bytes())
        yield


@pytest.fixture
def demo(both_programmes, db, settings):
    settings.FIXED_TODAY = DEMO_DAY


def rows(slug: str, day: datetime.date) -> dict:
    return {row.id: row for row in status_table(Program.objects.get(slug=slug), day).rows}


def test_every_status_is_seen_on_the_demos_day(demo):
    assert {row.status for row in rows("2011", DEMO_DAY).values()} == set(Status)


def test_both_programmes_share_one_directory(demo):
    assert Program.objects.count() == 2
    for name in ("Økonomiforvaltningen", "Sundheds- og Omsorgsforvaltningen"):
        office = Organisation.objects.get(name=name)
        programmes = {case.requisition.program.slug for case in office.cases.all()}
        assert programmes == {"2007-2", "2011"}


def test_the_renamed_administration_reads_rightly_then_and_now(demo):
    office = Organisation.objects.get(name__endswith="Erhvervsforvaltningen")
    then = "Beskæftigelses- og Integrationsforvaltningen"
    assert office.name_on(DEMO_DAY) == office.name_on(datetime.date(2025, 12, 31)) == then
    assert office.name_on(datetime.date(2026, 1, 1)) == office.name


def values(found: dict, refs) -> dict:
    """As shown, with plain spaces."""
    return {ref: found[ref].value_text.replace("\xa0", " ") for ref in refs}


def test_what_the_criteria_read_on_the_demos_day(demo):
    expected = {
        "foreninger-deltager": "52",
        "laengerevarende-forloeb": "33,3 %",
        "restauranter": "26",
        "besoegende": "12.500",
        "eid-foreninger": "4",
        "korps": "12",
        "borgerdialog": "–",
        "aktoerer": "9",
        "klasser": "4",
        "nye-metoder": "75 %",
        "bedre-samarbejde": "50 %",
    }
    assert values(rows("2011", DEMO_DAY), expected) == expected


def test_how_it_ends(demo):
    expected = {
        "foreninger-deltager": "60",
        "laengerevarende-forloeb": "41,6 %",
        "korps": "30",
        "borgerdialog": "83,3 %",
        "klasser": "15",
        "nye-metoder": "71,4 %",
        "bedre-samarbejde": "57,1 %",
    }
    found = rows("2011", datetime.date(2012, 6, 16))
    assert values(found, expected) == expected
    missed = {ref for ref in expected if found[ref].status != Status.MET}
    assert missed == {"bedre-samarbejde"}


def test_the_table_stands_on_every_first_of_a_month(demo):
    last = Criterion.objects.get(ref="borgerdialog").due_on + datetime.timedelta(days=1)
    days = [datetime.date(2011, month, 1) for month in range(1, 13)]
    for day in [*days, datetime.date(2012, 2, 1), last]:
        assert len(rows("2011", day)) == 24


def test_on_a_day_before_the_programme_nobody_takes_part(demo):
    early = datetime.date(2011, 1, 1)
    assert not Participant.objects.filter(activity__main_area__program__slug="2011").on(early)
    assert {row.value_text for row in rows("2011", early).values()} <= {"0", "–"}


def test_2007_stands_as_of_the_day_after_its_end(demo):
    program = Program.objects.get(slug="2007-2")
    assert default_as_of(program) == datetime.date(2008, 1, 1)
    found = rows("2007-2", default_as_of(program))
    assert found["rekvisitioner"].value_text == "6"
    assert found["rekvisitioner"].status == Status.MET
    assert found["unge-involveret"].value_text == "ca. 3.000"
    without_number = {ref for ref, row in found.items() if row.status == Status.UNMEASURED}
    assert without_number == {
        "styregruppemoeder",
        "initiativer",
        "borgere-i-arbejde",
        "frivillige-organisationer",
        "dialoginitiativer",
        "besoeg-gennemfoert",
        "besoeg-registreret",
        "konferencer",
    }
    assert {row.assessed_status for row in found.values()} == {Status.MET}


def test_the_forecast_of_2007_is_shown_as_one_until_its_day(demo):
    stated, on = datetime.date(2007, 11, 20), datetime.date(2007, 12, 31)
    before = rows("2007-2", stated)["besoeg-gennemfoert"].forecast
    assert (before.value, before.on) == (25, on)
    assert rows("2007-2", on)["besoeg-gennemfoert"].forecast is None
