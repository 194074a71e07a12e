"""Hours and kroner beside the results: the manager's 22 hours a week, and the overspent line."""

import datetime
import re
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Locator, Page, expect

from activities.models import Activity, TimeEntry
from economy.models import BudgetLine, ExpenseAttachment
from tests.factories.resources import TimeEntryFactory
from tests.journeys.accessibility import assert_accessible
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.steps import STATUS, arrive_as, come_in, follow, visit

RESOURCES = "/programs/2011/resources/"
FIRST = datetime.date(2011, 2, 1)


# Mjølnerparken's 22 hours a week ----------------------------------------------------------------
@pytest.fixture
def mjolnerparken(site) -> Activity:
    """345 hours there: 30 days of 7,5 by the consultant, and 20 days of 6 by Amina."""
    activity = Activity.objects.get(ref="mjoelnerparken")
    TimeEntry.objects.filter(activity=activity).delete()
    for person, days, hours in (("konsulent", 30, "7.5"), ("amina", 20, "6")):
        for number in range(days):
            on = FIRST + datetime.timedelta(weeks=1, days=number)
            TimeEntryFactory(activity=activity, person=site.user(person), on=on, hours=hours)
    return activity


# 1 February to 31 December is 334 days, to 1 October 243; and 345 hours have been logged.
WEEKLY = "22 timer pr. uge"
A_WEEK = "9,93"  # 345 / (243 / 7) = 9,938, and no more than there is
PLANNED = "1.049,71"  # 22 × 334 / 7
TO_DATE = "763,71"  # 22 × 243 / 7
LOGGED = "345,00"
SHARE = "45,1\xa0% af det planlagte"  # 345 / 763,71, rounded down
LEFT = "704,71"  # 1.049,71 − 345
FORECAST = "474,20"  # 345 × 334 / 243


def row_of(page: Page, region: str, title: str) -> Locator:
    """The row of a table on the resource page that begins with such a title."""
    table = page.locator(f"[aria-labelledby='{region}'] table")
    return table.locator("tr").filter(has=page.locator("th", has_text=title))


def figures(row: Locator) -> list[str]:
    return row.locator("td.num").all_inner_texts()


