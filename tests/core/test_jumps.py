"""The parts of a long page, read off its headings."""

import pytest
from django.template import engines

LINKS = {
    '<h2 id="a" class="m-0">One <b>&amp; two</b></h2><th id="b" scope="col">Three</th>': [
        '<li><a href="#a">One &amp; two</a></li>',
        '<li><a href="#b">Three</a></li>',
    ],
    '<h2 id="a">One alone</h2>': [],
    "<h2>Without</h2><h2>ids</h2>": [],
}


@pytest.mark.parametrize("content", LINKS)
def test_lead_to_each_of_them(content):
    template = engines["django"].from_string(
        "{% load jumps %}{% jumps %}" + content + "{% endjumps %}"
    )

    page = template.render()

    assert page.endswith(content)
    assert page.count("<li>") == len(LINKS[content])
    assert all(link in page for link in LINKS[content])
