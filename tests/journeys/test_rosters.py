"""A list of associations comes onto a roster, and a share of them is ticked."""

import pytest
from playwright.sync_api import Locator, Page, expect

from directory.models import Organisation, OrganisationKind, Participant
from indicators.models import Criterion, Tick
from tests.journeys.accessibility import assert_accessible
from tests.journeys.registers import AFTER_THE_YEAR, criterion, empty_rosters
from tests.journeys.steps import STATUS, come_in, status_row, visit

NEW = ["Taste of Nordvest", "Vanløse Kulturforening af 2011"]


@pytest.fixture
def longer_course(site) -> Criterion:
    """«40 % af disse 60 foreninger …», of whom nobody takes part yet."""
    empty_rosters()
    return criterion("laengerevarende-forloeb")


def sixty_names() -> list[str]:
    """Fifty-eight that the directory knows, and two that are new to it."""
    known = Organisation.objects.filter(kind=OrganisationKind.ASSOCIATION, merged_into=None)
    names = known.filter(former_names=None).order_by("pk").values_list("name", flat=True)[:58]
    return [*names, *NEW]


def tick(page: Page, number: int) -> None:
    """Choose so many of those who are missing, and answer yes for them."""
    boxes = missing(page).locator("[name=chosen]").all()[:number]
    for box in boxes:
        box.check()
    page.get_by_role("button", name="Gem svaret").click()
    expect(page.get_by_role("status")).to_contain_text(f"{number} er markeret.")


def missing(page: Page) -> Locator:
    return group(page, "Ikke markeret")


def group(page: Page, label: str) -> Locator:
    """The part of the roster under such a heading."""
    return page.locator("tbody").filter(has=page.locator("th", has_text=f"{label}:"))


def test_sixty_associations_are_pasted_and_twenty_four_of_them_ticked(
    open_page, site, longer_course
):
    # Given a consultant who comes from International Dag to its empty roster
    page = open_page()
    come_in(page, "konsulent")
    page.goto(site.activity.get_absolute_url())
    page.get_by_role("link", name="Sæt på deltagerlisten").click()
    page.get_by_role("link", name="Indsæt en liste, eller tilføj én").click()

    # When the letter's sixty names are pasted, with a blank line and a name written twice
    names = sixty_names()
    page.get_by_label("Indsæt navne").fill("\n".join([*names, "", names[0]]))
    page.get_by_role("button", name="Se listen igennem").click()

    # Then nothing is saved yet, and each line says what it was taken for
    expect(page.get_by_role("heading", level=1)).to_have_text("Se listen igennem")
    expect(page.locator("table.review tbody tr")).to_have_count(60)
    expect(page.get_by_role("region", name="1 linje tilføjes ikke")).to_contain_text(names[0])
    new = page.locator("table.review tr").filter(has_text=NEW[0])
    expect(new.locator("option:checked")).to_have_text("Ny: Forening")
    assert_accessible(page)
    assert not Participant.objects.exists()

    # And after the confirmation all of them stand on the roster
    page.get_by_role("button", name="Sæt på deltagerlisten").click()
    expect(page.get_by_role("status").first).to_contain_text("60 er sat på deltagerlisten.")
    expect(page.locator(".chip").filter(has_text="Forening")).to_contain_text("60")
    expect(page.locator("table.data tbody tr")).to_have_count(60)

    # When twenty-three of them are ticked on the criterion's page
    address = longer_course.get_absolute_url()
    page.goto(address)
    tick(page, 23)

    # Then as of 1 January 2012 it is missed, and it is said who is ticked and who is missing
    visit(page, f"{address}{AFTER_THE_YEAR}")
    expect(page.locator(".panel .status").first).to_have_text("Ikke opfyldt")
    expect(page.locator("dd.big")).to_have_text("38,3 %")
    expect(group(page, "Ja").locator("[name=chosen]")).to_have_count(23)
    expect(missing(page).locator("[name=chosen]")).to_have_count(37)
    last = missing(page).locator("td.stacked a").first.inner_text()

    # And so it stands on the manager's status page
    manager = open_page()
    come_in(manager, "leder")
    manager.goto(f"{STATUS}{AFTER_THE_YEAR}")
    expect(status_row(manager, longer_course).locator(".status")).to_have_text("Ikke opfyldt")
    expect(status_row(manager, longer_course)).to_contain_text("38,3 % (23 af 60)")

    # When one more is ticked
    page.goto(address)
    tick(page, 1)

    # Then the criterion is met, on both pages
    manager.reload()
    expect(status_row(manager, longer_course).locator(".status")).to_have_text("Opfyldt")
    expect(status_row(manager, longer_course)).to_contain_text("40 %")
    status_row(manager, longer_course).get_by_role("link", name=longer_course.wording).click()
    expect(manager.locator(".panel .status").first).to_have_text("Opfyldt")
    expect(manager.locator("dd.big")).to_have_text("40 %")
    expect(group(manager, "Ja")).to_contain_text(last)
    assert Tick.objects.filter(criterion=longer_course).count() == 24
