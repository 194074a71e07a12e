"""Danish alphabetical order."""

import random

from core.sorting import danish_key

IN_ORDER = [
    "Akacieparken",
    "Amager",
    "Dunja",
    "Đurić",
    "Dyveke",
    "eid",
    "Éva",
    "Evald",
    "Haraldsgade",
    "Ludvig",
    "Łukasz",
    "Lulu",
    "Mjølnerparken",
    "Odense",
    "Œuvre",
    "Ofelia",
    "Űbül",
    "Ylva",
    "Zoo",
    "Ægir",
    "Østerbro",
    "Őz",
    "Aabenraa",
    "Århus",
]


def test_ae_oe_and_aa_come_last_and_case_and_accents_do_not_count():
    shuffled = random.Random(2011).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=danish_key) == IN_ORDER


def test_aa_and_a_with_ring_sort_together():
    assert danish_key("Aabenraa")[0] == danish_key("Åbenrå")[0]


def test_composed_and_decomposed_letters_are_the_same():
    assert danish_key("A\u030abenra\u030a") == danish_key("Åbenrå")


def test_equal_letters_still_have_one_order():
    assert sorted(["eid", "Eid"], key=danish_key) == sorted(["Eid", "eid"], key=danish_key)
