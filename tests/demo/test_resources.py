"""The demo's staff, hours and money: the document's figures, and a year that could have been."""

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import override_settings

from accounts.models import User
from activities.models import Activity
from exchange.services.loading import load_program
from programs.models import Program
from resources.queries.figures import resources_of
from resources.rules.use import Pace, uses_of

PROGRAM_FILE = Path(__file__).resolve().parents[2] / "demo" / "files" / "program-2011.json"
PROGRAM = json.loads(PROGRAM_FILE.read_text(encoding="utf-8"))
DEMO_DAY = datetime.date(2011, 10, 1)
PEOPLE = ("konsulent", "amina", "jonas", "sofie")


# What the document says ------------------------------------------------------------------------
def test_four_fte_are_two_and_one_and_one():
    assert PROGRAM["fte"]["total"] == "4"
    assert [area["fte"] for area in PROGRAM["main_areas"]] == ["2", "1", "1"]


def test_one_fte_across_three_plans_by_decision_of_the_council():
    wide, _narrow = PROGRAM["allocations"]
    assert (wide["fte"], wide["main_area"]) == ("1", 2)
    assert wide["activities"] == ["mjoelnerparken", "haervaerk-til-netvaerk", "titanparken"]
    assert "Borgerrepræsentationens beslutning" in wide["decision"]


def test_twenty_two_hours_a_week_in_mjoelnerparken():
    _wide, narrow = PROGRAM["allocations"]
    assert (narrow["weekly_hours"], narrow["activities"]) == ("22", ["mjoelnerparken"])


def test_four_lines_from_two_sources_are_1350000_kroner():
    sources = {row["ref"]: row["name"] for row in PROGRAM["funding_sources"]}
    pool, programme = "Den Tværgående Integrationspulje", "Bland dig i byen-programmet"
    assert [
        (row["title"], sources[row["source"]], row["amount"]) for row in PROGRAM["budget_lines"]
    ] == [
        ("Afholdelse af Internationale Dage – Taste the World", pool, "1000000"),
        ("Uddannelse af dialogkonsulenter", programme, "50000"),
        ("Religiøs fejring", programme, "150000"),
        ("Byens Stemmer", programme, "150000"),
    ]
    assert sum(int(row["amount"]) for row in PROGRAM["budget_lines"]) == 1_350_000


def test_one_line_is_an_initiatives_and_the_others_are_activities():
    of = [(row.get("initiative"), row.get("activity")) for row in PROGRAM["budget_lines"]]
    assert of == [
        (None, "international-dag"),
        ("dialogkonsulenter", None),
        (None, "eid"),
        (None, "byens-stemmer"),
    ]


# A year that could have been -------------------------------------------------------------------
@pytest.fixture(scope="module")
def loaded(built_once):
    with built_once():
        with override_settings(FIXED_TODAY=DEMO_DAY):
            for username in (*PEOPLE, "leder"):
                User.objects.create_user(username, "x", full_name=username.title())
            load_program(PROGRAM_FILE.read_bytes())
        yield


@pytest.fixture
def program(loaded, db, settings):
    settings.FIXED_TODAY = DEMO_DAY
    return Program.objects.get()


def test_planned_hours_are_worked_out_from_the_net_year(program):
    found = resources_of(program, DEMO_DAY)

    assert program.hours_per_fte == Decimal("1650.2")
    assert found.total.hours.planned == Decimal("6040.19")
    assert found.total.fte.planned == 4
    assert not found.warnings


def test_one_line_is_overspent_and_one_main_area_below_its_plan(program):
    found = resources_of(program, DEMO_DAY)
    paces = [use.pace for use in uses_of(found)]

    assert [row.line.ref for row in found.overspent] == ["religioes-fejring"]
    assert paces == [Pace.AS_PLANNED, Pace.AS_PLANNED, Pace.UNDER]


def test_mjoelnerparken_has_had_fewer_hours_a_week_than_decided(program):
    _wide, narrow = resources_of(program, DEMO_DAY).allocations

    assert narrow.depth == 1
    assert 15 < narrow.a_week < 22
    assert narrow.hours.planned == Decimal("1049.71")


def test_what_lies_ahead_of_the_clock_counts_only_later(program):
    now, later = (resources_of(program, day) for day in (DEMO_DAY, program.ends_on))

    assert now.total.hours.logged < later.total.hours.logged
    assert now.total.money.used < later.total.money.used < 1_350_000
    assert later.total.money.revised == 1_350_000
    assert not later.overspent  # money was moved to the line in November
    # Every commitment is settled by its invoice.
    assert now.total.money.committed > later.total.money.committed == 0


def test_all_consultants_have_logged_all_year(program):
    rows = PROGRAM["time_entries"]
    assert {row["by"] for row in rows} == set(PEOPLE)
    for username in PEOPLE:
        months = {row["on"][:7] for row in rows if row["by"] == username}
        assert len(months) == 11


def test_a_visitor_at_eid_has_a_price(program, client_of, leder_of_the_demo):
    content = client_of(leder_of_the_demo).get(Activity.objects.get(ref="eid").get_absolute_url())

    assert "138,54\xa0kr." in content.content.decode()


@pytest.fixture
def leder_of_the_demo(program):
    return User.objects.get(username="leder")
