"""Numbers as Danes write them: «30.000» is thirty thousand, «1,5» is one and a half.

A wrong separator must never pass silently as another number. So whatever can be read in two
ways is refused, and the likeliest reading is offered: «30,000» asks «Mente du 30.000?».
Everything here is exact (int, Decimal, Fraction): a float is a TypeError.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NBSP = "\u00a0"
MINUS = "\u2212"
MAX_LENGTH = 60
MAX_DIGITS = 18  # with a scale word this still fits Decimal's 28 digits without rounding

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_TEN_TO = {
    "tusind": 3,
    "tusinde": 3,
    "mio": 6,
    "mill": 6,
    "million": 6,
    "millioner": 6,
    "mia": 9,
    "milliard": 9,
    "milliarder": 9,
}
_SHAPE = re.compile(
    r"(?P<rough>ca\.?|cirka|omkring)? ?(?:kr\.?|dkk)? ?"
    r"(?P<sign>[-\u2212\u2013])?(?P<body>[0-9.,' ]*[0-9][0-9.,' ]*?)(?:,-)? ?"
    r"(?P<scale>tusinde?|mio\.?|mill\.?|million(?:er)?|mia\.?|milliard(?:er)?)? ?"
    r"(?:kr\.?|kroner|dkk)?"
)
_DANISH = re.compile(
    r"(?:[0-9]+|[1-9][0-9]{0,2}(?:(?P<s>[. ])[0-9]{3})(?:(?P=s)[0-9]{3})*)(?:,[0-9]+)?"
)
_ENGLISH_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_FOREIGN = re.compile(
    r"(?P<head>[0-9]{1,3}(?:[., '][0-9]{3})+|[0-9]+)(?P<separator>[.,'])(?P<tail>[0-9]+)"
)
_EXPONENT = re.compile(r"(?P<mantissa>-?[0-9]{1,9}(?:[.,][0-9]{1,9})?)e\+?(?P<power>[0-9])")
_WITH_UNIT = re.compile(r"(?P<number>.*[0-9])[.,]? ?(?:%|[^\W\d_]{3,}\.?)")

# What makes a figure a rough one, where it stands first.
ROUGH = re.compile(r"\s*(?:ca\.?|cirka|omkring)\s*(?=[0-9])", re.IGNORECASE)
_PRECISELY = Context(prec=100)
_TO_DANISH = str.maketrans(",.", ".,")

_HOW_TO_WRITE = _("Enter a number, for example 30.000 or 1,5.")
_EXACTLY = _("Enter the exact number here, without “ca.”.")
_TOO_LONG = _("Enter a shorter number: at most 18 digits.")
_SEPARATORS = _("Use a full stop between thousands and a comma before decimals.")


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number that was typed; `approximate` when it was typed as a rough one («ca. 3000»)."""

    value: Decimal
    approximate: bool = False


class NotANumber(ValueError):
    """Text that is no number to us.

    `message` says what to do, `readings` holds what may have been meant, likeliest first,
    and `suggestion` the first of them as we would write it, or nothing.
    """

    def __init__(self, message: str | Promise, readings: Iterable[Decimal] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.readings = tuple(readings)
        self.suggestion = format_number(self.readings[0]) if self.readings else ""


def parse_number(text: str, *, rough: bool = False) -> ParsedNumber:
    """Read a Danish number; raises NotANumber. `rough` allows «ca. 3000»."""
    cleaned = text.translate(_SPACES).strip().casefold()
    if len(cleaned) > MAX_LENGTH:
        raise NotANumber(_TOO_LONG)
    shape = _SHAPE.fullmatch(cleaned)
    if shape is None:
        raise NotANumber(_HOW_TO_WRITE, _readings_of_text(cleaned))
    body = shape["body"].strip()
    if sum(character.isdigit() for character in body) > MAX_DIGITS:
        raise NotANumber(_TOO_LONG)
    sized = _sizer(shape)
    if not _DANISH.fullmatch(body) or _ENGLISH_THOUSANDS.fullmatch(body):
        readings = _readings_of_digits(body, scaled=bool(shape["scale"]))
        raise NotANumber(_SEPARATORS, (sized(reading) for reading in readings))
    value = sized(_decimal(body))
    if shape["rough"] and not rough:
        raise NotANumber(_EXACTLY, [value])
    return ParsedNumber(value, approximate=bool(shape["rough"]))


def _decimal(danish: str) -> Decimal:
    return Decimal(danish.replace(".", "").replace(" ", "").replace(",", "."))


def _sizer(shape: re.Match[str]) -> Callable[[Decimal], Decimal]:
    """What the words and the sign around the digits do to them."""
    power = _TEN_TO[shape["scale"].rstrip(".")] if shape["scale"] else 0
    factor = Decimal(-(10**power) if shape["sign"] else 10**power)
    return lambda digits: digits * factor if digits else Decimal(0)


def _readings_of_digits(body: str, *, scaled: bool) -> list[Decimal]:
    """What digits with separators that are not Danish may mean, likeliest first."""
    trimmed = body.rstrip(".,' ").lstrip("' ")
    if trimmed.startswith((".", ",")):
        trimmed = f"0{trimmed}"
    if trimmed != body and _DANISH.fullmatch(trimmed) and not _ENGLISH_THOUSANDS.fullmatch(trimmed):
        return [_decimal(trimmed)]
    parts = _FOREIGN.fullmatch(trimmed)
    if parts is None:
        return []
    head = re.sub(r"[^0-9]", "", parts["head"])
    tail, separator = parts["tail"], parts["separator"]
    joined, with_decimals = Decimal(head + tail), Decimal(f"{head}.{tail}")
    if separator == "'":
        return [joined] if len(tail) == 3 else []
    if len(tail) < 3:  # 1.5, and 1.000.00 where the last point stands for the comma
        return [with_decimals, joined] if separator in parts["head"] else [with_decimals]
    others = set(parts["head"]) & set(".,' ") - {separator}
    ungrouped = parts["head"] == head and len(head) > 3
    if len(tail) == 3:  # 30,000 are thousands; 0.500, 1234.567 and 1,234.567 are not
        decimals_first = scaled or bool(others) or ungrouped or not int(head)
    else:  # 1.0000 is a slip in the thousands; 3.1415 is not
        decimals_first = bool(others) or bool(tail.strip("0"))
    return [with_decimals, joined] if decimals_first else [joined, with_decimals]


def _readings_of_text(text: str) -> list[Decimal]:
    """What text with more than a number in it may mean: 1e5, 70 %, other scripts' digits."""
    if exponent := _EXPONENT.fullmatch(text):
        return [Decimal(exponent["mantissa"].replace(",", ".")) * 10 ** int(exponent["power"])]
    if with_unit := _WITH_UNIT.fullmatch(text):
        return _readings_after_parsing(with_unit["number"])
    ascii_digits = "".join(str(unicodedata.decimal(character, character)) for character in text)
    return _readings_after_parsing(ascii_digits) if ascii_digits != text else []


def _readings_after_parsing(text: str) -> list[Decimal]:
    """Each call has less to peel off than the one before, so this ends."""
    try:
        return [parse_number(text).value]
    except NotANumber as error:
        return list(error.readings)


def _exact(value: int | Decimal) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"a number is an int or a Decimal here, not {type(value).__name__}")
    return Decimal(value)


