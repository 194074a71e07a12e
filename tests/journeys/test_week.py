"""A week of hours: by keyboard at a desk, with a thumb, in two windows, and without JavaScript."""

import datetime
import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from activities.models import Activity, LogEntry, TimeEntry
from tests.factories.resources import TimeEntryFactory
from tests.journeys.accessibility import assert_accessible
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.steps import arrive_as, come_in, tab_to, visit

WEEK, WEEK_BEFORE = "/hours/2011-W39/", "/hours/2011-W38/"
MONDAY = datetime.date(2011, 9, 26)
TUESDAY = datetime.date(2011, 9, 27)
A_WEEK = datetime.timedelta(days=7)


@pytest.fixture
def site(site):
    """Only what the journey itself types stands in the week."""
    TimeEntry.objects.filter(on__gte=MONDAY).delete()
    return site


def box(page: Page, activity, day=MONDAY):
    return page.locator(f"input[name='a{activity.pk}-{day.isoformat()}']")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".week-form .form-actions button").click()


def hours(person):
    rows = TimeEntry.objects.filter(person=person, on__gte=MONDAY).order_by("on", "pk")
    return [(row.activity_id, row.on, row.hours) for row in rows]


def test_a_consultant_fills_a_week_by_keyboard(desktop_page, site):
    page = desktop_page
    arrive_as(page, "konsulent", WEEK)
    first, second = (
        int(row.get_attribute("value")[1:]) for row in page.locator("input[name=row]").all()[:2]
    )

    # Given the first box of the first row
    page.locator("tr[data-row] input:not([type=hidden])").first.focus()

    # When hours are typed and the arrows and Enter lead on
    page.keyboard.type("7,5")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("6:15")
    page.keyboard.press("Enter")
    page.keyboard.type("1,25")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")

    # Then nothing has been sent, the sums have followed, and the box is the first again
    expect(page.locator("tr[data-row] input:not([type=hidden])").first).to_be_focused()
    expect(page.locator("[data-row-sum]").first).to_have_text("13,75")
    expect(page.locator("[data-day-sum]").nth(1)).to_have_text("7,5")
    expect(page.locator("[data-week-sum]")).to_have_text("15")
    assert hours(site.konsulent) == []

    # And Control and Enter save it
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator(".messages")).to_contain_text("15")
    assert hours(site.konsulent) == [
        (first, MONDAY, Decimal("7.5")),
        (first, TUESDAY, Decimal("6.25")),
        (second, TUESDAY, Decimal("1.25")),
    ]
    assert_accessible(page)


def arrow_to(page: Page, place: Locator) -> None:
    """To the first box, and down to the row that is meant, without a mouse."""
    tab_to(page, page.locator("tr[data-row] input:not([type=hidden])").first)
    for _row in range(page.locator("tr[data-row]").count()):
        if place.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("the arrows do not reach the box")


def first_box_of_last(rows: Locator) -> Locator:
    return rows.last.locator("input:not([type=hidden])").first


