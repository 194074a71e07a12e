"""docs/rules.md names the test that holds each rule: those tests must be there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_test_that_the_rules_page_names_exists():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/rules.md").read_text()))
    tests = "\n".join(path.read_text() for path in ROOT.glob("tests/**/test_*.py"))

    assert named
    assert named - set(re.findall(r"def (test_\w+)\(", tests)) == set()
