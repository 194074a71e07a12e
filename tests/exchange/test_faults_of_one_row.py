"""A fault of shape hides no other fault of the same row, and each is named with its place."""

import pytest

from exchange.rules.faults import ProgramFileError
from exchange.services.loading import load_program
from tests.exchange.files import changed, raw
from tests.exchange.resource_files import with_resources

TEXT = "must be text, in quotation marks"


def faults_of(*changes):
    data = with_resources()
    for place, value in changes:
        changed(place, value, data)
    with pytest.raises(ProgramFileError) as caught:
        load_program(raw(data))
    return [str(fault) for fault in caught.value.faults]


TARGET = (
    "criteria[2].target: Give a target: for a count a number that is not negative, for a share a "
    "percentage from 0 to 100. The other measures have no target: leave it empty."
)
BACKWARDS = "ends_on: The programme ends before it starts: move one of the two dates."


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            [("slug", 7), ("starts_on", "2012-01-01")],
            [f"slug: {TEXT}", BACKWARDS],
        ),
        (
            [("slug", "not a name"), ("starts_on", "2012-01-01")],
            [
                "slug: Enter a valid “slug” consisting of letters, numbers, underscores or "
                "hyphens.",
                BACKWARDS,
            ],
        ),
        (
            [("slug", ""), ("min_response", "150")],
            [
                "slug: must not be empty",
                "min_response: Give a percentage from 0 to 100.",
            ],
        ),
        (
            [("starts_on", "soon"), ("min_response", "150"), ("fte", {"total": 3})],
            [
                'starts_on: must be a date such as "2011-06-18"',
                "min_response: Give a percentage from 0 to 100.",
                'fte.total: must be a number written as text, such as "30000" or "3.14"',
            ],
        ),
        (
            [("criteria[2].comparison", "~"), ("criteria[2].target", "5")],
            ["criteria[2].comparison: must be >=, >, <=, < or =", TARGET],
        ),
        (
            [("criteria[2].unit", 5), ("criteria[2].measured_from", "2012-03-01"),
             ("criteria[2].due_on", "2012-02-01")],
            [
                f"criteria[2].unit: {TEXT}",
                "criteria[2].measured_from: The criterion is due before it is measured: move one "
                "of the two dates.",
            ],
        ),
        (
            [("allocations[1].title", 5), ("allocations[1].starts_on", "2011-11-01"),
             ("allocations[1].fte", "1")],
            [
                f"allocations[1].title: {TEXT}",
                "allocations[1]: give either fte or weekly_hours",
                "allocations[1]: Give either full-time equivalents or hours a week, more than 0.",
                "allocations[1].ends_on: The allocation ends before it starts: move one of the "
                "two dates.",
            ],
        ),
        (
            [("expenses[0].text", ""), ("expenses[0].amount", "0"),
             ("expenses[0].on", "2001-01-01")],
            [
                "expenses[0].text: must not be empty",
                "expenses[0].on: is before the programme starts",
                "expenses[0].amount: Give an amount other than 0.",
            ],
        ),
        (
            [("participants[0].by", 5), ("participants[0].left_on", "2011-02-02")],
            [
                f"participants[0].by: {TEXT}",
                "participants[0].left_on: It leaves after the day on which it joined.",
            ],
        ),
        (
            [("time_entries[0].hours", "25"), ("time_entries[0].on", "2011-01-01")],
            [
                "time_entries[0].hours: must be more than 0 and at most 24: a day has no more "
                "hours",
                "time_entries[0].on: is before the programme starts",
            ],
        ),
    ],
)  # fmt: skip
def test_every_fault_of_a_row_is_told_at_once(changes, faults, ann):
    assert faults_of(*changes) == faults


def test_of_planned_points_each_wrong_one_is_named(ann):
    points = [
        {"on": "2011-03-01", "value": "60"},
        {"on": "2011-04-01", "value": "50"},
        {"on": "2013-01-01", "value": "90"},
    ]
    assert faults_of(("criteria[0].pacing", "planned"), ("criteria[0].planned", points)) == [
        "criteria[0].planned[2].on: The planned points must lie between 1. February 2011 and "
        "31. December 2011.",
        "criteria[0].planned[1].value: The planned points must not fall from one to the next.",
        "criteria[0].planned[2].value: The last planned point must be at the target.",
    ]
