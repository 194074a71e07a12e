"""The demo's programme for 2011 holds the facts of the adopted document, number for number.

Reads the programme file as plain JSON, so that a slip in the demo data is seen even when the
loader or the models change. Only what the document itself states is pinned here; dates and figures
made up for the demo are free to change, except for the few that the demo promises.
"""

import json
from pathlib import Path

import pytest

PROGRAM_FILE = Path(__file__).resolve().parents[2] / "demo" / "files" / "program-2011.json"
PROGRAM = json.loads(PROGRAM_FILE.read_text(encoding="utf-8"))
ACTIVITIES = {activity["ref"]: activity for activity in PROGRAM["activities"]}
CRITERIA = {criterion["ref"]: criterion for criterion in PROGRAM["criteria"]}
MAIN_AREAS = {area["number"]: area for area in PROGRAM["main_areas"]}


def test_the_period_is_the_documents():
    assert (PROGRAM["slug"], PROGRAM["starts_on"], PROGRAM["ends_on"]) == (
        "2011",
        "2011-02-01",
        "2011-12-31",
    )
    assert PROGRAM["annex"] == "Bilag 1"
    assert PROGRAM["purpose"] and PROGRAM["method"]
    assert "Indsats 4" in PROGRAM["policy"] and "Indsats 3" in PROGRAM["policy"]


def test_three_main_areas_and_the_second_title_of_one():
    assert {number: area["title"] for number, area in MAIN_AREAS.items()} == {
        1: "Inklusion og medborgerskab",
        2: "Indsats i udsatte boligområder",
        3: "Rekvireringer og rådgivninger",
    }
    assert [area.get("resource_title") for area in PROGRAM["main_areas"]] == [
        None,
        "Repræsentation i helhedsplaner",
        None,
    ]


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (1, {"challenge", "purpose", "target_groups", "method", "anchoring"}),
        (2, {"purpose", "method"}),
        (3, {"challenge", "purpose", "method"}),
    ],
)
def test_each_main_area_has_the_texts_that_the_document_has(number, texts):
    known = {"challenge", "purpose", "target_groups", "method", "anchoring"}
    assert {name for name in known if MAIN_AREAS[number].get(name)} == texts


@pytest.mark.parametrize(
    ("number", "text", "fact"),
    [
        (1, "challenge", "5 procentpoint"),
        (1, "method", "4 års"),
        (2, "method", "22 timer ugentligt"),
        (2, "method", "1 årsværk"),
        (2, "method", "Mjølnerparken, »Hærværk til Netværk« og Titanparken"),
        (3, "challenge", "2010"),
    ],
)
def test_a_main_areas_text_keeps_the_documents_figure(number, text, fact):
    assert fact in MAIN_AREAS[number][text]


def test_staff_of_the_year_is_written_in_the_method():
    for fact in ("4 årsværk", "2 til det første", "1 til repræsentation", "1 til rekvireringer"):
        assert fact in PROGRAM["method"]


def test_four_initiatives_in_the_first_area_and_two_in_the_second():
    assert [(row["main_area"], row["title"]) for row in PROGRAM["initiatives"]] == [
        (1, "Mobilisering af etniske minoritetsforeninger"),
        (1, "Uddannelse af dialogkonsulenter"),
        (1, "Mobilisering af unge"),
        (1, "Mobilisering af frivillige"),
        (2, "Områdeløft og helhedsplaner"),
        (2, "HotSpot Nørrebro"),
    ]


def test_planned_occurrences():
    planned = {
        ref: activity["planned_occurrences"]
        for ref, activity in ACTIVITIES.items()
        if "planned_occurrences" in activity
    }
    assert planned == {
        "international-dag": 2,
        "eid": 1,
        "workshopper": 30,  # 2 in each of 15 classes
        "sange": 15,
        "vega": 1,
    }


def test_activities_per_main_area():
    areas = [activity["main_area"] for activity in PROGRAM["activities"]]
    assert {number: areas.count(number) for number in MAIN_AREAS} == {1: 15, 2: 6, 3: 2}


def test_every_housing_area_plan_is_an_activity_with_its_place():
    places = [row["place"] for row in PROGRAM["activities"] if row["main_area"] == 2]
    assert places == [
        "Mjølnerparken",
        "Hærværk til Netværk",
        "Titanparken",
        "Akacieparken",
        "Haraldsgade",
        "HotSpot Nørrebro",
    ]
    assert "19 Lejerbo-afdelinger" in ACTIVITIES["haervaerk-til-netvaerk"]["description"]
    assert "22 timer ugentligt" in ACTIVITIES["mjoelnerparken"]["description"]


def test_the_four_grants_are_written_where_they_belong():
    texts = {row["ref"]: row["description"] for row in PROGRAM["initiatives"]}
    pool, mix = "Den Tværgående Integrationspulje", "Bland dig i byen-programmet"
    for text, amount, source in [
        (ACTIVITIES["international-dag"]["description"], "1 mio. kr.", pool),
        (ACTIVITIES["eid"]["description"], "150.000 kr.", mix),
        (texts["dialogkonsulenter"], " 50.000 kr.", mix),
        (texts["unge"], "150.000 kr.", mix),
    ]:
        assert amount in text and source in text


