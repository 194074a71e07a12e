"""The resources as data: the keys that others rely on, the same figures in each, and no formula."""

import csv
import datetime
import io
import re
from decimal import Decimal

import openpyxl
import pytest

from tests.factories import ActivityFactory, InitiativeFactory, MainAreaFactory, ProgramFactory
from tests.factories.resources import (
    BudgetLineFactory,
    BudgetRevisionFactory,
    CommitmentFactory,
    ExpenseFactory,
    FundingSourceFactory,
    StaffAllocationFactory,
    TimeEntryFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

ADDRESS = "/programs/2011/resources"
FTE = HOURS = {"planned", "to_date", "left", "forecast"}
MONEY = {"granted", "revised", "used", "committed", "left", "forecast"}
# Every key beside the figures of the same name in the sheet.
COLUMNS = {
    ("fte", "planned"): "FTE planned",
    ("fte", "planned_to_date"): "FTE planned to date",
    ("fte", "to_date"): "FTE to date",
    ("fte", "left"): "FTE left",
    ("fte", "forecast"): "FTE forecast",
    ("hours", "planned"): "Hours planned",
    ("hours", "planned_to_date"): "Hours planned to date",
    ("hours", "to_date"): "Hours logged",
    ("hours", "left"): "Hours left",
    ("hours", "forecast"): "Hours forecast",
    ("money", "granted"): "Granted (kr.)",
    ("money", "revised"): "Revised (kr.)",
    ("money", "used"): "Used (kr.)",
    ("money", "committed"): "Committed (kr.)",
    ("money", "left"): "Left (kr.)",
    ("money", "forecast"): "Forecast outturn (kr.)",
}
# May 2 is the factories' day; each of these changes one figure of the day itself.
MAY_2, MAY_3 = datetime.date(2011, 5, 2), datetime.date(2011, 5, 3)


@pytest.fixture
def program():
    """Two areas, each with an activity under an initiative; hours and kroner in the first."""
    program = ProgramFactory(slug="2011", fte=3)
    for number, fte in ((1, 2), (2, 1)):
        area = MainAreaFactory(program=program, number=number, title=f"Area {number}", fte=fte)
        initiative = InitiativeFactory(main_area=area, ref=f"i{number}", title=f"Part {number}")
        ActivityFactory(
            main_area=area, initiative=initiative, ref=f"a{number}", title=f"Fair {number}"
        )
    return program


@pytest.fixture
def activity(program):
    return program.main_areas.get(number=1).activities.get()


@pytest.fixture
def line(program, activity):
    StaffAllocationFactory(main_area=activity.main_area, activities=[activity], title="22 a week")
    TimeEntryFactory(activity=activity, on=MAY_2, hours=Decimal("7.25"))
    source = FundingSourceFactory(program=program, name="The pool")
    line = BudgetLineFactory(source=source, activity=activity, title="Fair money", amount=2000)
    BudgetRevisionFactory(line=line, on=MAY_2, amount=Decimal("1999.95"))
    ExpenseFactory(line=line, on=MAY_2, amount=Decimal("1234.56"))
    CommitmentFactory(line=line, on=MAY_2, amount=Decimal("765.43"), released_on=MAY_3)
    of_initiative = {"activity": None, "initiative": activity.initiative}
    BudgetLineFactory(source=source, title="Shared money", amount=50, **of_initiative)
    return line


@pytest.fixture
def fetch(client_of, laeser):
    client = client_of(laeser)

    def fetched(kind, **query):
        response = client.get(f"{ADDRESS}.{kind}", query)
        assert response.status_code == 200
        return response

    return fetched


@pytest.fixture
def rows_of(fetch):
    """The rows of the table as dictionaries: of a workbook, those of all its sheets as one."""

    def from_csv(**query):
        text = fetch("csv", **query).content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text), delimiter=";")
        yield from (dict(zip(head, row, strict=True)) for row in rows)

    def from_xlsx(**query):
        found = {}
        for sheet in openpyxl.load_workbook(io.BytesIO(fetch("xlsx", **query).content)):
            head, *rows = sheet.iter_rows(values_only=True)
            for row in rows if "What" in head else ():
                cells = dict(zip(head, row, strict=True))
                place = tuple(cells[name] for name in ("What", "Main area", "Initiative", "Title"))
                found.setdefault(place, {}).update(cells)
        yield from found.values()

    readers = {"csv": from_csv, "xlsx": from_xlsx}
    return lambda kind, **query: list(readers[kind](**query))


# Keys -------------------------------------------------------------------------------------------
def test_the_totals_and_every_area_initiative_and_activity_have_all_three_blocks(fetch, line):
    data = fetch("json").json()

    levels = {name: data[name] for name in ("main_areas", "initiatives", "activities")}
    assert {name: len(rows) for name, rows in levels.items()} == dict.fromkeys(levels, 2)
    with_money = [data, *(rows[0] for rows in levels.values())]
    for row in (*with_money, *(rows[1] for rows in levels.values())):
        assert set(row["fte"]) >= FTE
        assert set(row["hours"]) >= HOURS
    for row in with_money:
        assert set(row["money"]) == MONEY


