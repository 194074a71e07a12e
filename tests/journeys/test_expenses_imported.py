"""A month's vouchers come from the finance system, some of them wrong, and are booked once."""

import datetime
import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from core.spreadsheets import XLSX_TYPE
from economy.models import BudgetLine, Expense
from tests.economy.money import text_file, workbook
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import STATUS, arrive_as, come_in, follow, visit

ECONOMY = "/programs/2011/economy/"


RIGHT = [(datetime.date(2011, 9, day), 1000, "Lys og lyd", f"UDT-{day}") for day in range(5, 12)]
WRONG = [
    ("12. sept.", 250, "Plakater", "UDT-12"),
    (datetime.date(2011, 9, 13), "#N/A", "Trykning", "UDT-13"),
]
# 7 × 1.000 + 250 + 1.234,50
BOOKED = "8.484,50"
Files = dict[str, dict[str, object]]


def files_of(line: str, *, mended: bool = False) -> Files:
    """The month's ten vouchers as both kinds of file: three are wrong, or two of them mended."""
    first, second = WRONG
    if mended:
        first = (datetime.date(2011, 9, 12), *first[1:])
        second = (second[0], Decimal("1234.50"), *second[2:])
    rows = [(*row, line) for row in (*RIGHT, first, second)]
    if not mended:
        rows.append((datetime.date(2011, 9, 14), -80, "Returneret", "UDT-14", "ukendt"))
    texts = (";".join(as_typed(cell) for cell in row) for row in rows)
    sheet, text = workbook(*rows), text_file(*texts)
    return {
        ".xlsx": {"name": "udtræk.xlsx", "mimeType": XLSX_TYPE, "buffer": sheet},
        ".csv": {"name": "udtræk.csv", "mimeType": "text/csv", "buffer": text},
    }


def as_typed(cell: object) -> str:
    if isinstance(cell, datetime.date):
        return f"{cell:%d-%m-%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def choose(page: Page, file: dict[str, object]) -> None:
    page.goto(f"{ECONOMY}import/")
    page.locator("[name=file]").set_input_files(file)
    send(page)


def send(page: Page) -> None:
    page.locator("main form[method=post] .btn-primary").click()


def mend_two_and_leave_one_out(page: Page) -> None:
    page.locator("[name=row-9-on]").fill("12-09-2011")
    page.locator("[name=row-10-amount]").fill("1.234,50")
    page.locator("input[name=out][value='11']").check()


def assert_used(page: Page, line: BudgetLine, of_line: str, of_area: str) -> None:
    """What the line has used, on its own page and among the resources, and on the dashboard."""
    visit(page, line.get_absolute_url())
    expect(page.locator(".money-facts div", has_text="Forbrug").locator("dd")).to_have_text(of_line)
    page.goto("/programs/2011/resources/")
    row = page.locator("[aria-labelledby=money] tr", has=page.get_by_role("link", name=line.title))
    expect(row.locator("td[data-label=Forbrug]")).to_have_text(of_line)
    page.goto(STATUS)
    expect(page.locator("section[aria-labelledby=area-1]")).to_contain_text(
        f"Økonomi: {of_area} kr."
    )


# Of the main area 784.219,50 by the demo's own lines, and 1.234,50 by the site's.
BEFORE = ("1.234,50", "785.454")
AFTER = ("9.719,00", "793.938,50")


