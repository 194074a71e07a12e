"""Numbers and dates in templates. None and an empty text stay empty: write `|default:"–"` after."""

from datetime import date
from decimal import Decimal

from django import template

from core.dates import format_date_day, format_date_long, format_date_short, format_date_words
from core.hours import format_hours
from core.numbers import format_money, format_number, format_percent, format_rate
from core.text import quoted

register = template.Library()
register.filter("quoted", quoted)  # {{ "Navn"|quoted }} → »Navn«

Number = int | Decimal | None
# Django hands an undefined variable over as an empty text, hence `== ""` beside None.


@register.filter
def number(value: Number) -> str:
    """{{ 30000|number }} → 30.000"""
    return "" if value is None or value == "" else format_number(value)


@register.filter
def money(value: Number) -> str:
    """{{ 50000|money }} → 50.000 kr."""
    return "" if value is None or value == "" else format_money(value)


@register.filter
def kroner(value: Number, places: int = 2) -> str:
    """{{ 1234.5|kroner }} → 1.234,50, {{ 1234.5|kroner:0 }} → 1.235: for columns of amounts."""
    return "" if value is None or value == "" else format_number(value, places)


@register.filter
def hours(value: Number) -> str:
    """{{ 1049.7|hours }} → 1.049,70: for columns of hours."""
    return "" if value is None or value == "" else format_number(value, 2)


@register.filter
def hours_short(value: Decimal | None) -> str:
    """{{ 7.3333|hours_short }} → 7,33, {{ 7.5|hours_short }} → 7,5: as they are typed."""
    return "" if value is None or value == "" else format_hours(value)


@register.filter
def percent(value: Number) -> str:
    """{{ criterion.target|percent }} → 70 %: a percentage as it was decided, not rounded."""
    return "" if value is None or value == "" else format_rate(value)


@register.filter
def percent_of(numerator: Number, denominator: Number) -> str:
    """{{ 23|percent_of:60 }} → 38,3 %: rounded down. For ≤, < and = use numbers.format_percent."""
    if numerator is None or numerator == "" or not denominator:
        return ""
    return format_percent(numerator, denominator)


@register.filter
def date_short(value: date | None) -> str:
    """{{ day|date_short }} → 20-11-2007"""
    return "" if value is None or value == "" else format_date_short(value)


@register.filter
def date_day(value: date | None) -> str:
    """{{ day|date_day }} → lør 20-08-2011: in lists where a day is looked for"""
    return "" if value is None or value == "" else format_date_day(value)


@register.filter
def date_long(value: date | None) -> str:
    """{{ day|date_long }} → 20. november 2007"""
    return "" if value is None or value == "" else format_date_long(value)


@register.filter
def date_words(value: date | None) -> str:
    """{{ day|date_words }} → lørdag 20. august 2011: beside a box that the browser draws."""
    return "" if value is None or value == "" else format_date_words(value)
