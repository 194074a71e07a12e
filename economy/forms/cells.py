"""The cells of an import's rows, read as the form that books a single expense reads its fields."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.fields import DanishDateField
from core.workbooks import is_error
from economy.forms.fields import expense_amount, posted_text, voucher_field
from economy.rules.expense_files import ImportRow
from economy.rules.finance_tables import CPR_PLACEHOLDER
from economy.rules.importing import ParsedRow
from economy.rules.written import READ, UNCLEAR

# The very fields of the form that books a single expense, so that one rule holds for both; where
# a row of a file calls for another remedy, it is said in words of its own.
FIELDS = {
    "on": DanishDateField(
        error_messages={"invalid": gettext_lazy("It is no date: write it as 20-11-2011.")}
    ),
    "amount": expense_amount(),
    "text": posted_text(),
    "voucher": voucher_field(),
}
OTHER_CURRENCY = re.compile(r"[€£$]|\b(?:EUR|USD|SEK|NOK|GBP)\b", re.IGNORECASE)


def read_cells(row: ImportRow) -> ParsedRow:
    """What the row's cells say, each by itself. Which line is meant, the ledger knows."""
    faults: dict[str, str] = {}
    read = {name: _cell(name, getattr(row, name), faults) for name in FIELDS}
    _is_unreadable("line", row.line, faults)
    return ParsedRow(row, read["on"], read["amount"], faults)


def _is_unreadable(name: str, text: str, faults: dict[str, str]) -> bool:
    """What a spreadsheet leaves in a cell that holds nothing to read."""
    if CPR_PLACEHOLDER in text:
        faults[name] = _("It held a CPR number, which is not stored: write it without.")
    elif text.startswith("="):
        faults[name] = _("It is a formula: write what it comes to.")
    elif is_error(text):
        faults[name] = _("The spreadsheet found an error here (%s): write the value.") % text[:20]
    return name in faults


def _cell(name: str, text: str, faults: dict[str, str]) -> Any:
    """The cell as its field reads it; None where it cannot be booked as it is."""
    if _is_unreadable(name, text, faults):
        return None
    if not text:
        faults[name] = _missing(name)
        return None
    if name == "amount" and (fault := _unclear_amount(text)):
        faults[name] = fault
        return None
    try:
        return FIELDS[name].clean(READ.get(name, str)(text))
    except ValidationError as error:
        faults[name] = " ".join(error.messages)
        return None


def _unclear_amount(text: str) -> str:
    """Where several columns say of an amount what one figure cannot."""
    amount, mark, said = text.partition(f" {UNCLEAR}")
    if not said and (currency := OTHER_CURRENCY.search(text)):
        amount, said = text, currency[0]
    message = _(
        "The file says «%(said)s» beside «%(amount)s»: write what it was in kroner, with a minus "
        "in front where it was paid back."
    )
    return message % {"said": said.strip(), "amount": amount} if mark or said else ""


def _missing(name: str) -> str:
    return {
        "on": _("The date is missing. Of merged cells only the first holds it."),
        "amount": _("The amount is missing. Of merged cells only the first holds it."),
        "text": _("The text is missing."),
        "voucher": _("The voucher number is missing: by it a second import is recognised."),
    }[name]
