"""Which column of a finance file holds what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from economy.models.headings import Holds
from economy.rules.headings import (
    KNOWN_HEADINGS,
    KNOWN_KEYS,
    columns_of,
    heading_key,
    is_of_other_unit,
    on_the_amount,
    understood,
    worth_remembering,
)

OPUS = ["Bogf.dato", "Bilagsnr.", "Posteringstekst", "PSP-element", "Beløb (RV)"]
CHOSEN = {"on": 0, "voucher": 1, "text": 2, "line": 3, "amount": 4}


def columns(*headings, remembered=None, needs_line=True, **given_):
    keys = [heading_key(heading) for heading in headings]
    return columns_of(keys, remembered or {}, needs_line=needs_line, **given_)


def test_what_is_not_known_is_missing():
    assert columns(*OPUS).missing == ["on", "amount", "line"]


def test_what_was_said_once_is_known_from_then_on():
    keys = [heading_key(heading) for heading in OPUS]
    remembered = worth_remembering(keys, CHOSEN)

    assert remembered == {"bogf dato": "on", "psp element": "line", "beløb rv": "amount"}
    again = columns(*OPUS[::-1], remembered=remembered)
    assert again.are_known
    assert again.places == {"amount": 0, "line": 1, "text": 2, "voucher": 3, "on": 4}


def test_a_usual_heading_that_is_passed_over_is_remembered_too():
    keys = ["konto", "psp element", "dato"]

    remembered = worth_remembering(keys, {"line": 1, "on": 2})

    assert remembered == {"konto": "", "psp element": "line"}
    assert columns("Konto", "PSP-element", remembered=remembered).places == {"line": 1}


@pytest.mark.parametrize(
    ("headings", "doubtful"),
    [
        (["Beløb", "Beløb i valuta"], [0, 1]),
        (["Beløb", "Momsbeløb"], [0, 1]),
        (["Beløb", "Beløb"], [0, 1]),
        (["Beløb", "Kredit"], [0, 1]),
        (["Debet", "Kredit", "Beløb"], [0, 1, 2]),
        (["Debet", "Kredit"], []),
        (["Beløb", "Moms", "Debet/kredit"], []),
        (["Beløb", "+/-"], []),
    ],
)
def test_of_two_amounts_somebody_says_which(headings, doubtful):
    assert columns(*headings).doubtful == doubtful


def test_of_two_amounts_one_is_remembered():
    keys = ["beløb", "beløb i valuta"]
    remembered = worth_remembering(keys, {"amount": 0})

    assert columns(*keys, remembered=remembered).doubtful == []
    assert columns(*keys, remembered=remembered).places == {"amount": 0}


def test_what_is_hidden_is_not_read_by_itself():
    assert columns("Dato", "Beløb", hidden={1}).places == {"on": 0}


@pytest.mark.parametrize("key", ["beløb i 1 000 kr", "beløb t kr", "beløb eur"])
def test_an_amount_that_is_none_of_kroner_says_so(key):
    assert is_of_other_unit(key)
    assert not is_of_other_unit("beløb i intern valuta")


def test_every_heading_that_is_understood_is_listed_once():
    listed = [heading for _kind, headings in understood() for heading in headings.split(", ")]

    assert len(listed) == len(set(listed)) == sum(map(len, KNOWN_HEADINGS.values()))
    assert list(KNOWN_HEADINGS) == Holds.values
    assert {heading_key(heading) for heading in listed} == KNOWN_KEYS
    assert len(KNOWN_KEYS) == len(listed)


@pytest.mark.parametrize(
    ("key", "cells", "says"),
    [
        ("type", {"Kredit"}, "side"),
        ("type", {"Faktura", "Kreditnota"}, "side"),
        ("posteringstype", {"D", "K"}, "side"),
        ("", {"+", "-"}, "side"),
        ("kode", {"D"}, ""),
        ("kode", {"K", "L"}, ""),
        ("mønt", {"EUR", "DKK"}, "currency"),
        ("enhed", {"tkr."}, "currency"),
        ("valuta", {"DKK"}, ""),
        ("valutakurs", {"745,32"}, "currency"),
        ("bogføringsnøgle debet kredit", {"40", "50"}, "side"),
        ("debet kredit", {"Debet"}, ""),
        ("kreditornr", {"4711"}, ""),
        ("land", {"SE", "DK"}, ""),
        ("beløb i valuta", {"134,20"}, ""),
        ("kredit", set(), ""),
    ],
)
def test_a_column_that_is_not_read_may_say_something_of_the_amount(key, cells, says):
    assert on_the_amount(key, cells) == says


def test_what_was_asked_is_remembered_but_a_known_one_is_never_passed_over_for_good():
    keys = ["dato", "type", "valuta", "beløb"]

    assert worth_remembering(keys, {"on": 0, "amount": 3}, unclear=[1, 2]) == {"type": ""}
    assert worth_remembering(keys, {"side": 1, "currency": 2}, unclear=[1]) == {
        "type": "side",
        "dato": "",
        "beløb": "",
    }


@given(
    st.permutations(OPUS),
    st.lists(st.sampled_from(["Årsag", "Ordre", "Moms", "Afdeling"]), unique=True),
)
def test_the_order_and_other_columns_change_nothing(order, others):
    remembered = worth_remembering([heading_key(heading) for heading in OPUS], CHOSEN)
    headings = [*others, *order]

    found = columns(*headings, remembered=remembered)

    assert found.are_known
    assert {kind: headings[place] for kind, place in found.places.items()} == {
        kind: OPUS[place] for kind, place in CHOSEN.items()
    }