@pytest.mark.parametrize("kind", [".xlsx", ".csv"])
def test_an_import_with_three_bad_rows_of_ten_is_mended_and_repeated(desktop_page, site, kind):
    page, line = desktop_page, site.budget_line
    booked = Expense.objects.count()
    come_in(page, "leder")
    assert_used(page, line, *BEFORE)

    # When the manager chooses the file
    page.goto(ECONOMY)
    follow(page.locator(f"a[href='{ECONOMY}import/']"))
    choose(page, files_of(line.ref)[kind])

    # Then each row says what becomes of it, and nothing is saved
    expect(page.locator(".rows-right tbody tr", has_text="Bogføres")).to_have_count(7)
    wrong = page.locator(".mend tbody tr")
    expect(wrong).to_have_count(3)
    faulty = wrong.locator("[aria-invalid=true]")
    names = ["row-9-on", "row-10-amount", "row-11-line"]
    assert [cell.get_attribute("name") for cell in faulty.all()] == names
    expect(wrong.nth(0).locator(".invalid-feedback")).to_contain_text("20-11-20")
    expect(wrong.nth(1).locator(".invalid-feedback")).to_contain_text("#N/A")
    expect(wrong.nth(2).locator(".invalid-feedback").last).to_contain_text("»ukendt«")
    assert_accessible(page)
    assert Expense.objects.count() == booked

    # When one is mended and one left out, the third still stops them all
    page.locator("[name=row-9-on]").fill("12-09-2011")
    page.locator("input[name=out][value='11']").check()
    send(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(wrong).to_have_count(1)
    assert_accessible(page)
    assert Expense.objects.count() == booked

    # When that is mended too, what it has become is shown, and still nothing is saved
    page.locator("[name=row-10-amount]").fill("1.234,50")
    send(page)
    expect(page.get_by_role("status").first).to_contain_text("Der er intet bogført endnu")
    expect(page.locator(".rows-right tbody tr", has_text="Bogføres")).to_have_count(9)
    assert_accessible(page)
    assert Expense.objects.count() == booked

    # Then they are booked together, and the figures move
    page.get_by_role("button", name="Bogfør 9 udgifter").click()
    expect(page.get_by_role("status").first).to_contain_text(
        f"9 udgifter er bogført: {BOOKED} kr. i alt."
    )
    assert_accessible(page)
    assert Expense.objects.count() == booked + 9
    assert_used(page, line, *AFTER)

    # And the same file again adds nothing, and says so
    choose(page, files_of(line.ref)[kind])
    expect(page.locator(".fate-new")).to_have_count(0)
    expect(page.locator(".rows-right tbody tr")).to_have_count(9)
    page.locator("input[name=out][value='11']").check()
    send(page)
    expect(page.get_by_role("status").first).to_contain_text("10 rækker tilføjede intet")
    assert Expense.objects.count() == booked + 9
    assert_used(page, line, *AFTER)


def test_the_file_itself_is_mended_and_as_the_other_kind_it_adds_nothing(phone_page, site):
    page, line = phone_page, site.budget_line
    booked = Expense.objects.count()
    come_in(page, "leder")
    files = files_of(line.ref, mended=True)

    # When every row is right, one press books them
    choose(page, files[".csv"])
    expect(page.locator(".mend")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("button", name="Bogfør 9 udgifter").tap()
    expect(page.get_by_role("status").first).to_contain_text(BOOKED)

    # And the same vouchers out of a workbook are known
    choose(page, files[".xlsx"])
    expect(page.locator(".rows-right tbody tr.retracted")).to_have_count(9)
    expect(page.locator(".fate-new")).to_have_count(0)
    assert_accessible(page)
    send(page)
    expect(page.get_by_role("status").first).to_contain_text("9 rækker tilføjede intet")
    assert Expense.objects.count() == booked + 9


@pytest.mark.parametrize("script", [True, False], ids=["", "without JavaScript"])
def test_back_and_two_presses_book_nothing_twice(open_page, site, script):
    page = open_page(java_script_enabled=script)
    booked = Expense.objects.count()
    come_in(page, "leder")
    choose(page, files_of(site.budget_line.ref)[".csv"])
    mend_two_and_leave_one_out(page)
    send(page)

    # When the rows are confirmed by two presses
    page.get_by_role("button", name="Bogfør 9 udgifter").dblclick()
    expect(page).to_have_url(re.compile(f"{ECONOMY}$"))
    assert Expense.objects.count() == booked + 9

    # And the manager goes back to the rows, and presses once more
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontrollér rækkerne")
    send(page)

    # Then there they are once, and it is said
    expect(page.get_by_role("status").first).to_contain_text("10 rækker tilføjede intet")
    assert Expense.objects.count() == booked + 9


def test_an_expense_that_is_too_much_is_booked_and_undone(phone_page, site):
    page, line = phone_page, site.budget_line
    arrive_as(page, "leder", line.get_absolute_url())

    # When more is booked than the line has
    follow(page.locator("main a.btn-primary"))
    expect(page.locator("[name=line]")).to_have_value(str(line.pk))
    page.locator("[name=amount]").fill("1 mio.")
    page.locator("[name=text]").fill("Leje af scene, for dyr")
    send(page)

    # Then it is saved, and the receipt says by how much the line is overspent
    expect(page.locator(".overspent")).to_contain_text("901.234,50")
    assert_accessible(page)

    # And it can be undone at once
    page.locator("form[action$='/undo/'] button").click()
    expect(page.locator(".overspent")).to_have_count(0)
    assert Expense.objects.get(text="Leje af scene, for dyr").is_retracted


def test_every_page_of_money(desktop_page, site):
    come_in(desktop_page, "leder")
    for address in (
        f"{ECONOMY}?show=commitments",
        f"{ECONOMY}?line=findesikke&as_of=2011-06-30",
        f"{ECONOMY}expenses/new/",
        f"{ECONOMY}commitments/new/",
        f"{site.budget_line.get_absolute_url()}revise/",
        f"{site.expense.get_absolute_url()}?saved=1",
        f"{site.expense.get_absolute_url()}correct/",
        f"{site.expense.get_absolute_url()}retract/",
        f"{site.commitment.get_absolute_url()}?saved=1",
        f"{site.commitment.get_absolute_url()}release/",
    ):
        visit(desktop_page, address)
