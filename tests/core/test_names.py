"""One key for names and classes, whatever their spelling."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.names import class_key, is_class, loose_name, normalised_name
from directory.rules.matching import KnownName, NameIndex

ALIKE = ("'’‘´`ʼ′", "-\u2010\u2011–")
SPACES = [" ", "  ", "\u00a0", "\t", " \n"]
UNSEEN = ["", "", "", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\ufeff"]
NAMES = ["Brønshøj's Venner", "Åben-Dør", "Café Élan", "Øst for Æbelø", "Kvindenetværket 2011"]


@st.composite
def spelled(draw, names):
    """A name, and the name as somebody else may write it."""
    name, typed = draw(st.sampled_from(names)), ""
    for letter in unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), name):
        signs = next((signs for signs in ALIKE if letter in signs), letter + letter.upper())
        typed += draw(st.sampled_from(SPACES) if letter == " " else st.sampled_from(signs))
        typed += draw(st.sampled_from(UNSEEN))
    return (
        name,
        f"{draw(st.sampled_from(['', *SPACES]))}{typed}{draw(st.sampled_from(['', '.', ' . ']))}",
    )


@given(spelled(NAMES))
def test_any_spelling_of_a_name_is_one(pair):
    name, typed = pair

    assert normalised_name(typed) == normalised_name(name)


@given(st.text(max_size=30))
@example("ŉ")
@example("ẛ")
@example("İ")
def test_the_key_of_a_key_is_itself(text):
    key = normalised_name(text)

    assert normalised_name(key) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordlys A/S", "Nordlys"),
        ("Nordlys A/S", "Nordlys ApS"),
        ("Aaen Kro", "Åen Kro"),
        ("Kultur-huset", "Kulturhuset"),
        ("Åben Dør", "Aaben Doer"),
        ("Café Élan", "Cafe Elan"),
        ("Đurić & Co.", "Duric & Co"),
        ("Skt. Hans", "Skt Hans"),
    ],
)
def test_what_may_be_one_is_asked_and_never_one_unseen(one, other):
    index = NameIndex([KnownName(1, "association", one), KnownName(2, "association", "Broen")])

    assert normalised_name(one) != normalised_name(other)
    assert loose_name(one) == loose_name(other)
    assert index.exact(other) == []
    assert index.alike(other) == index.near(other) == [1]


@pytest.mark.parametrize(("one", "other"), [("Sø", "So"), ("Broen", "Broens"), ("A 1", "A 2")])
def test_other_names_are_others(one, other):
    assert loose_name(one) != loose_name(other)


@st.composite
def classes(draw):
    """A class, and a spelling of it."""
    number, track = draw(st.integers(0, 10)), draw(st.sampled_from(["a", "b", "x", "æ", "å", "mu"]))
    written = draw(st.sampled_from([track, track.upper()]))
    between = draw(st.sampled_from(["", ".", " ", ". ", ".\u00a0", "-", "/", " . ", "\u200b"]))
    shapes = ["{}", "{}.", "{} klasse", "{} Klasse", "klasse {}", "{} kl.", "{}-klassen", "kl. {}"]
    shape = draw(st.sampled_from([*shapes, "0{}", " {} "]))
    text = shape.format(f"{number}{between}{written}")
    text = draw(st.sampled_from([text, f"{number}. klasse {written}"]))
    return f"{number}.{track}", unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), text)


@given(classes())
def test_any_spelling_of_a_class_is_one(pair):
    name, typed = pair

    assert class_key(typed) == class_key(name) == name.replace(".", "")
    assert is_class(typed)


def test_other_classes_are_others():
    names = ["8.a", "8.b", "9.a", "8", "8.1", "8.11", "81", "18.a", "8.ab", "8.a/b", "8/9", "8-9"]
    names += ["8.a+", "Modtagelsesklasse", "Modtagelsesklasse 1", "Modtagelse", "Klasse"]

    assert len({class_key(name) for name in names}) == len(names)
