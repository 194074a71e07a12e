"""The administrator makes next year's programme out of this year's."""

from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import arrive_as, assert_answer, follow


def test_next_year_is_made_out_of_this_one_and_looked_through(desktop_page: Page, site):
    page = desktop_page
    # Given an administrator on the outline of 2011
    arrive_as(page, "admin", "/programs/2011/outline/")

    # When the next year is asked for, and taken as it is proposed
    follow(page.get_by_role("link", name="Opret næste år ud fra dette"))
    expect(page.locator("[name=title]")).to_have_value("Program 2012 for TaskForce Integration")
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name="Opret programmet").click()

    # Then what no longer fits is listed, each with its way
    assert_answer(navigation.value, 200)
    assert_accessible(page)
    expect(page.get_by_text("lørdag 15. december 2012").first).to_be_visible()

    # And beside each new target stands last year's, which leads to the criterion across years
    page.get_by_role("link", name="Opsæt året").first.click()
    page.get_by_role("link", name="2011: mindst 60").first.click()
    expect(page.get_by_role("heading", name="Kriteriet på tværs af år")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(2)
    assert_accessible(page)
