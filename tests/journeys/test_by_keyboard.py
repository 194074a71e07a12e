"""Everything is reached and done without a mouse."""

import re

from playwright.sync_api import expect

from activities.models import LogEntry
from directory.models import Participant
from indicators.models import Tick
from tests.journeys.accessibility import assert_accessible
from tests.journeys.registers import criterion, empty_rosters
from tests.journeys.steps import LOGIN, PASSWORD, STATUS, come_in, tab_to


def test_signing_in_and_logging_a_result(desktop_page, site):
    page = desktop_page
    page.goto(LOGIN)
    tab_to(page, page.locator("[name=username]"))
    page.keyboard.type("konsulent")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/my/$"))

    tab_to(page, page.get_by_role("link", name="Registrér resultat", exact=True))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/log/$"))
    tab_to(page, page.get_by_role("link", name=site.activity.title, exact=True).first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(site.activity.title)

    tab_to(page, page.locator("[name=attendance]"))
    page.keyboard.type("30.000")
    tab_to(page, page.get_by_label("Hvad skete der?"))
    page.keyboard.type("Tastet ind uden mus.")
    tab_to(page, page.locator("[name=hours]"))
    page.keyboard.type("6,5")
    tab_to(page, page.get_by_role("button", name="Gem", exact=True))
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Gemt.")
    entry = LogEntry.objects.get(text="Tastet ind uden mus.")
    assert entry.attendance == 30_000


def test_the_first_stop_leads_past_the_header(desktop_page, site):
    page = desktop_page
    come_in(page, "leder")
    page.goto(STATUS)

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Gå til indholdet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()

    # And the next stop is inside
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_menu_opens_with_enter_and_closes_with_escape(desktop_page, site):
    page = desktop_page
    come_in(page, "leder")
    page.goto(STATUS)
    menu = page.locator(".user-menu summary")
    sign_out = page.get_by_role("button", name="Log ud")

    tab_to(page, menu)
    page.keyboard.press("Enter")
    expect(sign_out).to_be_visible()
    assert_accessible(page)

    tab_to(page, sign_out)
    page.keyboard.press("Escape")
    expect(sign_out).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_filters_of_the_status_page(desktop_page, site):
    page = desktop_page
    come_in(page, "leder")
    page.goto(STATUS)

    tab_to(page, page.locator(".chip").filter(has_text="Bagud"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"status=behind"))
    expect(page.locator("td.wording")).to_have_count(2)


def test_adding_a_participant_found_while_typing_and_ticking_it(desktop_page, site):
    page = desktop_page
    empty_rosters()
    counted = criterion("laengerevarende-forloeb")
    come_in(page, "konsulent")
    page.goto(f"/activities/{site.activity.pk}/participants/add/organisation/")

    # When a part of the name is typed, the directory's names are offered
    tab_to(page, page.locator("[name=one-name]"))
    page.keyboard.type("kulturforeningen kom")
    offered = page.locator("datalist option")
    expect(offered).to_have_count(1)
    expect(offered).to_have_attribute("value", "Kulturforeningen Kompas")
    # (The browser shows them in a window of its own, which no test can look into.)
    page.keyboard.type("pas")
    tab_to(page, page.get_by_role("button", name="Tilføj", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 er sat på deltagerlisten.")

    # And on the criterion's page it is ticked
    page.goto(counted.get_absolute_url())
    tab_to(page, page.get_by_role("checkbox", name="Kulturforeningen Kompas"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Gem svaret"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 er markeret.")

    participant = Participant.objects.get(organisation__name="Kulturforeningen Kompas")
    assert Tick.objects.get(criterion=counted).participant == participant
