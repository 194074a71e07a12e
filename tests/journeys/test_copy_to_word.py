"""«Kopiér til Word»: what the clipboard holds after one press, as Word and LibreOffice take it."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP
from tests.journeys.steps import STATUS, come_in

READ = """async () => {
  const [item] = await navigator.clipboard.read();
  const text = async (type) => (await item.getType(type)).text();
  return { html: await text("text/html"), plain: await text("text/plain") };
}"""


def copied(page: Page) -> dict[str, str]:
    page.get_by_role("button", name="Kopiér til Word").click()
    expect(page.get_by_text("Kopieret: sæt det ind i Word.")).to_be_visible()
    return page.evaluate(READ)


def test_heading_sentence_and_table_are_taken_along(desktop_page, site):
    page = desktop_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    come_in(page, "laeser")

    # The status: its table with headings, without what is only drawn
    page.goto(STATUS)
    heading = page.locator("h1").inner_text()
    found = copied(page)
    assert f">{heading}</h1>" in found["html"] and "<svg" not in found["html"]
    assert found["html"].count("<table") == 1 and "Succeskriterium</th>" in found["html"]
    assert found["plain"].startswith(heading)
    assert "Succeskriterium\tMåltal\tVærdi\tForventet nu\tStatus" in found["plain"]

    # A criterion: its sentence, and its facts as a table
    page.goto(f"/criteria/{site.criterion.pk}/")
    found = copied(page)
    assert site.criterion.wording in found["plain"] and "Måltal\t" in found["plain"]
    assert "<table" in found["html"] and "<button" not in found["html"]

    # A main area: its criteria, each with value, status and sentence
    page.goto(f"/areas/{site.area.pk}/")
    found = copied(page)
    assert found["plain"].startswith(str(site.area)) and site.criterion.wording in found["plain"]
    assert "Succeskriterium\tVærdi og status\tForklaring" in found["plain"]


def test_without_java_script_nothing_is_offered(open_page, site):
    page = open_page(DESKTOP, java_script_enabled=False)
    come_in(page, "laeser")
    page.goto(STATUS)
    expect(page.get_by_role("button", name="Kopiér til Word")).to_have_count(0)
