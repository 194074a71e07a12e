"""How heavy a page is on its way to a browser, and how soon the browser shows something of it."""

import gzip
import re
import shutil
import statistics
from typing import Any

from demo.services.benchmark.visits import HOST, Visitor

BROWSERS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
PAINTS = 5

_ASSET = re.compile(rb'(?:href|src)="(/static/[^"#?]+)')
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]"


def weight_of(visitor: Visitor, path: str) -> tuple[int, int, int]:
    """Bytes of a page as it is sent, as a proxy compresses it, and of its files as they are sent.

    The application server compresses no pages, only its files.
    """
    html = visitor.ask("GET", path).body
    files = [
        visitor.ask("GET", asset.decode(), headers={"Accept-Encoding": "gzip"}).body
        for asset in set(_ASSET.findall(html))
    ]
    return len(html), len(gzip.compress(html, 6)), sum(map(len, files))


def first_paint(visitor: Visitor, path: str) -> float | None:
    """Median seconds to the first contentful paint, with nothing cached; None without a browser."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
    address = f"http://{HOST}:{visitor.port}"
    cookies: list[Any] = [
        {"name": name, "value": value, "url": address} for name, value in visitor.cookies.items()
    ]
    found = []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=arguments)
        except Error:
            return None
        # Once more than is counted: the first page pays for the browser's own start.
        for _ in range(PAINTS + 1):
            context = browser.new_context()
            context.add_cookies(cookies)
            page = context.new_page()
            page.goto(f"{address}{path}", wait_until="load")
            page.wait_for_function(f"{_PAINTED} !== undefined")
            found.append(page.evaluate(f"{_PAINTED}.startTime"))
            context.close()
        browser.close()
    return statistics.median(found[1:]) / 1000