def format_number(value: int | Decimal, places: int | None = None) -> str:
    """Write a number in Danish: 30.000 and 1,5; with `places`, exactly that many decimals.

    Without `places` the result can be typed back: a lone group of three decimals gets a zero
    («1,2340»), because «1,234» is what parse_number takes for English thousands.
    """
    number = _exact(value)
    if places is not None:
        unit = Decimal(1).scaleb(-places)
        number = number.quantize(unit, rounding=ROUND_HALF_UP, context=_PRECISELY)
    text = format(number.copy_abs(), ",f").translate(_TO_DANISH)
    if places is None:
        if "," in text:
            text = text.rstrip("0").rstrip(",")
        if _ENGLISH_THOUSANDS.fullmatch(text):
            text += "0"
    return f"{MINUS}{text}" if number < 0 else text


def format_kroner(amount: int | Decimal) -> str:
    """To be typed back: «50.000», «50.000,50»; what is finer than øre keeps its decimals."""
    kroner = _exact(amount)
    exponent = kroner.normalize(_PRECISELY).as_tuple().exponent
    return format_number(kroner, 2 if exponent in (-1, -2) else None)


def format_money(amount: int | Decimal) -> str:
    """Kroner: whole without øre («50.000 kr.»), otherwise with both («50.000,50 kr.»)."""
    kroner = _exact(amount)
    whole = kroner == kroner.to_integral_value()
    return f"{format_number(kroner, 0 if whole else 2)}{NBSP}kr."


def rounded_percent(
    numerator: int | Decimal,
    denominator: int | Decimal,
    *,
    comparison: str = ">=",
    target: int | Decimal | None = None,
    places: int = 1,
) -> Decimal:
    """Numerator of denominator in per cent, to one decimal or more, towards the losing side.

    A value that misses its target is never shown as reaching it: down where more is better,
    up where less is, away from the target where it must be hit. The target is in per cent.
    Raises ZeroDivisionError: a share of nothing has no value.
    """
    # Fractions would say the same, at several times the cost.
    (amount, parts), (of, parts_of) = (
        _exact(number).as_integer_ratio() for number in (numerator, denominator)
    )
    units = 10**places
    amount, whole = 100 * units * amount * parts_of, parts * of
    if comparison in (">=", ">"):
        upwards = False
    elif comparison in ("<=", "<"):
        upwards = True
    elif comparison == "=":
        upwards = target is not None and Fraction(amount, whole) > Fraction(_exact(target)) * units
    else:
        raise ValueError(f"unknown comparison {comparison!r}")
    return Decimal(-(-amount // whole) if upwards else amount // whole).scaleb(-places)


def format_percent(
    numerator: int | Decimal,
    denominator: int | Decimal,
    *,
    comparison: str = ">=",
    target: int | Decimal | None = None,
) -> str:
    """A measured share as text: «38,3 %», «40 %». Rounds and raises as rounded_percent does."""
    return format_rate(
        rounded_percent(numerator, denominator, comparison=comparison, target=target)
    )


def format_rate(percentage: int | Decimal) -> str:
    """A percentage as it was decided, a target for instance: every decimal is kept."""
    return f"{format_number(percentage)}{NBSP}%"


def plain_number(number: Decimal) -> str:
    """In plain decimal notation, without zeros at the end: «30000», «3.14»."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


ZERO = Decimal("0.00")


def plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Absent only where both are: hours that nobody planned or logged are not zero."""
    if one is None or other is None:
        return other if one is None else one
    return one + other


def plain(number: Decimal | None) -> str | None:
    """A decimal string without trailing zeros: «30000», «3.14»; None stays None."""
    return None if number is None else plain_number(Decimal(number))