def press(page: Page, place: Locator) -> None:
    """Tab to a link or a button, and Enter."""
    tab_to(page, place)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_week_without_a_mouse_and_the_next_offers_its_rows(page_at_each_width, site):
    # Given a consultant who is not responsible for Akacieparken, and has no hours last week
    page = page_at_each_width
    TimeEntry.objects.filter(on__gte=MONDAY - 2 * A_WEEK).delete()
    plan = Activity.objects.get(ref="akacieparken")
    come_in(page, "konsulent")
    page.goto("/my/")

    # When the keyboard leads to last week, and adds a row
    more = page.locator(".phone-tabs summary")
    if more.is_visible():
        tab_to(page, more)
        page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="Timer", exact=True).first)
    press(page, page.get_by_role("link", name="Forrige uge"))
    arrow_to(page, first_box_of_last(page.locator("tr[data-row]")))
    tab_to(page, page.locator("#new-row"))
    page.keyboard.type("Akacie")
    press(page, page.get_by_role("button", name="Tilføj", exact=True))
    expect(page).to_have_url(re.compile(f"{WEEK_BEFORE}$"))

    # And two days of it are filled in
    last_monday = MONDAY - A_WEEK
    arrow_to(page, box(page, plan, last_monday))
    page.keyboard.type("7,5")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("6:15")

    # Then the sums have moved, nothing is saved, and Tab leads to what saves it
    row = page.locator("tr[data-row]").filter(has=box(page, plan, last_monday))
    expect(row.locator("[data-row-sum]")).to_have_text("13,75")
    expect(page.locator("[data-day-sum]").first).to_have_text("7,5")
    expect(page.locator("[data-week-sum]")).to_have_text("13,75")
    assert not plan.time_entries.filter(on__gte=last_monday).exists()
    press(page, page.get_by_role("button", name="Gem ugen"))
    expect(page.locator(".messages")).to_contain_text("Gemt: uge 38, 2011 har 13,75 timer.")
    expect(page.locator("[data-week-sum]")).to_have_text("13,75")

    # And the week after it offers the row, without its hours
    press(page, page.get_by_role("link", name="Næste uge"))
    offered = page.locator("tr.subgroup", has_text="Fra sidste uge").locator("~ tr[data-row]")
    expect(offered).to_have_count(1)
    expect(offered.locator("th")).to_contain_text(plan.title)
    expect(offered.locator("[data-row-sum]")).to_have_text("–")
    assert_accessible(page)
    arrow_to(page, box(page, plan))
    page.keyboard.type("4")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator("tr.subgroup")).to_have_count(0)
    assert hours(site.konsulent) == [(plan.pk, MONDAY, Decimal(4))]


@pytest.mark.parametrize(
    ("device", "script"),
    [(DESKTOP, True), (PHONE, True), (DESKTOP, False)],
    ids=["desktop", "phone", "without JavaScript"],
)
def test_the_hours_of_a_log_entry_are_those_of_the_week(open_page, site, device, script):
    # Given a consultant who logs a meeting of four hours on Tuesday
    page = open_page(device, java_script_enabled=script)
    come_in(page, "konsulent")
    page.goto(f"/log/activity/{site.activity.pk}/")
    page.locator("[name=on]").fill(TUESDAY.isoformat())
    page.locator("[name=text]").fill("Møde med boderne.")
    page.locator("[name=hours]").fill("4")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Gemt.")
    entry = LogEntry.objects.get(text="Møde med boderne.")

    # Then they stand in the week of that Tuesday, and lead to the entry
    page.goto(WEEK)
    tuesday = box(page, site.activity, TUESDAY)
    expect(tuesday).to_have_value("4")
    expect(page.locator("[data-week-sum]")).to_have_text("4")

    # When they are changed in the week, there is still one row, and the entry's page shows it
    tuesday.fill("5,5")
    save(page)
    expect(page.locator("[data-week-sum]")).to_have_text("5,5")
    assert hours(site.konsulent) == [(site.activity.pk, TUESDAY, Decimal("5.5"))]
    with page.expect_navigation():
        page.locator(f".cell-entry[href='{entry.get_absolute_url()}']").click()
    expect(page.locator("dl.facts div", has_text="Timer").locator("dd")).to_have_text("5,5")

    # And corrected on the entry's own page they are so in the week
    page.goto(f"{entry.get_absolute_url()}correct/")
    page.locator("[name=hours]").fill("3")
    page.locator("[name=reason]").fill("Talt om.")
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").click()
    page.goto(WEEK)
    expect(tuesday).to_have_value("3")
    assert hours(site.konsulent) == [(site.activity.pk, TUESDAY, Decimal(3))]


def test_a_day_ahead_is_passed_over(desktop_page, site):
    page = desktop_page
    arrive_as(page, "konsulent", WEEK)
    saturday = page.locator("tr[data-row]").first.locator("input:not([type=hidden])").nth(5)
    saturday.focus()

    page.keyboard.press("ArrowRight")

    expect(saturday).to_be_focused()


