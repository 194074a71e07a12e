"""The demo's registers for 2011: who is behind the criteria that measure themselves.

What the adopted document states is a number of associations, restaurants, consultants, stakeholders
and classes; their names are made up. The file is read as plain JSON, as in the facts' own test.
"""

import datetime
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from core.dates import months_after

PROGRAM_FILE = Path(__file__).resolve().parents[2] / "demo" / "files" / "program-2011.json"
PROGRAM = json.loads(PROGRAM_FILE.read_text(encoding="utf-8"))
ORGANISATIONS = {row["ref"]: row for row in PROGRAM["organisations"]}
CRITERIA = {row["ref"]: row for row in PROGRAM["criteria"]}
PARTICIPANTS = {row["ref"]: row for row in PROGRAM["participants"] if "ref" in row}
CASES = {row["ref"]: row for row in PROGRAM["requisitions"]}
DEMO_DAY = "2011-10-01"
ADMINISTRATIONS_THEN = {
    "Økonomiforvaltningen",
    "Kultur- og Fritidsforvaltningen",
    "Børne- og Ungdomsforvaltningen",
    "Sundheds- og Omsorgsforvaltningen",
    "Socialforvaltningen",
    "Teknik- og Miljøforvaltningen",
    "Beskæftigelses- og Integrationsforvaltningen",
}


def of_kind(activity: str, kind: str, on: str = "2011-12-31") -> list[dict]:
    """Who is on the activity's roster on a day, of a kind of organisation."""
    return [
        row
        for row in PROGRAM["participants"]
        if row["activity"] == activity
        and row["joined_on"] <= on < row.get("left_on", "9999")
        and ORGANISATIONS.get(row.get("organisation"), {}).get("kind") == kind
    ]


# Rosters ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("activity", "kind", "in_all", "on_the_demos_day"),
    [
        ("international-dag", "association", 60, 52),
        ("international-dag", "restaurant", 31, 26),
        ("eid", "association", 4, 4),
        ("dialog-moeder", "stakeholder", 17, 9),
    ],
)
def test_so_many_take_part(activity, kind, in_all, on_the_demos_day):
    assert len(of_kind(activity, kind)) == in_all
    assert len(of_kind(activity, kind, DEMO_DAY)) == on_the_demos_day


@pytest.mark.parametrize(
    ("ref", "roster"),
    [
        ("foreninger-deltager", {"kind": "association"}),
        ("laengerevarende-forloeb", {"kind": "association"}),
        ("restauranter", {"kind": "restaurant"}),
        ("eid-foreninger", {"kind": "association"}),
        ("korps", {"kind": "consultant"}),
        ("aktoerer", {"kind": "stakeholder"}),
        ("klasser", {"kind": "school_class", "bilingual_over": "40"}),
    ],
)
def test_whom_a_criterion_counts(ref, roster):
    assert (CRITERIA[ref]["source"], CRITERIA[ref]["roster"]) == ("participants", roster)


def test_an_association_that_left_counts_no_more():
    left = [row["ref"] for row in PROGRAM["participants"] if "left_on" in row]
    assert left == ["dag-f61"]


def test_25_of_the_60_end_in_a_longer_course_and_24_before_that():
    newest = {}
    for row in PROGRAM["ticks"]:
        if row["criterion"] == "laengerevarende-forloeb":
            newest[row["participant"]] = (row.get("answer", "yes"), row["on"])
    yes = [on for answer, on in newest.values() if answer == "yes"]
    assert (len(yes), sum(on < "2011-12-15" for on in yes)) == (25, 24)
    assert sum(on <= DEMO_DAY for on in yes) == 20
    assert CRITERIA["laengerevarende-forloeb"]["denominator"] == {"mode": "fixed", "value": "60"}


def test_15_classes_come_from_schools_strictly_over_40_per_cent_and_two_do_not_count():
    def counts(row) -> bool:
        shares = ORGANISATIONS[row["school"]]["bilingual"]
        newest = max((s for s in shares if s["on"] <= row["joined_on"]), key=lambda s: s["on"])
        return Decimal(newest["percent"]) > 40

    classes = [row for row in PROGRAM["participants"] if row["activity"] == "workshopper"]
    counted = [row for row in classes if counts(row)]
    assert (len(counted), len(classes)) == (15, 17)
    assert sum(row["joined_on"] <= DEMO_DAY for row in counted) == 4
    newest = {row["school"]: ORGANISATIONS[row["school"]]["bilingual"][-1] for row in classes}
    assert Decimal(40) in {Decimal(share["percent"]) for share in newest.values()}


