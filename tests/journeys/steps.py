"""The steps that several journeys share: who comes, what they do, what they look at."""

from playwright.sync_api import Locator, Page, Response

from indicators.models import Criterion
from tests.journeys.accessibility import assert_accessible

FAR = 80  # stops of Tab
PASSWORD = "a long password"
LOGIN = "/accounts/login/"
STATUS = "/programs/2011/status/"


def visit(page: Page, address: str, status: int = 200) -> None:
    """Go there and find the page in order, for everybody who may need it."""
    assert_answer(page.goto(address), status)
    assert_accessible(page)


def assert_answer(response: Response | None, status: int) -> None:
    assert response, "the browser did not ask for the page"
    assert response.status == status, f"{response.url} answered {response.status}"


def sign_in(page: Page, name: str) -> None:
    """Type name and password on the sign-in page that is shown."""
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()


def sign_out(page: Page) -> None:
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Log ud").click()


def come_in(page: Page, name: str) -> None:
    """Have signed in already, where the journey is not about the sign-in."""
    page.request.get(LOGIN)
    token = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}["csrftoken"]
    form = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
    page.request.post(LOGIN, form=form)


def arrive_as(page: Page, name: str, address: str) -> None:
    come_in(page, name)
    visit(page, address)


def follow(link: Locator) -> None:
    """Click what leads to another page, and find that page in order."""
    with link.page.expect_navigation() as navigation:
        link.click()
    assert_answer(navigation.value, 200)
    assert_accessible(link.page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem", exact=True).click()


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until the focus is there; the place must show that it has it."""
    for _step in range(FAR):
        if place.evaluate("element => element === document.activeElement"):
            outline = place.evaluate("element => getComputedStyle(element).outlineStyle")
            shadow = place.evaluate("element => getComputedStyle(element).boxShadow")
            assert outline != "none" or shadow != "none", "the focus cannot be seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {place}")


def status_row(page: Page, criterion: Criterion) -> Locator:
    """The criterion's row on the status page."""
    return page.locator("tr").filter(has=page.get_by_role("link", name=criterion.wording))


def becomes(page: Page, criterion: Criterion) -> Locator:
    """«bliver …»: what the criterion will read once the form has been saved."""
    return page.locator(f"#becomes-{criterion.pk}")
