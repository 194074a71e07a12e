"""Days and amounts as finance systems write them."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import format_kroner, parse_number
from economy.rules.written import amount_of, day_of_text, looks_like_an_expense, plain_amount

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni", "juli", "august"),
    *("september", "oktober", "november", "december"),
)
DAYS = (
    *("{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0:%d/%m/%Y}", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}"),
    *("{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0:%d%m%Y}", "{0:%d-%m-%y}", "{0:%d.%m.%y}"),
    *("{0.day}. {1} {0.year}", "{0.day} {2} {0:%y}", "{0:%d}-{3}-{0.year}"),
    *("den {0.day}. {1} {0.year}", "fredag den {0.day}. {1} {0.year}"),
    *(
        "fre {0:%d-%m-%Y}",
        "{0.day}/{0.month}-{0.year}",
        "{0.day}/{0.month} {0:%y}",
        "{0:%d}{3}{0.year}",
    ),
)
TIMES = ("", " 00:00", " 00:00:00", "T00:00:00", " 13.45", " kl. 13.45", " 00:00:00.000")
AMOUNTS = ("-{}", "\u2212{}", "\u2013{}", "{}-", "{} -", "- {}", "({})", "-{} kr.", "kr. {}-")
days = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))
ore = st.integers(1, 10**12).map(lambda number: Decimal(number).scaleb(-2))


@given(days, st.sampled_from(DAYS), st.sampled_from(TIMES))
def test_a_day_is_read_in_every_spelling(day, spelling, time):
    month = MONTHS[day.month - 1]

    assert day_of_text(spelling.format(day, month, month[:3], month[:3].upper()) + time) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2011/09/02", (2011, 9, 2)),
        ("20110902", (2011, 9, 2)),
        ("02-09-11", (2011, 9, 2)),
        ("03-03-2011 00:00", (2011, 3, 3)),
        ("2011-03-03 00:00:00", (2011, 3, 3)),
        ("3. marts 2011", (2011, 3, 3)),
        ("2011-03-02T23:30:00Z", (2011, 3, 3)),
    ],
)
def test_a_day_is_the_danish_one(text, day):
    assert day_of_text(text) == datetime.date(*day)


@pytest.mark.parametrize(
    "text", ["", "maj", "2. maj", "31-02-2011", "40665", "2011", "09/25/2011", "20111", "12:00"]
)
def test_what_is_no_day_is_none(text):
    assert day_of_text(text) is None


@given(ore, st.sampled_from(AMOUNTS))
def test_a_minus_is_read_wherever_it_stands(amount, spelling):
    written = format_kroner(amount)

    assert parse_number(plain_amount(spelling.format(written))).value == -amount
    assert parse_number(plain_amount(f"+{written}")).value == amount
    assert parse_number(plain_amount(f"{written}+")).value == amount


@pytest.mark.parametrize("text", ["-5-", "(-5)", "x", "-", "()", "=A1", "#N/A", "5,-"])
def test_what_is_not_known_is_handed_on(text):
    assert plain_amount(text) == text


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ({"amount": "2100", "side": "Kredit"}, "\u22122100"),
        ({"amount": "2100", "side": "K"}, "\u22122100"),
        ({"amount": "2100", "side": "h"}, "\u22122100"),
        ({"amount": "2100", "side": "-"}, "\u22122100"),
        ({"amount": "2100", "side": "Debet"}, "2100"),
        ({"amount": "2100-", "side": "D"}, "\u22122100"),
        ({"amount": "-2100", "side": "Kredit"}, "\u22122100 ? Kredit"),
        ({"amount": "2100", "side": "x"}, "2100 ? x"),
        ({"amount": "2100", "side": ""}, "2100 ? "),
        ({"debit": "2100", "credit": ""}, "2100"),
        ({"debit": "0,00", "credit": "2100"}, "\u22122100"),
        ({"debit": "", "credit": "-2100"}, "2100"),
        ({"debit": "5", "credit": "7"}, "5 ? 7"),
        ({"debit": "0,00", "credit": "0,00"}, "0,00"),
        ({"amount": "1000", "currency": "EUR"}, "1000 ? EUR"),
        ({"amount": "1000", "currency": "dkk"}, "1000"),
        ({"amount": "1000", "currency": ""}, "1000"),
    ],
)
def test_columns_beside_the_amount_say_what_it_is(cells, amount):
    assert amount_of(cells) == amount


def test_a_line_with_a_day_and_an_amount_looks_like_an_expense():
    assert looks_like_an_expense(["03-09-2011", "A2", "1.000,00", "Leje"])
    assert not looks_like_an_expense(["3. marts 2011"])
    assert not looks_like_an_expense(["Kaffe", "12"])
