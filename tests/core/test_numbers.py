"""Danish numbers: what is read, what is refused and suggested, and how they are written."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.numbers import (
    NotANumber,
    ParsedNumber,
    format_money,
    format_number,
    format_percent,
    format_rate,
    parse_number,
    rounded_percent,
)

NBSP = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("7", "7"),
        ("30000", "30000"),
        ("30.000", "30000"),
        ("1.000.000", "1000000"),
        ("30 000", "30000"),
        ("30\u00a0000", "30000"),
        ("30\u202f000", "30000"),
        ("  30.000 ", "30000"),
        ("1,5", "1.5"),
        ("0,125", "0.125"),
        ("0,5", "0.5"),
        ("1,2345", "1.2345"),
        ("1.234,50", "1234.50"),
        ("1.234,567", "1234.567"),
        ("1234,567", "1234.567"),
        ("1 mio.", "1000000"),
        ("1 mio", "1000000"),
        ("1,5 mio. kr.", "1500000"),
        ("1,35 mio. kr.", "1350000"),
        ("2 millioner", "2000000"),
        ("1,5 mia. kr.", "1500000000"),
        ("30 tusind", "30000"),
        ("50.000 kr.", "50000"),
        ("kr. 50.000", "50000"),
        ("50.000,- kr.", "50000"),
        ("50.000,50 KR", "50000.50"),
        ("-5", "-5"),
        ("\u22121.234,5", "-1234.5"),
        ("\u20135", "-5"),
        ("-0", "0"),
        ("0012", "12"),
    ],
)
def test_danish_numbers_are_read(text, value):
    assert parse_number(text) == ParsedNumber(Decimal(value), approximate=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [("ca. 3000", "3000"), ("Ca. 3.000", "3000"), ("ca 400", "400"), ("cirka 1,5 mio.", "1500000")],
)
def test_a_rough_number_is_marked_where_it_is_allowed(text, value):
    assert parse_number(text, rough=True) == ParsedNumber(Decimal(value), approximate=True)


def test_an_exact_number_stays_exact_where_a_rough_one_is_allowed():
    assert parse_number("3000", rough=True) == ParsedNumber(Decimal(3000), approximate=False)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        # A comma before three digits is English for thousands …
        ("30,000", "30.000"),
        ("1,234", "1.234"),
        ("-30,000", f"{MINUS}30.000"),
        ("30,000,000", "30.000.000"),
        ("30,000 kr.", "30.000"),
        ("1,234.50", "1.234,5"),
        # … unless a Danish word of size follows: then it was a decimal comma, but it is asked.
        ("1,350 mio. kr.", "1.350.000"),
        # A point before other than three digits is an English decimal point …
        ("1.5", "1,5"),
        ("12.50", "12,5"),
        ("1.5 mio.", "1.500.000"),
        ("3.1415", "3,1415"),
        ("0.500", "0,5"),
        ("1234.567", "1.234,567"),
        ("1 234.5", "1.234,5"),
        ("1.000.00", "1.000"),
        # … unless only zeros follow: then a zero too many slipped into the thousands.
        ("1.0000", "10.000"),
        ("10.0000", "100.000"),
        # Loose separators
        (",5", "0,5"),
        (".5", "0,5"),
        ("5,", "5"),
        ("30.000.", "30.000"),
        ("30'000", "30.000"),
        # More than a number
        ("1e5", "100.000"),
        ("1,5E3", "1.500"),
        ("70 %", "70"),
        ("70%", "70"),
        ("22 timer", "22"),
        ("30.000 besøgende", "30.000"),
        ("30,000 besøgende", "30.000"),
        ("ca. 3000", "3.000"),
        # Other digits
        ("\u0663\u0660\u0660\u0660\u0660", "30.000"),
        ("\uff13\uff10", "30"),
    ],
)
def test_what_can_be_misread_is_refused_with_a_suggestion(text, suggestion):
    with pytest.raises(NotANumber) as refused:
        parse_number(text)
    assert refused.value.suggestion == suggestion


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        ",",
        "-",
        "kr.",
        "ca.",
        "NaN",
        "Infinity",
        "-inf",
        "mange",
        "3\x000",
        "\x00",
        "20.11.2007",
        "2007-11-20",
        "20-30",
        "1 2 3",
        "12 34 56 78",
        "1_000",
        "0x10",
        "30k",
        "½",
        "²",
        "--5",
        "1e999999999",
        "9" * 19,
        "9" * 100_000,
        "<script>alert(1)</script>",
        "\u202e000.03",
    ],
)
def test_what_is_no_number_is_refused_without_a_guess(text):
    with pytest.raises(NotANumber) as refused:
        parse_number(text)
    assert refused.value.suggestion == ""
    assert str(refused.value.message)


@given(st.text() | st.text(alphabet="0123456789.,' -+eEkrcamio%\u00a0\u0660\u00bd"), st.booleans())
def test_no_text_makes_the_parser_fail_and_every_suggestion_can_be_typed(text, rough):
    try:
        value = parse_number(text, rough=rough).value
    except NotANumber as error:
        if not error.suggestion:
            return
        value = error.readings[0]
        text = error.suggestion
    assert value.is_finite()
    assert parse_number(text, rough=rough).value == value


EXACT = st.decimals(
    min_value=Decimal(-(10**14)), max_value=Decimal(10**14), allow_nan=False, places=4
) | st.integers(-(10**14), 10**14).map(Decimal)


@given(EXACT)
@example(Decimal("1.234"))
@example(Decimal("-999.999"))
@example(Decimal("-0.0001"))
def test_what_is_written_can_be_read_back(value):
    assert parse_number(format_number(value)).value == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (30000, "30.000"),
        (Decimal("30000.0000"), "30.000"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("1.50"), "1,5"),
        (Decimal("1234.567"), "1.234,567"),
        (Decimal("0.125"), "0,125"),
        (Decimal("1.234"), "1,2340"),  # «1,234» could not be typed back
        (-1234, f"{MINUS}1.234"),
        (Decimal("-0"), "0"),
    ],
)
def test_numbers_are_written_in_danish(value, written):
    assert format_number(value) == written


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (Decimal("1.5"), 2, "1,50"),
        (Decimal("1.005"), 2, "1,01"),
        (Decimal("-0.004"), 2, "0,00"),
        (30000, 2, "30.000,00"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("1.234"), 3, "1,234"),
    ],
)
def test_a_fixed_number_of_decimals_is_kept(value, places, written):
    assert format_number(value, places) == written


@pytest.mark.parametrize("value", [1.5, True, "30000", None])
def test_only_exact_numbers_are_written(value):
    with pytest.raises(TypeError):
        format_number(value)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (1350000, "1.350.000 kr."),
        (Decimal("50000.00"), "50.000 kr."),
        (Decimal("50000.5"), "50.000,50 kr."),
        (Decimal("-12.345"), f"{MINUS}12,35 kr."),
    ],
)
def test_money_has_no_oere_or_both(amount, written):
    assert format_money(amount) == written.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("numerator", "denominator", "comparison", "target", "written"),
    [
        (23, 60, ">=", 40, "38,3 %"),
        (24, 60, ">=", 40, "40 %"),
        (29, 75, ">=", 40, "38,6 %"),
        (60, 80, ">=", 70, "75 %"),
        (12, 18, ">=", None, "66,6 %"),
        (12125, 13473, ">=", None, "89,9 %"),
        (6996, 10000, ">=", 70, "69,9 %"),
        (6996, 10000, ">", 70, "69,9 %"),
        (1001, 10000, "<=", 10, "10,1 %"),
        (1001, 10000, "<", 10, "10,1 %"),
        (6996, 10000, "=", 70, "69,9 %"),
        (7004, 10000, "=", 70, "70,1 %"),
        (7, 10, "=", 70, "70 %"),
        (2, 3, "=", None, "66,6 %"),
        (Decimal("1.5"), 2, ">=", None, "75 %"),
        (50, 4, ">=", None, "1.250 %"),
        (0, 5, ">=", None, "0 %"),
    ],
)
def test_percentages_round_towards_the_losing_side(
    numerator, denominator, comparison, target, written
):
    result = format_percent(numerator, denominator, comparison=comparison, target=target)
    assert result == written.replace(" ", NBSP)


@given(
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.integers(0, 1500).map(lambda tenths: Decimal(tenths) / 10),
    st.sampled_from([">=", "<=", "="]),
)
@example(6996, 10000, Decimal(70), ">=")
def test_a_share_that_misses_its_target_never_reads_as_reaching_it(
    numerator, denominator, target, comparison
):
    holds = {">=": Fraction.__ge__, "<=": Fraction.__le__, "=": Fraction.__eq__}[comparison]
    shown = rounded_percent(numerator, denominator, comparison=comparison, target=target)
    met = holds(Fraction(100 * numerator, denominator), Fraction(target))
    assert holds(Fraction(shown), Fraction(target)) == met


def test_a_share_of_nothing_has_no_value():
    with pytest.raises(ZeroDivisionError):
        format_percent(0, 0)


def test_an_unknown_comparison_is_an_error():
    with pytest.raises(ValueError, match="comparison"):
        format_percent(1, 2, comparison="≥")


def test_a_target_keeps_every_decimal():
    assert format_rate(Decimal("69.96")) == f"69,96{NBSP}%"