def test_every_source_and_line_has_its_money(fetch, line):
    data = fetch("json").json()

    assert [row["name"] for row in data["sources"]] == ["The pool"]
    assert [row["title"] for row in data["lines"]] == ["Fair money", "Shared money"]
    for row in (*data["sources"], *data["lines"]):
        assert set(row["money"]) == MONEY
    assert data["sources"][0]["lines"] == [row["id"] for row in data["lines"]]


def test_areas_initiatives_and_activities_are_named_as_in_the_programme_file(fetch, line):
    data = fetch("json").json()

    ids = {name: [row["id"] for row in data[name]] for name in ("main_areas", "initiatives")}
    assert ids == {"main_areas": [1, 2], "initiatives": ["i1", "i2"]}
    found = [(row["id"], row["main_area"], row["initiative"]) for row in data["activities"]]
    assert found == [("a1", 1, "i1"), ("a2", 2, "i2")]


# One figure in three files ----------------------------------------------------------------------
def figures_of(row):
    """What the .json says of a part, under the headings of the sheet."""
    return {
        heading: Decimal(row[block][key])
        for (block, key), heading in COLUMNS.items()
        if row.get(block) and row[block][key] is not None
    }


def numbers_of(row):
    """What a row of the table says, likewise; text with a Danish comma is read as a number."""
    given = {heading: row.get(heading) for heading in COLUMNS.values()}
    return {
        heading: Decimal(str(value).replace(",", "."))
        for heading, value in given.items()
        if value not in (None, "")
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("as_of", ["2011-05-02", "2011-10-01", "2012-02-01"])
def test_sheet_and_json_hold_the_same_figures(fetch, rows_of, line, kind, as_of):
    data = fetch("json", as_of=as_of).json()
    rows = rows_of(kind, as_of=as_of)

    def of(what, title=None):
        found = [row for row in rows if row["What"] == what and title in (None, row["Title"])]
        assert len(found) == 1, (what, title)
        return numbers_of(found[0])

    assert of("Programme") == figures_of(data)
    for area in data["main_areas"]:
        assert of("Main area", f"{area['number']}. {area['title']}") == figures_of(area)
    named = {"initiatives": "Initiative", "activities": "Activity", "lines": "Budget line"}
    for name, what in named.items():
        for row in data[name]:
            assert of(what, row["title"]) == figures_of(row)
    assert of("Funding source", "The pool") == figures_of(data["sources"][0])
    [allocation] = data["allocations"]
    assert of("Allocation", "22 a week") == figures_of(allocation)


# As of a day ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("as_of", "logged", "money"),
    [
        ("2011-05-01", None, ("2000", "0", "0", "2000")),
        # 1.999,95 − 1.234,56 − 765,43
        ("2011-05-02", "7.25", ("1999.95", "1234.56", "765.43", "-0.04")),
        ("2011-05-03", "7.25", ("1999.95", "1234.56", "0", "765.39")),
    ],
)
def test_hours_revisions_expenses_and_commitments_count_from_their_day(
    fetch, line, as_of, logged, money
):
    data = fetch("json", as_of=as_of).json()

    [of_line] = [row for row in data["lines"] if row["id"] == line.ref]
    found = of_line["money"]
    assert (found["revised"], found["used"], found["committed"], found["left"]) == money
    assert of_line["expected_overspent"] == (found["left"][0] == "-")
    assert data["hours"]["to_date"] == logged


# Formulas ---------------------------------------------------------------------------------------
DANGEROUS = ["=1+1", "+45 33663366", "-2+3", "@SUM(A1)", "=HYPERLINK(1)", "\t=1+1"]


@pytest.fixture
def named(program, activity, line):
    """Everything that somebody may call something, called the same."""

    def called(text):
        allocation, source = activity.allocations.get(), line.source
        for row, name in (
            (activity, "title"),
            (activity.initiative, "title"),
            (source, "name"),
            (line, "title"),
            (line, "decision_reference"),
            (allocation, "title"),
            (allocation, "decision_reference"),
        ):
            setattr(row, name, text)
            row.save()

    return called


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_name_becomes_a_formula_in_the_csv(fetch, named, text):
    named(text)

    rows = csv.reader(io.StringIO(fetch("csv").content.decode("utf-8-sig")), delimiter=";")

    cells = [cell for row in rows for cell in row]
    assert sum(cell.startswith("'") and text.strip() in cell for cell in cells) >= 7
    # What begins like one is a negative number.
    begun = [cell for cell in cells if cell.startswith(tuple("=+-@\t"))]
    assert all(re.fullmatch(r"-[\d,]+", cell) for cell in begun), begun


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_name_becomes_a_formula_in_the_workbook(fetch, named, text):
    named(text)

    book = openpyxl.load_workbook(io.BytesIO(fetch("xlsx").content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    named_so = [
        cell for cell in cells if isinstance(cell.value, str) and text.strip() in cell.value
    ]
    assert len(named_so) >= 7
    assert {cell.data_type for cell in named_so} == {"s"}
    assert all(cell.quotePrefix for cell in named_so if not cell.value.startswith("\t"))
    assert "f" not in {cell.data_type for cell in cells}
