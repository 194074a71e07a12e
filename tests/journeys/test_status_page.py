"""The manager's Monday: filters that can be shared, the figures as files, two pages on paper."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.conftest import PHONE
from tests.journeys.steps import STATUS, come_in


@pytest.fixture
def page(desktop_page, site) -> Page:
    come_in(desktop_page, "leder")
    desktop_page.goto(STATUS)
    return desktop_page


def wordings(page: Page) -> list[str]:
    return page.locator("td.wording a").all_inner_texts()


@pytest.mark.parametrize("width", [768, 1024, 1152, 1280, 1440])
def test_the_head_has_room_for_everything_at_each_width(page, width):
    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    programme = page.locator(".programme, .programme-menu").bounding_box()
    assert programme["width"] > 100
    log = page.get_by_role("link", name="Registrér resultat", exact=True)
    expect(log).to_be_in_viewport(ratio=1)


def test_a_filter_stands_in_the_address_and_can_be_shared(page, open_page):
    # When the manager chooses a main area and a person
    page.get_by_label("Hovedområde").select_option("1")
    expect(page).to_have_url(re.compile("main_area=1"))
    page.get_by_label("Ansvarlig").select_option(label="Jonas")
    expect(page).to_have_url(re.compile(r"main_area=1.*responsible=\d"))
    expect(page.locator("td.wording")).to_have_count(4)
    assert_accessible(page)

    # Then a reader who is given the address sees the same rows
    reader = open_page()
    come_in(reader, "laeser")
    reader.goto(page.url)
    assert wordings(reader) == wordings(page)
    expect(reader.get_by_label("Ansvarlig").locator("option:checked")).to_have_text("Jonas")


def test_a_status_among_the_counts_shows_its_criteria(page):
    chip = page.locator(".chip").filter(has_text="Bagud")
    expect(chip).to_have_text(re.compile(r"2\s*Bagud"))
    chip.click()

    expect(page).to_have_url(re.compile("status=behind"))
    expect(page.locator("td.wording")).to_have_count(2)
    expect(page.locator("td .status")).to_have_text(["Bagud", "Bagud"])


def test_the_table_is_sorted_by_urgency(page):
    in_programme_order = wordings(page)
    page.get_by_label("Sorteret efter").select_option("status")
    expect(page).to_have_url(re.compile("sort=status"))

    assert sorted(wordings(page)) == sorted(in_programme_order)
    shown = page.locator("td .status").all_inner_texts()
    assert shown.index("Bagud") < shown.index("På sporet") < shown.index("Opfyldt")


def test_the_page_is_shown_as_of_another_day(page):
    page.goto(f"{STATUS}?as_of=2011-06-30")
    expect(page.get_by_role("main")).to_contain_text("Pr. 30. juni 2011.")
    expect(page.get_by_role("main")).to_contain_text("44 % af perioden")


def test_the_figures_as_files_hold_the_rows_that_are_shown(page):
    page.locator(".chip").filter(has_text="På sporet").click()
    expect(page).to_have_url(re.compile("status=on_track"))
    shown = set(wordings(page))

    def fetched(name):
        link = page.get_by_role("link", name=name, exact=True)
        answer = page.request.get(link.get_attribute("href"))
        assert answer.status == 200
        return answer

    data = fetched("JSON").json()
    assert {row["wording"] for row in data["criteria"]} == shown
    assert {row["status"] for row in data["criteria"]} == {"on_track"}
    lines = list(csv.reader(io.StringIO(fetched("CSV").text()), delimiter=";"))
    sheet = load_workbook(io.BytesIO(fetched("Excel").body())).active
    for table in (lines, list(sheet.values)):
        assert len(table) == len(shown) + 1
        assert shown <= {cell for row in table for cell in row}


def test_on_a_phone_what_needs_action_is_seen_at_once(open_page, site):
    page = open_page({**PHONE, "viewport": {"width": 360, "height": 720}})
    come_in(page, "leder")
    page.goto(STATUS)

    band = page.get_by_role("region", name="Kræver handling")
    first = band.get_by_role("listitem").first
    tabs = page.locator(".phone-tabs").bounding_box()
    assert first.bounding_box()["y"] + first.bounding_box()["height"] <= tabs["y"]

    # And the filters fold behind the number of those in use
    expect(page.get_by_label("Hovedområde")).to_be_hidden()
    page.goto(f"{STATUS}?main_area=1&status=behind")
    page.get_by_text("Filtrer (2)").tap()
    expect(page.get_by_label("Hovedområde")).to_be_visible()
    assert_accessible(page)


def test_on_paper_it_is_a_few_landscape_pages(page):
    paper = page.pdf(prefer_css_page_size=True)

    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert all(float(width) > float(height) for width, height in sizes)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 2
