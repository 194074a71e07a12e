"""Somebody leaves: what is theirs goes to a colleague in one step, and they are out at once."""

import re

from playwright.sync_api import Page, expect

from accounts.queries.responsibilities import shares_of
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import LOGIN, come_in


def test_a_leaver_hands_over_everything_in_one_step(open_page, desktop_page: Page, site):
    # Given a consultant at work, and an administrator who is told that it is the last day
    leaver = open_page()
    come_in(leaver, "konsulent")
    leaver.goto("/my/")
    page, user = desktop_page, site.konsulent
    number = sum(share.number for share in shares_of([user])[user.pk])
    come_in(page, "admin")
    page.goto("/")
    page.locator(".user-menu summary").click()
    page.get_by_role("link", name="Brugere").click()
    row = page.get_by_role("row").filter(has_text="Konsulent").filter(has_text=str(number))
    row.get_by_role("link", name=str(user)).first.click()
    page.get_by_role("link", name="Overdrag").click()

    # When all of it is given to one colleague
    page.get_by_label("Hvem overtager det hele?").select_option(label="Leder")
    page.get_by_label("stopper nu").check()
    page.get_by_role("button", name="Overdrag").click()

    # Then nothing is left, and the leaver is out with the next click
    expect(page.get_by_role("status")).to_contain_text(f"{number} ting er overdraget.")
    expect(page.locator("dl.facts")).to_contain_text("er stoppet")
    assert_accessible(page)
    assert shares_of([user])[user.pk] == []
    leaver.reload()
    expect(leaver).to_have_url(re.compile(LOGIN))
