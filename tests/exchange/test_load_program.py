"""Loading a programme file: what is there afterwards, and what is refused."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from activities.models import Activity, LogEntry, Place, TimeEntry
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import load_program
from indicators.models import Assessment, Criterion, Measurement, PlannedPoint
from programs.models import Initiative, MainArea, Program
from tests.exchange.files import NOTHING, a_file, changed, raw

WITH_HISTORY = (
    Program,
    MainArea,
    Initiative,
    Activity,
    Criterion,
    LogEntry,
    TimeEntry,
    Measurement,
    Assessment,
)


def faults_of(data) -> list[str]:
    with pytest.raises(ProgramFileError) as caught:
        load_program(raw(data))
    assert not Program.objects.exists()
    assert not Place.objects.exists()
    return [str(fault) for fault in caught.value.faults]


def criterion(ref: str) -> Criterion:
    return Criterion.objects.get(ref=ref)


# What is loaded --------------------------------------------------------------------------------
def test_everything_in_the_file_is_there_afterwards(ann):
    loaded = load_program(raw(a_file()))
    assert loaded.program == Program.objects.get(slug="p")
    assert loaded.counts == {
        "main areas": 2,
        "initiatives": 2,
        "organisations": 0,
        "dialogue consultants": 0,
        "activities": 2,
        "participants": 0,
        "criteria": 8,
        "ticks": 0,
        "requisitions": 0,
        "log entries": 2,
        "measurements": 4,
        "judgements": 1,
        "allocations": 0,
        "hours": 1,
        "budget lines": 0,
        "expenses": 0,
        "commitments": 0,
    }
    fair = Activity.objects.get(ref="fair")
    assert (str(fair.place), str(fair.initiative)) == ("Square", "The young")
    assert Activity.objects.get(ref="walk").responsible == ann
    assert criterion("part").parent == criterion("both")
    assert list(criterion("guests").activities.all()) == [fair]
    assert list(criterion("of-guests").base_criteria.all()) == [criterion("guests")]
    judgement = Assessment.objects.get()
    assert (judgement.criterion.ref, judgement.status, judgement.by) == ("told", "met", ann)


def test_the_order_of_the_file_is_kept(ann):
    data = a_file()
    data["criteria"].reverse()
    load_program(raw(data))
    assert list(Criterion.objects.in_order().filter(main_area__number=1).values_list("ref")) == [
        (row["ref"],) for row in data["criteria"] if row["main_area"] == 1
    ]


def test_what_is_left_out_gets_its_default(ann):
    load_program(raw(a_file()))
    guests, happy, signed = criterion("guests"), criterion("happy"), criterion("signed")
    assert (guests.aggregation, happy.aggregation, signed.aggregation) == ("sum", "latest", "")
    assert (guests.comparison, guests.source, guests.pacing) == (">=", "manual", "at_due")
    assert guests.due_on == datetime.date(2011, 12, 31)
    assert guests.measured_from is None


def test_hours_become_a_time_entry_of_whoever_logged_them(ann):
    load_program(raw(a_file()))
    hours = TimeEntry.objects.get()
    assert (hours.person, hours.hours, hours.on) == (
        ann,
        Decimal("5.5"),
        datetime.date(2011, 6, 18),
    )
    assert (hours.log_entry.attendance, hours.log_entry.approximate) == (40, True)


def test_a_known_place_is_used_again(ann):
    square = Place.objects.create(name="Square")
    load_program(raw(a_file()))
    assert Place.objects.get() == square


def test_planned_points_bases_baselines_and_decisions(ann):
    data = changed("criteria[1].denominator", {"mode": "fixed", "value": "60"})
    data["adopted"] = {"on": "2011-01-20", "reference": "Case 7"}
    data["measurements"].pop(1)
    data["criteria"][0] |= {
        "pacing": "planned",
        "planned": [{"on": "2011-06-30", "value": "40"}, {"on": "2011-12-31", "value": "100"}],
        "baseline": {"value": "12.5", "on": "2010-12-31"},
    }
    load_program(raw(data))
    assert list(PlannedPoint.objects.values_list("value", flat=True)) == [40, 100]
    assert criterion("guests").baseline_value == Decimal("12.5")
    assert (criterion("happy").base, criterion("happy").base_value) == ("fixed", 60)
    assert Program.objects.get().adoption_reference == "Case 7"


def test_undated_recordings_are_of_that_evening_in_the_order_of_the_file(ann):
    data = a_file()
    data["measurements"] = [
        {"criterion": "guests", "on": "2011-06-18", "value": value} for value in ("3", "1", "2")
    ]
    load_program(raw(data))
    rows = Measurement.objects.order_by("recorded_at")
    assert [row.value for row in rows] == [3, 1, 2]
    evening = datetime.datetime(2011, 6, 18, 18, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert rows[0].recorded_at == evening
    assert LogEntry.objects.earliest("on").recorded_at == evening


def test_a_given_moment_of_recording_is_kept(ann):
    data = changed("measurements[0].recorded_at", "2011-06-19T08:00:00Z")
    data["measurements"][1]["recorded_at"] = "2011-06-19T08:00"
    load_program(raw(data))
    first, second = Measurement.objects.order_by("pk")[:2]
    assert first.recorded_at == datetime.datetime(2011, 6, 19, 8, tzinfo=datetime.UTC)
    assert second.recorded_at == datetime.datetime(2011, 6, 19, 6, tzinfo=datetime.UTC)


def test_a_forecast_is_recorded_when_it_was_stated(ann):
    load_program(raw(changed("measurements[0].forecast", {"stated_on": "2011-05-01"})))
    forecast = Measurement.objects.get(criterion__ref="guests")
    assert forecast.forecast_stated_on == datetime.date(2011, 5, 1)
    assert forecast.recorded_at.date() == datetime.date(2011, 5, 1)


def test_a_retraction_keeps_its_day_reason_and_hand(ann):
    load_program(
        raw(changed("measurements[0].retracted", {"reason": "Twice.", "on": "2011-06-20"}))
    )
    row = Measurement.objects.get(criterion__ref="guests")
    assert (row.retraction_reason, row.retracted_by) == ("Twice.", ann)
    assert row.retracted_at.date() == datetime.date(2011, 6, 20)


def test_the_history_names_the_file_and_nobody(ann):
    load_program(raw(a_file()))
    for model in WITH_HISTORY:
        rows = model.history.all()
        assert {(row.history_user, row.history_change_reason) for row in rows} == {
            (None, "Programfil")
        }
        assert rows.count() == model.objects.count()
    first = Criterion.history.get(ref="of-guests")
    assert [row.to_criterion.ref for row in first.base_criteria.all()] == ["guests"]
    first = Criterion.history.get(ref="guests")
    assert [row.activity.ref for row in first.activities.all()] == ["fair"]


# What is refused -------------------------------------------------------------------------------
OTHER_MEASURE = "«{}» is measured by {}: leave it out"
TARGET = (
    "Give a target: for a count a number that is not negative, for a share a percentage from "
    "0 to 100. The other measures have no target: leave it empty."
)
REFUSED = [
    ("slug", "a b", "slug: Enter a valid “slug” consisting of letters, numbers, underscores or "
     "hyphens."),
    ("title", "x" * 201, "title: Ensure this value has at most 200 characters (it has 201)."),
    ("at_risk_from", "95", "at_risk_from: The thresholds must be between 0 and 100, with «at "
     "risk» no higher than «on track»."),
    ("activities[1].responsible", "bob", "activities[1].responsible: no user «bob»"),
    ("criteria[5].assessed.by", "bob", "criteria[5].assessed.by: no user «bob»"),
    ("log_entries[1].by", "bob", "log_entries[1].by: no user «bob»"),
    ("measurements[1].by", "bob", "measurements[1].by: no user «bob»"),
    ("activities[0].initiative", "old",
     "activities[0].initiative: «old» belongs to main area 2, not 1"),
    ("criteria[0].initiative", "old",
     "criteria[0].initiative: «old» belongs to main area 2, not 1"),
    ("activities[0].place", "x" * 201,
     "activities[0].place: Ensure this value has at most 200 characters (it has 201)."),
    ("activities[0].planned_occurrences", 0, "activities[0].planned_occurrences: Ensure this "
     "value is greater than or equal to 1."),
    ("criteria[0].target", NOTHING, f"criteria[0].target: {TARGET}"),
    ("criteria[1].target", "101", f"criteria[1].target: {TARGET}"),
    ("criteria[2].target", "1", f"criteria[2].target: {TARGET}"),
    ("criteria[1].aggregation", "average", "criteria[1].aggregation: A count has a sum, a latest, "
     "a highest or an average; a share no average, as percentages are never averaged; the other "
     "measures have none: leave it empty."),
    ("criteria[1].pacing", "even", "criteria[1].pacing: Only a count can be expected bit by bit: "
     "choose «on the due date»."),
    ("criteria[0].pacing", "planned", "criteria[0].pacing: Add at least one planned point, the "
     "last of them at the target."),
    ("criteria[0].planned", [{"on": "2011-06-30", "value": "100"}],
     "criteria[0].pacing: Choose «by planned points», or remove the planned points."),
    ("criteria[0].measured_from", "2012-01-01", "criteria[0].measured_from: The criterion is due "
     "before it is measured: move one of the two dates."),
    ("criteria[4].due_on", "2012-06-30", "criteria[4].parent: It is due after the criterion that "
     "it is a part of (31. December 2011): move one of the two dates."),
    ("criteria[0].source", "hearsay",
     "criteria[0].source: No such source: choose one of those offered."),
    ("criteria[7].denominator.criteria", ["happy"],
     "criteria[7].denominator: «Happy» is no count and cannot be a denominator: remove it."),
    ("criteria[7].denominator.criteria", [], "criteria[7].denominator: Choose the counts whose "
     "values together are the denominator."),
    ("log_entries[0].hours", "25",
     "log_entries[0].hours: must be more than 0 and at most 24: a day has no more hours"),
    ("log_entries[0].hours", "1.125",
     "log_entries[0].hours: must have at most 2 decimals"),
    ("log_entries[0].by", NOTHING, "log_entries[0].hours: are somebody's: say whose with «by»"),
    ("log_entries[0].attendance", NOTHING,
     "log_entries[0].approximate: Only an attendance that is given can be rough."),
    ("measurements[0].value", NOTHING,
     "measurements[0].value: is missing: «guests» is measured by value"),
    ("measurements[0].done", True,
     "measurements[0].done: " + OTHER_MEASURE.format("guests", "value")),
    ("measurements[1].denominator", NOTHING, "measurements[1].denominator: is missing: «happy» is "
     "measured by numerator and denominator"),
    ("measurements[3].denominator", "30",
     "measurements[3].denominator: " + OTHER_MEASURE.format("of-guests", "numerator")),
    ("measurements[2].value", "1",
     "measurements[2].value: " + OTHER_MEASURE.format("signed", "done")),
    ("measurements[0].criterion", "both", "measurements[0].criterion: «both» has the measure "
     "«all», which is not measured in figures"),
    ("measurements[0].criterion", "told", "measurements[0].criterion: «told» has the measure "
     "«narrative», which is not measured in figures"),
    ("measurements[0].criterion", "heads",
     "measurements[0].criterion: «heads» is counted by its source, «attendance»"),
    ("measurements[0].forecast", {"stated_on": "2011-06-18"}, "measurements[0].forecast.stated_on: "
     "A forecast is stated before the day that it is for."),
    ("measurements[0].note", "x" * 501,
     "measurements[0].note: Ensure this value has at most 500 characters (it has 501)."),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "fault"), REFUSED)
def test_what_the_rules_refuse_is_named_with_its_place(ann, place, value, fault):
    assert faults_of(changed(place, value)) == [fault]


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (
            "ends_on",
            "2011-01-01",
            "ends_on: The programme ends before it starts: move one of the two dates.",
        ),
        (
            "criteria[1].source",
            "attendance",
            "criteria[1].source: Attendance is counted and summed: choose the measure «count» "
            "and the sum.",
        ),
    ],
)
def test_a_fault_that_brings_others_is_among_them(ann, place, value, fault):
    assert fault in faults_of(changed(place, value))


def test_two_planned_points_on_a_day(ann):
    data = changed("criteria[0].pacing", "planned")
    data["criteria"][0]["planned"] = [{"on": "2011-06-30", "value": v} for v in ("50", "100")]
    fault = "criteria[0].planned[1].on: there is a planned point on that day already"
    assert faults_of(data) == [fault]


def test_a_grandparent_is_no_circle(ann):
    data = changed("criteria[2].parent", "part")
    assert load_program(raw(data))
    assert criterion("signed").parent.parent == criterion("both")


def test_faults_of_every_kind_are_named_in_one_go(ann):
    data = a_file()
    data["criteria"][0] |= {"wording": 5, "responsible": "bob"}
    data["criteria"][1] |= {"target": "101"}
    data["criteria"][4] |= {"due_on": "2012-06-30"}
    data["measurements"][2]["criterion"] = "k9"
    data["measurements"][3]["denominator"] = "30"
    assert faults_of(data) == [
        "criteria[0].wording: must be text, in quotation marks",
        "criteria[0].responsible: no user «bob»",
        f"criteria[1].target: {TARGET}",
        "criteria[4].parent: It is due after the criterion that it is a part of "
        "(31. December 2011): move one of the two dates.",
        "measurements[2].criterion: no criterion «k9»",
        "measurements[3].denominator: " + OTHER_MEASURE.format("of-guests", "numerator"),
    ]


def test_a_fault_of_one_field_hides_none_of_the_others(ann):
    data = a_file() | {"slug": "not one word", "min_response": "150", "at_risk_from": "95"}
    with pytest.raises(ProgramFileError) as caught:
        load_program(raw(data))

    places = {fault.place for fault in caught.value.faults}
    assert places == {("slug",), ("min_response",), ("at_risk_from",)}


def test_a_file_without_criteria_is_refused(ann):
    data = a_file()
    del data["criteria"], data["measurements"]
    with pytest.raises(ProgramFileError, match=r"^criteria: is missing$"):
        load_program(raw(data))
