"""Reading a programme file: every fault has its place and says what is wrong."""

import datetime
import json
from decimal import Decimal

import pytest

from exchange.rules.faults import ProgramFileError
from exchange.rules.reading import MAX_BYTES
from tests.exchange.files import NOTHING, a_file, changed, parse, raw


def faults_of(content: bytes) -> list[str]:
    with pytest.raises(ProgramFileError) as caught:
        parse(content)
    return [str(fault) for fault in caught.value.faults]


def test_a_file_without_a_fault_is_read():
    file = parse(raw(a_file()))
    assert file.header.starts_on == datetime.date(2011, 2, 1)
    assert (file.header.on_track_from, file.header.at_risk_from) == (Decimal(90), Decimal(75))
    assert [row.ref for row in file.activities] == ["fair", "walk"]
    assert file.criteria[3].at == ("criteria", 3)


def test_a_byte_order_mark_does_no_harm():
    assert parse(b"\xef\xbb\xbf" + raw(a_file())).header.slug == "p"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("main_areas[1].number", "2"),
        ("activities[0].main_area", "1"),
        ("activities[0].planned_occurrences", 2),
        ("activities[0].planned_occurrences", "2"),
        ("criteria[0].target", "3.1415"),
        ("criteria[0].target", "999999999.9999"),
        ("criteria[0].baseline", {"value": "-2.5", "on": "2010-12-31"}),
        ("measurements[0].recorded_at", "2011-06-18T20:45:00+02:00"),
        ("measurements[0].recorded_at", "2011-06-18T20:45"),
        ("measurements[0].forecast", {"stated_on": "2011-06-01"}),
        ("purpose", "Two lines:\n\ttabbed, and «æøå»."),
    ],
)
def test_it_may_be_written_so(place, value):
    assert parse(raw(changed(place, value)))


NUMBER = 'must be a number in plain decimal notation, such as "30000" or "3.14"'
AS_TEXT = 'must be a number written as text, such as "30000" or "3.14"'


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("titel", "A", "unknown key"),
        ("criteria[2].targets", "3", "unknown key"),
        ("title", NOTHING, "is missing"),
        ("title", "  ", "must not be empty"),
        ("title", 2011, "must be text, in quotation marks"),
        ("title", None, "must not be null: leave it out"),
        ("annex", None, "must not be null: leave it out"),
        ("purpose", "a\0b", "holds a character that is not text"),
        ("starts_on", "2011-02-30", "«2011-02-30» is no date"),
        ("starts_on", "1-2-2011", 'must be a date such as "2011-06-18"'),
        ("starts_on", "20110201", 'must be a date such as "2011-06-18"'),
        ("main_areas", {}, "must be a list, in square brackets"),
        ("main_areas[0].number", "one", "must be a whole number, such as 2"),
        ("main_areas[0].number", 1.0, "must be a whole number, such as 2"),
        ("main_areas[0].number", True, "must be a whole number, such as 2"),
        ("criteria[0].measure", "counts", "must be count, share, milestone, all or narrative"),
        ("criteria[0].comparison", "≥", "must be >=, >, <=, < or ="),
        ("criteria[0].target", "30.000,5", NUMBER),
        ("criteria[0].target", "1e5", NUMBER),
        ("criteria[0].target", "+5", NUMBER),
        ("criteria[0].target", ".5", NUMBER),
        ("criteria[0].target", "٣", NUMBER),
        ("criteria[0].target", "NaN", NUMBER),
        ("criteria[0].target", 100, AS_TEXT),
        ("criteria[0].target", 0.1, AS_TEXT),
        ("criteria[0].target", 10**400, AS_TEXT),
        ("criteria[0].target", "-1", "must not be negative"),
        ("criteria[0].target", "1.00001", "must have at most 4 decimals"),
        (
            "criteria[0].target",
            "1234567890",
            "must have at most 9 digits before the decimal point",
        ),
        ("criteria[7].denominator", {"value": "60"}, "must say its mode, fixed or linked"),
        ("criteria[7].denominator", {"mode": "free"}, "must have the mode fixed or linked"),
        ("criteria[7].denominator", {"mode": "linked", "criteria": ["k9"]}, "no criterion «k9»"),
        ("criteria[0].activities", ["k9"], "no activity «k9»"),
        ("criteria[0].activities", ["fair", "fair"], "«fair» stands more than once"),
        ("criteria[0].parent", "k9", "no criterion «k9»"),
        ("criteria[0].parent", "guests", "the criteria are parts of each other in a circle"),
        ("activities[0].main_area", 9, "no main area «9»"),
        ("activities[0].initiative", "k9", "no initiative «k9»"),
        ("log_entries[0].activity", "k9", "no activity «k9»"),
        (
            "log_entries[0].attendance",
            40,
            'must be a whole number written as text, such as "250"',
        ),
        ("log_entries[0].approximate", "yes", "must be true or false"),
        ("measurements[0].criterion", "k9", "no criterion «k9»"),
        ("measurements[0].log_entry", "k9", "no log entry «k9»"),
        (
            "measurements[0].recorded_at",
            "2011-06-18",
            'must be a moment such as "2011-06-18T20:45:00+02:00"',
        ),
        ("measurements[0].recorded_at", "2011-06-18T25:00", "«2011-06-18T25:00» is no moment"),
    ],
)
def test_a_fault_is_named_with_its_place(place, value, message):
    assert f"{place}: {message}" in faults_of(raw(changed(place, value)))


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        ("adopted", {"on": "2011-01-20"}, "adopted.reference: is missing"),
        (
            "criteria[0].baseline",
            {"value": "1", "on": "2011-01-01", "by": "x"},
            "criteria[0].baseline.by: unknown key",
        ),
        (
            "criteria[7].denominator",
            {"mode": "fixed", "value": 60},
            f"criteria[7].denominator.value: {AS_TEXT}",
        ),
        (
            "criteria[0].planned",
            [{"on": "2011-06-30"}],
            "criteria[0].planned[0].value: is missing",
        ),
        ("measurements[0].forecast", {}, "measurements[0].forecast.stated_on: is missing"),
        ("activities[0]", "fair", "activities[0]: must be an object, in braces"),
        (
            "main_areas[2]",
            {"number": 40000, "title": "x"},
            "main_areas[2].number: must be at most 32767",
        ),
    ],
)
def test_a_fault_further_in_is_named_there(place, value, fault):
    assert fault in faults_of(raw(changed(place, value)))


