"""Finds and starts the browser that the journeys walk in."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, sync_playwright

# The first is Chromium without windows: the same pages in a tenth less time.
INSTALLED_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # it opens pages of this product only, often as root in a container
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    # Neither the pages nor the browser itself look for another host.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


class NoBrowser(Exception):
    """Neither an installed browser nor one of Playwright's own could be started."""


@contextmanager
def running_browser() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own; NoBrowser where there is neither."""
    with sync_playwright() as playwright, _synchronous_database_access():
        program = next(filter(None, map(shutil.which, INSTALLED_BROWSERS)), None)
        try:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        except Error as error:
            raise NoBrowser(str(error).splitlines()[0]) from error
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _synchronous_database_access() -> Iterator[None]:
    """Playwright's event loop lives in the tests' thread, where Django would refuse queries."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        yield
    finally:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
