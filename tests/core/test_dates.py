"""Danish dates, in and out."""

from datetime import UTC, date, datetime

import pytest
from django.utils import formats, translation
from hypothesis import given
from hypothesis import strategies as st

from core.dates import format_date_long, format_date_short, months_after, parse_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20-11-2007", date(2007, 11, 20)),
        ("20.11.2007", date(2007, 11, 20)),
        ("20/11/2007", date(2007, 11, 20)),
        ("2007-11-20", date(2007, 11, 20)),
        (" 1-2-2011 ", date(2011, 2, 1)),
        ("29-02-2012", date(2012, 2, 29)),
        ("01-01-1900", date(1900, 1, 1)),
        ("31-12-2200", date(2200, 12, 31)),
    ],
)
def test_dates_are_read_day_first_or_iso(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "i dag",
        "29-02-2011",
        "11/20/2007",
        "20-11-07",
        "20-11.2007",
        "2007-1-2",
        "20071120",
        "1899-12-31",
        "01-01-2201",
        "0000-00-00",
        "20-11-2007\x00",
        "\u0662\u0660-11-2007",
        "9" * 10_000,
    ],
)
def test_anything_else_is_no_date(text):
    assert parse_date(text) is None


@given(st.text() | st.text(alphabet="0123456789-./"))
def test_no_text_makes_the_parser_fail(text):
    assert parse_date(text) is None or isinstance(parse_date(text), date)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_written_dates_are_read_back(day):
    assert parse_date(format_date_short(day)) == day
    assert parse_date(day.isoformat()) == day


def test_dates_are_written_short_and_long():
    with translation.override("da"):
        assert format_date_short(date(2007, 11, 20)) == "20-11-2007"
        assert format_date_long(date(2007, 11, 20)) == "20. november 2007"
        assert format_date_long(date(2011, 3, 1)) == "1. marts 2011"


def test_a_moment_late_in_the_evening_in_utc_is_the_next_day_here(settings):
    settings.TIME_ZONE = "Europe/Copenhagen"
    assert format_date_short(datetime(2011, 6, 30, 22, 30, tzinfo=UTC)) == "01-07-2011"


def test_djangos_own_formats_are_danish_too():
    with translation.override("da"):
        assert formats.date_format(date(2007, 11, 20)) == "20. november 2007"
        assert formats.date_format(date(2007, 11, 20), "SHORT_DATE_FORMAT") == "20-11-2007"
        moment = datetime(2007, 11, 20, 14, 5)
        assert formats.date_format(moment, "DATETIME_FORMAT") == "20. november 2007 kl. 14:05"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        assert "%d/%m/%Y" in formats.get_format("DATE_INPUT_FORMATS")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2011, 3, 15), 6, date(2011, 9, 15)),
        (date(2011, 8, 31), 6, date(2012, 2, 29)),
        (date(2010, 8, 31), 6, date(2011, 2, 28)),
        (date(2011, 11, 30), 1, date(2011, 12, 30)),
        (date(2011, 12, 31), 12, date(2012, 12, 31)),
        (date(2011, 1, 1), 0, date(2011, 1, 1)),
    ],
)
def test_months_later_it_is_the_same_day_or_the_last_of_a_shorter_month(day, months, later):
    assert months_after(day, months) == later
