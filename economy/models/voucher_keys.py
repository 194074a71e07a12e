"""A voucher's number as it is compared: one key for all its spellings."""

from __future__ import annotations

import re

from core.names import comparable

MAX_KEY = 180

# «5,1056E+09»: what a spreadsheet leaves of a long number. Which one it was, nobody can tell.
_MANGLED = re.compile(r"[0-9]+([.,][0-9]+)? ?e ?[+\-][0-9]+|[0-9][.,][0-9]+ ?e ?[0-9]+")
# What it makes of «9-5», of a column that is too narrow, and of a formula that asks something.
_MONTH = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-z]*"
_REPLACED = re.compile(
    rf"[0-9]{{1,2}}[-. ]+{_MONTH}(?:[-. ]+[0-9]+)?|{_MONTH}[-. ]+[0-9]+|#+"
    r"|[0-9]{2}-[0-9]{2}-[0-9]{4}|true|false|sand|falsk"
)
# What says no more than that a number follows: «bilag nr. 77123», «#77123».
_LABEL = re.compile(
    r"[ '\"]*(?:(?:bilag(?:s?(?:nr|nummer))?|voucher|nr|nummer|no(?=[. ]*[0-9.]))"
    r"(?![^\W\d_])[ .:-]*|[#+][ .:]*)+(?=[^#]*[0-9])"
)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_NO_DECIMALS = re.compile(r"(?<=[0-9])[.,]0{1,2}")
_ZEROS_IN_FRONT = re.compile(r"(?<![0-9.,])0+(?=[0-9])")


def is_mangled(voucher: str) -> bool:
    """Whether a spreadsheet has made something else of it: a number in powers of ten, a day."""
    said = _said(voucher)
    return bool(_MANGLED.fullmatch(said) or _REPLACED.fullmatch(said))


def voucher_key(voucher: str) -> str:
    """«b- 12», «B-0012» are one voucher, as are «4711», «0000004711», «4.711» and «Nr. 4711,00».

    Empty where there is none, and for a mangled one: that is never the same as another.
    """
    if is_mangled(voucher):
        return ""
    key = "".join(_said(voucher).split()).strip("'\"")
    number = re.sub(rf"{_NO_DECIMALS.pattern}$", "", key)
    if number.isdigit() or _THOUSANDS.fullmatch(number):
        key = re.sub("[.,]", "", number)
    return _ZEROS_IN_FRONT.sub("", key)[:MAX_KEY]


def _said(voucher: str) -> str:
    plain = " ".join(comparable(voucher).split())
    label = _LABEL.match(plain)
    return plain[label.end() :] if label else plain
