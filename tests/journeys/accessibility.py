"""What every page that a journey visits must pass."""

from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Page

WIDTHS = (1280, 360)
AXE = Axe().axe_script
# Only what it found comes back: with all that passed, the answer is larger than the page.
RUN = "axe.run({ resultTypes: ['violations'] }).then((result) => result.violations)"
# What a page holds does not depend on where its rows are kept: one of the two runs looks.
IS_LOOKED_AT = connection.vendor == "sqlite"


def assert_accessible(page: Page) -> None:
    """Axe, with every rule it runs by default, finds nothing at desk and at phone width.

    Nor does the page itself scroll sideways: what is wider than a phone scrolls in a box of its
    own. The page gets its own width back.
    """
    if not IS_LOOKED_AT:
        return
    shown = page.viewport_size
    page.evaluate(AXE)
    try:
        found = [problem for width in WIDTHS for problem in _problems(page, width)]
    finally:
        if shown:
            page.set_viewport_size(shown)
    assert not found, "\n".join([f"{page.url} is not accessible:", *found])


def _problems(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    problems = [
        f"{width} px: {violation['id']}: {violation['help']}\n"
        + "\n".join(f"    {node['html'][:200]}" for node in violation["nodes"])
        for violation in page.evaluate(RUN)
    ]
    content = page.evaluate("document.documentElement.scrollWidth")
    if content > width:
        problems.append(f"{width} px: the page is {content} px wide and scrolls sideways")
    return problems
