"""The template filters."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Engine
from django.utils import translation


def rendered(expression, **context):
    engine = Engine(libraries={"danish": "core.templatetags.danish"})
    template = engine.from_string(f"{{% load danish %}}{{{{ {expression} }}}}")
    with translation.override("da"):
        return template.render(Context(context)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ("value|number", 30000, "30.000"),
        ("value|number", Decimal("1.50"), "1,5"),
        ("value|money", Decimal("1350000.00"), "1.350.000 kr."),
        ("value|percent", Decimal("70.0000"), "70 %"),
        ("value|percent_of:60", 23, "38,3 %"),
        ("value|percent_of:0", 23, ""),
        ("value|date_short", date(2007, 11, 20), "20-11-2007"),
        ("value|date_long", date(2007, 11, 20), "20. november 2007"),
    ],
)
def test_filters_write_danish(expression, value, expected):
    assert rendered(expression, value=value) == expected


@pytest.mark.parametrize(
    "name", ["number", "money", "percent", "percent_of:60", "date_short", "date_long"]
)
def test_nothing_stays_empty_so_that_default_can_follow(name):
    assert rendered(f'value|{name}|default:"–"', value=None) == "–"


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ("value|kroner", Decimal("1234.5"), "1.234,50"),
        ("value|kroner", 150000, "150.000,00"),
        ("value|kroner", Decimal("-13480.50"), "\u221213.480,50"),
        ("value|kroner:0", Decimal("1234.50"), "1.235"),
        ('value|kroner|default:"–"', None, "–"),
    ],
)
def test_columns_of_amounts_have_two_decimals_or_none(expression, value, expected):
    assert rendered(expression, value=value) == expected
