"""Vouchers: one key for every spelling of a number, and none for one that is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from economy.models.voucher_keys import MAX_KEY, is_mangled, voucher_key

numbers = st.integers(1, 10**14)
prefixes = st.text("abcdfghoprtuvæø", min_size=1, max_size=4)
LABELS = [
    *("nr. ", "Nr ", "NR.", "nr", "bilag ", "Bilag", "bilag nr. ", "Bilagsnr.: ", "bilagsnummer "),
    *("#", "# ", "+", "no. ", "Nummer: ", '"Nr. ', "Bilag #"),
]
GAPS = ["", " ", "  ", "\u00a0", "\t", "\u200b", "\u00ad"]


@st.composite
def spellings_of_numbers(draw):
    """A number and one of the ways in which files write it."""
    number = draw(numbers)
    grouped = draw(st.sampled_from(["", "."]))
    text = f"{number:,}".replace(",", grouped)
    if not grouped:
        text = "0" * draw(st.integers(0, 8)) + text
    text += draw(st.sampled_from(["", ",00", ".0", ".00"]))
    return str(number), draw(st.sampled_from(["", "'", *LABELS])) + _spaced(draw, text)


@st.composite
def spellings_of_words(draw):
    """A voucher such as «OP-12», and one of the ways in which it is written."""
    prefix, number = draw(prefixes), draw(st.integers(1, 99_999))
    dash = draw(st.sampled_from("-\u2010\u2011\u2013\u2212"))
    written = draw(st.sampled_from([prefix, prefix.upper(), prefix.title()]))
    zeros = "0" * draw(st.integers(0, 6))
    label = draw(st.sampled_from(["", "nr. ", "Bilag ", "#", "+"]))
    return f"{prefix}-{number}", label + _spaced(draw, f"{written}{dash}{zeros}{number}")


def _spaced(draw, text):
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(GAPS)) + text[at:]


@given(spellings_of_numbers() | spellings_of_words())
def test_every_spelling_of_a_voucher_is_one(given_both):
    plain, spelling = given_both

    assert voucher_key(spelling) == voucher_key(plain) == plain


@given(numbers, numbers)
def test_different_numbers_are_different_vouchers(one, other):
    assert (voucher_key(str(one)) == voucher_key(str(other))) == (one == other)


@given(st.text(max_size=60))
def test_a_key_fits_and_is_its_own(text):
    key = voucher_key(text)

    assert len(key) <= MAX_KEY
    assert key == voucher_key(f"  {text} ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0077123", "77123"),
        ("4711", "0000004711"),
        ("B-12", "b- 12"),
        ("OP-012", "OP\u201312"),
        ('"A1"', "A1"),
        ("nr. 77123", "77123"),
        ("Nr 77123", "77123"),
        ("bilag 77123", "77123"),
        ("+77123", "77123"),
        ("#77123", "77123"),
        ("Bilag nr. 0077123,00", "77123"),
    ],
)
def test_of_one_voucher_are(one, other):
    assert voucher_key(one) == voucher_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("A-1", "A1"), ("4.05", "4.5"), ("10", "1"), ("2011-1", "20111"), ("1E5", "100000")),
        *(("NRK-5", "5"), ("BILAGA5", "A5"), ("77123-2", "77123"), ("nr. 7", "nr. 8")),
    ],
)
def test_of_two_vouchers_are_not(one, other):
    assert voucher_key(one) != voucher_key(other)


@given(
    st.integers(1, 9),
    st.integers(0, 99_999),
    st.sampled_from(["E+", "e+", "E", " E+", "E-"]),
    st.integers(4, 20),
)
def test_one_that_a_spreadsheet_has_mangled_is_never_a_key(whole, decimals, power, of_ten):
    text = f"{whole},{decimals}{power}{of_ten:02}"

    assert is_mangled(text)
    assert voucher_key(text) == voucher_key(text.replace(",", ".")) == ""


@pytest.mark.parametrize(
    "text",
    [
        *("sep-05", "5. sep", "05-sep-2011", "05-09-2011", "########", "TRUE", "FALSK"),
        *("nr. 5,1056E+09", "bilag sep-05"),
    ],
)
def test_a_day_and_a_column_too_narrow_are_mangled_too(text):
    assert is_mangled(text)
    assert not voucher_key(text)


@pytest.mark.parametrize(
    "voucher",
    ["2011-0905", "SEP", "9-5", "maj-bilag 5", "12E5", "E-12", "B1E+", "2011e", "5105600000"],
)
def test_a_number_that_only_looks_like_one_is_a_key(voucher):
    assert not is_mangled(voucher)
    assert voucher_key(voucher)
