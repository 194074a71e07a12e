"""Which name of the directory a typed one may mean."""

import pytest

from core.names import normalised_name
from directory.rules.matching import KnownName, NameIndex

ASSOCIATION, RESTAURANT = "association", "restaurant"


@pytest.fixture
def index():
    return NameIndex(
        [
            KnownName(1, ASSOCIATION, "Foreningen Nordlyset"),
            KnownName(2, ASSOCIATION, "Foreningen Solstrålen"),
            KnownName(3, RESTAURANT, "Solsikken"),
            KnownName(4, ASSOCIATION, "Solsikken"),
            KnownName(5, ASSOCIATION, "Kulturhuset Bryggen"),
            KnownName(5, ASSOCIATION, "Islands Brygges Kulturhus", former=True),
            KnownName(6, ASSOCIATION, "Foreningen Ny"),
            KnownName(7, ASSOCIATION, "Foreningen Nyere", former=True),
        ]
    )


@pytest.mark.parametrize(
    "typed",
    [
        "foreningen solstrålen",
        "FORENINGEN SOLSTRÅLEN",
        "  Foreningen   Solstrålen ",
        "Foreningen Solstra\u030alen",
        "Foreningen\u00a0Solstrålen",
    ],
)
def test_case_spaces_and_the_way_a_letter_is_composed_do_not_matter(index, typed):
    assert index.exact(typed) == [2]


def test_a_name_of_two_kinds_finds_both_and_one_by_kind(index):
    assert index.exact("Solsikken") == [3, 4]
    assert index.exact("Solsikken", RESTAURANT) == [3]


def test_a_former_name_is_found(index):
    assert index.exact("islands brygges kulturhus") == [5]


def test_todays_name_goes_before_anothers_former_one():
    index = NameIndex(
        [KnownName(1, ASSOCIATION, "Broen", former=True), KnownName(2, ASSOCIATION, "Broen")]
    )

    assert index.exact("broen") == [2]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Foreningen Nordlys", 1),
        ("Nordlyset", 1),
        ("Foreningen Solstralen", 2),
        ("Bryggen Kulturhuset", 5),
    ],
)
def test_a_slip_of_the_hand_is_offered(index, typed, near):
    assert index.near(typed)[0] == near


@pytest.mark.parametrize("typed", ["Foreningen Havblik", "Kvindenetværket", "", "æ"])
def test_a_name_that_shares_only_a_common_word_is_not_offered(index, typed):
    assert index.near(typed) == []


def test_a_large_directory_answers_a_long_list_at_once():
    index = NameIndex(KnownName(n, ASSOCIATION, f"Foreningen nummer {n}") for n in range(5000))

    assert [index.exact(f"foreningen NUMMER {n}") for n in range(400)] == [[n] for n in range(400)]


def test_folding_keeps_the_danish_letters_apart():
    assert normalised_name("Sø") != normalised_name("So")


def test_an_exact_question_does_not_prepare_what_is_near(index, monkeypatch):
    monkeypatch.setattr("directory.rules.matching._pieces", None)

    assert index.exact("Solsikken", ASSOCIATION) == [4]


def test_of_today_are_only_those_that_go_by_the_name_now(index):
    assert index.today("Kulturhuset Bryggen") == [5]
    assert index.today("Islands Brygges Kulturhus") == []