@pytest.mark.parametrize(
    ("rows", "key", "first"),
    [
        ("main_areas", "number", 1),
        ("initiatives", "ref", "young"),
        ("activities", "ref", "fair"),
        ("criteria", "ref", "guests"),
        ("log_entries", "ref", "l1"),
    ],
)
def test_a_name_is_given_once(rows, key, first):
    faults = faults_of(raw(changed(f"{rows}[1].{key}", first)))
    assert f"{rows}[1].{key}: «{first}» is the name of {rows}[0] already" in faults


def test_an_entry_is_about_an_activity_or_a_main_area():
    message = "log_entries[0]: give one of an activity, a requisition and a main area"
    assert faults_of(raw(changed("log_entries[0].activity", NOTHING))) == [message]
    assert faults_of(raw(changed("log_entries[0].main_area", 1))) == [message]


def test_all_needs_sub_criteria():
    assert faults_of(raw(changed("criteria[4].parent", NOTHING))) == [
        "criteria[3].measure: «all» is met by its sub-criteria and has none: "
        "name it as the parent of one"
    ]


def test_each_criterion_of_a_circle_is_named():
    data = changed("criteria[3].parent", "part")
    data["criteria"][2]["parent"] = "both"  # leads into the circle without being in it
    assert faults_of(raw(data)) == [
        "criteria[3].parent: the criteria are parts of each other in a circle",
        "criteria[4].parent: the criteria are parts of each other in a circle",
    ]


def test_a_parent_may_come_after_its_child():
    data = a_file()
    data["criteria"].reverse()
    assert parse(raw(data))


def test_all_faults_are_named_at_once_in_the_order_of_the_file():
    data = a_file()
    data["ends_on"] = "soon"
    data["criteria"][1] |= {"target": "much", "parent": "k9", "main_area": 7}
    data["measurements"][3] |= {"on": "2011-13-01", "log_entry": "k9"}
    data["log_entries"][1]["colour"] = "red"
    assert faults_of(raw(data)) == [
        'ends_on: must be a date such as "2011-06-18"',
        f"criteria[1].target: {NUMBER}",
        "criteria[1].main_area: no main area «7»",
        "criteria[1].parent: no criterion «k9»",
        "log_entries[1].colour: unknown key",
        "measurements[3].on: «2011-13-01» is no date",
        "measurements[3].log_entry: no log entry «k9»",
    ]


def test_a_key_that_stands_twice_is_a_fault():
    content = raw(a_file()).replace(b'"wording": "Happy"', b'"wording": "A", "wording": "B"')
    assert faults_of(content) == ["criteria[1].wording: stands more than once"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is not JSON: Expecting value, line 1, column 1."),
        (b'{"slug": }', "The file is not JSON: Expecting value, line 1, column 10."),
        (b'{"slug": "\xe6"}', "The file is not UTF-8: see byte 11."),
        (b"[]", "The file must hold one object, in braces."),
        (b"[" * 200_000, "The file is nested too deeply."),
        (b'{"a":' * 200_000, "The file is nested too deeply."),
        (b" " * (MAX_BYTES + 1), "The file is larger than 50 MB."),
    ],
    ids=["empty", "broken", "latin-1", "a list", "deep lists", "deep objects", "huge"],
)
def test_what_is_no_programme_file_at_all(content, message):
    assert faults_of(content) == [message]


def test_a_fault_is_printable_whatever_the_file_holds():
    data = changed("criteria[0].parent", "\x1b[31m" + "x" * 500)
    data["\ud800"] = 1
    for fault in faults_of(json.dumps(data).encode()):
        assert fault.isprintable()
        assert len(fault) < 200
