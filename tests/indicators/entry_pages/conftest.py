"""An entry with its measurement, and the addresses of their pages."""

from decimal import Decimal

import pytest

from activities.models import TimeEntry
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    LogEntryFactory,
    MeasurementFactory,
)
from tests.indicators.entry_pages.shared import THE_EVENT


@pytest.fixture
def entry(konsulent):
    activity = ActivityFactory(title="International Dag")
    entry = LogEntryFactory(
        activity=activity,
        on=THE_EVENT,
        text="Mange kom",
        attendance=3000,
        approximate=True,
        recorded_by=konsulent,
    )
    TimeEntry.objects.create(
        log_entry=entry,
        activity=entry.activity,
        person=konsulent,
        on=THE_EVENT,
        hours=Decimal("6.5"),
    )
    criterion = CriterionFactory(main_area=activity.main_area, activities=[activity])
    MeasurementFactory(criterion=criterion, log_entry=entry, value=40, recorded_by=konsulent)
    return entry


@pytest.fixture
def measurement(entry):
    return entry.measurements.get()