def test_the_manager_holds_22_hours_a_week_against_what_was_logged(
    desktop_page, site, mjolnerparken
):
    # Given a manager who comes from the menu to the resources
    page = desktop_page
    arrive_as(page, "leder", STATUS)
    follow(page.get_by_role("navigation").get_by_role("link", name="Ressourcer", exact=True))

    # Then the decision stands beside what was logged, and lies below the wider one
    allocation = row_of(page, "allocations", "Fast deltagelse i Mjølnerparkens helhedsplan")
    expect(allocation).to_contain_text("Program 2011, hovedområde 2")
    assert figures(allocation) == [WEEKLY, A_WEEK, TO_DATE, f"{LOGGED} {SHARE}", LEFT, FORECAST]
    wider = row_of(page, "allocations", "Stadig indsats i tre helhedsplaner")
    expect(wider.locator("td.num").first).to_have_text("1 årsværk")

    # And so does the activity among its main area's
    plan = row_of(page, "hours", mjolnerparken.title)
    # 1.049,71 / (1.650,2 × 334 / 365) is 0,695 of a full-time equivalent
    assert figures(plan) == ["0,7", PLANNED, TO_DATE, LOGGED, LEFT, FORECAST]

    # And each person's hours are hers to see
    people = page.get_by_role("region", name="Timer pr. person")
    expect(people).to_contain_text("Amina")
    expect(people).to_contain_text("Konsulent")

    # When she goes on to the activity, it says the same
    follow(plan.get_by_role("link", name=mjolnerparken.title))
    expect(page.get_by_role("listitem").filter(has_text="Fast deltagelse")).to_contain_text(
        re.compile(rf"{WEEKLY} · {A_WEEK}\b.*: {LOGGED}\b.*{TO_DATE}")
    )
    facts = page.locator("#resources ~ .panel").first
    for words in (f"Timer registreret {LOGGED}", f"Timer planlagt {PLANNED}"):
        name, figure = words.rsplit(" ", 1)
        expect(facts.locator("dl div", has_text=name).locator("dd")).to_have_text(figure)

    # And the figure leads to whose hours they are, week by week, and on to a week's sheet
    follow(facts.get_by_role("link", name=LOGGED))
    assert_accessible(page)
    expect(page.locator(".part-total .num")).to_have_text(LOGGED)
    first_week = page.locator("tbody tr").filter(has_text="uge 6, 2011")
    assert first_week.locator(".num").all_inner_texts() == ["36,00", "45,00"]
    follow(first_week.filter(has_text="Amina").get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amina")
    expect(page.get_by_role("region", name="Ugen")).to_contain_text(mjolnerparken.title)


def test_as_of_an_earlier_day_both_are_those_of_the_day(phone_page, site, mjolnerparken):
    page = phone_page
    arrive_as(page, "leder", f"{RESOURCES}?as_of=2011-02-14")

    # 14 days gone: 2 × 22 planned, and since 8 February 7 days of both
    allocation = row_of(page, "allocations", "Fast deltagelse i Mjølnerparkens helhedsplan")
    assert figures(allocation)[1:4] == ["47,25", "44,00", "94,50 214,7\xa0% af det planlagte"]


@pytest.mark.parametrize("who", ["konsulent", "laeser"])
def test_everybody_else_sees_sums(phone_page, site, mjolnerparken, who):
    page = phone_page
    come_in(page, who)

    # Then on every page that shows the sum there is nobody's name beside it
    whose = f"/activities/{mjolnerparken.pk}/hours/"
    for address in (RESOURCES, mjolnerparken.get_absolute_url(), whose):
        visit(page, address)
        main = page.get_by_role("main")
        expect(main).to_contain_text(LOGGED)
        for person in ("Amina", "Jonas", "Sofie"):
            for region in page.locator("#resources ~ .panel, .figures").all():
                expect(region).not_to_contain_text(person)
        # 120 are Amina's, 225 the consultant's
        expect(main).not_to_contain_text("120,00")

    # And of the people a consultant sees herself
    page.goto(RESOURCES)
    expect(page.locator("#people")).to_have_count(1 if who == "konsulent" else 0)
    if who == "konsulent":
        own = page.get_by_role("region", name="Mine egne timer").locator("tbody tr")
        expect(own).to_have_count(1)
        expect(own.locator("th")).to_have_text("Konsulent")


# The overspent line -----------------------------------------------------------------------------
OVER = re.compile(r": 13\.480,50\skr\. .* 163\.480,50\skr\. .* 150\.000\skr\.\s*$")


@pytest.fixture
def line(site) -> BudgetLine:
    """The demo's line that is spent beyond what it is; one of its vouchers has its file."""
    line = BudgetLine.objects.get(ref="religioes-fejring")
    attachment = ExpenseAttachment(
        expense=line.expenses.active().latest("on"),
        name="faktura.txt",
        content_type="text/plain",
        size=7,
        sha256="0" * 64,
        uploaded_by=site.user("leder"),
    )
    attachment.file.save("faktura.txt", ContentFile(b"Faktura"))
    return line


def kroner(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d,-]", "", text).replace(",", "."))


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_overspent_line_stands_out_and_leads_to_its_vouchers(open_page, site, line, device):
    # Given a manager on the dashboard
    page = open_page(device)
    arrive_as(page, "leder", STATUS)

    # Then the line is the first of what needs action, and its main area says that there is one
    first = page.locator("section[aria-labelledby=actions] li").first
    expect(first.locator(".colour-crimson")).to_have_text("Overskredet")
    expect(first).to_contain_text(OVER)
    expect(page.locator("section[aria-labelledby=area-1]")).to_contain_text("1 linje overskredet")

    # One click from it stand all its vouchers; those that stand come to what is used
    follow(first.get_by_role("link", name=line.title))
    expect(page.locator(".overspent")).to_contain_text("Linjen er overskredet med 13.480,50 kr.")
    vouchers = page.locator("table.data", has_text="Bilag").first.locator("tbody tr")
    amounts = vouchers.locator("td.num:not(:has(.struck))").all_inner_texts()
    assert sum(map(kroner, amounts)) == Decimal("163480.50")
    expect(vouchers.locator(".struck")).to_have_count(1)

    # A second one shows the file, or the voucher with who recorded it and the same file
    file = page.get_by_role("link", name="faktura.txt")
    answer = page.request.get(file.get_attribute("href"))
    assert answer.text() == "Faktura"
    follow(vouchers.filter(has_text="faktura.txt").get_by_role("link").first)
    expect(page.locator("dl.facts")).to_contain_text("Leder")
    expect(page.get_by_role("link", name="faktura.txt")).to_be_visible()


def test_once_money_has_been_moved_to_it_the_line_is_no_warning(desktop_page, site, line, clock):
    page = desktop_page
    clock(datetime.date(2011, 11, 30))
    arrive_as(page, "leder", STATUS)
    expect(page.get_by_role("main")).not_to_contain_text("Overskredet")

    # But as of the day before it was moved it still is
    page.goto(f"{STATUS}?as_of=2011-10-31")
    first = page.locator("section[aria-labelledby=actions] li").first
    expect(first).to_contain_text(line.title)
    follow(first.get_by_role("link", name=line.title))
    expect(page.get_by_role("main")).to_contain_text("pr. 31. oktober 2011")


def test_a_reader_sees_that_a_voucher_has_a_file_but_not_the_file(desktop_page, site, line):
    page = desktop_page
    arrive_as(page, "laeser", line.get_absolute_url())
    expect(page.get_by_role("link", name="faktura.txt")).to_have_count(0)

    expense = line.expenses.active().latest("on")
    follow(page.get_by_role("link", name=expense.text, exact=True))
    expect(page.get_by_role("main")).to_contain_text("1 fil")
    answer = page.request.get(expense.attachments.get().get_absolute_url())
    assert answer.status == 403
    assert_accessible(page)
