"""The cells of an import's rows, read as the form that books a single expense reads its fields."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.fields import DanishDateField
from core.workbooks import is_error
from economy.forms.fields import posted_amount, posted_text, voucher_field
from economy.rules.expense_files import CPR_PLACEHOLDER, ImportRow
from economy.rules.importing import ParsedRow

# The very fields of the form that books a single expense, so that one rule holds for both; where
# a row of a file calls for another remedy, it is said in words of its own.
FIELDS = {
    "on": DanishDateField(
        error_messages={"invalid": gettext_lazy("It is no date: write it as 20-11-2011.")}
    ),
    "amount": posted_amount(
        gettext_lazy(
            "An expense is more than 0. What was paid back is taken off the expense that it "
            "belongs to: correct that one, and leave this row out."
        )
    ),
    "text": posted_text(),
    "voucher": voucher_field(),
}


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
    try:
        return FIELDS[name].clean(text)
    except ValidationError as error:
        faults[name] = " ".join(error.messages)
        return None


def _missing(name: str) -> str:
    return {
        "on": _("The date is missing. Of merged cells only the first holds it."),
        "amount": _("The amount is missing. Of merged cells only the first holds it."),
        "text": _("The text is missing."),
        "voucher": _("The voucher number is missing: by it a second import is recognised."),
    }[name]
