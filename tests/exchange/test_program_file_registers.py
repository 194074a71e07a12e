"""What a programme file says of the registers is held against the file itself."""

import datetime
from decimal import Decimal

import pytest

from exchange.rules.faults import ProgramFileError
from tests.exchange.files import NOTHING, changed, parse, raw, with_registers


def faults_of(data) -> list[str]:
    with pytest.raises(ProgramFileError) as caught:
        parse(raw(data))
    return [str(fault) for fault in caught.value.faults]


def spoilt(place, value):
    return changed(place, value, with_registers())


def test_a_file_with_registers_is_read():
    file = parse(raw(with_registers()))
    assert (file.header.follow_up_weeks, file.header.min_response) == (6, Decimal(40))
    assert file.organisations[1].former_names[0].until == datetime.date(2025, 12, 31)
    assert file.participants[1].school_class == "8.a"
    assert (file.ticks[0].answer, file.ticks[1].answer) == ("yes", "no")
    assert file.requisitions[0].states[1].state == "completed"


def test_the_programmes_settings_have_their_usual_values():
    data = with_registers()
    del data["follow_up_weeks"], data["min_response"]
    header = parse(raw(data)).header
    assert (header.follow_up_weeks, header.min_response) == (8, Decimal(50))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("organisations[2].bilingual", NOTHING),
        ("participants[0].left_on", NOTHING),
        ("participants[0].ref", "another"),
        ("consultants[0].workplace", NOTHING),
        ("requisitions[0].follow_up.answered_by", NOTHING),
        ("requisitions[0].follow_up.answered_on", NOTHING),
        ("requisitions[1].requester_unknown", True),
        ("follow_up_weeks", "12"),
    ],
)
def test_it_may_be_written_so(place, value):
    data = spoilt(place, value)
    data["ticks"] = [] if "another" in str(value) else data["ticks"]
    data["requisitions"][0]["participants"] = []
    assert parse(raw(data))


FAULTS = [
    ("organisations[0].kind", "club", "organisations[0].kind: must be association, restaurant, "
     "school, administration, housing_company or stakeholder"),
    ("organisations[0].classes", ["8.a"],
     "organisations[0]: only a school has classes and bilingual pupils"),
    ("organisations[2].bilingual[0].percent", "forty", "organisations[2].bilingual[0].percent: "
     'must be a number in plain decimal notation, such as "30000" or "3.14"'),
    ("organisations[2].classes", ["8.a", "8.b", "8.a"],
     "organisations[2].classes: «8.a» stands more than once"),
    ("organisations[1].ref", "school", "organisations[2].ref: «school» is the name of "
     "organisations[1] already"),
    ("consultants[0].workplace", "pub", "consultants[0].workplace: no organisation «pub»"),
    ("consultants[0].keep_until", NOTHING, "consultants[0].keep_until: is missing"),
    ("consultants[0].cpr", "1", "consultants[0].cpr: unknown key"),
    ("participants[0].activity", "party", "participants[0].activity: no activity «party»"),
    ("participants[0].organisation", "pub", "participants[0].organisation: no organisation «pub»"),
    ("participants[1].class", "9.z", "participants[1].class: «school» has no class «9.z»"),
    ("participants[1].class", NOTHING, "participants[1]: give a school and its class together"),
    ("participants[1].organisation", "club", "participants[1]: give one of an organisation, a "
     "school with its class and a consultant"),
    ("participants[2].consultant", "adam", "participants[2].consultant: no consultant «adam»"),
    ("participants[0].by", 5, "participants[0].by: must be text, in quotation marks"),
    ("criteria[8].roster.kind", "clubs", "criteria[8].roster.kind: must be association, "
     "restaurant, school, administration, housing_company, stakeholder, school_class or "
     "consultant"),
    ("criteria[12].register.states", ["begun"], "criteria[12].register.states[0]: must be "
     "received, accepted, in_progress, completed, declined or withdrawn"),
    ("criteria[13].register.question", "why",
     "criteria[13].register.question: must be new_methods or better_cooperation"),
    ("ticks[0].criterion", "k9", "ticks[0].criterion: no criterion «k9»"),
    ("ticks[0].participant", "p9", "ticks[0].participant: no participant «p9»"),
    ("ticks[0].answer", "maybe", "ticks[0].answer: must be yes, no or not_reached"),
    ("requisitions[0].main_area", 7, "requisitions[0].main_area: no main area «7»"),
    ("requisitions[0].requesters", ["pub"], "requisitions[0].requesters: no organisation «pub»"),
    ("requisitions[0].partners", ["office"],
     "requisitions[0].partners: «office» stands more than once"),
    ("requisitions[0].states", [], "requisitions[0].states: must not be empty"),
    ("requisitions[0].states[1].state", "done", "requisitions[0].states[1].state: must be "
     "received, accepted, in_progress, completed, declined or withdrawn"),
    ("requisitions[0].follow_up.new_methods", "perhaps",
     "requisitions[0].follow_up.new_methods: must be yes, no or dont_know"),
    ("requisitions[0].log_entries", ["l9"], "requisitions[0].log_entries: no log entry «l9»"),
    ("requisitions[0].participants", ["p9"], "requisitions[0].participants: no participant «p9»"),
    ("requisitions[1].ref", "case-1",
     "requisitions[1].ref: «case-1» is the name of requisitions[0] already"),
    ("log_entries[2].requisition", "case-9", "log_entries[2].requisition: no requisition «case-9»"),
    ("log_entries[2].activity", "fair",
     "log_entries[2]: give one of an activity, a requisition and a main area"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "fault"), FAULTS)
def test_a_fault_is_named_with_its_place(place, value, fault):
    assert fault in faults_of(spoilt(place, value))


def test_nobody_stands_on_a_roster_twice():
    data = with_registers()
    data["participants"].append(data["participants"][1])
    assert faults_of(data) == ["participants[3]: is on the roster already, as participants[1]"]


@pytest.mark.parametrize(
    ("days", "number"),
    [
        ({"joined_on": "2011-11-01"}, 0),
        ({"joined_on": "2011-02-01", "left_on": "2011-03-01"}, 0),
        ({"joined_on": "2011-10-31"}, 1),
        ({"joined_on": "2011-02-01", "left_on": "2011-03-02"}, 1),
    ],
)
def test_whoever_left_may_join_again_on_days_apart(days, number):
    data = with_registers()
    club = {"activity": "fair", "organisation": "club"}
    data["participants"].append(club | days)
    if number:
        message = "participants[3]: is on the roster already, as participants[0]"
        assert faults_of(data) == [message]
    else:
        assert len(parse(raw(data)).participants) == 4


def test_the_same_may_stand_on_two_rosters():
    data = with_registers()
    data["participants"].append({**data["participants"][1], "activity": "walk"})
    assert parse(raw(data))


def test_nobody_is_kept_without_a_purpose():
    data = with_registers()
    data["consultants"].append({"ref": "adam", "name": "Adam", "keep_until": "2012-12-31"})
    fault = "consultants[1]: takes part in nothing: people are only kept for a purpose"
    assert faults_of(data) == [fault]


def test_a_civil_registration_number_is_refused_wherever_it_stands():
    fault = "holds a civil registration number (CPR), which must not be stored"
    for place in ("consultants[0].name", "requisitions[0].asked", "organisations[0].name"):
        assert faults_of(spoilt(place, "Eve 010190-1234")) == [f"{place}: {fault}"]
