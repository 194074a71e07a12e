"""What people type into a box becomes paragraphs and lists, and nothing else."""

import pytest

from reports.rules.document import Figure, Listing, Paragraph, Text
from reports.rules.prose import blocks_of_text, filled


def points(*texts, numbered=False):
    return Listing(tuple((Text(text),) for text in texts), numbered)


def line(text):
    return Paragraph((Text(text),))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        ("  \n\n ", ()),
        ("En\nto\n\nTre", (line("En\nto"), line("Tre"))),
        ("To grupper:\n\n- en\n- to", (line("To grupper:"), points("en", "to"))),
        ("Straks:\n• en\n– to\nSå", (line("Straks:"), points("en", "to"), line("Så"))),
        ("1. en\n2) to", (points("en", "to", numbered=True),)),
        ("8. klasser er med", (line("8. klasser er med"),)),
        ("-5 grader", (line("-5 grader"),)),
        ("# A\r\n*b* <i>", (line("# A\n*b* <i>"),)),
    ],
)
def test_blocks_of_a_text(text, blocks):
    assert blocks_of_text(text) == blocks


def test_a_sentence_takes_its_figures():
    figure = Figure("k", "4", "4")
    assert filled("Af {n} årsværk.", n=figure) == (Text("Af "), figure, Text(" årsværk."))
