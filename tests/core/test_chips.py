"""Chips and bars: what is drawn beside a figure."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.utils.translation import gettext_lazy

from indicators.models.choices import Status


@dataclass(frozen=True)
class Bar:
    filled: int
    mark: int | None


def drawn(source, **names):
    return Template("{% load chips standing %}" + source).render(Context(names))


@pytest.mark.parametrize("words", ["12,5 & <b>", gettext_lazy("12,5 & <b>")])
def test_a_chip_says_its_words_beside_its_icon(words):
    chip = drawn('{% chip "missed" words %}', words=words)

    assert 'class="status status-missed"' in chip
    assert 'aria-hidden="true"' in chip
    assert "img/status.svg#missed" in chip
    assert "12,5 &amp; &lt;b&gt;</span>" in chip


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_chip(status):
    chip = drawn("{% status_chip status %}{% status_chip status.value %}", status=status)

    assert chip.count(f'class="status status-{status.value}"') == 2
    assert chip.count(f'#{status.value}"') == 2
    assert chip.count(f"</svg>{status.label}</span>") == 2


@pytest.mark.parametrize(
    ("bar", "width", "mark"),
    [
        (Bar(0, None), 'width="0"', None),
        (Bar(40, 0), 'width="40"', None),
        (Bar(40, 75), 'width="40"', "M75 0v8"),
        (Bar(1000, 1000), 'width="1000"', "M1000 0v8"),
    ],
)
def test_a_bar_is_filled_and_marked_in_plain_numbers(bar, width, mark):
    svg = drawn("{% bar bar style %}", bar=bar, style=Status.MET)

    assert f'class="fill-met" {width}' in svg
    assert svg.count("<path") == (mark is not None)
    assert mark is None or mark in svg
    assert svg.endswith("</svg>")


def test_no_bar_draws_nothing():
    assert drawn('{% bar bar "met" %}', bar=None) == ""
