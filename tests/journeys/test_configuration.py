"""The administrator's screens: wrong combinations are explained, and everybody can use them."""

import pytest
from playwright.sync_api import Page, expect

from indicators.models import Criterion
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import arrive_as, come_in, visit

CONFIGURED = {
    "accounts/user": "konsulent",
    "programs/program": "program",
    "programs/mainarea": "area",
    "activities/place": None,
    "activities/activity": "activity",
    "indicators/criterion": "criterion",
}


@pytest.fixture
def page(desktop_page, site) -> Page:
    come_in(desktop_page, "admin")
    return desktop_page


def test_a_criterion_with_a_wrong_combination_says_what_to_do(page, site):
    # Given an administrator who adds a criterion from the list
    page.goto("/admin/")
    page.locator("a[href='/admin/indicators/criterion/add/']").first.click()

    # When a milestone is given a target
    page.locator("[name=main_area]").select_option(str(site.area.pk))
    page.locator("[name=wording]").fill("Strategien er vedtaget")
    page.locator("[name=measure]").select_option("milestone")
    page.locator("[name=target]").fill("10")
    page.locator("[name=_save]").click()

    # Then nothing is saved, and the message says which part does not fit
    error = page.locator(".errorlist, .errornote")
    expect(error.first).to_be_visible()
    expect(page.locator(".errorlist").first).to_contain_text("måltal")
    assert_accessible(page)
    assert not Criterion.objects.filter(wording="Strategien er vedtaget").exists()

    # And without the target it is saved
    page.locator("[name=target]").fill("")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert_accessible(page)
    assert Criterion.objects.filter(wording="Strategien er vedtaget").exists()


def test_the_front_page_and_a_room(page):
    visit(page, "/admin/")
    visit(page, "/admin/programs/")


@pytest.mark.parametrize("name", CONFIGURED)
def test_the_screens_of(name, page, site):
    row = getattr(site, CONFIGURED[name]) if CONFIGURED[name] else site.activity.place
    wrong = []
    for part in ("?q=a", "add/", f"{row.pk}/change/", f"{row.pk}/history/"):
        try:
            visit(page, f"/admin/{name}/{part}")
        except AssertionError as found:
            wrong.append(str(found))
    assert not wrong, "\n\n".join(wrong)


def test_a_manager_reads_the_configuration(open_page, site):
    page = open_page()
    arrive_as(page, "leder", f"/admin/indicators/criterion/{site.criterion.pk}/change/")
    expect(page.locator("[name=_save]")).to_have_count(0)