COUNTS = {
    "foreninger-deltager": ("60", "foreninger", "participants"),
    "restauranter": ("30", "restauranter", "participants"),
    "besoegende": ("30000", "besøgende", "attendance"),
    "eid-besoegende": ("1000", "besøgende", "attendance"),
    "eid-foreninger": ("3", "foreninger", "participants"),
    "korps": ("30", "dialogkonsulenter", "participants"),
    "aktoerer": ("15", "aktører", "participants"),
    "klasser": ("15", "klasser", "participants"),
    "afslutningskoncert": ("300", "deltagere", "attendance"),
}
SHARES = {
    "laengerevarende-forloeb": "40",
    "synlige-ressourcer": "70",
    "faellesskab": "80",
    "borgerdialog": "80",
    "viden-om-tilbud": "70",
    "viden-om-dialog": "70",
    "unge-faellesskab": "60",
    "unge-stemme": "70",
    "nye-metoder": "70",
    "bedre-samarbejde": "60",
}
# The strategy stands among the document's activities, and the two narratives among the resources
# that area 2 has in place of criteria; none of the three is given a number of its own.
WITHOUT_TARGET = {
    "partnerskab-og-restauranter": "all",
    "partnerskab-woco": "milestone",
    "forankringsstrategi": "milestone",
    "styregrupper-og-sparring": "narrative",
    "etablering-hotspot": "narrative",
}


def test_the_programme_has_exactly_these_criteria():
    assert set(CRITERIA) == {*COUNTS, *SHARES, *WITHOUT_TARGET}
    areas = [criterion["main_area"] for criterion in PROGRAM["criteria"]]
    assert {number: areas.count(number) for number in MAIN_AREAS} == {1: 20, 2: 2, 3: 2}


@pytest.mark.parametrize(("ref", "expected"), COUNTS.items())
def test_target_of_a_count(ref, expected):
    row = CRITERIA[ref]
    assert row["measure"] == "count"
    assert (row["target"], row["unit"], row.get("source", "manual")) == expected


@pytest.mark.parametrize(("ref", "per_cent"), SHARES.items())
def test_target_of_a_share_is_also_in_its_wording(ref, per_cent):
    row = CRITERIA[ref]
    assert (row["measure"], row["target"]) == ("share", per_cent)
    assert f"{per_cent} %" in row["wording"]


@pytest.mark.parametrize(("ref", "measure"), WITHOUT_TARGET.items())
def test_criteria_without_a_number(ref, measure):
    assert CRITERIA[ref]["measure"] == measure
    assert "target" not in CRITERIA[ref]


def test_no_criterion_asks_for_less_than_its_number():
    assert {row.get("comparison", ">=") for row in PROGRAM["criteria"]} == {">="}


def test_what_each_share_is_a_share_of():
    bases = {r: CRITERIA[r]["denominator"] for r in SHARES if "denominator" in CRITERIA[r]}
    assert bases == {
        "laengerevarende-forloeb": {"mode": "fixed", "value": "60"},
        "faellesskab": {"mode": "linked", "criteria": ["foreninger-deltager", "restauranter"]},
    }


def test_partnership_and_restaurants_are_two_halves_of_one_criterion():
    children = [row["ref"] for row in PROGRAM["criteria"] if "parent" in row]
    assert children == ["partnerskab-woco", "restauranter"]
    assert {CRITERIA[ref]["parent"] for ref in children} == {"partnerskab-og-restauranter"}
    assert "30 restauranter" in CRITERIA["partnerskab-og-restauranter"]["wording"]


def test_school_classes_come_from_schools_above_forty_per_cent():
    assert "over 40 %" in CRITERIA["klasser"]["wording"]


def test_the_third_areas_criteria_come_from_2010():
    carried = {row["ref"] for row in PROGRAM["criteria"] if row.get("carried_over_from") == "2010"}
    assert carried == {row["ref"] for row in PROGRAM["criteria"] if row["main_area"] == 3}


def test_each_dialogue_consultant_is_followed_up_half_a_year_after_the_training():
    assert CRITERIA["borgerdialog"]["roster"] == {"kind": "consultant", "follow_up_months": 6}
    assert ACTIVITIES["dialog-uddannelse"]["ends_on"] == "2011-12-15"
    assert CRITERIA["borgerdialog"]["due_on"] == "2012-06-15"
    assert max(row.get("due_on", PROGRAM["ends_on"]) for row in CRITERIA.values()) == "2012-06-15"


@pytest.mark.parametrize(
    ("heading", "activities", "criteria"),
    [("Internationale Dage", 3, 8), ("Religiøs fejring", 1, 2), ("Byens Stemmer", 4, 4)],
)
def test_groups_under_a_heading(heading, activities, criteria):
    assert sum(row.get("heading") == heading for row in PROGRAM["activities"]) == activities
    assert sum(row.get("heading") == heading for row in PROGRAM["criteria"]) == criteria


def test_on_the_demos_day_the_second_international_day_is_still_to_be_logged():
    """The visitors stand at 12.500 on 1 October, so that logging 30.000 changes the status."""
    visitors = [
        int(entry["attendance"])
        for entry in PROGRAM["log_entries"]
        if entry.get("activity") == "international-dag"
        and "attendance" in entry
        and entry["on"] <= "2011-10-01"
    ]
    assert visitors == [12500]


def test_every_measurement_tied_to_an_entry_shares_its_day_person_and_activity():
    entries = {entry["ref"]: entry for entry in PROGRAM["log_entries"]}
    for measurement in PROGRAM["measurements"]:
        if "log_entry" not in measurement:
            continue
        entry = entries[measurement["log_entry"]]
        assert (entry["on"], entry["by"]) == (measurement["on"], measurement["by"])
        assert entry["activity"] in CRITERIA[measurement["criterion"]]["activities"]
