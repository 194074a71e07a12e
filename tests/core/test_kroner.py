"""Kroner are written with both digits of the øre, or none."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.kroner import KronerColumn, KronerField
from core.numbers import format_kroner, parse_number


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1234.5", "1.234,50"),
        ("1234.50", "1.234,50"),
        ("1234.56", "1.234,56"),
        ("1234.00", "1.234"),
        ("1000000", "1.000.000"),
        ("0.00", "0"),
        ("10.1255", "10,1255"),
        ("1.234", "1,2340"),
    ],
)
def test_are_whole_or_with_two_decimals_and_can_be_typed_back(amount, text):
    assert format_kroner(Decimal(amount)) == text
    assert parse_number(text).value == Decimal(amount)


def test_a_field_shows_and_suggests_them_so(english):
    field = KronerField(decimal_places=2)

    assert field.prepare_value(Decimal("1234.5")) == "1.234,50"
    with pytest.raises(ValidationError, match=r"Did you mean 1\.234,50\?"):
        field.clean("1234.50")


def test_a_column_is_typed_in_such_a_field_and_is_a_decimal_to_the_migrations():
    column = KronerColumn(max_digits=14, decimal_places=2)

    assert isinstance(column.formfield(), KronerField)
    assert column.deconstruct()[1] == "django.db.models.DecimalField"
