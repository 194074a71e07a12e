"""Chips and bars: what is drawn beside a figure."""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import gettext_lazy

from indicators.models.choices import Meaning, Status


@dataclass(frozen=True)
class Bar:
    filled: int
    mark: int | None


def drawn(source, **names):
    return Template("{% load chips criteria %}" + source).render(Context(names))


@pytest.mark.parametrize("words", ["12,5 & <b>", gettext_lazy("12,5 & <b>")])
def test_a_chip_says_its_words_beside_its_icon(words):
    chip = drawn('{% chip "crimson" "cross" words %}', words=words)

    assert 'class="status colour-crimson"' in chip
    assert 'aria-hidden="true"' in chip
    assert "img/status.svg#cross" in chip
    assert "12,5 &amp; &lt;b&gt;</span>" in chip


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_chip(status):
    chip = drawn("{% status_chip status %}{% status_chip status.value %}", status=status)

    assert chip.count(f'class="status colour-{status.meaning.colour}"') == 2
    assert chip.count(f'#{status.meaning.icon}"') == 2
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
    svg = drawn("{% bar bar colour %}", bar=bar, colour="green")

    assert f'class="fill-green" {width}' in svg
    assert svg.count("<path") == (mark is not None)
    assert mark is None or mark in svg
    assert svg.endswith("</svg>")


def test_no_bar_draws_nothing():
    assert drawn('{% bar bar "green" %}', bar=None) == ""


@pytest.mark.parametrize("status", Status)
def test_every_status_is_drawn_with_what_there_is(status):
    """Its icon is a symbol of the sprite, and its colour one that the style sheet fills."""
    static = settings.BASE_DIR / "static"

    assert f'id="{status.meaning.icon}"' in (static / "img/status.svg").read_text()
    assert f".fill-{status.meaning.colour} " in (static / "css/tfi.css").read_text()


def test_a_status_that_says_no_more_than_its_label_has_a_colour_and_an_icon():
    plain = Meaning()

    assert f".fill-{plain.colour} " in (settings.BASE_DIR / "static/css/tfi.css").read_text()
    assert f'id="{plain.icon}"' in (settings.BASE_DIR / "static/img/status.svg").read_text()


def test_no_two_statuses_are_as_urgent():
    """They are counted in the order of their urgency."""
    assert len({status.meaning.urgency for status in Status}) == len(Status)
