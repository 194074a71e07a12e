"""The administrator's screens: wrong combinations are explained, and everybody can use them."""

import datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from indicators.models import Criterion
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import arrive_as, come_in, visit

CONFIGURED = {
    "programs/program": "program",
    "programs/mainarea": "area",
    "activities/place": None,
    "activities/activity": "activity",
    "resources/staffallocation": "allocation",
    "economy/budgetline": "budget_line",
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


def test_an_adopted_programme_whose_fte_do_not_add_up_is_not_saved(page, site):
    # Given the programme of 4 full-time equivalents: 2, 1 and 1
    address = f"/admin/programs/program/{site.program.pk}/change/"
    visit(page, address)
    total = page.locator("[name=fte]")
    areas = page.locator("[name^=main_areas-][name$=-fte]:not([name*=__prefix__])")
    expect(total).to_have_value("4")
    assert [area.input_value() for area in areas.all()] == ["2", "1", "1"]

    # When it is adopted with half an equivalent less in one of them
    page.locator("[name=adopted_on]").fill("2010-12-20")
    areas.nth(1).fill("0,5")
    page.locator("[name=_save]").click()

    # Then nothing is saved, and the page says by how much they differ
    gap = page.locator(".errorlist", has_text="der mangler 0,5")
    expect(gap).to_contain_text("3,5 af 4")
    assert_accessible(page)
    site.program.refresh_from_db()
    assert site.program.adopted_on is None
    assert site.program.main_areas.get(number=2).fte == 1

    # And with the half given back to another area it is
    areas.nth(2).fill("1,5")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    site.program.refresh_from_db()
    assert site.program.adopted_on == datetime.date(2010, 12, 20)
    assert [area.fte for area in site.program.main_areas.all()] == [
        2,
        Decimal("0.5"),
        Decimal("1.5"),
    ]