def test_a_row_is_added_and_saved_at_each_width(page_at_each_width, site):
    page = page_at_each_width
    arrive_as(page, "konsulent", WEEK)
    new = page.locator("#new-row optgroup option").nth(1).get_attribute("value")

    # Given hours in the first row that are not saved yet
    page.locator("tr[data-row] input:not([type=hidden])").first.fill("3")

    # When another row is added
    page.locator("#new-row").select_option(new)
    with page.expect_navigation():
        page.locator("button[name=add]").click()

    # Then it stands there, and the hours still do
    assert_accessible(page)
    expect(page.locator("tr[data-row] input:not([type=hidden])").first).to_have_value("3")
    page.locator(f"input[name='{new}-{MONDAY.isoformat()}']").fill("2,5")
    save(page)
    assert sum(row[2] for row in hours(site.konsulent)) == Decimal("5.5")
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, f"the page is {width} px too wide"


def test_nobody_leaves_unsaved_hours_without_being_asked(desktop_page, site):
    page = desktop_page
    arrive_as(page, "konsulent", WEEK)
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    first = page.locator("tr[data-row] input:not([type=hidden])").first

    # Given hours that are not saved, one stays where one is
    first.click()
    page.keyboard.type("7,5")
    page.get_by_role("link", name="Forrige uge").click()
    expect(first).to_have_value("7,5")
    assert asked == ["beforeunload"]
    expect(page).to_have_url(re.compile(f"{WEEK}$"))

    # Neither saving asks nor leaving what is saved
    save(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Forrige uge").click()
    expect(page).to_have_url(re.compile(f"{WEEK_BEFORE}$"))
    assert asked == ["beforeunload"]


def test_the_way_back_keeps_what_was_typed(desktop_page, site):
    page = desktop_page
    arrive_as(page, "konsulent", WEEK)
    page.on("dialog", lambda dialog: dialog.accept())
    first = page.locator("tr[data-row] input:not([type=hidden])").first
    first.click()
    page.keyboard.type("7,5")
    with page.expect_navigation():
        page.get_by_role("link", name="Forrige uge").click()

    page.go_back()

    expect(first).to_have_value("7,5")
    expect(page.locator("[data-week-sum]")).to_have_text("7,5")


def test_two_windows_do_not_undo_each_other(desktop_page, site):
    page = desktop_page
    come_in(page, "konsulent")
    visit(page, f"{WEEK}?row=a{site.activity.pk}")

    # Given hours that another window has saved meanwhile
    TimeEntryFactory(person=site.konsulent, activity=site.activity, on=MONDAY, hours=6)

    # When other hours are typed over what stood there
    box(page, site.activity).fill("7,5")
    save(page)

    # Then both are told, and nothing is overwritten
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("7,5")
    expect(alert).to_contain_text("6")
    expect(box(page, site.activity)).to_have_value("7,5")
    assert_accessible(page)
    assert [row[2] for row in hours(site.konsulent)] == [6]

    # And saved again one's own stand
    save(page)
    assert [row[2] for row in hours(site.konsulent)] == [Decimal("7.5")]


def test_it_works_without_javascript(open_page, site):
    page = open_page(PHONE, java_script_enabled=False)
    come_in(page, "konsulent")
    page.goto(f"{WEEK}?row=a{site.activity.pk}")

    box(page, site.activity).fill("4")
    save(page)

    assert [row[2] for row in hours(site.konsulent)] == [4]


def test_a_manager_reads_anothers_week(desktop_page, site):
    page = desktop_page
    TimeEntryFactory(person=site.konsulent, activity=site.activity, on=MONDAY, hours=6)
    arrive_as(page, "leder", WEEK)

    with page.expect_navigation():
        page.locator("#person").select_option(str(site.konsulent.pk))

    expect(page.locator("main")).to_contain_text(site.activity.title)
    expect(page.locator("main input:not([type=search])")).to_have_count(0)
    assert_accessible(page)
