"""The outline on which the year is configured."""

import datetime

import pytest
from django.urls import reverse

from overview.queries.year import year_of
from tests.factories import ActivityFactory, CriterionFactory, InitiativeFactory, MainAreaFactory
from tests.factories.resources import (
    BudgetLineFactory,
    FundingSourceFactory,
    StaffAllocationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def programme(program):
    """Two main areas; the second with an initiative, and a criterion with one of its own."""
    MainAreaFactory(program=program, number=8)
    area = MainAreaFactory(program=program, number=9, title="Unge", fte=2)
    initiative = InitiativeFactory(main_area=area, title="Klubber", position=1)
    place = {"main_area": area, "initiative": initiative}
    activity = ActivityFactory(title="Aftenklub", starts_on=datetime.date(2011, 3, 1), **place)
    whole = CriterionFactory(wording="60 unge", unit="unge", target=60, position=1, **place)
    CriterionFactory(wording="30 nye", parent=whole, position=3, **place)
    CriterionFactory(
        wording="Et netværk", milestone=True, position=2, activities=[activity], **place
    )
    CriterionFactory(wording="Uden indsats", main_area=area)
    StaffAllocationFactory(main_area=area, title="Vejleder", initiative=initiative)
    source = FundingSourceFactory(program=program, name="Puljen")
    BudgetLineFactory(source=source, activity=activity, title="Leje", amount=1500)
    return program


def numbers_of(pieces):
    return [(piece.number, str(piece.record)) for piece in pieces]


def test_numbers_every_piece_by_its_place(programme):
    area = next(area for area in year_of(programme).areas if area.piece.number == "9")
    clubs, others = area.initiatives

    assert clubs.piece.number == "9.1"
    assert numbers_of(clubs.activities) == [("9.1.1", "Aftenklub")]
    assert numbers_of(clubs.criteria) == [
        ("9.1.K1", "60 unge"),
        ("9.1.K1.1", "30 nye"),
        ("9.1.K2", "Et netværk"),
    ]
    assert others.piece is None
    assert numbers_of(others.criteria) == [("9.0.K1", "Uden indsats")]


def test_says_what_each_piece_demands_and_who_answers(programme):
    area = next(area for area in year_of(programme).areas if area.piece.number == "9")
    clubs = area.initiatives[0]

    assert list(area.piece.facts) == ["2 FTE"]
    assert list(clubs.activities[0].facts) == ["01-03-2011"]
    assert list(clubs.criteria[0].facts) == [
        "at least 60 unge",
        "due 31-12-2011",
        "nobody responsible",
    ]
    assert list(area.allocations[0].facts) == ["22 hours a week", "Klubber"]


def test_adds_up_what_a_source_grants(programme):
    found = next(one for one in year_of(programme).sources if str(one.piece.record) == "Puljen")

    assert found.granted == 1500
    assert list(found.lines[0].facts) == ["Aftenklub", "1.500\N{NO-BREAK SPACE}kr."]


@pytest.mark.parametrize("role", ["admin", "leder"])
def test_leads_administrators_alone_to_each_form(role, programme, client_of, request):
    page = client_of(request.getfixturevalue(role)).get(reverse("overview:year", args=["2011"]))
    text = page.content.decode()

    for piece in year_of(programme).areas[-1].initiatives[0].criteria:
        assert (f'href="{piece.address}">Change<' in text) == (role == "admin")
    assert ("Add a criterion" in text) == (role == "admin")
