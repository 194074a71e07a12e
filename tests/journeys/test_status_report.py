"""From an empty draft to an issued report, of which only the texts are typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from activities.models import LogEntry
from indicators.services.results import retract_logged
from reports.models import StatusReport
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import arrive_as, come_in, follow, save


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def write(page: Page, text: str) -> None:
    page.get_by_label("Tekst", exact=True).fill(text)


@pytest.fixture
def people(open_page, site):
    """The manager and the consultant, each in a browser of their own."""
    manager, consultant = open_page(), open_page()
    come_in(manager, "leder")
    come_in(consultant, "konsulent")
    return manager, consultant


def test_two_write_a_report_that_is_issued(people, site):
    manager, consultant = people
    # Given that the manager starts a report without typing anything
    manager.goto("/programs/2011/reports/new/")
    press(manager, "Begynd")
    expect(manager.get_by_role("heading", level=1)).to_contain_text("Status for Program 2011")
    report = StatusReport.objects.latest("number")
    section = report.sections.get(criterion=site.criterion)
    where = section.get_absolute_url()

    # When the consultant follows «Min side» to a section that is written already
    consultant.goto("/my/")
    follow(consultant.locator("#sections ~ ul").get_by_role("link", name=section.title).first)
    consultant.goto(where)
    box = consultant.get_by_label("Tekst", exact=True)
    expect(box).to_have_value(re.compile(r"\[\[value\]\]"))
    assert_accessible(consultant)

    # And puts a live figure where the cursor is, which is shown as it will look
    box.fill("Der er nu ")
    consultant.get_by_text("Levende tal", exact=True).click()
    consultant.get_by_role("button", name=re.compile(r"Værdi \[\[value\]\]$")).click()
    expect(box).to_have_value("Der er nu [[value]]")
    expect(consultant.locator("#preview [data-figure$='.value']")).to_be_visible()

    # And cites an entry with one press, which saves the text first
    save(consultant)
    consultant.get_by_role("button", name=re.compile("^Citér :")).first.click()
    expect(consultant.get_by_label("Tekst", exact=True)).to_have_value(
        re.compile(r"^Der er nu \[\[value\]\] Den \[\[entry-\d+\.on\]\]")
    )
    press(consultant, "Gem og markér som klar")
    expect(consultant.get_by_role("status")).to_contain_text("klar")

    # Then the manager returns it with a comment
    manager.goto(where)
    press(manager, "Gem og returnér med en kommentar")
    manager.get_by_label("Hvad skal der gøres ved det?").fill("Skriv også om restauranterne.")
    press(manager, "Returnér")
    expect(manager.get_by_role("main")).to_contain_text("Skriv også om restauranterne.")

    # And both write at once
    consultant.goto(where)
    expect(consultant.get_by_role("main")).to_contain_text("Skriv også om restauranterne.")
    manager.goto(where)
    write(consultant, "Der er nu [[value]] foreninger.\nRestauranterne er også med.")
    press(consultant, "Gem og markér som klar")
    expect(consultant.get_by_role("status")).to_contain_text("klar")
    write(manager, "Der er nu [[value]] foreninger.\nMålet var [[target]].")
    save(manager)

    # Then the second sees both texts line by line, and merges them
    differences = manager.locator("#section-form .differences")
    expect(differences.locator("del")).to_have_text("Restauranterne er også med.")
    expect(differences.locator("ins")).to_have_text("Målet var [[target]].")
    expect(manager.get_by_role("main")).to_contain_text("Konsulent")
    assert_accessible(manager)
    write(
        manager,
        "Der er nu [[value]] foreninger.\nMålet var [[target]].\nRestauranterne er også med.",
    )
    press(manager, "Gem og godkend")
    expect(manager.get_by_role("status")).to_contain_text("godkendt")

    # When the sections that fill themselves are approved with one press, and the report is sent to
    # review and issued with the gaps that it has
    manager.goto(report.get_absolute_url())
    manager.get_by_role("button", name=re.compile("^Godkend de .* afsnit")).click()
    expect(manager.get_by_role("status")).to_contain_text("er godkendt")
    manager.get_by_role("button", name="Send til gennemsyn").click()
    follow(manager.get_by_role("link", name="Udgiv rapporten"))
    press(manager, "Udgiv")
    manager.get_by_role("button", name="Udgiv").first.click()
    expect(manager.get_by_role("main")).to_contain_text("Udgivet")

    # Then everybody reads the text with its figures, as it was issued
    arrive_as(consultant, "konsulent", report.get_absolute_url())
    article = consultant.get_by_role("article")
    expect(article).to_contain_text("Restauranterne er også med.")
    expect(article).not_to_contain_text("[[value]]")

    # And when something that it counts is taken back, that is told above it, and it stays the same
    issued = article.inner_text()
    entries = LogEntry.objects.active().filter(activity=site.activity, on__lte=report.cut_off)
    retract_logged(by=site.user("leder"), entry=entries[0], reason="Skrevet to gange")
    consultant.reload()
    expect(consultant.get_by_role("heading", name="Efterregistreret")).to_be_visible()
    assert consultant.get_by_role("article").inner_text() == issued
    assert_accessible(consultant)
