"""The resource page and its data, and hours and money on the status, area and activity pages."""

import datetime
import re
from decimal import Decimal

import pytest

from core.numbers import format_number
from tests.factories import CriterionFactory, LogEntryFactory, MainAreaFactory, MeasurementFactory
from tests.factories.resources import (
    BudgetLineFactory,
    CommitmentFactory,
    ExpenseFactory,
    FundingSourceFactory,
    TimeEntryFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

# Before the line was made less.
EARLIER = "2011-05-31"


@pytest.fixture
def page(client_of, leder):
    client = client_of(leder)

    def read(address="/programs/2011/resources/", **query):
        response = client.get(address, query)
        assert response.status_code == 200
        text = re.sub(r"<[^>]+>|\s+", " ", response.content.decode())
        return re.sub(r"\s+", " ", text.replace("\xa0", " "))

    return read


@pytest.fixture
def data(client_of, laeser):
    client = client_of(laeser)
    return lambda kind="json", **query: client.get(f"/programs/2011/resources.{kind}", query)


# The page --------------------------------------------------------------------------------------
def test_it_shows_hours_and_money_of_an_area_side_by_side(page, area, hours, line):
    text = page()

    assert "72 % of the period" in text
    assert "The other title" in text
    assert "0 of 2 (8 of 3.521 hours) Below the plan" in text
    assert "1.400,50 kr. of 1.000 kr. now (granted 2.000 kr.) 1 line overspent" in text


def test_an_overspent_line_stands_out_and_leads_to_its_vouchers(client_of, leder, line):
    for address in ("/programs/2011/resources/", "/programs/2011/status/"):
        CriterionFactory(main_area=line.main_area)
        content = client_of(leder).get(address).content.decode().replace("\xa0", " ")

        assert f'<a href="{line.get_absolute_url()}">Fair money</a>: 400,50 kr. more' in content


def test_an_overspent_line_says_what_is_used_of_what(page, line):
    said = "Used 1.400,50 kr. of 1.000 kr. now (granted 2.000 kr.) · Committed besides: 100 kr."
    assert f"400,50 kr. more than there is now. {said}" in page()


def test_a_line_that_holds_is_no_warning(page, line):
    text = page(as_of="2011-05-31")

    assert "more than" not in text
    assert "1.400,50 kr. of 2.000 kr." in text


def test_a_line_that_what_is_committed_will_overspend_is_expected_to_be(page, area, line):
    CommitmentFactory(line=line, on=datetime.date(2011, 5, 3), amount=1000)

    for address in ("/programs/2011/resources/", "/programs/2011/status/"):
        text = page(address, as_of=EARLIER)

        assert "Expected to be overspent Fair money : 500,50 kr. too much is committed." in text
        assert "1 line expected to be overspent" in text
        assert "line overspent" not in text

    assert "Expected to be overspent by 500,50 kr." in page(
        "/programs/2011/economy/", as_of=EARLIER
    )
    text = page(line.get_absolute_url(), as_of=EARLIER)
    assert "The line is expected to be overspent: 500,50 kr. too much is committed" in text


def test_hours_a_week_stand_beside_what_was_decided(page, hours):
    text = page()

    assert "22 hours a week 0,21 763,71 7,50" in text


def test_hours_that_nobody_logged_are_said_to_be_so(page, activity):
    assert "The fair no hours logged" in page()


def test_the_methods_are_named(page, area):
    text = page()

    assert "Hours forecast, by a straight line" in text
    assert "is 1.924 hours a year (gross: every week of the year is paid)" in text


def test_empty_places_say_what_will_be_there(client_of, program, laeser, admin):
    MainAreaFactory(program=program)
    address = "/programs/2011/resources/"
    reader, configures = (client_of(user).get(address).content for user in (laeser, admin))

    for content in (reader, configures):
        assert b"and no hours logged. Here will be what each" in content
        assert b"No money is set aside yet. Here will be" in content
    assert b"Add the first funding source" in configures
    assert b"Add the first funding source" not in reader


def test_a_date_that_cannot_be_read_is_left_out_and_said_so(page, area):
    assert "could not be read and was left out" in page(as_of="2011-02-30")


def test_a_consultant_sees_own_hours_and_a_reader_sums(client_of, konsulent, laeser, activity):
    TimeEntryFactory(activity=activity, person=konsulent, hours=5)
    TimeEntryFactory(activity=activity, person__full_name="Somebody else", hours=7)
    address = "/programs/2011/resources/"
    own, sums = (client_of(user).get(address).content for user in (konsulent, laeser))

    assert b"My own hours" in own
    assert b"Somebody else" not in own + sums
    assert b"Hours by person" not in sums
    assert b"12,00" in sums


# Status, area, activity ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "kept"),
    [("", ""), ("?as_of=2011-05-31", "?as_of=2011-05-31"), ("?as_of=31", ""), ("?as_of=", "")],
)
def test_the_resource_page_leads_to_the_results_of_the_same_day(
    client_of, leder, line, asked, kept
):
    content = client_of(leder).get(f"/programs/2011/resources/{asked}").content.decode()

    assert f'<a href="/programs/2011/status/{kept}">See it together with the succ' in content


