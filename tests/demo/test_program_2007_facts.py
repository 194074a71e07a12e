"""The demo's second half of 2007 holds the facts of its status report, number for number.

The report gives few days. What it does not date stands on its own date, 20 November 2007.
"""

import json
from pathlib import Path

import pytest

PROGRAM_FILE = Path(__file__).resolve().parents[2] / "demo" / "files" / "program-2007-2.json"
PROGRAM = json.loads(PROGRAM_FILE.read_text(encoding="utf-8"))
CRITERIA = {row["ref"]: row for row in PROGRAM["criteria"]}
CASES = {row["ref"]: row for row in PROGRAM["requisitions"]}
ENTRIES = {row["ref"]: row for row in PROGRAM["log_entries"]}
ACTIVITIES = {row["ref"]: row for row in PROGRAM["activities"]}
REPORTED_ON = "2007-11-20"


def name_then(ref: str) -> str:
    row = next(row for row in PROGRAM["organisations"] if row["ref"] == ref)
    former = row.get("former_names", [])
    return former[0]["name"] if former else row["name"]


def test_the_period_the_decision_and_the_report():
    assert (PROGRAM["slug"], PROGRAM["starts_on"], PROGRAM["ends_on"]) == (
        "2007-2",
        "2007-07-01",
        "2007-12-31",
    )
    assert PROGRAM["adopted"]["on"] == "2007-08-30"
    assert "Beskæftigelses- og Integrationsudvalget" in PROGRAM["adopted"]["reference"]
    for fact in ("20. november 2007", "2007-50025", "2007-432783", "bilag 3", "samlet set"):
        assert fact in PROGRAM["method"]
    assert "Akacieparken og Mjølnerparken" in PROGRAM["method"]


def test_three_main_purposes_are_three_main_areas():
    assert [row["number"] for row in PROGRAM["main_areas"]] == [1, 2, 3]
    areas = [row["main_area"] for row in PROGRAM["criteria"]]
    assert {number: areas.count(number) for number in (1, 2, 3)} == {1: 10, 2: 1, 3: 4}


@pytest.mark.parametrize(
    ("ref", "measure", "target", "source"),
    [
        ("styregruppemoeder", "share", "100", "manual"),
        ("initiativer", "count", "5", "manual"),
        ("beskaeftigelse", "milestone", None, "manual"),
        ("borgere-i-arbejde", "count", "25", "manual"),
        ("unge", "milestone", None, "manual"),
        ("unge-involveret", "count", "100", "attendance"),
        ("frivilligt-arbejde", "milestone", None, "manual"),
        ("frivillige-organisationer", "count", "2", "manual"),
        ("netvaerk", "narrative", None, "manual"),
        ("dialoginitiativer", "count", "3", "manual"),
        ("rekvisitioner", "count", "5", "requisitions"),
        ("projektbesoeg", "all", None, "manual"),
        ("besoeg-gennemfoert", "count", "25", "manual"),
        ("besoeg-registreret", "milestone", None, "manual"),
        ("konferencer", "count", "2", "manual"),
    ],
)
def test_what_a_criterion_demands(ref, measure, target, source):
    row = CRITERIA[ref]
    assert (row["measure"], row.get("target"), row.get("source", "manual")) == (
        measure,
        target,
        source,
    )


def test_no_other_criteria():
    assert len(CRITERIA) == 15
    assert {row.get("comparison", ">=") for row in CRITERIA.values()} == {">="}


def test_criteria_are_nested_two_deep():
    assert {ref: row["parent"] for ref, row in CRITERIA.items() if "parent" in row} == {
        "beskaeftigelse": "initiativer",
        "borgere-i-arbejde": "beskaeftigelse",
        "unge": "initiativer",
        "unge-involveret": "unge",
        "frivilligt-arbejde": "initiativer",
        "frivillige-organisationer": "frivilligt-arbejde",
        "dialoginitiativer": "netvaerk",
        "besoeg-gennemfoert": "projektbesoeg",
        "besoeg-registreret": "projektbesoeg",
    }


def test_every_criterion_is_judged_met_with_a_reason_on_the_reports_day():
    for row in CRITERIA.values():
        assert (row["assessed"]["status"], row["assessed"]["on"]) == ("met", REPORTED_ON)
        assert row["assessed"]["reason"]


def test_what_the_report_gives_no_number_for_is_not_measured():
    measured = {row["criterion"] for row in PROGRAM["measurements"] if "forecast" not in row}
    assert measured == {"beskaeftigelse", "unge", "frivilligt-arbejde"}
    assert all(row["done"] for row in PROGRAM["measurements"] if "forecast" not in row)


