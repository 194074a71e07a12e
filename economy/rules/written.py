"""Days and amounts as finance systems write them, made into what our own fields read.

What is not known here is handed on as it is: the field then says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from core.dates import format_date_short, local_date, parse_date
from core.numbers import MINUS

_MONTHS = ("jan", "feb", "mar", "apr", "ma[ijy]", "jun", "jul", "aug", "sep", "o[kc]t", "nov", "de")
_WEEKDAY = re.compile(r"(?:man|tir|ons|tor|fre|lør|søn)(?:s?dag)?\.?,? (?:d(?:en|\.) ?)?(?=[0-9])")
_TIME = re.compile(
    r"[T ]+(?:kl\.? ?)?[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2}([.,][0-9]+)?)?( ?[ap]m)?", re.I
)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_STROKE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})[- ]+([0-9]{2}|[0-9]{4})")  # «2/9-2011»
_SHORT_YEAR = re.compile(r"([0-9]{1,2}[-./][0-9]{1,2}[-./])([0-9]{2})")
_RUN = re.compile(r"[0-9]{8}")
_NAMED = re.compile(
    r"(?:[a-zæøå]+dag,? )?(?:den |d\. ?)?([0-9]{1,2})[-. ]*([a-z]{3,9})\.?[-. ]*((?:[0-9]{2}){1,2})"
)
_MINUSES = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_SIGNED = re.compile(rf"([{_MINUSES}+])? ?(.*?) ?([{_MINUSES}+])?")
_OF_KRONER = re.compile(r"(?:\bkr\.|\bkr\b|\bdkk\b|\bkroner\b) ?", re.I)
_NOTHING = re.compile(r"0*(?:[.,]0*)?-?")
DEBIT = ("d", "debet", "debit", "dr", "s", "soll", "+")
CREDIT = ("k", "kredit", "credit", "c", "cr", "h", "haben", *_MINUSES)
KRONER = ("", "dkk", "kr", "kr.", "kroner", "danske kroner")
FOREIGN = (
    *("eur", "€", "euro", "usd", "$", "gbp", "£", "sek", "nok", "chf", "isk", "pln", "czk", "jpy"),
    *("tkr", "t.kr", "tdkk", "1.000 kr", "1000 kr", "mio", "mio. kr"),
)
# Among other words of a column too, and never of a debit.
_PAID_BACK = {"kredit", "credit", "haben", "kreditnota", "storno", "tilbageførsel"}
# Stands before what a column says of an amount that cannot be read together with it.
UNCLEAR = "?"


def plain_day(text: str) -> str:
    """«20110902», «02-09-11 00:00» and «2. september 2011» as 02-09-2011."""
    day = day_of_text(text)
    return format_date_short(day) if day else text


def day_of_text(text: str) -> date | None:
    """The Danish day that is meant; None where it is no day, or could be another."""
    if re.fullmatch(r"[0-9-]+T[0-9:.]+(Z|[+-][0-9:]+)", text):
        return _moment(text)
    said = _WEEKDAY.sub("", text.strip().casefold(), count=1)
    said = _TIME.sub("", said, count=1).strip()
    if _RUN.fullmatch(said):
        # Never both: no month begins with 19, 20, 21 or 22.
        return parse_date(f"{said[:4]}-{said[4:6]}-{said[6:]}") or parse_date(
            f"{said[:2]}-{said[2:4]}-{said[4:]}"
        )
    if parts := _YEAR_FIRST.fullmatch(said):
        return parse_date(f"{parts[3]}-{parts[2]}-{parts[1]}")
    if parts := _STROKE.fullmatch(said):
        said = "-".join(parts.groups())
    if parts := _SHORT_YEAR.fullmatch(said):
        return parse_date(f"{parts[1]}20{parts[2]}")
    if parts := _NAMED.fullmatch(said):
        year = parts[3] if len(parts[3]) == 4 else f"20{parts[3]}"
        return parse_date(f"{parts[1]}-{_month(parts[2])}-{year}")
    return parse_date(said)


def _moment(text: str) -> date | None:
    try:
        return local_date(datetime.fromisoformat(text))
    except ValueError:
        return None


def _month(name: str) -> int:
    found = [number for number, begins in enumerate(_MONTHS, 1) if re.match(begins, name)]
    return found[0] if found else 0


def plain_amount(text: str) -> str:
    """«1.234,50-», «(1.234,50)» and «+1.234,50» with its sign in front, or none."""
    said = _OF_KRONER.sub("", " ".join(text.split())).strip()
    in_brackets = said.startswith("(") and said.endswith(")")
    parts = _SIGNED.fullmatch(said[1:-1].strip() if in_brackets else said)
    if parts is None or not parts[2][:1].isalnum():
        return text
    signs = [sign for sign in (parts[1], parts[3]) if sign]
    # «5,-» has no øre and no sign; two signs may mean anything.
    if len(signs) + in_brackets > 1 or parts[2].endswith(","):
        return text
    is_negative = in_brackets or (signs and signs[0] != "+")
    return f"{MINUS}{parts[2]}" if is_negative else parts[2]


def amount_of(cells: Mapping[str, str]) -> str:
    """One amount out of all columns that say something of it: what was paid back has a minus.

    What the columns say against each other is kept after UNCLEAR, so that the row says so.
    """
    amount = _of_two(cells) if "debit" in cells or "credit" in cells else cells["amount"]
    if amount and "side" in cells:
        amount = _on_side(amount, cells["side"])
    currency = cells.get("currency", "")
    if amount and currency.casefold() not in KRONER:
        return f"{amount} {UNCLEAR} {currency}"
    return amount


def _of_two(cells: Mapping[str, str]) -> str:
    """Debit less credit, of which one is empty or 0."""
    debit, credit = (plain_amount(cells.get(name, "")) for name in ("debit", "credit"))
    if _NOTHING.fullmatch(credit):
        return debit or credit
    if _NOTHING.fullmatch(debit):
        return _negated(credit)
    return f"{debit} {UNCLEAR} {credit}"


def _on_side(amount: str, side: str) -> str:
    said, plain = side.strip().rstrip(".").casefold(), plain_amount(amount)
    if said in DEBIT:
        return plain
    # A minus on the credit side may say the same once more, or take it back.
    if said not in CREDIT or plain.startswith(MINUS):
        return f"{plain} {UNCLEAR} {side}"
    return _negated(plain)


def _said(cells: Collection[str]) -> set[str]:
    return {cell.strip().rstrip(".").casefold() for cell in cells} - {""}


def side_or_currency(cells: Collection[str]) -> str:
    """What the cells of a column say of the amounts beside them, for those to be read otherwise."""
    said = _said(cells)
    if said & _PAID_BACK or (said & {*CREDIT} and said <= {*DEBIT, *CREDIT}):
        return "side"
    return "currency" if said & {*FOREIGN} and said <= {*FOREIGN, *KRONER} else ""


def says_as_usual(cells: Collection[str]) -> bool:
    """Whether the cells say what would be taken for granted: debit, or kroner."""
    said = _said(cells)
    return said <= {*DEBIT} or said <= {*KRONER}


def _negated(plain: str) -> str:
    return plain.removeprefix(MINUS) if plain.startswith(MINUS) else f"{MINUS}{plain}"


READ: Mapping[str, Callable[[str], str]] = {"on": plain_day, "amount": plain_amount}


def looks_like_an_expense(cells: list[str]) -> bool:
    """Whether a day and an amount stand among the cells."""
    amounts = (cell for cell in cells if not day_of_text(cell))
    return any(map(day_of_text, cells)) and any(
        re.fullmatch(rf"{MINUS}?[0-9.]+(,[0-9]+)?", plain_amount(cell.strip())) for cell in amounts
    )
