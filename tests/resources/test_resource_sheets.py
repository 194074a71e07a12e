"""The resources as .csv and .xlsx: which rows there are, and under which headings."""

import csv
import io

import openpyxl
import pytest

from tests.factories import CriterionFactory, MeasurementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


@pytest.fixture
def data(client_of, laeser):
    client = client_of(laeser)
    return lambda kind: client.get(f"/programs/2011/resources.{kind}")


def test_the_csv_has_a_row_for_each_part_source_and_line(data, hours, line):
    text = data("csv").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")

    assert [row[0] for row in rows] == [
        "Programme",
        "Main area",
        "Initiative",
        "Activity",
        "Not of one activity",
        "Allocation",
        "Funding source",
        "Budget line",
    ]
    of_line = dict(zip(head, rows[-1], strict=True))
    assert (of_line["Title"], of_line["Left (kr.)"]) == ("Fair money", "-500,5")
    fair = dict(zip(head, rows[3], strict=True))
    assert (fair["Hours planned"], fair["Hours logged"]) == ("1049,71", "7,5")
    allocation = dict(zip(head, rows[5], strict=True))
    # 7,5 hours in 243 days
    assert (allocation["Hours a week"], allocation["Hours a week so far"]) == ("22", "0,21")


def test_the_csv_has_criteria_decisions_and_what_is_overspent(data, area, hours, line):
    MeasurementFactory(criterion=CriterionFactory(main_area=area, target=5), value=10)
    CriterionFactory(main_area=area)
    line.decision_reference = "Council, 3 March"
    line.save()

    text = data("csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    for row in rows[:2]:
        assert (row["Criteria met"], row["Criteria in all"]) == ("1", "2")
    assert {row["Criteria in all"] for row in rows[2:]} == {""}
    assert (rows[-1]["Decision"], rows[-1]["Overspent"]) == ("Council, 3 March", "Overspent")
    assert {row["Overspent"] for row in rows[:-1]} == {""}


def test_the_xlsx_has_results_hours_and_kroner_as_numbers(data, area, hours, line):
    CriterionFactory(main_area=area)

    book = openpyxl.load_workbook(io.BytesIO(data("xlsx").content))
    results, of_hours, kroner = (
        [dict(zip(head, row, strict=True)) for row in rows]
        for head, *rows in (sheet.iter_rows(values_only=True) for sheet in book)
    )

    assert book.sheetnames == ["Results", "Hours", "Kroner"]
    assert [row["Main area"] for row in results] == ["1. The area", "In all"]
    for row in results:
        assert (row["Criteria met"], row["Criteria in all"]) == (0, 1)
        assert (row["FTE planned"], row["Used (kr.)"], row["Revised (kr.)"]) == (2, 1400.5, 1000)
        assert (row["Lines overspent"], row["Of the period gone"]) == (1, 0.72)
    formats = {
        heading.value: cell.number_format
        for sheet in (book["Hours"], book["Kroner"])
        for heading, cell in zip(sheet[1], sheet[sheet.max_row], strict=True)
    }
    assert {formats["Hours logged"], formats["Left (kr.)"]} == {"#,##0.00"}
    assert [row["What"] for row in of_hours][-2:] == ["Not of one activity", "Allocation"]
    assert of_hours[-1]["Hours logged"] == 7.5
    assert [row["What"] for row in kroner][-2:] == ["Funding source", "Budget line"]
    assert (kroner[-1]["Left (kr.)"], kroner[-1]["Overspent"]) == (-500.5, "Overspent")