def test_25_visits_are_a_forecast():
    (forecast,) = [row for row in PROGRAM["measurements"] if "forecast" in row]
    assert (forecast["criterion"], forecast["value"]) == ("besoeg-gennemfoert", "25")
    assert (forecast["on"], forecast["forecast"]["stated_on"]) == ("2007-12-31", REPORTED_ON)


@pytest.mark.parametrize(
    ("activity", "attendance", "rough"),
    [
        ("bazaar", "3000", True),
        ("international-dag", "400", True),
        ("rollemodeller", "100", True),
        ("mangfoldighedsugen", "1700", False),
        ("frivillige-seminar", "50", False),
        ("stafetten", "30", False),
        ("praesentation", "20", False),
    ],
)
def test_so_many_took_part(activity, attendance, rough):
    (entry,) = [row for row in ENTRIES.values() if row.get("activity") == activity]
    assert (entry["attendance"], entry.get("approximate", False)) == (attendance, rough)


def test_300_pupils_celebrated_at_a_requisition():
    (entry,) = [row for row in ENTRIES.values() if "requisition" in row]
    assert (entry["requisition"], entry["attendance"]) == ("rekv-1", "300")


def test_the_days_that_the_report_gives():
    assert ACTIVITIES["foedselsdagsfest"]["starts_on"] == "2007-09-01"
    assert ACTIVITIES["haraldsgade"]["starts_on"] == "2007-10-01"
    assert ACTIVITIES["mimersgade"]["starts_on"] == "2007-10-01"
    assert ACTIVITIES["projektstyring"]["starts_on"] == "2007-12-03"
    assert {row["on"] for row in ENTRIES.values()} == {"2007-09-01", "2007-10-01", REPORTED_ON}
    assert "1. januar 2008" in CRITERIA["borgere-i-arbejde"]["assessed"]["reason"]


@pytest.mark.parametrize(
    ("ref", "scope", "requesters", "partners"),
    [
        ("rekv-1", "internal", ["Økonomiforvaltningen"], ["Projektrådgivningen"]),
        ("rekv-2", "internal", ["Sundheds- og Omsorgsforvaltningen"], []),
        (
            "rekv-3",
            "internal",
            ["Beskæftigelses- og Integrationsforvaltningen"],
            ["Kontoret for Integrationspolitik", "Roskilde Universitetscenter"],
        ),
        ("rekv-4", "internal", ["Sundheds- og Omsorgsforvaltningen"], []),
        ("rekv-5", "internal", ["Socialforvaltningen", "Børne- og Ungdomsforvaltningen"], []),
        ("rekv-6", "internal", ["Borgerrådgiveren"], []),
        ("rekv-7", "external", ["Københavns Brandvæsen"], []),
        (
            "rekv-8",
            "external",
            ["Integrationsministeriet"],
            [
                "Teknik- og Miljøforvaltningen",
                "Økonomiforvaltningen",
                "Sundheds- og Omsorgsforvaltningen",
            ],
        ),
        ("rekv-9", "external", [], []),
    ],
)
def test_who_asked_and_who_took_part(ref, scope, requesters, partners):
    case = CASES[ref]
    assert case["scope"] == scope
    assert [name_then(org) for org in case.get("requesters", [])] == requesters
    assert [name_then(org) for org in case.get("partners", [])] == partners


def test_six_internal_and_three_external_cases_without_a_received_date():
    assert len(CASES) == 9
    assert not any("received_on" in case for case in CASES.values())
    assert {state["state"] for case in CASES.values() for state in case["states"]} == {"completed"}
    assert CRITERIA["rekvisitioner"]["register"] == {
        "states": ["in_progress", "completed"],
        "scope": "internal",
    }


def test_one_fact_serves_a_criterion_and_a_requisition():
    shared = {
        ref: [ENTRIES[entry]["activity"] for entry in case["log_entries"]]
        for ref, case in CASES.items()
        if "log_entries" in case
    }
    assert shared == {
        "rekv-2": ["frivillige-seminar"],
        "rekv-4": ["stafetten"],
        "rekv-5": ["klub-17"],
        "rekv-8": ["bazaar"],
        "rekv-9": ["mangfoldighedsugen"],
    }
    feeding = {ref for row in CRITERIA.values() for ref in row.get("activities", [])}
    assert {activity for activities in shared.values() for activity in activities} <= feeding


def test_no_private_person_is_named():
    assert "consultants" not in PROGRAM
    assert {row.get("responsible") for row in (*ACTIVITIES.values(), *CASES.values())} == {None}
