"""The status table as data: the same rows, as .json, .csv and .xlsx at stable addresses."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from indicators.models.choices import Base, Status
from overview.exports import IN_DATA, IN_SHEETS
from tests.factories import (
    AssessmentFactory,
    CriterionFactory,
    InitiativeFactory,
    MainAreaFactory,
    MeasurementFactory,
    ProgramFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

THE_DAY = datetime.date(2011, 6, 15)


@pytest.fixture
def area():
    return MainAreaFactory(program=ProgramFactory(slug="2011"), number=1)


@pytest.fixture
def get(client_of, laeser):
    client = client_of(laeser)
    return lambda kind="json", **query: client.get(f"/programs/2011/status.{kind}", query)


@pytest.fixture
def the_criterion(get):
    """The one criterion of the programme, as data."""

    def read(as_of="2011-06-30"):
        [found] = get(as_of=as_of).json()["criteria"]
        return found

    return read


class TestJson:
    def test_of_a_count_is_exactly_this(self, get, area):
        CriterionFactory(
            main_area=area,
            initiative=InitiativeFactory(main_area=area, ref="festival"),
            ref="visitors",
            wording="Minimum 30.000 besøgende",
            target=30000,
            unit="besøgende",
            even=True,
        )
        visitors = area.criteria.get()
        ann = UserFactory(full_name="Ann Reporter")
        MeasurementFactory(criterion=visitors, value=12125, measured_on=THE_DAY, recorded_by=ann)

        assert get(as_of="2011-06-30").json() == {
            "program": "2011",
            "as_of": "2011-06-30",
            "criteria": [
                {
                    "id": "visitors",
                    "wording": "Minimum 30.000 besøgende",
                    "main_area": 1,
                    "initiative": "festival",
                    "measure": "count",
                    "comparison": ">=",
                    "target": "30000",
                    "unit": "besøgende",
                    "value": "12125",
                    "numerator": None,
                    "denominator": None,
                    "expected": "13473",
                    "status": "at_risk",
                    "assessed_status": None,
                    "explanation": ("12.125 of 13.473 expected by June 30, 2011 (89,9\u00a0%)."),
                    "measured_on": "2011-06-15",
                    "measured_by": "Ann Reporter",
                    "due_on": "2011-12-31",
                    "responsible": None,
                    "parent": None,
                    "forecast": None,
                    "approximate": False,
                    "after_due": False,
                }
            ],
        }

    def test_tells_who_is_responsible(self, area, the_criterion):
        CriterionFactory(main_area=area, responsible=UserFactory(full_name="Bo Responsible"))

        assert the_criterion()["responsible"] == "Bo Responsible"

    def test_has_a_share_with_six_places_beside_its_pair(self, area, the_criterion):
        share = CriterionFactory(share=True, main_area=area)
        MeasurementFactory(criterion=share, numerator=2, denominator=3, measured_on=THE_DAY)

        found = the_criterion()

        assert (found["value"], found["numerator"], found["denominator"]) == ("66.666666", "2", "3")
        assert (found["target"], found["expected"]) == ("70", None)

    def test_keeps_the_six_places_of_a_whole_percentage(self, area, the_criterion):
        share = CriterionFactory(share=True, main_area=area, base=Base.FIXED, base_value=60)
        MeasurementFactory(criterion=share, numerator=24, measured_on=THE_DAY)

        found = the_criterion()

        assert (found["value"], found["denominator"]) == ("40.000000", "60")

    def test_has_no_value_of_a_share_without_its_base(self, area, the_criterion):
        share = CriterionFactory(share=True, main_area=area)
        MeasurementFactory(criterion=share, numerator=0, denominator=0, measured_on=THE_DAY)

        found = the_criterion()

        assert (found["value"], found["numerator"], found["denominator"]) == (None, "0", "0")
        assert found["status"] == "not_computable"

    @pytest.mark.parametrize("done", [True, False])
    def test_has_a_milestone_as_true_or_false(self, area, the_criterion, done):
        milestone = CriterionFactory(milestone=True, main_area=area)
        MeasurementFactory(criterion=milestone, done=done, measured_on=THE_DAY)

        assert the_criterion()["value"] is done

    @pytest.mark.parametrize("kind", ["milestone", "all", "narrative", "share"])
    def test_has_null_for_what_is_absent(self, area, the_criterion, kind):
        CriterionFactory(main_area=area, **{kind: True})

        found = the_criterion()

        absent = ("initiative", "unit", "value", "numerator", "expected", "measured_on", "parent")
        assert {found[key] for key in absent} == {None}

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (Decimal("3.14"), "3.14"),
            (Decimal("1.5000"), "1.5"),
            (Decimal(100), "100"),
            (Decimal(0), "0"),
            (Decimal("999999999.9999"), "999999999.9999"),
        ],
    )
    def test_writes_numbers_as_decimal_strings(self, area, the_criterion, value, text):
        criterion = CriterionFactory(main_area=area)
        MeasurementFactory(criterion=criterion, value=value, measured_on=THE_DAY)

        assert the_criterion()["value"] == text

    def test_has_nought_for_a_derived_count_without_entries(self, area, the_criterion):
        CriterionFactory(main_area=area, attendance=True)

        assert the_criterion()["value"] == "0"

    def test_says_what_is_foretold(self, area, the_criterion):
        MeasurementFactory(
            criterion=CriterionFactory(main_area=area),
            value=25,
            measured_on=datetime.date(2011, 12, 31),
            forecast_stated_on=THE_DAY,
        )

        found = the_criterion()

        assert found["value"] is None
        assert found["forecast"] == {
            "stated_on": "2011-06-15",
            "on": "2011-12-31",
            "value": "25",
            "numerator": None,
            "denominator": None,
        }

    def test_marks_a_rough_value(self, area, the_criterion):
        MeasurementFactory(
            criterion=CriterionFactory(main_area=area), approximate=True, measured_on=THE_DAY
        )

        assert the_criterion()["approximate"] is True

    def test_says_both_statuses(self, area, the_criterion):
        criterion = CriterionFactory(main_area=area)
        AssessmentFactory(criterion=criterion, status=Status.MET, on=datetime.date(2012, 1, 1))

        found = the_criterion("2012-01-01")

        assert (found["status"], found["assessed_status"]) == ("unmeasured", "met")

    def test_names_the_parent_by_its_reference(self, get, area):
        whole = CriterionFactory(main_area=area, ref="whole", all=True)
        CriterionFactory(main_area=area, ref="part", parent=whole)

        found = {row["id"]: row["parent"] for row in get().json()["criteria"]}

        assert found == {"whole": None, "part": "whole"}

    def test_stands_as_of_today_without_a_date(self, get, area):
        assert get().json()["as_of"] == "2011-10-01"

    def test_keeps_danish_letters(self, get, area):
        CriterionFactory(main_area=area, wording="Ære og Århus")

        assert "Ære og Århus" in get().content.decode()


class TestFilters:
    @pytest.fixture(autouse=True)
    def _criteria(self, area, konsulent):
        met = CriterionFactory(main_area=area, ref="met", responsible=konsulent)
        MeasurementFactory(criterion=met, value=100, measured_on=THE_DAY)
        CriterionFactory(main_area=MainAreaFactory(program=area.program, number=2), ref="other")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["met", "other"]),
            ({"main_area": 2}, ["other"]),
            ({"status": "met"}, ["met"]),
            ({"sort": "measured"}, ["met", "other"]),
            ({"sort": "status"}, ["other", "met"]),
            ({"status": "behind"}, []),
        ],
    )
    def test_are_those_of_the_page(self, get, query, found):
        assert [row["id"] for row in get(**query).json()["criteria"]] == found

    def test_keep_a_persons_own(self, get, konsulent):
        found = get(responsible=konsulent.pk).json()["criteria"]

        assert [row["id"] for row in found] == ["met"]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_hold_for_every_format(self, get, kind):
        response = get(kind, status="met")

        assert [row[0] for row in rows_of(response, kind)[1:]] == ["met"]

    @pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("as_of", "igår"),
            ("as_of", "2011-02-31"),
            ("status", "splendid"),
            ("main_area", "99"),
            ("main_area", "x"),
            ("responsible", "0"),
            ("sort", "nonsense"),
        ],
    )
    def test_that_cannot_be_read_are_refused_by_name(self, get, kind, field, text):
        response = get(kind, **{field: text})

        assert response.status_code == 400
        assert list(response.json()["errors"]) == [field]


def rows_of(response, kind):
    assert response.status_code == 200
    if kind == "csv":
        text = response.content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))
    return [list(row) for row in sheet_of(response).iter_rows(values_only=True)]


def sheet_of(response):
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


class TestSpreadsheets:
    HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)"]

    def test_have_a_name_with_programme_and_date(self, get, area):
        response = get("xlsx", as_of="2011-06-30")

        assert (
            response["Content-Disposition"] == 'attachment; filename="status-2011-2011-06-30.xlsx"'
        )

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_have_the_judged_status_and_what_came_late(self, get, area, kind):
        criterion = CriterionFactory(main_area=area, due_on=THE_DAY - datetime.timedelta(1))
        AssessmentFactory(criterion=criterion, status=Status.MET, on=THE_DAY)
        MeasurementFactory(criterion=criterion, measured_on=THE_DAY)

        heading, row = rows_of(get(kind, as_of="2011-06-30"), kind)

        found = dict(zip(heading, row, strict=True))
        assert found["Judged status"] == str(Status.MET.label)
        assert found["After the due date"] == "after the due date"

    def test_hold_the_very_rows_of_the_page(self, get, area):
        whole = CriterionFactory(main_area=area, ref="whole", target=30000, unit="besøgende")
        MeasurementFactory(criterion=whole, value=Decimal("12000.5"), measured_on=THE_DAY)
        CriterionFactory(main_area=area, ref="part", parent=whole, share=True)

        heading, *rows = rows_of(get("xlsx", as_of="2011-06-30"), "xlsx")
        found = [dict(zip(heading, row, strict=True)) for row in rows]

        assert [row["Id"] for row in found] == ["whole", "part"]
        assert found[0]["Target"] == 30000
        assert found[0]["Value"] == 12000.5
        assert found[0]["Unit"] == "besøgende"
        assert found[0]["Status"] == "Not due"
        assert found[0]["Measured on"] == datetime.datetime(2011, 6, 15)
        assert found[1]["Part of"] == "whole"
        assert found[1]["Value"] is None

    def test_have_numbers_as_numbers_and_dates_as_dates(self, get, area):
        share = CriterionFactory(share=True, main_area=area)
        MeasurementFactory(criterion=share, numerator=2, denominator=3, measured_on=THE_DAY)

        sheet = sheet_of(get("xlsx", as_of="2011-06-30"))

        kinds = {heading.value: cell.data_type for heading, cell in zip(*sheet.rows, strict=True)}
        for heading in ("Target", "Value", "Numerator", "Denominator"):
            assert kinds[heading] == "n"
        for heading in ("Measured on", "Due on"):
            assert kinds[heading] == "d"

    @pytest.mark.parametrize("text", HOSTILE)
    def test_have_no_formula_from_what_somebody_typed(self, get, area, text):
        CriterionFactory(main_area=area, wording=text, unit=text, ref="a")

        sheet = sheet_of(get("xlsx"))

        typed = [cell for row in sheet.rows for cell in row if cell.value == text]
        assert len(typed) == 2
        assert {cell.data_type for cell in typed} == {"s"}

    @pytest.mark.parametrize("text", HOSTILE)
    def test_have_none_as_csv_either(self, get, area, text):
        CriterionFactory(main_area=area, wording=text)

        _heading, row = rows_of(get("csv"), "csv")

        assert f"'{text}" in row
        assert text not in row

    def test_as_csv_are_danish(self, get, area):
        criterion = CriterionFactory(main_area=area, wording="Ære")
        MeasurementFactory(criterion=criterion, value=Decimal("1.5"), measured_on=THE_DAY)

        response = get("csv", as_of="2011-06-30")

        assert response["Content-Type"] == "text/csv; charset=utf-8"
        heading, row = rows_of(response, "csv")
        found = dict(zip(heading, row, strict=True))
        assert (found["Value"], found["Measured on"]) == ("1,5", "15-06-2011")

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_of_every_measure_can_be_written(self, get, area, kind):
        for measure in ("share", "milestone", "all", "narrative", "attendance"):
            CriterionFactory(main_area=area, **{measure: True})
        MeasurementFactory(
            criterion=CriterionFactory(milestone=True, main_area=area),
            done=True,
            measured_on=datetime.date(2011, 12, 31),
            forecast_stated_on=THE_DAY,
        )

        assert len(rows_of(get(kind), kind)) == 7


def test_no_key_and_no_heading_stands_twice():
    keys = [column.key for column in IN_DATA]
    headings = [str(column.heading) for column in IN_SHEETS]

    assert len(set(keys)) == len(keys)
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_data_of_an_empty_programme_stands(get, area, kind):
    assert get(kind).status_code == 200


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_data_of_a_programme_that_is_not_there_is_not_found(client_of, laeser, kind):
    assert client_of(laeser).get(f"/programs/1999/status.{kind}").status_code == 404


def test_data_needs_a_sign_in(client, area):
    response = client.get("/programs/2011/status.json")

    assert response.status_code == 302
    assert "/login" in response["Location"] or "next=" in response["Location"]
