"""A file with headings of its own, refunds and a hidden sheet is explained once, on a telephone."""

from decimal import Decimal

from playwright.sync_api import Page, expect

from core.spreadsheets import XLSX_TYPE
from economy.models import Expense
from tests.economy.money import saved
from tests.economy.pages.test_finance_systems import sheets
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import come_in

IMPORT = "/programs/2011/economy/import/"
HEADINGS = ["Bogf.dato", "Bilagsnr.", "Posteringstekst", "PSP-element", "Beløb (RV)", "D/K"]
HOLDS = ["Dato", None, None, "Budgetlinje", "Beløb (kr.)", None]


def a_month(line: str, month: str, first: int) -> dict[str, object]:
    rows = [
        [f"2011{month}02", f"000{first}", "Leje af scene", line, "5.000,00", "Debet"],
        [f"2011/{month}/03", first + 1, "Telt", line, "1.000,00", "Debet"],
        [f"03-{month}-11", first + 1, "Telt, retur", line, "250,50", "Kredit"],
        ["", "", "I alt", "", "5.749,50", "Debet"],
    ]
    book = sheets(Gammel=[HEADINGS, rows[0]], Poster=[["Udskrift"], HEADINGS, *rows])
    book["Gammel"].sheet_state = "hidden"
    return {"name": "udtræk.xlsx", "mimeType": XLSX_TYPE, "buffer": saved(book)}


def choose(page: Page, file: dict[str, object]) -> None:
    page.goto(IMPORT)
    page.locator("[name=file]").set_input_files(file)
    page.locator("main form[method=post] .btn-primary").first.click()


def used(line: str) -> Decimal:
    return Expense.objects.active().filter(line__ref=line).total()


def test_a_file_is_explained_once_and_the_next_is_read_by_itself(phone_page, site):
    page, line = phone_page, site.budget_line.ref
    before = used(line)
    come_in(page, "leder")

    # When a file comes whose headings nobody knows
    choose(page, a_month(line, "08", 810))

    # Then the page asks what they hold, and nothing is saved
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad kolonnerne indeholder")
    assert_accessible(page)
    for place, kind in enumerate(HOLDS):
        if kind:
            page.locator(f"[name=column-{place}]").select_option(label=kind)
    page.locator("main form[method=post] .btn-primary").tap()

    # Then the preview says which sheet it reads, what is hidden, and that the total fits
    expect(page.locator("main")).to_contain_text("Arket »Poster« læses.")
    expect(page.locator("main")).to_contain_text("»Gammel«")
    expect(page.locator(".fate-new")).to_have_count(3)
    assert_accessible(page)
    page.get_by_role("button", name="Bogfør 3 udgifter").tap()
    expect(page.get_by_role("status").first).to_contain_text("3 udgifter er bogført: 5.749,50 kr.")
    assert used(line) == before + Decimal("5749.50")

    # And the next month is read by itself
    choose(page, a_month(line, "09", 910))
    page.get_by_role("button", name="Bogfør 3 udgifter").tap()
    expect(page.get_by_role("status").first).to_contain_text("3 udgifter er bogført")

    # And the same month with its zeros lost adds nothing
    choose(page, a_month(line, "09", 910))
    expect(page.locator(".fate-new")).to_have_count(0)
    assert used(line) == before + 2 * Decimal("5749.50")
