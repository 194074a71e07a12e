"""The administrator builds, adopts and changes a programme, in screens that everybody can use."""

import datetime

import pytest
from playwright.sync_api import Page, expect

from indicators.models import Criterion
from programs.models import Program
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import arrive_as, come_in, follow, save, visit

SECTION = """Aktiviteter og succeskriterier vedr. mobilisering af unge
Aktiviteter Succeskriterier

Gennemførelse af Byens Stemmer, herunder:
- Afholdelse af 2 workshopper i 15 8. klasser
- Indspilning af 15 klassers egne sange

- Deltagelse af minimum 15 folkeskoleklasser.
- 60 % af de unge har oplevet et større fællesskab.
- Minimum 300 deltagere til afslutningskoncert.
"""


@pytest.fixture
def page(desktop_page, site) -> Page:
    come_in(desktop_page, "admin")
    return desktop_page


def add(page: Page, what: str, **typed: str) -> None:
    """Follow the first link that adds it, fill in its form and save."""
    follow(page.get_by_role("link", name=what).first)
    fill(page, **typed)
    save(page)
    page.wait_for_url("**/outline/**")


def fill(page: Page, **typed: str) -> None:
    """Type into fields by name; of a choice the one in a place."""
    for name, value in typed.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(index=int(value))
        else:
            field.fill(value)


def test_a_small_programme_from_nothing_to_the_day_before_its_target_was_changed(page, site):
    # Given a programme that is made from nothing
    visit(page, "/programs/new/")
    fill(page, title="Program 2013", slug="2013", starts_on="2011-01-01", ends_on="2011-12-31")
    save(page)
    page.wait_for_url("**/programs/2013/outline/")
    assert_accessible(page)

    # With a main area, an activity and a criterion that its wording fills in
    add(page, "Tilføj et hovedområde", title="Unge", fte="1")
    add(page, "Tilføj en aktivitet", title="Aftenklub", responsible="1")
    follow(page.get_by_role("link", name="Tilføj et succeskriterium").first)
    page.locator("[name=wording]").fill("Mindst 60 unge er med i klubben")
    page.locator("[name=wording]").press("Tab")
    proposal = page.locator("#criterion-proposal")
    expect(proposal).to_contain_text("60")
    page.get_by_role("button", name="Udfyld med forslaget").click()
    expect(page.locator("[name=target]")).to_have_value("60")
    expect(page.locator("#criterion-verdict")).to_contain_text("mindst 60 unge")
    assert_accessible(page)
    page.get_by_label("Aftenklub").check()
    save(page)
    page.wait_for_url("**/outline/**")

    # When it is not ready, as the FTE do not add up, it says so with the way to mend it
    page.get_by_role("link", name="Klar til vedtagelse?").click()
    assert_accessible(page)
    follow(page.locator(".lacks a").first)
    fill(page, fte="1")
    save(page)

    # Then it is adopted
    page.get_by_role("link", name="Klar til vedtagelse?").click()
    expect(page.locator(".message-success")).to_contain_text("Der mangler ikke noget")
    fill(page, adopted_on="2011-01-20", adoption_reference="BIU 20-01-2011, punkt 4")
    page.get_by_role("button", name="Gem beslutningen").click()
    expect(page.locator(".message-success")).to_be_visible()

    # And a target that is changed afterwards wants a reason, and a day from which it holds
    criterion = Criterion.objects.get(main_area__program__slug="2013")
    visit(page, f"/criteria/{criterion.pk}/change/")
    fill(page, target="50")
    save(page)
    expect(page.locator(".message-error")).to_contain_text("skriv, hvorfor")
    fill(page, reason="Klubben åbner senere", holds_from="2011-05-03")
    save(page)

    # Which the status tells, and the day before is shown with the target of that day
    visit(page, "/programs/2013/status/?as_of=2011-05-03")
    expect(page.locator("main")).to_contain_text("måltal 60 → 50, fordi: Klubben åbner senere")
    visit(page, "/programs/2013/status/?as_of=2011-05-02")
    expect(page.locator("main")).to_contain_text("mindst 60")
    assert Program.objects.get(slug="2013").adopted_on == datetime.date(2011, 1, 20)


def test_a_section_of_last_years_document_becomes_an_outline_of_proposals(page, site):
    before = set(Criterion.objects.values_list("pk", flat=True))
    visit(page, "/programs/2011/paste/")
    page.locator("[name=text]").fill(SECTION)
    page.get_by_role("button", name="Læs det").click()
    expect(page.locator("[name$=-measure]")).to_have_count(3)
    assert_accessible(page)

    # One is mended, one left out
    page.locator("[name=a0-g0-c2-target]").fill("250")
    page.locator("[name=a0-g0-c1-take]").uncheck()
    page.get_by_role("button", name="Tag det valgte med").click()
    page.wait_for_url("**/outline/")

    made = Criterion.objects.exclude(pk__in=before)
    assert sorted(made.values_list("target", flat=True)) == [15, 250]


def test_parts_are_put_in_order_by_button_and_several_are_changed_at_once(page, site):
    visit(page, "/programs/2011/outline/")
    area = site.program.main_areas.get(number=2)
    page.locator(f"[name=move][value=mainarea-{area.pk}-up]").click()
    page.wait_for_url(f"**#mainarea-{area.pk}")
    area.refresh_from_db()
    assert area.number == 1

    for box in page.locator("[name=chosen][value^=activity]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Ret de valgte").click()
    assert_accessible(page)
    fill(page, responsible="1")
    save(page)
    expect(page.locator(".message-success")).to_be_visible()


FORMS = (
    *("programs/2011/change", "programs/2011/fte", "programs/2011/history"),
    *("programs/2011/areas/new", "programs/2011/initiatives/new", "programs/2011/activities/new"),
    *("programs/2011/allocations/new", "programs/2011/budget-lines/new"),
    *("programs/2011/criteria/new", "programs/2011/sources/new"),
)


def test_everybody_can_use_the_forms(page, site):
    wrong = []
    for address in FORMS:
        try:
            visit(page, f"/{address}/")
        except AssertionError as found:
            wrong.append(str(found))
    assert not wrong, "\n\n".join(wrong)


def test_a_manager_reads_the_outline(open_page, site):
    page = open_page()
    arrive_as(page, "leder", "/programs/2011/outline/")
    expect(page.get_by_role("link", name="Ret", exact=True)).to_have_count(0)