def test_the_corps_has_30_consultants_each_kept_until_a_date():
    corps = [row for row in PROGRAM["participants"] if row["activity"] == "dialog-uddannelse"]
    assert Counter(row["completed_on"] for row in corps) == {"2011-06-23": 12, "2011-12-15": 18}
    assert {row["consultant"] for row in corps} == {row["ref"] for row in PROGRAM["consultants"]}
    assert len({row["name"] for row in PROGRAM["consultants"]}) == 30
    for row in PROGRAM["consultants"]:
        assert "2012-06-15" < row["keep_until"] <= "2013-12-31"


def test_the_last_follow_up_falls_on_the_due_date():
    due = {
        months_after(datetime.date.fromisoformat(row["completed_on"]), 6).isoformat()
        for row in PROGRAM["participants"]
        if row["activity"] == "dialog-uddannelse"
    }
    assert due == {"2011-12-23", CRITERIA["borgerdialog"]["due_on"]}


def test_25_of_the_30_work_with_dialogue_half_a_year_after():
    newest = {
        row["participant"]: row.get("answer", "yes")
        for row in PROGRAM["ticks"]
        if row["criterion"] == "borgerdialog"
    }
    assert Counter(newest.values()) == {"yes": 25, "no": 4, "not_reached": 1}


def test_what_measures_itself_has_no_measurements_by_hand():
    derived = {ref for ref, row in CRITERIA.items() if row.get("source", "manual") != "manual"}
    assert len(derived) == 13
    assert not derived & {row["criterion"] for row in PROGRAM["measurements"]}


# Requisitions ----------------------------------------------------------------------------------
def test_the_administrations_are_those_of_then():
    def name_then(row) -> str:
        former = [name for name in row.get("former_names", []) if name["until"] >= DEMO_DAY]
        return min(former, key=lambda name: name["until"])["name"] if former else row["name"]

    administrations = [row for row in ORGANISATIONS.values() if row["kind"] == "administration"]
    assert {name_then(row) for row in administrations} == ADMINISTRATIONS_THEN
    asking = {ref for case in CASES.values() for ref in case.get("requesters", [])}
    assert {row["ref"] for row in administrations} <= asking


def test_a_year_of_cases_internal_and_external_in_every_state():
    assert len(CASES) == 21
    assert Counter(case.get("scope") for case in CASES.values()) == {
        "internal": 15,
        "external": 4,
        None: 2,
    }
    states = {state["state"] for case in CASES.values() for state in case["states"]}
    assert len(states) == 6


def test_the_questions_of_the_follow_up_measure_the_third_area():
    assert CRITERIA["nye-metoder"]["register"] == {"question": "new_methods"}
    assert CRITERIA["bedre-samarbejde"]["register"] == {"question": "better_cooperation"}


@pytest.mark.parametrize(
    ("as_of", "answered", "new_methods", "better"),
    [(DEMO_DAY, 8, 6, 4), ("2012-01-31", 14, 10, 8)],
)
def test_so_many_requesters_have_answered(as_of, answered, new_methods, better):
    answers = [
        case["follow_up"]
        for case in CASES.values()
        if case.get("follow_up", {}).get("answered_on", "9999") <= as_of
    ]
    assert len(answers) == answered
    assert sum(answer["new_methods"] == "yes" for answer in answers) == new_methods
    assert sum(answer["better_cooperation"] == "yes" for answer in answers) == better


def test_nobody_is_asked_before_eight_weeks_have_gone():
    for case in CASES.values():
        if "follow_up" in case:
            done = datetime.date.fromisoformat(case["states"][-1]["on"])
            due = done + datetime.timedelta(weeks=PROGRAM["follow_up_weeks"])
            assert case["relevant"] and case["follow_up"]["asked_on"] >= due.isoformat()


def test_one_relevant_requester_never_answered():
    silent = [
        ref
        for ref, case in CASES.items()
        if case.get("relevant") and "answered_on" not in case["follow_up"]
    ]
    assert silent == ["rekv-11"]


def test_some_cases_lack_something():
    assert not CASES["rekv-17"].keys() & {"requesters", "asked", "scope", "requester_unknown"}
    assert "done" not in CASES["rekv-19"] and "relevant" not in CASES["rekv-19"]


def test_hours_are_logged_on_the_cases():
    entries = [row for row in PROGRAM["log_entries"] if "requisition" in row]
    assert len(entries) == 19
    assert all("hours" in row for row in entries)
