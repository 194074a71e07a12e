"""Which known word a misspelled one may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spelling import distance, nearest_parts, pieces_of, slips_allowed

KNOWN = ["frivillige", "frivilligcenter", "festival", "skole", "foreningsliv", "workshop"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("frivilig", "frivillig"),
        ("friviligg", "frivillige"),
        ("fesitval", "festival"),
        ("festivl", "festival"),
        ("skoel", "skole"),
        ("worksjop", "workshop"),
        ("foreningliv", "foreningsliv"),
    ],
)
def test_a_slip_of_the_hand_finds_what_is_meant(typed, meant):
    assert nearest_parts(typed, KNOWN)[0] == meant


@pytest.mark.parametrize("typed", ["dag", "0077123", "b12345", "isbjørnen", "fest"])
def test_short_words_numbers_and_other_words_mean_none(typed):
    assert nearest_parts(typed, [word for word in KNOWN if word != "festival"]) == []


letters = st.text("abcdeo", min_size=4, max_size=12)


@given(letters, st.data())
def test_of_what_is_meant_one_piece_stands_unharmed(meant, data):
    """Letters put in, left out or changed: so many as are allowed in what is typed."""
    typed = meant
    for _slip in range(slips_allowed(meant)):
        place = data.draw(st.integers(0, len(typed) - 1))
        instead = data.draw(st.sampled_from(["", "x", typed[place] + "x"]))
        typed = typed[:place] + instead + typed[place + 1 :]

    if slips_allowed(typed) >= distance(typed, meant) > 0:
        assert any(piece in meant for piece in pieces_of(typed))


@given(letters, letters)
def test_the_distance_is_the_same_both_ways(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
