"""A day before the programme began is another programme's: refused wherever a day is written."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from activities.queries.week_cells import CellKey, key_of
from activities.services.log import LogEntryInput, check_period, correct_entry, create_entry
from activities.services.week import CellChange, WeekNotSaved, save_week
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import load_program
from indicators.services.configuration import check_period as check_period_of_criteria
from indicators.services.results import Result, correct_measurement, log_result
from indicators.services.ticks import tick
from tests.exchange.files import changed, raw, with_registers
from tests.exchange.resource_files import with_resources
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MeasurementFactory,
    ParticipantFactory,
    RosterRuleFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

FIRST = datetime.date(2011, 2, 1)
BEFORE = datetime.date(2011, 1, 31)
LONG_AGO = datetime.date(2001, 8, 20)
EARLY = pytest.mark.parametrize("day", [BEFORE, LONG_AGO], ids=["the day before", "ten years"])
REFUSED = "The programme starts on"


@pytest.fixture
def activity():
    return ActivityFactory()


def said(on):
    return LogEntryInput(on=on, text="Det skete", attendance=14500)


@EARLY
class TestRefused:
    def test_a_new_entry(self, day, activity, konsulent):
        with pytest.raises(ValidationError, match=REFUSED):
            create_entry(by=konsulent, subject=activity, entry_input=said(day))

    def test_a_new_entry_of_a_main_area(self, day, activity, konsulent):
        with pytest.raises(ValidationError, match=REFUSED):
            create_entry(by=konsulent, subject=activity.main_area, entry_input=said(day))

    def test_a_result(self, day, activity, konsulent):
        result = Result(CriterionFactory(main_area=activity.main_area), value=Decimal(1))
        with pytest.raises(ValidationError, match=REFUSED):
            log_result(by=konsulent, subject=activity, entry_input=said(day), results=[result])

    def test_the_date_of_a_corrected_entry(self, day, activity, konsulent):
        entry = LogEntryFactory(activity=activity, recorded_by=konsulent)
        with pytest.raises(ValidationError, match=REFUSED):
            correct_entry(by=konsulent, entry=entry, entry_input=said(day), reason="Forkert dag")

    def test_the_date_of_a_corrected_measurement(self, day, konsulent):
        found = MeasurementFactory(log_entry=None, recorded_by=konsulent)
        with pytest.raises(ValidationError, match=REFUSED):
            correct_measurement(
                by=konsulent,
                measurement=found,
                result=Result(found.criterion, value=Decimal(1)),
                measured_on=day,
                reason="Forkert dag",
            )

    def test_hours_of_a_week(self, day, activity, konsulent):
        change = CellChange(CellKey(key_of(activity), day), None, Decimal(1))
        monday = day - datetime.timedelta(day.weekday())
        with pytest.raises(WeekNotSaved, match=REFUSED):
            save_week(by=konsulent, monday=monday, changes=[change])

    def test_a_tick(self, day, activity, konsulent):
        criterion = CriterionFactory(
            share=True, main_area=activity.main_area, activities=[activity], source="participants"
        )
        RosterRuleFactory(criterion=criterion)
        member = ParticipantFactory(activity=activity, joined_on=LONG_AGO)
        with pytest.raises(ValidationError, match=REFUSED):
            tick(by=konsulent, criterion=criterion, participants=[member], on=day, answer="yes")


def test_the_first_day_is_the_programmes_own(activity, konsulent):
    assert create_entry(by=konsulent, subject=activity, entry_input=said(FIRST)).on == FIRST


@pytest.mark.parametrize("check", [check_period, check_period_of_criteria])
def test_the_start_is_not_moved_past_what_was_logged_or_measured(check, activity):
    entry = LogEntryFactory(activity=activity, on=FIRST)
    criterion = CriterionFactory(main_area=activity.main_area)
    MeasurementFactory(criterion=criterion, log_entry=entry, measured_on=FIRST)
    program = activity.main_area.program
    check(program, FIRST, program.ends_on)
    with pytest.raises(ValidationError, match="before the new start"):
        check(program, FIRST + datetime.timedelta(1), program.ends_on)


@pytest.mark.parametrize(
    ("file", "place"),
    [
        (with_registers, "log_entries[0].on"),
        (with_registers, "measurements[1].on"),
        (with_registers, "ticks[0].on"),
        (with_resources, "time_entries[0].on"),
        (with_resources, "expenses[0].on"),
    ],
)
def test_a_programme_file_is_refused_where_a_form_refuses(file, place):
    UserFactory(username="ann")
    with pytest.raises(ProgramFileError) as caught:
        load_program(raw(changed(place, "2011-01-31", file())))
    assert f"{place}: is before the programme starts" in map(str, caught.value.faults)
