"""A programme file is refused where a form would ask, unless the row confirms it."""

import pytest

from activities.models import LogEntry
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import load_program
from indicators.models import Measurement
from tests.exchange.files import a_file, changed, raw
from tests.exchange.resource_files import with_resources


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
        ("log_entries", {"on": "2012-01-01"}, "after_end", "log_entries[1].on"),
    ],
)
def test_a_doubtful_row_confirms_or_is_refused(section, fields, code, place, ann):
    index = int(place.partition("[")[2][0])
    [fault] = faults_of(doubtful(section, index, **fields))
    assert fault.startswith(f"{place}: is ")
    assert f'"confirmed": ["{code}"]' in fault

    load_program(raw(doubtful(section, index, **fields, confirmed=[code])))
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


LATE = {"on": "2012-01-01"}
ATTENDED = {"ref": "l9", "activity": "fair", "text": "More came."}
MEASURED = {"criterion": "of-guests", "numerator": "30", "on": "2011-07-01"}
REFUND = {"line": "fair-money", "on": "2011-07-01", "text": "Paid back", "amount": "-2000"}
SPENT = {"line": "fair-money", "on": "2011-07-01", "text": "Light", "amount": "5000"}
OF_VOUCHER = REFUND | {"voucher": "B-1"}


@pytest.mark.parametrize(
    ("section", "rows", "code", "place"),
    [
        ("time_entries", [{"main_area": 2, "hours": "1", "by": "ann"} | LATE], "after_end", "on"),
        ("expenses", [SPENT | LATE], "after_end", "on"),
        ("commitments", [SPENT | LATE], "after_end", "on"),
        ("log_entries", [ATTENDED | {"attendance": "40", "on": "2011-06-18"}], "same_figure",
         "attendance"),
        ("log_entries", [ATTENDED | {"attendance": "500", "on": "2011-06-19"}], "ten_times",
         "attendance"),
        ("log_entries", [ATTENDED | {"attendance": "1", "on": "2011-12-01"}], "after_due", "on"),
        ("measurements", [MEASURED], "over_whole", "numerator"),
        ("measurements", [MEASURED | {"numerator": "12", "on": "2011-06-18"}], "same_figure",
         "numerator"),
        ("expenses", [REFUND], "below_nothing", "amount"),
        ("expenses", [SPENT, OF_VOUCHER], "below_nothing", "amount"),
    ],
)  # fmt: skip
def test_what_a_form_would_ask_is_confirmed_or_refused(section, rows, code, place, ann):
    data = with_resources()
    # The figures of a share are added up, and what came to the fair is due in November.
    data["criteria"][7]["aggregation"] = "sum"
    data["criteria"][6]["due_on"] = "2011-11-30"
    *before, last = rows
    data[section] += [*before, last]
    [fault] = faults_of(data)
    assert fault.startswith(f"{section}[{len(data[section]) - 1}].{place}: ")
    assert f'"confirmed": ["{code}"]' in fault

    data[section][-1] = last | {"confirmed": [code]}
    program = load_program(raw(data)).program
    assert program.pk
