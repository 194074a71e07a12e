"""Axe at both widths on every page there is: with the demo's data, with errors, and refused.

The journeys look at what becomes of a page on their way; here is each page as it is found, from
the table of addresses, so that none is forgotten.
"""

from collections.abc import Iterable

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page, expect

from accounts.rules.limits import SIGN_IN_NAME
from activities.models import Activity
from indicators.models import Criterion
from overview.views import pages
from tests.journeys.accessibility import IS_LOOKED_AT, assert_accessible
from tests.journeys.steps import LOGIN, STATUS, assert_answer, come_in, save, visit
from tests.site.test_urls_and_roles import TABLE

pytestmark = pytest.mark.skipif(not IS_LOOKED_AT, reason="pages are looked at on SQLite")


@pytest.fixture
def page(desktop_page) -> Page:
    return desktop_page


def walk(page: Page, addresses: Iterable[str]) -> None:
    """Visit each of them; at the end say what was wrong with any."""
    wrong = []
    for address in addresses:
        try:
            visit(page, address)
        except AssertionError as found:
            wrong.append(str(found))
    assert not wrong, "\n\n".join(wrong)


def criterion(ref: str) -> str:
    return Criterion.objects.get(ref=ref).get_absolute_url()


@pytest.mark.parametrize(
    "room", ["core", "overview", "activities", "indicators", "requisitions", "reports"]
)
def test_each_page_of(room, page, site):
    come_in(page, "leder")
    addresses = [
        reverse(name, args=of(site))
        for name, (of, _who) in TABLE.items()
        if name.startswith(f"{room}:")
    ]

    pages = [address for address in addresses if is_page(page, address)]

    assert pages
    walk(page, pages)


def test_each_kind_of_page_of_users(page, site):
    come_in(page, "admin")
    names = ("users", "user", "user_change", "user_hand_over", "user_end", "user_review")
    found = {name: TABLE[f"accounts:{name}"][0] for name in names}
    walk(page, [reverse(f"accounts:{name}", args=of(site)) for name, of in found.items()])


def is_page(page: Page, address: str) -> bool:
    """Not data, a part of a page, a way to somewhere else or something that is only sent to."""
    answer = page.request.get(address, max_redirects=0)
    return answer.ok and "<html" in answer.text()


def test_the_other_faces_of_the_pages_that_everybody_reads(page, site):
    come_in(page, "laeser")

    walk(
        page,
        [
            f"{STATUS}?as_of=2012-06-16",
            f"{STATUS}?status=met&main_area=2&as_of=i+morgen",
            "/programs/2011/resources/?as_of=2011-01-01",
            criterion("partnerskab-og-restauranter"),
            criterion("faellesskab"),
            criterion("partnerskab-woco"),
            criterion("borgerdialog"),
            f"{criterion('nye-metoder')}?as_of=2012-02-01",
            f"{criterion('styregrupper-og-sparring')}?as_of=2012-02-01",
            "/search/?q=dag",
            "/search/?q=findesikke",
            "/requisitions/?program=all&show=all&q=rekvisition",
            "/requisitions/?q=findesikke",
            "/organisations/?q=findesikke",
            site.case.get_absolute_url(),
            f"/activities/{site.activity.pk}/participants/?all",
            f"/activities/{site.activity.pk}/hours/?as_of=2011-06-30",
            "/accounts/password/changed/",
        ],
    )


def test_the_figures_behind_a_chart_are_a_table(page, site):
    come_in(page, "laeser")
    page.goto(criterion("besoegende"))

    page.get_by_text("De samme tal som tabel").click()

    table = page.get_by_role("region", name="Tal over tid")
    expect(table.locator("tr").filter(has_text="18-06-2011")).to_contain_text("12.500")
    assert_accessible(page)


def test_the_other_faces_of_the_pages_of_somebody_who_logs(page, site):
    come_in(page, "konsulent")
    empty = Activity.objects.planned().filter(participants=None).first()

    walk(
        page,
        [
            f"/log/area/{site.area.pk}/",
            criterion("besoegende"),
            criterion("laengerevarende-forloeb"),
            f"{site.case.get_absolute_url()}?moved={site.state.pk}",
            f"{site.case.get_absolute_url()}documentation/?q=dag",
            site.school_class.school.get_absolute_url(),
            "/hours/2011-W39/",
            "/hours/2010-W01/",
            f"/activities/{empty.pk}/participants/",
            f"/activities/{empty.pk}/hours/",
            f"/activities/{empty.pk}/participants/add/class/",
            f"/activities/{empty.pk}/participants/add/consultant/",
            f"/activities/{empty.pk}/participants/copy/?from={site.activity.pk}",
        ],
    )