def test_the_status_page_has_results_fte_and_kroner_of_each_area(page, area, hours, line):
    MeasurementFactory(criterion=CriterionFactory(main_area=area, target=5), value=10)
    CriterionFactory(main_area=area)

    text = page("/programs/2011/status/")

    assert "1 of 2 met · 1 not due" in text
    assert "Full-time equivalents: 0 of 2" in text
    assert "Kroner: 1.400,50 kr. of 1.000 kr. now (granted 2.000 kr.) 1 line overspent" in text


def test_without_staff_and_money_the_status_page_says_nothing_of_them(page, program):
    CriterionFactory(main_area=MainAreaFactory(program=program))

    text = page("/programs/2011/status/")

    assert "0 of 1 met · 1 not due" in text
    assert "Full-time equivalents:" not in text
    assert "Kroner:" not in text


@pytest.mark.parametrize(("as_of", "mark"), [("2011-10-01", 72), ("2011-01-31", None)])
def test_each_bar_of_an_area_is_held_against_the_period_gone(
    client_of, leder, area, hours, line, as_of, mark
):
    """Results, hours and kroner; before the period nothing of it has gone."""
    CriterionFactory(main_area=area)

    content = client_of(leder).get("/programs/2011/status/", {"as_of": as_of}).content.decode()
    [card] = re.findall(
        r'<section class="panel" aria-labelledby="area-.*?</section>', content, re.S
    )

    assert card.count('<svg class="bar-svg') == 3
    marks = re.findall(r'class="bar-mark" d="M(\d+) 0v', card)
    assert marks == ([str(mark)] * 3 if mark else [])
    assert ("The mark on a main area" in content) == bool(mark)


@pytest.mark.parametrize(("lines", "shown", "more"), [(3, 3, ""), (8, 3, "and 5 lines more")])
def test_overspent_lines_and_criteria_do_not_crowd_each_other_out(page, area, lines, shown, more):
    source = FundingSourceFactory(program=area.program)
    for _turn in range(lines):
        line = BudgetLineFactory(source=source, activity__main_area=area, amount=1)
        ExpenseFactory(line=line)
    for _turn in range(9):
        CriterionFactory(main_area=area, due_on=datetime.date(2011, 6, 1))

    response_text = page("/programs/2011/status/")

    needing = response_text.rpartition("All success criteria")[0].rpartition("Needs action")[2]
    assert needing.count("Overspent") == shown
    # Each row, and what the button of its next step is about.
    assert needing.count("Kriteriet") == 2 * 7
    assert (more in needing) and ("more than granted" in needing)
    assert ("lines more" in needing) == bool(more)


def test_without_criteria_the_status_page_has_the_areas_staff_and_money(page, area, line):
    text = page("/programs/2011/status/")

    assert "The programme has no success criteria yet." in text
    assert "Full-time equivalents: 2 set aside, no hours logged" in text
    assert "Overspent Fair money" in text


def test_without_anything_the_status_page_has_no_empty_cards(page, program):
    MainAreaFactory(program=program, title="The empty one")

    text = page("/programs/2011/status/")

    assert "The programme has no success criteria yet." in text
    assert "The empty one" not in text


