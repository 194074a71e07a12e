"""Figures typed by hand that differ from what the report knows; and what two texts differ in."""

from decimal import Decimal

import pytest

from reports.rules.differences import DiffLine, lines_of_two
from reports.rules.document import Figure
from reports.rules.typed_figures import MOST, differing

COUNT = [
    Figure("visitors.value", "ca. 12.500", "12500"),
    Figure("visitors.target", "mindst 30.000", "30000"),
]
SHARE = [
    Figure("visitors.value", "38,3 %", "38.333333"),
    Figure("visitors.target", "mindst 40 %", "40"),
    Figure("visitors.numerator", "23", "23"),
]


@pytest.mark.parametrize(
    ("figures", "text", "found"),
    [
        (COUNT, "Der kom 14.500 besøgende.", [("14.500 besøgende", "[[value]]")]),
        (COUNT, "Der kom 14500 glade besøgende.", [("14500 glade besøgende", "[[value]]")]),
        (COUNT, "Målet er 25.000 besøgende.", [("25.000 besøgende", "[[target]]")]),
        (COUNT, "Den 30. juni kom 13\u00a0000 besøg", []),  # another word
        (COUNT, "12.500 besøgende og 30.000 besøgende", []),
        (COUNT, "400 besøgende den ene aften", []),  # the evidence has it
        (COUNT, "[[value]] besøgende; 30 frivillige; 8.a", []),
        (COUNT, "1e5 besøgende, 12,500,1 besøgende", []),
        (COUNT, "I 2011. Besøgende var der mange af", []),
        (SHARE, "38,3 % svarer til 23 af 60", []),
        (SHARE, "38 % sagde ja", [("38 %", "[[value]]")]),
        (SHARE, "Målet er 70 procent", [("70 procent", "[[target]]")]),
        (SHARE, "70 pct. af dem", [("70 pct.", "[[value]]")]),
        (COUNT, "Der kom 12,500 besøgende.", [("12,500 besøgende", "[[value]]")]),
        (COUNT, "12.500,0 og 12500 besøgende", []),
        ([], "14.500 besøgende", []),
    ],
)
def test_what_differs_is_pointed_out(figures, text, found):
    told = differing(text, figures, "visitors", "besøgende", [Decimal(400)])
    assert [(one.written, one.token) for one in told] == found


@pytest.mark.parametrize(
    ("text", "number"),
    [("9" * 20_000, 0), ("1 " * 10_000, 0), ("1.000 besøgende " * 1_200, MOST)],
)
def test_of_a_long_text_so_many_are_pointed_out(text, number):
    assert len(differing(text, COUNT, "visitors", "besøgende")) == number


def test_two_long_texts_are_compared():
    mine, theirs = ["1.000", "besøgende"] * 1_200, ["1", "2"] * 5_000
    assert len(lines_of_two("\n".join(theirs), "\n".join(mine))) == len(theirs) + len(mine)


def test_two_texts_line_by_line():
    assert lines_of_two("a\nb\nc", "a\nB\nc\nd") == [
        DiffLine("same", "a"),
        DiffLine("theirs", "b"),
        DiffLine("mine", "B"),
        DiffLine("same", "c"),
        DiffLine("mine", "d"),
    ]
