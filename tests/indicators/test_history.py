"""The history of a record as it is read: who, when, from, to, why."""

import datetime
from decimal import Decimal

import pytest

from activities.services.log import LogEntryInput, correct_entry
from indicators.queries.history import changes_of
from indicators.services.results import Result, correct_measurement, retract_measurement
from tests.factories import CriterionFactory, LogEntryFactory, MeasurementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

THE_EVENT = datetime.date(2011, 8, 20)


def correct(by, measurement, reason="Talt igen", on=THE_EVENT, **figures):
    return correct_measurement(
        by=by,
        measurement=measurement,
        result=Result(measurement.criterion, **figures),
        measured_on=on,
        reason=reason,
    )


def test_what_was_only_saved_has_no_changes():
    assert changes_of(MeasurementFactory()) == []


def test_no_record_has_no_changes(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert changes_of() == []


def test_a_change_says_who_when_from_to_and_why(leder):
    measurement = MeasurementFactory(value=10)

    correct(leder, measurement, value=Decimal(12))

    [change] = changes_of(measurement)
    assert (change.by, change.reason) == ("Leo Leder", "Talt igen")
    assert (change.field, change.before, change.after) == ("value", 10, 12)
    assert change.at == measurement.history.first().history_date
    assert change.record == measurement


def test_each_field_that_changed_is_a_line_and_no_other(leder):
    measurement = MeasurementFactory(
        criterion=CriterionFactory(share=True), numerator=20, denominator=30
    )

    correct(
        leder,
        measurement,
        on=datetime.date(2011, 8, 21),
        numerator=Decimal(21),
        denominator=Decimal(30),
    )

    lines = {change.field: (change.before_text, change.after_text)
             for change in changes_of(measurement)}  # fmt: skip
    assert lines == {"measured on": ("20-08-2011", "21-08-2011"), "numerator": ("20", "21")}


def test_the_newest_change_comes_first(leder):
    measurement = MeasurementFactory(value=10)
    correct(leder, measurement, "Først", value=Decimal(11))
    correct(leder, measurement, "Så", value=Decimal(12))

    assert [change.reason for change in changes_of(measurement)] == ["Så", "Først"]


def test_a_retraction_is_told_once_with_its_reason(leder):
    measurement = MeasurementFactory()

    retract_measurement(by=leder, measurement=measurement, reason="Talt dobbelt")

    [change] = changes_of(measurement)
    assert (change.field, change.before_text, change.after_text) == ("taken back", "no", "yes")
    assert change.reason == "Talt dobbelt"


def test_numbers_dates_answers_and_nothing_are_shown_as_they_are_read(leder):
    count = MeasurementFactory(value=30000)
    milestone = MeasurementFactory(criterion=CriterionFactory(milestone=True), done=False)
    correct(leder, count, value=Decimal("1.5"), approximate=True)
    correct(leder, milestone, done=True)

    shown = {(c.before_text, c.after_text) for c in changes_of(count, milestone)}

    assert shown == {("30.000", "1,5"), ("no", "yes")}


def test_an_entrys_change_is_told_the_same_way(konsulent):
    entry = LogEntryFactory(recorded_by=konsulent, on=THE_EVENT, text="Regn")

    correct_entry(
        by=konsulent,
        entry=entry,
        entry_input=LogEntryInput(THE_EVENT, "Sol", 40),
        reason="Det klarede op",
    )

    lines = {(c.field, c.before_text, c.after_text) for c in changes_of(entry)}
    assert lines == {("what happened", "Regn", "Sol"), ("attendance", "–", "40")}


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_one_query_for_one_record_and_for_three(leder, rows, django_assert_num_queries):
    measurements = MeasurementFactory.create_batch(rows)
    for measurement in measurements:
        correct(leder, measurement, value=Decimal(1))

    with django_assert_num_queries(1):
        found = changes_of(*measurements)

    assert len(found) == rows
