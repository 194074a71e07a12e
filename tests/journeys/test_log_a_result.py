"""From a number in the hand to the status that the manager reads, and back to the evidence."""

import re

import pytest
from playwright.sync_api import expect

from activities.models import LogEntry
from indicators.models import Criterion
from tests.journeys.accessibility import assert_accessible
from tests.journeys.conftest import PHONE
from tests.journeys.steps import (
    LOGIN,
    STATUS,
    becomes,
    come_in,
    follow,
    save,
    sign_in,
    sign_out,
    status_row,
)

HAPPENED = "Der var fuldt på pladsen fra middag, og alle foreninger mødte op."


@pytest.fixture
def visitors(site) -> Criterion:
    """At least 30.000 visitors, of whom 12.500 had been counted in June: behind."""
    return Criterion.objects.get(ref="besoegende")


def test_a_logged_result_moves_the_status_and_leads_to_its_evidence(open_page, site, visitors):
    # Given a manager who sees that the visitors are behind
    page = open_page()
    come_in(page, "leder")
    page.goto(STATUS)
    expect(status_row(page, visitors)).to_contain_text("Bagud")
    expect(status_row(page, visitors)).to_contain_text("12.500, forventet 21.826 pr. 1. oktober")
    sign_out(page)

    # When a consultant signs in
    page.goto("/")
    expect(page).to_have_url(re.compile(f"{LOGIN}\\?next=/$"))
    sign_in(page, "konsulent")
    expect(page).to_have_url(re.compile("/my/$"))

    # And reaches the form in two clicks
    page.get_by_role("link", name="Registrér resultat", exact=True).click()
    page.get_by_role("link", name=site.activity.title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(site.activity.title)

    # And types the figures of the day
    expect(page.locator("[name=on]")).to_have_value(re.compile("^(01-10-2011|2011-10-01)$"))
    # The browser may draw the box in another language; beside it the day stands in Danish
    words = page.locator("[name=on] + [data-date-words]")
    expect(words).to_have_text("lørdag 1. oktober 2011")
    page.locator("[name=on]").fill("2011-08-20")
    expect(words).to_have_text("lørdag 20. august 2011")
    page.locator("[name=on]").fill("2011-10-01")
    page.get_by_label("Hvad skete der?").fill(HAPPENED)
    page.get_by_label("Dine timer").fill("6,5")
    page.get_by_label("Fremmødte").fill("30.000")

    # Then the form says at once what the visitors will become
    expect(becomes(page, visitors)).to_contain_text("bliver 42.500")
    expect(becomes(page, visitors)).to_contain_text("Opfyldt")
    expect(page.locator("#moves")).to_have_text("12.500 → 42.500")

    # When the form is saved
    save(page)

    # Then the receipt says what was recorded, and what moved from where to where
    expect(page.get_by_role("status")).to_contain_text("Gemt.")
    expect(page.get_by_role("main")).to_contain_text(HAPPENED)
    moved = page.get_by_role("listitem").filter(has_text=visitors.wording)
    expect(moved).to_contain_text("uden denne: 12.500 · med: 42.500")
    expect(moved).to_contain_text(re.compile("Bagud → *Opfyldt"))
    assert_accessible(page)

    # When the manager comes next
    sign_out(page)
    page.goto(LOGIN)
    sign_in(page, "leder")

    # Then the criterion is met, says why, and stands among what has changed this week
    expect(page).to_have_url(re.compile(f"{STATUS}$"))
    row = status_row(page, visitors)
    expect(row.locator(".status")).to_have_text("Opfyldt")
    expect(row).to_contain_text("42.500; kravet var mindst 30.000.")
    expect(row).to_contain_text("01-10-2011 Konsulent", use_inner_text=True)
    new = page.get_by_role("region", name="Nyt siden sidste mandag")
    expect(new).to_contain_text(visitors.wording)
    expect(new).to_contain_text("12.500 → 42.500")
    assert_accessible(page)

    # And from the figure it is one click to the criterion, and one more to the entry
    follow(row.get_by_role("link", name=visitors.wording))
    expect(page.locator("dd.big")).to_have_text("42.500")
    evidence = page.locator("tr").filter(has_text="30.000").filter(has_text=HAPPENED[:20])
    follow(evidence.get_by_role("link").first)
    expect(page.get_by_role("main")).to_contain_text(HAPPENED)
    expect(page.get_by_role("main")).to_contain_text("Konsulent")
    entry = LogEntry.objects.get(text=HAPPENED)
    assert (entry.attendance, entry.recorded_by) == (30_000, site.konsulent)
    assert page.url.endswith(f"/entries/{entry.pk}/")


def test_on_a_phone_it_takes_two_taps_and_two_fields(open_page, site, visitors):
    # Given a consultant with a phone who has just signed in
    page = open_page({**PHONE, "viewport": {"width": 360, "height": 720}})
    page.goto(LOGIN)
    sign_in(page, site.activity.responsible.username)

    # When the form is opened by one tap, filled in, and saved by another
    links = page.get_by_role("link")
    links.filter(has_text=f"Registrér resultat: {site.activity.title}").tap()
    figure = page.get_by_label("Fremmødte")
    expect(figure).to_be_in_viewport(ratio=1)
    expect(figure).to_have_attribute("inputmode", "numeric")
    figure.fill("30.000")
    page.get_by_label("Hvad skete der?").fill(HAPPENED)
    expect(page.locator("#moves")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Gem", exact=True).tap()

    # Then the receipt names every figure that moved
    expect(page.get_by_role("status")).to_contain_text("Gemt.")
    moved = page.get_by_role("region", name="Tæller med i").get_by_role("listitem")
    fed = Criterion.objects.filter(activities=site.activity, source="attendance")
    expect(moved).to_have_count(fed.count())
    expect(moved.filter(has_text=visitors.wording)).to_contain_text("12.500 · med: 42.500")
