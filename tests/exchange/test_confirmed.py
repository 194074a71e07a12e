"""A programme file is refused where a form would ask, unless the row confirms it."""

import pytest

from activities.models import LogEntry
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import load_program
from indicators.models import Measurement
from tests.exchange.files import a_file, changed, raw


def faults_of(data):
    with pytest.raises(ProgramFileError) as caught:
        load_program(raw(data))
    return [str(fault) for fault in caught.value.faults]


def doubtful(section, index, **fields):
    data = a_file()
    data[section][index] |= fields
    return data


@pytest.mark.parametrize(
    ("section", "fields", "code", "place"),
    [
        ("measurements", {"on": "2012-01-01"}, "after_due", "measurements[0].on"),
        ("measurements", {"value": "1000"}, "ten_times", "measurements[0].value"),
        ("log_entries", {"on": "2012-01-01"}, "after_end", "log_entries[0].on"),
    ],
)
def test_a_doubtful_row_confirms_or_is_refused(section, fields, code, place, ann):
    [fault] = faults_of(doubtful(section, 0, **fields))
    assert fault.startswith(f"{place}: is ")
    assert f'"confirmed": ["{code}"]' in fault

    load_program(raw(doubtful(section, 0, **fields, confirmed=[code])))
    model = Measurement if section == "measurements" else LogEntry
    assert model.objects.filter(confirmed=code).count() == 1


@pytest.mark.parametrize(
    ("place", "value"),
    [("measurements[1].numerator", "31"), ("measurements[1].denominator", "19")],
)
def test_a_part_of_more_than_its_whole_is_refused(place, value, ann):
    assert faults_of(changed(place, value)) == [
        "measurements[1].numerator: is more than the whole that it is a part of"
    ]


def test_a_code_that_nothing_is_called_is_refused(ann):
    [fault] = faults_of(doubtful("measurements", 0, confirmed=["because"]))
    assert fault.startswith("measurements[0].confirmed: must be a list of over_whole")
