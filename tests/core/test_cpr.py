"""CPR numbers are found; case numbers, telephone numbers and amounts are left alone."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cpr import certain, contains_cpr, possible, question

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2)
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"


@pytest.mark.parametrize(
    "text",
    [
        "010180-1234",  # on 1 January the sum does not decide
        "0101801234",
        "010180 1234",
        "010180–1234",
        "010180 - 1234",
        "010180– 1234",
        "010180.1234",
        "01.01.80-1234",
        "01 01 80 1234",
        "01/01/80 - 1234",
        "01-01-80 / 1234",
        "0101\u00ad80\u200b-1234",
        "０１０１８０-１２３４",
        "cpr:070761-4285.",
        "Hun (07.07.61 4285) kom kl. 10",
        "07.07.1961-4285",
        "(010136-9999)",
        "referat 010180-1234.pdf",
        "33663366 010180-1234 33663366",
    ],
)
def test_numbers_that_are_certain_are_refused(text):
    assert contains_cpr(text)
    assert question(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("cpr:311299-0001.", "311299-0001"),
        ("Hun (290200-4123) kom kl. 10", "290200-4123"),  # 29 February 2000 existed
        ("referat 150911-1830.pdf", "150911-1830"),
        ("den 15.09.11 1830", "15.09.11 1830"),
    ],
)
def test_where_only_the_date_fits_it_is_asked(text, number):
    assert certain(text) is None
    assert possible(text) == number
    assert number in str(question(text))


def test_the_question_names_the_line(english):
    assert "line 2" in str(question("Mødet\nreferat 150911-1830"))


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(1999, 12, 31)),
    st.integers(0, 399),
    st.sampled_from(["", " ", ".", "-", "/", ". ", "–"]),
    st.sampled_from(["", " ", "-", ".", *DASHES, " - ", " – ", "\u00a0-\u00a0", "- "]),
)
def test_whoever_writes_a_number_with_its_sum_it_is_certain(born, serial, between, before_serial):
    digits = [int(digit) for digit in f"{born:%d%m%y}{serial:03}"]
    last = -sum(d * weight for d, weight in zip(digits, WEIGHTS, strict=True)) % 11
    parts = between.join((f"{born:%d}", f"{born:%m}", f"{born:%y}"))
    text = f"Se {parts}{before_serial}{serial:03}{last}."

    # A remainder of ten has no digit, so no such number was issued.
    assert last == 10 or certain(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "33 66 33 66",
        "33663366",
        "+45 33663366",
        "4533663366",
        "004533663366",
        "2007-50025",
        "2007-432783",
        "30.000 besøgende og 1.350.000 kr.",
        "20-11-2007",
        "310211-1234",  # no 31 February
        "290201-1234",  # no leap year
        "001180-1234",
        "011380-1234",
        "5798009811234",
        "10101801234",
        "01.01.2011-31.12.2011",
        "Uge 3-4 2011",
        "15 09 11\n1830",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert certain(text) is None
    assert possible(text) is None
