"""From the telephone to the requester's own answer, and what it does to the criteria."""

import datetime
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from exchange.services.loading import load_program
from requisitions.models import FollowUp, Requisition
from tests.journeys.accessibility import assert_accessible
from tests.journeys.conftest import PHONE
from tests.journeys.registers import AFTER_THE_YEAR, answered_case, criterion, empty_register
from tests.journeys.steps import assert_answer, come_in, follow, save
from tests.site.conftest import DEMO

SUBJECT = "Fædre med til klubbens åbne aftener"
METHODS = "Har I taget nye metoder i brug"
COOPERATION = "Er jeres samarbejde med andre aktører blevet bedre?"


@pytest.fixture
def one_answer_short(site) -> None:
    """Nine requesters have answered: 6 use new methods, 5 work better with others."""
    empty_register()
    area = criterion("nye-metoder").main_area
    for number in range(9):
        answered_case(area, new_methods=number < 6, better_cooperation=number < 5)


def become(page: Page, state: str) -> None:
    """Take the case's usual step on."""
    name = "Acceptér" if state == "accepteret" else f"Markér som {state}"
    page.get_by_role("link", name=name).click()
    save(page)
    expect(page.get_by_role("status")).to_contain_text(f"Sagen er nu: {state}.")


def reply(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def assert_stands(page: Page, ref: str, value: str, pair: str, status: str) -> None:
    """So the criterion reads once the year is over."""
    page.goto(f"{criterion(ref).get_absolute_url()}{AFTER_THE_YEAR}")
    expect(page.locator("dd.big")).to_have_text(value)
    expect(page.get_by_role("main")).to_contain_text(pair)
    expect(page.locator(".panel .status").first).to_have_text(status)


def cases(page: Page, heading: str = "cases") -> Locator:
    """The cases listed behind a criterion's figure, or apart from it."""
    return page.locator("section").filter(has=page.locator(f"h2#{heading}")).locator("tbody tr")


def test_a_case_taken_by_telephone_is_answered_by_link_and_moves_the_criteria(
    phone_page, open_page, site, one_answer_short, clock
):
    # Given two criteria that are one answer short of being met
    page = phone_page
    come_in(page, "konsulent")
    assert_stands(page, "nye-metoder", "66,6 %", "6 af 9", "Ikke opfyldt")
    assert_stands(page, "bedre-samarbejde", "55,5 %", "5 af 9", "Ikke opfyldt")

    # When somebody calls, and the three fields are filled in
    page.goto("/requisitions/")
    page.get_by_role("link", name="Ny rekvirering").tap()
    page.get_by_label("Hvem henvender sig?").fill("Socialforvaltningen")
    page.get_by_label("Hvad drejer det sig om?").fill(SUBJECT)
    expect(page.get_by_label("Telefon")).to_be_checked()
    save(page)

    # Then the case is there, internal as an administration asks, and says what it lacks
    expect(page.get_by_role("status")).to_contain_text("Gemt.")
    expect(page.get_by_role("heading", level=1)).to_contain_text(SUBJECT)
    expect(page.get_by_role("region", name="Sagen", exact=True)).to_contain_text("Intern")
    expect(page.get_by_role("region", name="Mangler stadig")).to_contain_text("Hvad der ønskes")
    assert_accessible(page)

    # When it has been worked on, is completed, and is decided to be relevant
    for state in ("accepteret", "i gang", "gennemført"):
        become(page, state)
    page.get_by_role("link", name="Afgør, om den er relevant").tap()
    page.get_by_label("Ja: rekvirenten spørges").check()
    save(page)

    # Then eight weeks later its follow-up stands on «Min side», and the case gives its link
    clock(datetime.date(2011, 11, 26))
    page.goto("/my/")
    lacking = page.get_by_role("region", name="Mangler").get_by_role("listitem")
    row = lacking.filter(has_text=SUBJECT)
    expect(row).to_contain_text("Opfølgningen skal laves")
    row.get_by_role("link", name=re.compile(SUBJECT)).first.tap()
    page.get_by_role("link", name="Personligt link").tap()
    page.get_by_role("button", name="Opret link").tap()
    link = page.get_by_label("Rekvirentens link").input_value()
    assert_accessible(page)

    # When the requester opens it twice on a telephone, without a sign-in
    theirs = open_page(PHONE)
    assert_answer(theirs.goto(link), 200)
    again = theirs.context.new_page()
    again.goto(link)
    expect(theirs.get_by_role("main")).not_to_contain_text(SUBJECT)
    for tab in (theirs, again):
        reply(tab, METHODS, "Ja")
        reply(tab, COOPERATION, "Ja")
    # And presses the button twice in one, and once more in the other
    theirs.get_by_role("button", name="Send svaret").dblclick()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Tak")
    assert_accessible(theirs)
    reply(again, METHODS, "Nej")
    again.get_by_role("button", name="Send svaret").tap()

    # Then there is one answer, the first, and the used link says that it is used
    expect(again.get_by_role("status")).to_contain_text("Det kan ikke gives to gange")
    case = Requisition.objects.get(activity__title=SUBJECT)
    assert [row.new_methods for row in FollowUp.objects.filter(requisition=case)] == ["yes"]
    assert_answer(theirs.goto(link), 200)
    expect(theirs.get_by_role("status")).to_contain_text("Svaret er modtaget.")

    # And both criteria are met, with the case one click from the figure
    assert_stands(page, "nye-metoder", "70 %", "7 af 10", "Opfyldt")
    assert_stands(page, "bedre-samarbejde", "60 %", "6 af 10", "Opfyldt")
    page.get_by_role("link", name="Se sagerne").tap()
    expect(page.locator("h2#cases")).to_be_in_viewport()
    answered = cases(page).filter(has_text=SUBJECT)
    expect(answered).to_contain_text("Ja")
    follow(answered.get_by_role("link"))
    expect(page.get_by_role("region", name="Opfølgning")).to_contain_text(
        "Besvaret 26-11-2011 af rekvirenten via linket."
    )


def test_the_programme_of_2007_shows_six_of_five_and_apart_three_external(desktop_page, site):
    # Given the second programme of the demo
    page = desktop_page
    load_program(DEMO.with_name("program-2007-2.json").read_bytes())
    come_in(page, "leder")
    page.goto("/programs/2007-2/status/")

    # When the manager asks for the requisitions
    counted = criterion("rekvisitioner")
    follow(page.get_by_role("link", name=counted.wording))

    # Then six of five are completed or in progress
    facts = page.locator("dl.facts").first
    expect(facts.locator("dd.big")).to_have_text("6")
    expect(facts).to_contain_text("6 (mål 5)")
    expect(cases(page)).to_have_count(6)

    # And the three external ones stand apart, and do not count
    expect(cases(page, "apart")).to_have_count(3)
    expect(cases(page, "apart").filter(has_text="Københavns Brandvæsen")).to_have_count(1)
    expect(facts.locator("a[href='#apart']")).to_contain_text("3")