FORMS = {
    "results": [
        "/log/activity/{activity}/",
        "/entries/{entry}/correct/",
        "/entries/{entry}/retract/",
        "/measurements/{measurement}/correct/",
        "/measurements/{measurement}/retract/",
        "/criteria/{criterion}/judge/",
        "/accounts/password/",
    ],
    "cases": [
        "/requisitions/new/",
        "/requisitions/{case}/facts/",
        "/requisitions/{case}/state/in_progress/",
        "/requisitions/{case}/parties/add/",
        "/requisitions/{case}/retract/",
        "/requisitions/{case}/follow-up/phone/",
    ],
    "registers": [
        "/organisations/new/",
        "/organisations/{organisation}/rename/",
        "/organisations/{organisation}/correct/",
        "/organisations/{organisation}/merge/",
        "/organisations/{organisation}/contacts/new/",
        "/organisations/{school}/classes/new/",
        "/organisations/{school}/bilingual/",
        "/consultants/{consultant}/change/",
        "/activities/{activity}/participants/add/organisation/",
        "/participants/{participant}/",
        "/participants/{participant}/retract/",
    ],
    "money": [
        "/programs/2011/economy/expenses/new/",
        "/programs/2011/economy/commitments/new/",
        "/programs/2011/economy/import/",
        "/budget-lines/{budget_line}/revise/",
        "/expenses/{expense}/correct/",
        "/expenses/{expense}/retract/",
        "/commitments/{commitment}/release/",
        "/commitments/{commitment}/retract/",
    ],
}
ROWS = (
    "activity", "entry", "measurement", "criterion", "case", "organisation", "consultant",
    "participant", "budget_line", "expense", "commitment",
)  # fmt: skip


@pytest.mark.parametrize("room", FORMS)
def test_the_forms_with_errors(room, page, site):
    come_in(page, "leder")
    rows = {name: getattr(site, name).pk for name in ROWS} | {"school": site.school_class.school_id}
    wrong = []
    for address in FORMS[room]:
        try:
            send_empty(page, address.format(**rows))
        except AssertionError as found:
            wrong.append(f"{address}: {found}")
    assert not wrong, "\n\n".join(wrong)


def send_empty(page: Page, address: str) -> None:
    """With nothing typed it is refused, and the page that says so is in order."""
    assert_answer(page.goto(address), 200)
    for field in page.locator(
        "main textarea, main input[type=text], main input[type=date], main input[type=password]"
    ).all():
        field.fill("")
    page.locator("main form[method=post] button[type=submit]").first.click()

    expect(page.get_by_role("alert").first).to_contain_text("Intet er gemt endnu.")
    assert_accessible(page)


def test_the_sign_in_and_its_errors(page, site, settings):
    # Given a demo, whose pages say so
    settings.DEMO = True
    walk(page, [LOGIN, "/accounts/reset/", "/accounts/reset/sent/", "/accounts/reset/complete/"])

    # When the password is wrong
    page.goto(LOGIN)
    for _attempt in range(SIGN_IN_NAME.free + 1):
        page.locator("[name=username]").fill("konsulent")
        page.locator("[name=password]").fill("forkert")
        page.get_by_role("button", name="Log ind").click()
        if _attempt == 0:
            # Then the page says so, and has the focus where it does
            expect(page.get_by_role("alert")).to_contain_text("passer ikke sammen")
            expect(page.get_by_role("alert")).to_be_focused()
            assert_accessible(page)

    # And at last the sign-in is closed for a while
    expect(page.get_by_role("heading", level=1)).to_have_text("For mange forsøg")
    assert_accessible(page)


def test_choosing_a_password_by_a_link(page, site):
    person = urlsafe_base64_encode(force_bytes(site.konsulent.pk))
    token = default_token_generator.make_token(site.konsulent)
    link = reverse("accounts:password_reset_confirm", args=[person, token])
    visit(page, link)

    page.locator("[name=new_password1]").fill("kort")
    page.locator("[name=new_password2]").fill("kortere")
    page.get_by_role("button", name="Gem adgangskoden").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert_accessible(page)

    page.locator("[name=new_password1]").fill("en ganske ny adgangskode")
    page.locator("[name=new_password2]").fill("en ganske ny adgangskode")
    page.get_by_role("button", name="Gem adgangskoden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Din adgangskode er gemt")
    visit(page, link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Linket kan ikke bruges længere")


def test_the_pages_that_refuse(page, site, monkeypatch):
    come_in(page, "laeser")
    visit(page, "/log/", 403)
    visit(page, "/findes/ikke/", 404)
    monkeypatch.setattr(pages, "outline_of", lambda program: 1 / 0)
    visit(page, "/programs/2011/", 500)


def test_a_form_without_its_token_and_a_request_too_large(page, site):
    come_in(page, "konsulent")
    page.goto(f"/log/activity/{site.activity.pk}/")
    page.evaluate("document.querySelector('form[data-draft] [name=csrfmiddlewaretoken]').remove()")
    with page.expect_navigation() as navigation:
        save(page)
    assert_answer(navigation.value, 403)
    expect(page.get_by_role("heading", level=1)).to_have_text("Formularen var for gammel")
    assert_accessible(page)

    page.goto("/accounts/password/")
    page.evaluate("document.querySelector('[name=old_password]').value = 'x'.repeat(3000000)")
    with page.expect_navigation() as navigation:
        page.locator("main form[method=post] button[type=submit]").click()
    assert_answer(navigation.value, 400)
    expect(page.get_by_role("heading", level=1)).to_have_text("Forespørgslen kunne ikke læses")
    assert_accessible(page)


def test_a_site_without_a_programme(page, live_server, admin):
    admin.set_password("a long password")
    admin.save()
    come_in(page, "admin")

    walk(page, ["/", "/my/", "/log/", "/search/", "/rules/"])