def test_an_activity_has_its_hours_its_money_and_what_a_result_cost(page, activity, hours, line):
    CriterionFactory(
        main_area=activity.main_area, activities=[activity], attendance=True, unit="guests"
    )
    LogEntryFactory(activity=activity, attendance=100)

    text = page(f"/activities/{activity.pk}/")

    assert "Hours planned 1.049,71" in text
    assert "The decision 22 hours a week · 0,21 hours a week so far: 7,50 of 763,71" in text
    assert "14,01 kr. for each of 100 guests" in text
    assert "Kroner used 1.400,50 kr. of 1.000 kr. now (granted 2.000 kr.)" in text
    assert "Committed 100 kr." in text
    assert "Forecast outturn 1.500,50 kr." in text
    assert "Fair money : 400,50 kr. more than there is now" in text


def test_an_activity_without_hours_and_money_says_so(page, activity):
    assert "No hours are planned or logged here" in page(f"/activities/{activity.pk}/")


def test_a_main_area_has_its_hours_and_money(page, area, hours, line):
    text = page(f"/areas/{area.pk}/")

    assert "Hours planned 3.521,18" in text
    assert "Committed 100 kr." in text
    assert "Forecast outturn 1.500,50 kr." in text
    assert "Fair money" in text


# As data ---------------------------------------------------------------------------------------
HOURS = {
    "planned": "1049.71",
    "planned_to_date": "763.71",
    "to_date": "7.5",
    "left": "1042.21",
    "forecast": "10.31",
}
MONEY = {
    "granted": "2000",
    "revised": "1000",
    "used": "1400.5",
    "committed": "100",
    "left": "-500.5",
    "forecast": "1500.5",
}


def test_the_json_has_every_level_with_its_three_blocks(data, area, hours, line):
    CriterionFactory(main_area=area)

    found = data(as_of="2011-10-01").json()

    assert (found["program"], found["as_of"]) == ("2011", "2011-10-01")
    assert (found["hours_per_fte"], found["fte_basis"]) == ("1924", "gross")
    assert (found["days"], found["days_gone"]) == (334, 243)
    assert found["fte"]["planned"] == "2"
    assert found["money"] == MONEY
    assert found["totals"] == {block: found[block] for block in ("fte", "hours", "money")}
    [of_area] = found["main_areas"]
    assert (of_area["id"], of_area["title"], of_area["resource_title"]) == (
        1,
        "The area",
        "The other title",
    )
    assert of_area["criteria"] == {"met": 0, "of": 1}
    assert (of_area["hours"], of_area["money"]) == (found["hours"], MONEY)
    [initiative] = found["initiatives"]
    assert (initiative["id"], initiative["hours"], initiative["money"]) == ("young", HOURS, MONEY)
    [fair] = found["activities"]
    assert (fair["id"], fair["kind"], fair["initiative"]) == ("fair", "activity", "young")
    assert (fair["hours"], fair["money"]) == (HOURS, MONEY)
    assert found["sources"] == [
        {"id": "The pool", "name": "The pool", "lines": ["fair"], "money": MONEY}
    ]
    [of_line] = found["lines"]
    assert (of_line["id"], of_line["activity"], of_line["initiative"]) == ("fair", "fair", None)
    assert (of_line["overspent"], of_line["expected_overspent"]) == (True, False)
    assert of_line["money"] == MONEY
    [allocation] = found["allocations"]
    assert (allocation["weekly_hours"], allocation["weekly_hours_to_date"]) == ("22", "0.21")
    assert (allocation["activities"], allocation["hours"]) == (["fair"], HOURS)
    [rest] = found["other"]
    assert (rest["kind"], rest["main_area"]) == ("unallocated", 1)


def test_what_there_is_none_of_is_null(data, activity):
    [found] = data().json()["activities"]

    assert found["money"] is None
    assert set(found["hours"].values()) == set(found["fte"].values()) == {None}


def test_the_data_is_as_of_the_day(data, line):
    assert data(as_of="2011-05-31").json()["money"]["revised"] == "2000"


def test_a_date_that_cannot_be_read_is_400(data, program):
    response = data(as_of="soon")

    assert response.status_code == 400
    assert "as_of" in response.json()["errors"]


def test_page_and_data_say_the_same(page, data, area, hours, line):
    found = data().json()
    text = page()

    for block in ("hours", "money"):
        for row in (found, *found["main_areas"], *found["activities"]):
            for shown in row[block].values():
                assert format_number(Decimal(shown), 2) in text
