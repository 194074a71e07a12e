"""Live figures in a text: what is known is put in, and all the rest stays as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.document import Figure, Text
from reports.rules.tokens import Token, parse, runs_of, token_of, unknown_in

VISITORS = Figure("visitors.value", "12.500", "12500")
DAY = Figure("report.cut_off", "30. juni 2011", "2011-06-30")
FIGURES = {figure.key: figure for figure in (VISITORS, DAY)}


@pytest.mark.parametrize(
    ("text", "own", "runs"),
    [
        ("", "visitors", ()),
        ("Der kom mange.", "visitors", (Text("Der kom mange."),)),
        ("[[value]] kom", "visitors", (VISITORS, Text(" kom"))),
        ("[[value]][[ value ]]", "visitors", (VISITORS, VISITORS)),
        ("Kom: [[visitors.value]]", "schools", (Text("Kom: "), VISITORS)),
        ("Pr. [[report.cut_off]]", "", (Text("Pr. "), DAY)),
        # Without its criterion, a name means nothing; nor does one that nobody knows.
        ("a [[value]] b", "", (Text("a [[value]] b"),)),
        ("a [[nothing]] b", "visitors", (Text("a [[nothing]] b"),)),
        ("{{7*7}} <b> [[]] [[a b]] [value] [[value]", "visitors", None),
        ("[[[value]]]", "visitors", (Text("["), VISITORS, Text("]"))),
    ],
)
def test_a_text_with_its_figures(text, own, runs):
    assert runs_of(text, FIGURES, own) == ((Text(text),) if runs is None else runs)


def test_what_is_unknown_is_told():
    text = "[[value]] [[vlaue]] [[visitors.value]] [[gone.value]]"
    assert unknown_in(text, FIGURES, "visitors") == ["[[vlaue]]", "[[gone.value]]"]


@pytest.mark.parametrize(
    ("key", "own", "written"),
    [
        ("visitors.value", "visitors", "[[value]]"),
        ("visitors.value", "schools", "[[visitors.value]]"),
        ("visitors.value", "", "[[visitors.value]]"),
    ],
)
def test_a_figure_is_written_so_that_it_is_found_again(key, own, written):
    assert token_of(key, own) == written
    assert runs_of(written, FIGURES, own) == (VISITORS,)


@given(st.text(alphabet=st.sampled_from("[] .av\n{<")) | st.text())
def test_no_letter_is_lost(text):
    parts = parse(text, "visitors")
    assert "".join(part.written if isinstance(part, Token) else part for part in parts) == text
