"""Pages for the journeys, at the width of a desk and of a phone.

A journey takes `desktop_page` or `phone_page`, `page_at_each_width` to be walked twice, or
`open_page` for another kind of visitor (`open_page(PHONE, java_script_enabled=False)`). Addresses
are relative to the running site: `page.goto("/")`. At its end no page may have asked another
host for anything, broken the Content-Security-Policy or let a script fail.
"""

import os

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import NoBrowser, running_browser
from tests.journeys.kept_site import KeptSite
from tests.journeys.open_requests import OpenRequests

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
NO_BROWSER = "no browser for the journeys"
PATIENCE = 20_000  # milliseconds; a busy machine is no fault of the page
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser():
    try:
        with running_browser() as browser:
            yield browser
    except NoBrowser as missing:
        reason = f"{NO_BROWSER}: {missing}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """The running site. Started after the test database is there, each request of it has a
    connection of its own; before, it would share the tests' one, and its transactions.
    """
    return live_server


@pytest.fixture(scope="session")
def kept_site():
    return KeptSite()


@pytest.fixture
def site(live_server, clock, kept_site):
    """The programme of 2011 on the running site, with one user of each role; 1 October 2011."""
    return kept_site.site()


@pytest.fixture
def open_page(browser, live_server):
    """Opens a page of a new visitor, with no cookies: ``open_page(PHONE)``."""
    contexts, problems = [], []

    def open_page(device=DESKTOP, **options):
        context = browser.new_context(
            base_url=live_server.url,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            **{**device, **options},
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("page", lambda page: _watch(page, live_server.url, problems))
        return context.new_page()

    with OpenRequests() as requests:
        yield open_page
        for context in contexts:
            context.close()
        assert requests.wait(PATIENCE / 1000), "the site is still answering a page that is closed"
    assert problems == []


def _watch(page, site, problems):
    def console(message):
        # What comes from no address is not the page's: axe tries styles while it looks.
        of_the_page = message.location["url"]
        if message.type == "error" and "Content Security Policy" in message.text and of_the_page:
            problems.append(message.text)

    def request(sent):
        if not sent.url.startswith((site, "data:", "blob:", "about:")):
            problems.append(f"asked another host: {sent.url}")

    page.on("console", console)
    page.on("request", request)
    page.on("pageerror", lambda error: problems.append(f"a script failed: {error}"))


@pytest.fixture
def desktop_page(open_page):
    return open_page(DESKTOP)


@pytest.fixture
def phone_page(open_page):
    return open_page(PHONE)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page_at_each_width(open_page, request):
    return open_page(request.param)


def pytest_terminal_summary(terminalreporter):
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if NO_BROWSER in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("JOURNEYS NOT WALKED", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{len(skipped)} journeys were skipped because no browser was found. "
            "On Debian: apt-get install chromium-headless-shell"
        )
