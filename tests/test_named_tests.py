"""Pages that name the tests which hold what they say: those tests must be there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NAMED = re.compile(r"`(test_\w+)`")


@pytest.mark.parametrize("page", ["rules", "promises", "reliability"])
def test_every_test_that_a_page_names_exists(page):
    named = set(NAMED.findall((ROOT / "docs" / f"{page}.md").read_text()))
    tests = "\n".join(path.read_text() for path in ROOT.glob("tests/**/test_*.py"))

    assert named
    assert named - set(re.findall(r"def (test_\w+)\(", tests)) == set()


def test_every_promise_names_its_test():
    promises = re.split(r"^- ", (ROOT / "docs/promises.md").read_text(), flags=re.MULTILINE)[1:]

    assert [promise for promise in promises if not NAMED.search(promise)] == []
